using System;
using System.Text;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

// Weights of some size make sums whose index is outside the table of results, though no input that the network was made for does. To clamp each index
// takes 281 weighted instructions; one test of all lanes at once takes 237 for the three, and where a lane is outside, a call clamps the sums. As
// all indexes lie in the table then, most of such channels do without an offset (OffsetFree).

/// <summary>Sums of a channel that are finished as they are; the others are clamped first.</summary>
/// <param name="Low">Sums below it are clamped to it; it has the lowest result already.</param>
/// <param name="High">Sums above it are clamped to it; it has the highest result already.</param>
/// <param name="First">First of the sums that need no look at each lane.</param>
/// <param name="Bits">There are 2 to the power of this many of them.</param>
internal sealed record SumWindow(int Low, int High, int First, int Bits)
{
    /// <summary>The generated method that clamps three sums.</summary>
    public const string Clamp = "Clamp";

    /// <summary>Bytes of IL of that method, at most.</summary>
    public const int ClampBytes = 90;

    private const int Margin = 128; // results: an index may be a little beside what FixedPoint makes of a sum far from all steps

    /// <summary>Finds the window of a channel.</summary>
    /// <param name="source">The operator.</param>
    /// <param name="channel">The channel, whose results are not all the same.</param>
    /// <param name="below">Largest sum below 0.</param>
    /// <param name="above">Largest sum above 0.</param>
    public static SumWindow Find(ConstantOperator source, int channel, int below, int above)
    {
        int low = FirstSum(source, channel, below, above, Margin - ConstantKernels.TableBase);
        int high = FirstSum(source, channel, below, above, ConstantKernels.TableEntries - ConstantKernels.TableBase - Margin) - 1;
        int bits = 31 - int.LeadingZeroCount(high - low + 1);
        int middle = FirstSum(source, channel, below, above, (source.ActivationMin + source.ActivationMax) / 2);
        return new SumWindow(low, high, Math.Clamp(middle - (1 << bits >> 1), low, high + 1 - (1 << bits)), bits);
    }

    /// <summary>Added to a packed sum, so that the window begins at 0. A lane below it borrows from the next one, but is seen by its own upper bits.</summary>
    /// <param name="start">What the lanes hold above sum(u * w).</param>
    public long Shift(int start) => -((long)First + start) * Lanes.Ones;

    /// <summary>Bits of a shifted packed sum that are not 0 where a lane is outside.</summary>
    public long Outside => ~(((1L << Bits) - 1) * Lanes.Ones);

    /// <summary>Appends the method <see cref="Clamp"/>.</summary>
    public static void AppendClamp(StringBuilder text)
    {
        text.Append($"        private static long {Clamp}(long d, long mask, long low, long high)\n        {{\n");
        for (int lane = 0; lane < 3; lane++)
        {
            string value = lane == 2 ? $"d >> {2 * Lanes.Bits}" : lane == 1 ? $"(d >> {Lanes.Bits}) & mask" : "d & mask";
            text.Append($"            long x{lane} = {value};\n            x{lane} = x{lane} < low ? low : x{lane} > high ? high : x{lane};\n");
        }

        text.Append($"            return x0 | (x1 << {Lanes.Bits}) | (x2 << {2 * Lanes.Bits});\n        }}\n");
    }

    /// <summary>The first sum with such a result or a larger one; one more than the largest sum if there is none.</summary>
    private static int FirstSum(ConstantOperator source, int channel, int below, int above, int result)
    {
        long first = -(long)below;
        long end = (long)above + 1;
        while (first < end)
        {
            long middle = first + ((end - first) / 2);
            int sum = (int)(middle + source.Biases[channel]);
            if (FixedPoint.Requantize(sum, source.Multipliers[channel], source.Shifts[channel], source.Rounding) + source.ResultZeroPoint < result)
            {
                first = middle + 1;
            }
            else
            {
                end = middle;
            }
        }

        return (int)first;
    }
}
