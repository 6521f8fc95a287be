using System;
using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>An output channel in generated code.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Weights">Weights of all taps.</param>
/// <param name="Parts">Taps that are added up in one long.</param>
/// <param name="Result">From the sum to the result; null when its constants do not fit.</param>
internal sealed record ConstantChannel(int Number, ReadOnlyMemory<sbyte> Weights, IReadOnlyList<ChannelPart> Parts, ChannelResult? Result)
{
    /// <summary>Makes the channel.</summary>
    public static ConstantChannel Make(ConstantOperator source, int channel)
    {
        ReadOnlyMemory<sbyte> weights = source.Weights.AsMemory(channel * source.Taps, source.Taps);
        IReadOnlyList<ChannelPart> parts = ChannelPart.Split(weights.Span, BlockWriter.PhaseTaps(source.Taps));
        return new ConstantChannel(channel, weights, parts, ChannelResult.Make(source, channel, parts.Sum(part => (long)part.Start)));
    }
}
