using System;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

// A result needs its first sum t right, and nothing in between: (t + start) * scale >= index << 52 > (t - 1 + start) * scale. Each of
// up to 255 results bounds scale from both sides; if bounds of all leave a number, start and scale do without an offset. Only
// the top 12 bits of the product are read, so that the index may lie any number of tables higher: every one is another chance.

/// <summary>Looks for a start of the lanes with which a channel's results need no offset: an addition less for each of them.</summary>
internal static class OffsetFree
{
    /// <summary>Right shift to the index: that of a table of 4096.</summary>
    public const int Shift = 52;

    private const int MostTables = 12;
    private const int Neighbours = 2;

    /// <summary>Finds start and scale of a channel.</summary>
    /// <param name="source">The operator.</param>
    /// <param name="channel">The channel; no ties, no sums outside the table but for those that are clamped.</param>
    /// <param name="below">Largest sum below 0.</param>
    /// <param name="above">Largest sum above 0.</param>
    /// <param name="window">Clamps of the sums, if there are any.</param>
    /// <returns>Start, at least <paramref name="below"/>, and scale; scale is 0 when there are none.</returns>
    public static (int Start, long Scale) Find(ConstantOperator source, int channel, int below, int above, SumWindow? window = null)
    {
        int bias = source.Biases[channel];
        int multiplier = source.Multipliers[channel];
        int total = 31 - source.Shifts[channel];
        Int128 rounding = Int128.One << (total - 1);
        rounding += source.Rounding == RoundingMode.Double && total > 31 ? Int128.One << 30 : 0;
        double step = Math.Pow(2, total) / multiplier;
        for (int table = MostTables; table >= 0; table--)
        {
            long place = ConstantKernels.TableBase + ((long)table * ConstantKernels.TableEntries);
            double ideal = ((place + source.ResultZeroPoint) * step) + ((double)rounding / multiplier) + bias;
            for (long start = (long)ideal - Neighbours; start <= (long)ideal + Neighbours; start++)
            {
                if (start > below && start + above <= Lanes.Mask)
                {
                    long scale = FindScale(source, bias, multiplier, total, rounding, place, (int)start, -window?.Low ?? below, window?.High ?? above);
                    if (scale != 0)
                    {
                        return ((int)start, scale);
                    }
                }
            }
        }

        return (0, 0);
    }

    private static long FindScale(
        ConstantOperator source, int bias, int multiplier, int total, Int128 rounding, long place, int start, int below, int above)
    {
        // All indexes lie in one table.
        Int128 lowest = Ceiling((Int128)(place - ConstantKernels.TableBase) << Shift, start - below);
        Int128 highest = (((Int128)(place - ConstantKernels.TableBase + ConstantKernels.TableEntries) << Shift) - 1) / (start + above);
        highest = Int128.Min(highest, long.MaxValue);
        for (int result = source.ActivationMin + 1; result <= source.ActivationMax && lowest <= highest; result++)
        {
            Int128 sum = Ceiling(((Int128)(result - source.ResultZeroPoint) << total) - rounding, multiplier) - bias;
            if (sum > -below && sum <= above)
            {
                Int128 index = (Int128)(result + place) << Shift;
                lowest = Int128.Max(lowest, Ceiling(index, sum + start));
                highest = Int128.Min(highest, (index - 1) / (sum + start - 1));
            }
        }

        return lowest <= highest && highest > 0 ? (long)((lowest + highest) / 2) : 0;
    }

    private static Int128 Ceiling(Int128 value, Int128 divisor)
    {
        return value > 0 ? ((value - 1) / divisor) + 1 : value / divisor;
    }
}
