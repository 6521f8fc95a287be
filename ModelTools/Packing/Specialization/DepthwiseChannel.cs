using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>What generated code passes on for a channel of a depthwise convolution.</summary>
internal sealed class DepthwiseChannel
{
    private readonly int[] _columns;
    private readonly int _zeroPoint;

    private DepthwiseChannel(int number, sbyte[] weights, int[] columns, int zeroPoint, ChannelPart part, ChannelResult? result)
    {
        Number = number;
        Weights = weights;
        _columns = columns;
        _zeroPoint = zeroPoint;
        Start = part.Start;
        Result = part.End == weights.Length ? result : null;
    }

    /// <summary>Its number.</summary>
    public int Number { get; }

    /// <summary>Its weights.</summary>
    public IReadOnlyList<sbyte> Weights { get; }

    /// <summary>From the sum to the result; null when its constants do not fit.</summary>
    public ChannelResult? Result { get; }

    /// <summary>Added in each lane.</summary>
    public long Start { get; }

    /// <summary>Makes a channel.</summary>
    /// <param name="source">The operator.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="shift">Right shift of all channels: one by a constant takes a third of one by a variable.</param>
    public static DepthwiseChannel Make(ConstantOperator source, int channel, int shift)
    {
        ConstantShape shape = source.Shape;
        sbyte[] weights = source.Weights[(channel * source.Taps)..((channel + 1) * source.Taps)];
        int[] columns = [.. Enumerable.Range(0, shape.KernelW).Select(kx => Enumerable.Range(0, shape.KernelH).Sum(ky => weights[(ky * shape.KernelW) + kx]))];
        ChannelPart part = ChannelPart.Split(weights, weights.Length)[0];
        return new DepthwiseChannel(channel, weights, columns, shape.ZeroPoint, part, ChannelResult.Make(source, channel, part.Start, shift));
    }

    /// <summary>What columns of zero points add to a packed sum.</summary>
    /// <param name="kernelColumns">The kernel's columns.</param>
    public long Padding(IEnumerable<int> kernelColumns)
    {
        return _zeroPoint * (long)kernelColumns.Sum(kx => _columns[kx]) * Lanes.Ones;
    }
}
