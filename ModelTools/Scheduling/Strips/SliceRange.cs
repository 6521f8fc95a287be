using System.Collections.Generic;

namespace Edge.ModelTools.Scheduling.Strips;

/// <summary>
/// A squeeze-excite block, or a convolution and the mean of its result, in slices of channels: nothing between the first convolution and the
/// mean mixes channels, so that each slice needs its rows and its sums only for a time. Of a squeeze-excite block some slices are held for
/// the multiply, and others are computed again.
/// </summary>
/// <param name="First">First operator of the program.</param>
/// <param name="End">One past the last, which makes the result.</param>
/// <param name="Count">Slices.</param>
/// <param name="Again">Slices that are computed again instead of held, the first ones.</param>
internal sealed record SliceRange(int First, int End, int Count, int Again) : PartRange(First, End)
{
    /// <summary>Kernels compute three channels in a long.</summary>
    private const int Lanes = 3;

    /// <inheritdoc/>
    public override bool RecomputesBlocks => Again > 0;

    /// <summary>Whether so many channels make so many slices.</summary>
    public static bool CanSplit(int channels, int count) => Size(channels, count) * (count - 1) < channels;

    /// <summary>The channels of each slice.</summary>
    public IEnumerable<(int First, int Count)> Channels(int channels)
    {
        int size = Size(channels, Count);
        for (int first = 0; first < channels; first += size)
        {
            yield return (first, System.Math.Min(size, channels - first));
        }
    }

    private static int Size(int channels, int count)
    {
        int size = (channels + count - 1) / count;
        return count == 1 ? size : (size + Lanes - 1) / Lanes * Lanes;
    }
}
