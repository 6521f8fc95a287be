using System;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

// Where a channel's multiplier is a power of two, its index is lane >> n: bias, rounding and the place in the table are all in what the lanes
// start with. The lane itself needs no mask: what lies above the index is masked with it.

/// <summary>Looks for a start of the lanes with which a channel's results need no multiplication: 94 of 608 weighted instructions less for each of them.</summary>
internal static class ShiftOnly
{
    /// <summary>Finds start and shift of a channel.</summary>
    /// <param name="source">The operator.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="below">Largest sum below 0.</param>
    /// <param name="above">Largest sum above 0.</param>
    /// <returns>Start, at least <paramref name="below"/>, and constants; null when there are none.</returns>
    public static (int Start, ChannelResult Result)? Find(ConstantOperator source, int channel, int below, int above)
    {
        int multiplier = source.Multipliers[channel];
        int shift = 31 - source.Shifts[channel] - int.TrailingZeroCount(multiplier);
        if (source.Rounding != RoundingMode.Single || !int.IsPow2(multiplier) || shift < 0 || shift >= Lanes.Bits)
        {
            return null;
        }

        // All indexes lie in the table, and all sums in a lane.
        long rounding = shift == 0 ? 0 : 1L << (shift - 1);
        long start = ((long)(source.ResultZeroPoint + ConstantKernels.TableBase) << shift) + rounding + source.Biases[channel];
        long end = Math.Min(Lanes.Mask + 1, (long)ConstantKernels.TableEntries << shift);
        return start >= below && start + above < end
            ? ((int)start, ChannelResult.WithShift(shift, Math.Min(ConstantKernels.TableEntries - 1, Lanes.Mask >> shift)))
            : null;
    }
}
