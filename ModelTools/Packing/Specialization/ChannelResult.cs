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
    public bool ClampsLow { get; private set; }

    /// <summary>Sums exist whose index is above the table.</summary>
    public bool ClampsHigh { get; private set; }

    /// <summary>The index is in the top bits of the product, see <see cref="OffsetFree"/>.</summary>
    public bool IsOffsetFree { get; private init; }

    /// <summary>Where the lane needs no multiplication (<see cref="ShiftOnly"/>): the bits of the shifted lane that are the index; otherwise 0.</summary>
    public long IndexMask { get; private init; }

    /// <summary>The same for sums that are clamped before (<see cref="SumWindow"/>).</summary>
    public ChannelResult WithoutClamps()
    {
        var result = (ChannelResult)MemberwiseClone();
        result.ClampsLow = false;
        result.ClampsHigh = false;
        return result;
    }

    /// <summary>Makes the constants of a channel that needs no multiplication.</summary>
    public static ChannelResult WithShift(int shift, long indexMask)
    {
        return new ChannelResult(false, 0) { Shift = shift, IndexMask = indexMask };
    }

    /// <summary>Makes the constants of a channel that needs no offset.</summary>
    public static ChannelResult WithoutOffset(long scale)
    {
        return new ChannelResult(false, 0) { Scale = scale, Shift = OffsetFree.Shift, IsOffsetFree = true };
    }

    /// <summary>Makes the constants of a channel; null when they do not fit.</summary>
    /// <param name="source">The operator.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="start">What the lanes hold above sum(u * w).</param>
    /// <param name="shift">The right shift wanted, or 0: the best one.</param>
    public static ChannelResult? Make(ConstantOperator source, int channel, long start, int shift = 0)
    {
        long lowest = source.Biases[channel];
        long highest = lowest;
        foreach (sbyte weight in source.Weights.AsSpan(channel * source.Taps, source.Taps))
        {
            lowest += Math.Min(0, 255 * weight);
            highest += Math.Max(0, 255 * weight);
        }

        int exponent = source.Shifts[channel];
        int multiplier = source.Multipliers[channel];
        if ((int)lowest != lowest || (int)highest != highest || (exponent > 0 && Math.Max(-lowest, highest) << exponent > int.MaxValue))
        {
            return null;
        }

        int low = FixedPoint.Requantize((int)lowest, multiplier, exponent, source.Rounding) + source.ResultZeroPoint;
        int high = FixedPoint.Requantize((int)highest, multiplier, exponent, source.Rounding) + source.ResultZeroPoint;
        int first = Math.Clamp(low, source.ActivationMin, source.ActivationMax);
        if (first == Math.Clamp(high, source.ActivationMin, source.ActivationMax))
        {
            // With a shift wanted it is used as if it were none.
            int index = first + ConstantKernels.TableBase;
            return new ChannelResult(true, index) { Offset = (long)index << shift, Shift = shift };
        }

        bool isDouble = source.Rounding == RoundingMode.Double;
        bool hasTies = isDouble && exponent < 0 && lowest < 0 && source.ActivationMin < source.ResultZeroPoint;
        int total = 31 - exponent;
        Int128 rounding = isDouble && exponent < 0 ? (Int128.One << 30) + (Int128.One << (total - 1)) : Int128.One << (total - 1);
        Int128 center = (source.Biases[channel] - (Int128)start) * multiplier;
        Int128 offset = rounding + ((Int128)(source.ResultZeroPoint + ConstantKernels.TableBase) << total);
        offset += hasTies ? 0 : center;

        // Products may wrap in between; what is shifted right at last does not.
        Int128 reach = (Math.Max(Math.Abs(lowest), Math.Abs(highest)) * (Int128)multiplier) + Int128.Abs(offset - (hasTies ? 0 : center)) + (Int128.One << 32);
        int extra = shift == 0 ? Widen(multiplier, total, reach, offset) : shift - total;
        return extra < 0 || reach << extra >= long.MaxValue ? null : new ChannelResult(false, 0)
        {
            Scale = (long)multiplier << extra,
            Offset = unchecked((long)(offset << extra)),
            Shift = total + extra,
            Tie = hasTies ? 1L << (31 + extra) : 0,
            Center = hasTies ? unchecked((long)(center << extra)) : 0,
            ClampsLow = low < -ConstantKernels.TableBase,
            ClampsHigh = high >= ConstantKernels.TableEntries - ConstantKernels.TableBase,
        };
    }

    /// <summary>Bits by which everything is shifted left, so that one instruction loads a constant; -1 when it does not fit anyhow.</summary>
    private static int Widen(int multiplier, int total, Int128 reach, Int128 offset)
    {
        int extra = -1;
        while (extra < 21 && total + extra + 1 <= 62 && reach << (extra + 1) < long.MaxValue)
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
