using System;
using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Specification;

/// <summary>
/// SOFTMAX over the last axis. Differences to the maximum times beta * scale are Q5.26; their exponentials are summed in Q12.19;
/// the reciprocal of the sum, normalized to [1, 2), times the exponential gives the result at scale 1/256. Differences that do not
/// fit Q5.26 count as nothing.
/// </summary>
internal static class SoftmaxSpecification
{
    private const int DifferenceIntegerBits = 5;
    private const int SumIntegerBits = 12;

    public static sbyte[] Run(Operator op, sbyte[] input)
    {
        int depth = op.Output.Shape[^1];
        double beta = ((SoftmaxAttributes)op.Attributes!).Beta;
        double scaling = Math.Min(beta * op.Inputs[0].Quantization!.Scale * (1 << 26), (1L << 31) - 1.0);
        ScaledMultiplier multiplier = ScaledMultiplier.Of(scaling);
        double lowest = -Math.Floor(31.0 * (1 << 26) / Math.Pow(2, multiplier.Exponent));
        var output = new sbyte[input.Length];
        for (int row = 0; row < input.Length; row += depth)
        {
            int maximum = sbyte.MinValue;
            for (int c = 0; c < depth; c++)
            {
                maximum = Math.Max(maximum, input[row + c]);
            }

            long sum = 0;
            for (int c = 0; c < depth; c++)
            {
                sum += Exponential(input[row + c] - maximum, lowest, multiplier) is { } term ? term.To(SumIntegerBits).Raw : 0;
            }

            int headroom = 0;
            while (sum << headroom < 1L << 31)
            {
                headroom++;
            }

            FixedPointNumber fraction = new((int)((sum << headroom) - (1L << 31)), 0);
            FixedPointNumber reciprocal = new FixedPointNumber(fraction.TwiceReciprocalOfOnePlus().Raw, 1).To(0);
            int exponent = SumIntegerBits - headroom + 31 - 8;
            for (int c = 0; c < depth; c++)
            {
                output[row + c] = Exponential(input[row + c] - maximum, lowest, multiplier) is { } term
                    ? Rounding.ToInt8((long)Rounding.Divide((reciprocal * term).Raw, exponent) - 128)
                    : sbyte.MinValue;
            }
        }

        return output;
    }

    private static FixedPointNumber? Exponential(int difference, double lowest, ScaledMultiplier multiplier)
    {
        return difference < lowest
            ? null
            : new FixedPointNumber(Rounding.Multiply(difference, multiplier), DifferenceIntegerBits).Exponential();
    }
}
