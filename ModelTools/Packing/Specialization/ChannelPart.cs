using System;
using System.Collections.Generic;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>Taps of a channel whose sum fits a lane, whatever the inputs are: almost always all of them.</summary>
/// <param name="First">First tap.</param>
/// <param name="End">Behind the last tap.</param>
/// <param name="Start">Added in each lane, so that it is never negative.</param>
/// <param name="Below">Largest sum below 0.</param>
/// <param name="Above">Largest sum above 0.</param>
internal sealed record ChannelPart(int First, int End, int Start, int Below, int Above)
{
    /// <summary>Splits a channel into as few as possible.</summary>
    /// <param name="weights">Weights of all taps.</param>
    /// <param name="phaseTaps">Taps that are at hand together; a part goes beyond them only if it is the only one.</param>
    public static IReadOnlyList<ChannelPart> Split(ReadOnlySpan<sbyte> weights, int phaseTaps)
    {
        List<ChannelPart> parts = SplitRuns(weights, weights.Length);
        return parts.Count == 1 ? parts : SplitRuns(weights, phaseTaps);
    }

    private static List<ChannelPart> SplitRuns(ReadOnlySpan<sbyte> weights, int phaseTaps)
    {
        List<ChannelPart> parts = [];
        int first = 0;
        int below = 0;
        int above = 0;
        for (int tap = 0; tap < weights.Length; tap++)
        {
            int nextBelow = below + Math.Max(0, -255 * weights[tap]);
            int nextAbove = above + Math.Max(0, 255 * weights[tap]);
            if (nextBelow + nextAbove > Lanes.Mask || (tap > first && tap % phaseTaps == 0))
            {
                parts.Add(Make(first, tap, below, above));
                first = tap;
                nextBelow = Math.Max(0, -255 * weights[tap]);
                nextAbove = Math.Max(0, 255 * weights[tap]);
            }

            below = nextBelow;
            above = nextAbove;
        }

        parts.Add(Make(first, weights.Length, below, above));
        return parts;
    }

    // One start for most channels: it is loaded from a local.
    private static ChannelPart Make(int first, int end, int below, int above)
    {
        return new ChannelPart(first, end, below == 0 ? 0 : below <= Lanes.Half && above < Lanes.Half ? Lanes.Half : below, below, above);
    }
}
