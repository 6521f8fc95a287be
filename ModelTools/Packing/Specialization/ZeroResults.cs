using System;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

// Behind an activation many results are 0, often those of all three lanes. The output is cleared before (a native call), and three results are
// left out if no lane of the sum reaches the least that gives another one: 230 weighted instructions to see it, about 1,800 for three results.

/// <summary>Finds the least sum with a result above 0, to bring it to the highest bit of its lane.</summary>
internal static class ZeroResults
{
    /// <summary>Share of triples of results that have to be 0.</summary>
    public const double LeastShare = 0.2;

    /// <summary>Share of triples above which an offset for each result, 75, is cheaper than the addition that tells whether there are results, 85.</summary>
    public const double OffsetShare = 0.62;

    /// <summary>The least sum with a result above 0; null when some sums are more than half a lane away from it.</summary>
    /// <param name="source">The operator.</param>
    /// <param name="channel">The channel; its lowest result is stored as 0.</param>
    /// <param name="below">Largest sum below 0.</param>
    /// <param name="above">Largest sum above 0.</param>
    public static int? FindLeast(ConstantOperator source, int channel, int below, int above)
    {
        long lowest = -(long)below;
        long end = (long)above + 1;
        while (lowest < end)
        {
            long middle = lowest + ((end - lowest) / 2);
            if (IsZero(source, channel, middle))
            {
                lowest = middle + 1;
            }
            else
            {
                end = middle;
            }
        }

        return lowest + below <= Lanes.Half && above - lowest < Lanes.Half ? (int)lowest : null;
    }

    /// <summary>What to add to a packed sum, so that a lane reaches <see cref="Lanes.Half"/> where its result is above 0.</summary>
    /// <param name="least">The least sum with a result above 0.</param>
    /// <param name="start">What the lanes hold above sum(u * w).</param>
    public static long Shift(int least, int start) => ((long)Lanes.Half - start - least) * Lanes.Ones;

    private static bool IsZero(ConstantOperator source, int channel, long sum)
    {
        int result = FixedPoint.Requantize((int)(sum + source.Biases[channel]), source.Multipliers[channel], source.Shifts[channel], source.Rounding);
        return result + source.ResultZeroPoint <= source.ActivationMin;
    }
}
