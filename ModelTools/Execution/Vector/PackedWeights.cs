using System;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Execution.Vector;

/// <summary>
/// A block of output channels' weights as 16-bit numbers w - zw in pairs of taps: int[channelBlock][tapPair][16 channels],
/// low half tap 2k, high half tap 2k + 1. Channels and taps that are missing are 0.
/// </summary>
internal sealed class PackedWeights
{
    /// <summary>Channels side by side.</summary>
    public const int BlockChannels = 16;

    private readonly byte[] _source;
    private readonly int _zeroPoint;

    private PackedWeights(byte[] source, int zeroPoint, int[] pairs, int pairCount)
    {
        _source = source;
        _zeroPoint = zeroPoint;
        Pairs = pairs;
        PairCount = pairCount;
    }

    /// <summary>The numbers.</summary>
    public int[] Pairs { get; }

    /// <summary>Pairs of taps of a channel.</summary>
    public int PairCount { get; }

    /// <summary>Packs the weights a stage has now.</summary>
    /// <param name="weights">[channel][tap], w + 128.</param>
    /// <param name="taps">Taps of a channel.</param>
    /// <param name="zeroPoint">Zero point of the weights.</param>
    public static PackedWeights Pack(ReadOnlySpan<byte> weights, int taps, int zeroPoint)
    {
        int channels = weights.Length / taps;
        int blocks = (channels + BlockChannels - 1) / BlockChannels;
        int pairCount = (taps + 1) / 2;
        var pairs = new int[blocks * pairCount * BlockChannels];
        for (int oc = 0; oc < channels; oc++)
        {
            int target = (oc / BlockChannels * pairCount * BlockChannels) + (oc % BlockChannels);
            for (int tap = 0; tap < taps; tap += 2)
            {
                int low = weights[(oc * taps) + tap] - 128 - zeroPoint;
                int high = tap + 1 < taps ? weights[(oc * taps) + tap + 1] - 128 - zeroPoint : 0;
                pairs[target] = (low & 0xFFFF) | (high << 16);
                target += BlockChannels;
            }
        }

        return new PackedWeights(weights.ToArray(), zeroPoint, pairs, pairCount);
    }

    /// <summary>Whether these are the weights a stage has now.</summary>
    public bool IsPackedFrom(ReadOnlySpan<byte> weights, int zeroPoint)
    {
        return zeroPoint == _zeroPoint && weights.SequenceEqual(_source);
    }
}
