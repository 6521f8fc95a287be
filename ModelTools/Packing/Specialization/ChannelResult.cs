using System;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Packing.Specialization;

// index = (lane * Scale + Offset) >> Shift, where lane = sum(u * w) + start: FixedPoint.Requantize, the zero point and the place of 0
// in the table in one linear function. Double rounding is floor((acc * M + 2^30 + 2^(30+e) - (acc < 0 ? 2^31 : 0)) / 2^(31+e)),
// see LaneResult; the part that depends on the sign is left out where results below the zero point are clamped anyway.

/// <summary>How a channel's sum becomes an index of the result table, with all that is known when code is generated.</summary>
internal sealed class ChannelResult
{
    private const long LoadedWhole = 1L << 32; // C# loads a smaller long by two instructions

    private ChannelResult(bool isConstant, int index)
    {
        IsConstant = isConstant;
        Index = index;
    }

    /// <summary>All sums have the same result.</summary>
    public bool IsConstant { get; }

    /// <summary>Its index, if so.</summary>
    public int Index { get; }

    /// <summary>Factor of the lane.</summary>
    public long Scale { get; private init; }

    /// <summary>Added to the product.</summary>
    public long Offset { get; private init; }

    /// <summary>Right shift to the index.</summary>
    public int Shift { get; private init; }

    /// <summary>Subtracted from a negative lane * Scale + Center; 0 where no tie needs it.</summary>
    public long Tie { get; private init; }

    /// <summary>With <see cref="Tie"/>: added to the product to give accumulator * multiplier; the offset follows.</summary>
    public long Center { get; private init; }

    /// <summary>Sums exist whose index is below the table.</summary>
    public bool ClampsLow { get; private init; }

    /// <summary>Sums exist whose index is above the table.</summary>
    public bool ClampsHigh { get; private init; }

    /// <summary>Makes the constants of a channel; null when they do not fit.</summary>
    /// <param name="source">The operator.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="start">What the lanes hold above sum(u * w).</param>
    public static ChannelResult? Make(ConstantOperator source, int channel, long start)
    {
        long lowest = source.Biases[channel];
        long highest = lowest;
        foreach (sbyte weight in source.Weights.AsSpan(channel * source.Taps, source.Taps))
        {
            lowest += Math.Min(0, 255 * weight);
            highest += Math.Max(0, 255 * weight);
        }

        int shift = source.Shifts[channel];
        int multiplier = source.Multipliers[channel];
        if ((int)lowest != lowest || (int)highest != highest || (shift > 0 && Math.Max(-lowest, highest) << shift > int.MaxValue))
        {
            return null;
        }

        int low = FixedPoint.Requantize((int)lowest, multiplier, shift, source.Rounding) + source.ResultZeroPoint;
        int high = FixedPoint.Requantize((int)highest, multiplier, shift, source.Rounding) + source.ResultZeroPoint;
        int first = Math.Clamp(low, source.ActivationMin, source.ActivationMax);
        if (first == Math.Clamp(high, source.ActivationMin, source.ActivationMax))
        {
            return new ChannelResult(true, first + ConstantKernels.TableBase);
        }

        bool isDouble = source.Rounding == RoundingMode.Double;
        bool hasTies = isDouble && shift < 0 && lowest < 0 && source.ActivationMin < source.ResultZeroPoint;
        int total = 31 - shift;
        Int128 rounding = isDouble && shift < 0 ? (Int128.One << 30) + (Int128.One << (total - 1)) : Int128.One << (total - 1);
        Int128 center = (source.Biases[channel] - (Int128)start) * multiplier;
        Int128 offset = rounding + ((Int128)(source.ResultZeroPoint + ConstantKernels.TableBase) << total);
        offset += hasTies ? 0 : center;
        int extra = Widen(multiplier, total, start, center, offset);
        return extra < 0 ? null : new ChannelResult(false, 0)
        {
            Scale = (long)multiplier << extra,
            Offset = (long)(offset << extra),
            Shift = total + extra,
            Tie = hasTies ? 1L << (31 + extra) : 0,
            Center = hasTies ? (long)(center << extra) : 0,
            ClampsLow = low < -ConstantKernels.TableBase,
            ClampsHigh = high >= ConstantKernels.TableEntries - ConstantKernels.TableBase,
        };
    }

    /// <summary>Bits by which everything is shifted left, so that one instruction loads a constant; -1 when it does not fit anyhow.</summary>
    private static int Widen(int multiplier, int total, long start, Int128 center, Int128 offset)
    {
        Int128 reach = ((Int128)multiplier << 23) + (start * (Int128)multiplier) + Int128.Abs(center) + Int128.Abs(offset);
        int extra = -1;
        while (extra < 21 && total + extra + 1 <= 62 && reach << (extra + 1) < long.MaxValue / 2)
        {
            extra++;
            if ((long)multiplier << extra >= LoadedWhole && Int128.Abs(offset << extra) >= LoadedWhole)
            {
                break;
            }
        }

        return extra;
    }
}
