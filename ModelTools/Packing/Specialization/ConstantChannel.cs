using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>An output channel in generated code.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Weights">Weights of all taps.</param>
/// <param name="Parts">Taps that are added up in one long.</param>
/// <param name="Result">From the sum to the result; null when its constants do not fit.</param>
internal sealed record ConstantChannel(int Number, ReadOnlyMemory<sbyte> Weights, IReadOnlyList<ChannelPart> Parts, ChannelResult? Result)
{
    /// <summary>Where results that are all 0 are left as they were cleared: see <see cref="ZeroResults.Shift"/>.</summary>
    public long? Skip { get; init; }

    /// <summary>Sums that need no clamp; null where none does.</summary>
    public SumWindow? Window { get; init; }

    /// <summary>Makes the channel.</summary>
    public static ConstantChannel Make(ConstantOperator source, int channel)
    {
        ConstantChannel made = MakeAll(source, channel);
        bool canSkip = made.Parts.Count == 1 && made.Result is { IsConstant: false } && source.ZeroShares.Count > 0 && source.ZeroShares[channel] >= ZeroResults.LeastShare;
        if (!canSkip || ZeroResults.FindLeast(source, channel, made.Parts[0].Below, made.Parts[0].Above) is not int least)
        {
            return made;
        }

        // What has an offset anyway can start anywhere.
        int start = Lanes.Half - least;
        bool isAligned = made.Result!.IndexMask == 0 && (!made.Result.IsOffsetFree || source.ZeroShares[channel] > ZeroResults.OffsetShare);
        return isAligned && ChannelResult.Make(source, channel, start) is ChannelResult aligned
            ? made with { Parts = [made.Parts[0] with { Start = start }], Result = made.Window is null ? aligned : aligned.WithoutClamps(), Skip = 0 }
            : made with { Skip = ZeroResults.Shift(least, made.Parts[0].Start) };
    }

    private static ConstantChannel MakeAll(ConstantOperator source, int channel)
    {
        ReadOnlyMemory<sbyte> weights = source.Weights.AsMemory(channel * source.Taps, source.Taps);
        IReadOnlyList<ChannelPart> parts = ChannelPart.Split(weights.Span, source.PhaseTaps);
        ChannelResult? result = ChannelResult.Make(source, channel, parts.Sum(part => (long)part.Start));
        if (parts.Count == 1 && result is { IsConstant: false } && ShiftOnly.Find(source, channel, parts[0].Below, parts[0].Above) is { } found)
        {
            return new ConstantChannel(channel, weights, [parts[0] with { Start = found.Start }], found.Result);
        }

        SumWindow? window = null;
        if (parts.Count == 1 && result is { IsConstant: false } && (result.ClampsLow || result.ClampsHigh))
        {
            window = SumWindow.Find(source, channel, parts[0].Below, parts[0].Above);
            result = result.WithoutClamps();
        }

        if (parts.Count == 1 && result is { IsConstant: false, Tie: 0, ClampsLow: false, ClampsHigh: false })
        {
            (int start, long scale) = OffsetFree.Find(source, channel, parts[0].Below, parts[0].Above, window);
            if (scale != 0)
            {
                return new ConstantChannel(channel, weights, [parts[0] with { Start = start }], ChannelResult.WithoutOffset(scale)) { Window = window };
            }
        }

        return new ConstantChannel(channel, weights, parts, result) { Window = window };
    }
}
