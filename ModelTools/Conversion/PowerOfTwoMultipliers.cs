using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Conversion;

/// <summary>Finds the convolutions whose results kernels can shift instead of multiplying them.</summary>
internal static class PowerOfTwoMultipliers
{
    /// <summary>Marks those all of whose channels have a multiplier that is a power of two, and a bias that leaves sums room in a lane.</summary>
    /// <param name="program">The lowered network.</param>
    public static void Mark(DeviceProgram program)
    {
        foreach (DeviceOperator op in program.Operators.Where(op => op.IsConvolution))
        {
            op.HasPowersOfTwo = program.Rounding == RoundingMode.Single && op.ChannelMultipliers.Length > 0
                && op.ChannelMultipliers.Zip(op.FoldedBias).All(channel => PowersOfTwo.Fits(channel.Second, channel.First.Multiplier, channel.First.Shift, op.ResultZeroPoint));
        }
    }
}
