using System;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Formats.Tflite;

/// <summary>
/// Exponential, logistic and hyperbolic tangent in fixed point, bit by bit as gemmlowp computes them (fixedpoint.h at
/// 16e8662): arguments have <c>integerBits</c> integer bits, results are Q0.31. Only the converter uses them, for tables.
/// </summary>
internal static class GemmlowpFunctions
{
    private const int One = int.MaxValue; // 1 in Q0.31, as near as it gets
    private const int Half = 1 << 30; // 1/2 in Q0.31

    // Q0.31 constants of the Taylor expansion around -1/8.
    private const int ExpOfMinusEighth = 1895147668;
    private const int Third = 715827883;
    private const int Eighth = 1 << 28;

    private const int LowestExponent = -2; // the series covers [-1/4, 0); the rest is a product of e^-(2^k), k from -2

    // e^-(2^k) in Q0.31 for k = -2 to 4.
    private static readonly int[] s_factors = [1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242];

    /// <summary>e^x for x at most 0.</summary>
    /// <param name="x">Argument with <paramref name="integerBits"/> integer bits.</param>
    /// <param name="integerBits">1 to 5.</param>
    public static int ExpOfNegative(int x, int integerBits)
    {
        if (x == 0)
        {
            return One;
        }

        int fractionalBits = 31 - integerBits;
        int quarter = 1 << (fractionalBits + LowestExponent);
        int withinQuarter = (x & (quarter - 1)) - quarter; // in [-1/4, 0)
        int result = ExpWithinQuarter(withinQuarter << integerBits);
        int remainder = withinQuarter - x;
        for (int i = 0; i < s_factors.Length && i + LowestExponent < integerBits; i++)
        {
            if ((remainder & (1 << (fractionalBits + LowestExponent + i))) != 0)
            {
                result = FixedPoint.HighProduct(result, s_factors[i]);
            }
        }

        return result;
    }

    /// <summary>1 / (1 + e^-x).</summary>
    public static int Logistic(int x, int integerBits)
    {
        if (x == 0)
        {
            return Half;
        }

        int positive = FixedPoint.ReciprocalOfOnePlus(ExpOfNegative(x > 0 ? -x : x, integerBits));
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
        int magnitude = OneMinusOverOnePlus(ExpOfNegative(x > 0 ? -x : x, integerBits + 1));
        return x > 0 ? magnitude : -magnitude;
    }

    private static int ExpWithinQuarter(int x)
    {
        int t = x + Eighth;
        int t2 = FixedPoint.HighProduct(t, t);
        int t3 = FixedPoint.HighProduct(t2, t);
        int t4 = FixedPoint.HighProduct(t2, t2);
        int series = FixedPoint.HighProduct(FixedPoint.DivideByPowerOfTwo(t4, 2) + t3, Third) + t2;
        int higherTerms = FixedPoint.DivideByPowerOfTwo(series, 1);
        return ExpOfMinusEighth + FixedPoint.HighProduct(ExpOfMinusEighth, t + higherTerms);
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
