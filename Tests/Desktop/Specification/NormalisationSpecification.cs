using System;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Specification;

/// <summary>
/// L2_NORMALIZATION: (q - z) times 1 / sqrt(sum of squares) at scale 1/128. The inverse root comes from five Newton-Raphson steps
/// x = 3/2 x - a/2 x^3 in numbers with three integer bits, on a sum brought to [1/2, 2) by a power of four.
/// </summary>
internal static class NormalisationSpecification
{
    public static sbyte[] Run(Operator op, sbyte[] input)
    {
        int zeroPoint = op.Inputs[0].Quantization!.ZeroPoint;
        return [.. input.Chunk(op.Output.Shape[^1]).SelectMany(row =>
        {
            int[] centered = Array.ConvertAll(row, q => q - zeroPoint);
            ScaledMultiplier inverse = InverseRoot(centered.Sum(value => (long)value * value));
            ScaledMultiplier scaled = inverse with { Exponent = inverse.Exponent + 7 };
            return Array.ConvertAll(centered, value => Rounding.ToInt8(Rounding.Multiply(value, scaled)));
        })];
    }

    private static ScaledMultiplier InverseRoot(long sum)
    {
        if (sum < 2)
        {
            return new ScaledMultiplier(int.MaxValue, 0);
        }

        // sum = a * 2^29 / 4^quadruplings: a in [1/4, 1) of 2^29, read with three integer bits after halving as [1/2, 2).
        int quadruplings = 0;
        while (sum < 1L << 27)
        {
            sum *= 4;
            quadruplings++;
        }

        const int IntegerBits = 3;
        var half = new FixedPointNumber(Rounding.Divide((int)(sum / 2), 1), IntegerBits);
        FixedPointNumber threeHalves = FixedPointNumber.Constant(1.5, IntegerBits);
        FixedPointNumber x = FixedPointNumber.One(IntegerBits);
        for (int i = 0; i < 5; i++)
        {
            FixedPointNumber cube = (x * x * x).To(IntegerBits);
            x = ((threeHalves * x) - (half * cube)).To(IntegerBits);
        }

        x *= FixedPointNumber.Constant(Math.Sqrt(0.5), 0);
        int exponent = quadruplings - 11;
        return exponent > 0 ? new ScaledMultiplier(x.Raw << exponent, 0) : new ScaledMultiplier(x.Raw, exponent);
    }
}
