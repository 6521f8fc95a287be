using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>What generated code passes on for a channel of a depthwise convolution.</summary>
internal sealed class DepthwiseChannel
{
    private readonly ConstantOperator _operator;
    private readonly ChannelPart _part;

    private DepthwiseChannel(ConstantOperator source, int number, ChannelPart part, ChannelResult result)
    {
        _operator = source;
        Number = number;
        _part = part;
        Result = result;
    }

    /// <summary>Its number.</summary>
    public int Number { get; }

    /// <summary>From the sum to the result.</summary>
    public ChannelResult Result { get; }

    /// <summary>Its weights.</summary>
    public ReadOnlySpan<sbyte> Weights => _operator.Weights.AsSpan(Number * _operator.Taps, _operator.Taps);

    /// <summary>The lowest sum has the lowest result, and so have all others.</summary>
    public bool IsZero => Result.IsConstant && Result.Index == ConstantKernels.TableBase;

    /// <summary>Makes a channel; null when its constants do not fit.</summary>
    /// <param name="source">The operator.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="shift">Right shift of all channels: one by a constant takes a third of one by a variable.</param>
    public static DepthwiseChannel? Make(ConstantOperator source, int channel, int shift)
    {
        ReadOnlySpan<sbyte> weights = source.Weights.AsSpan(channel * source.Taps, source.Taps);
        ChannelPart part = ChannelPart.Split(weights, weights.Length)[0];
        return part.End == source.Taps && ChannelResult.Make(source, channel, part.Start, shift) is ChannelResult result
            ? new DepthwiseChannel(source, channel, part, result)
            : null;
    }

    /// <summary>The channel without an offset, if that can be.</summary>
    public DepthwiseChannel WithoutOffset()
    {
        if (Result is not { IsConstant: false, Tie: 0, ClampsLow: false, ClampsHigh: false })
        {
            return this;
        }

        (int start, long scale) = OffsetFree.Find(_operator, Number, _part.Below, _part.Above);
        return scale == 0 ? this : new DepthwiseChannel(_operator, Number, _part with { Start = start }, ChannelResult.WithoutOffset(scale));
    }

    /// <summary>What brings the least sum with a result above 0 to half a lane, see <see cref="ZeroResults"/>; null when there is nothing that does.</summary>
    public long? FindSkip()
    {
        return ZeroResults.FindLeast(_operator, Number, _part.Below, _part.Above) is int least ? ZeroResults.Shift(least, _part.Start) : null;
    }

    /// <summary>What the lanes hold before any tap inside the image is added.</summary>
    /// <param name="outside">Taps of zero points, as bits.</param>
    public long StartWith(ulong outside)
    {
        long sum = 0;
        for (int tap = 0; tap < Weights.Length; tap++)
        {
            sum += (outside >> tap & 1) == 0 ? 0 : Weights[tap];
        }

        return (_part.Start + (_operator.Shape.ZeroPoint * sum)) * Lanes.Ones;
    }
}
