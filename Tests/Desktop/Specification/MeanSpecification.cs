using System;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Specification;

/// <summary>
/// MEAN: the sum of q - z over the reduced axes, times s_x / s_y / n. The division by n goes into the multiplier, which first
/// gains as many bits as n has after its leading one (at most 32, and no more than the shift can lose).
/// </summary>
internal static class MeanSpecification
{
    public static sbyte[] Run(Operator op, sbyte[] input)
    {
        int[] axes = ((MeanAttributes)op.Attributes!).Axes;
        int[] shape = op.Inputs[0].Shape;
        QuantizationParameters x = op.Inputs[0].Quantization!;
        QuantizationParameters y = op.Output.Quantization!;
        var sums = new long[op.Output.ElementCount];
        for (int i = 0; i < input.Length; i++)
        {
            sums[TargetIndex(i, shape, axes)] += input[i];
        }

        long count = axes.Aggregate(1L, (product, axis) => product * shape[axis]);
        ScaledMultiplier multiplier = ScaledMultiplier.Of((double)x.Scale / y.Scale);
        int gained = 0;
        while (count >> (gained + 1) != 0)
        {
            gained++;
        }

        gained = Math.Min(gained, Math.Min(32, 31 + multiplier.Exponent));
        var scaled = new ScaledMultiplier((int)(((Int128)multiplier.Mantissa << gained) / count), multiplier.Exponent - gained);
        return [.. sums.Select(sum => Rounding.ToInt8((long)Rounding.Multiply(unchecked((int)(sum - (x.ZeroPoint * count))), scaled) + y.ZeroPoint))];
    }

    /// <summary>Index in the output of an element of the input: its coordinates without those of the reduced axes.</summary>
    private static int TargetIndex(int index, int[] shape, int[] axes)
    {
        int target = 0;
        int stride = 1;
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            int coordinate = index % shape[d];
            index /= shape[d];
            if (!axes.Contains(d))
            {
                target += coordinate * stride;
                stride *= shape[d];
            }
        }

        return target;
    }
}
