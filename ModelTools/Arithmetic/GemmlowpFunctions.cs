using System;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Arithmetic;

/// <summary>
/// Logistic and hyperbolic tangent in fixed point, bit by bit as gemmlowp computes them (fixedpoint.h at 16e8662): arguments
/// have <c>integerBits</c> integer bits, results are Q0.31. Only the converter uses them, for tables.
/// </summary>
internal static class GemmlowpFunctions
{
    private const int One = int.MaxValue; // 1 in Q0.31, as near as it gets
    private const int Half = 1 << 30; // 1/2 in Q0.31

    /// <summary>1 / (1 + e^-x).</summary>
    public static int Logistic(int x, int integerBits)
    {
        if (x == 0)
        {
            return Half;
        }

        int positive = FixedPoint.ReciprocalOfOnePlus(GemmlowpExponential.OfNegative(x > 0 ? -x : x, integerBits));
        return x > 0 ? positive : One - positive;
    }

    /// <summary>(1 - e^-2x) / (1 + e^-2x).</summary>
    public static int Tanh(int x, int integerBits)
    {
        if (x == 0)
        {
            return 0;
        }

        // 2x has the same bits with one more of them before the binary point.
        int magnitude = OneMinusOverOnePlus(GemmlowpExponential.OfNegative(x > 0 ? -x : x, integerBits + 1));
        return x > 0 ? magnitude : -magnitude;
    }

    /// <summary>(1 - x) / (1 + x) for x in [0, 1): twice the reciprocal less 1, from the same Newton-Raphson estimate.</summary>
    private static int OneMinusOverOnePlus(int x)
    {
        const int Constant48Over17 = 1515870810; // Q2.29
        const int ConstantMinus32Over17 = -1010580540; // Q2.29
        const int OneQ29 = 1 << 29;
        int halfDenominator = (int)(((long)x + One + 1) >> 1);
        int estimate = Constant48Over17 + FixedPoint.SaturatingHighProduct(halfDenominator, ConstantMinus32Over17);
        for (int i = 0; i < 3; i++)
        {
            int error = OneQ29 - FixedPoint.SaturatingHighProduct(halfDenominator, estimate);
            estimate += ShiftedLeft(FixedPoint.SaturatingHighProduct(estimate, error));
        }

        return ShiftedLeft(estimate - OneQ29);
    }

    /// <summary>value * 4, saturated.</summary>
    private static int ShiftedLeft(int value) => (int)Math.Clamp((long)value << 2, int.MinValue, int.MaxValue);
}
