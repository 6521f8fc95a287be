using System;
using System.Linq;
using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Conversion;

/// <summary>Finds the convolutions whose results kernels can shift instead of multiplying them.</summary>
internal static class PowerOfTwoMultipliers
{
    /// <summary>Marks those all of whose channels have a multiplier that is a power of two, and sums that all have a place in the table of results.</summary>
    /// <param name="program">The lowered network.</param>
    public static void Mark(DeviceProgram program)
    {
        foreach (DeviceOperator op in program.Operators.Where(op => op.IsConvolution))
        {
            op.HasPowersOfTwo = program.Rounding == RoundingMode.Single && op.WeightZeroPoint == 0 && Enumerable.Range(0, op.FoldedBias.Length).All(channel => Fits(op, channel));
        }
    }

    private static bool Fits(DeviceOperator op, int channel)
    {
        ReadOnlySpan<sbyte> weights = op.Weights.AsSpan(channel * op.TapsPerChannel, op.TapsPerChannel);
        int positive = 0;
        int negative = 0;
        foreach (sbyte weight in weights)
        {
            positive += Math.Max((int)weight, 0);
            negative += Math.Min((int)weight, 0);
        }

        FixedPointMultiplier multiplier = op.ChannelMultipliers[channel];
        return PowersOfTwo.Fits(op.FoldedBias[channel], multiplier.Multiplier, multiplier.Shift, op.ResultZeroPoint, positive, negative);
    }
}
