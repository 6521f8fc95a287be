using System;
using System.Collections.Generic;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Execution.Vector;

/// <summary>
/// Packed weights by their place in the blob. Each use compares the bytes, which costs little beside the products made with
/// them, so that a set of kernels may serve one model after another.
/// </summary>
internal sealed class WeightCache
{
    private readonly Dictionary<(int Position, int Channel, int Count), PackedWeights> _blocks = [];

    /// <summary>The packed weights of a range of a stage's output channels.</summary>
    public PackedWeights Get(Stage stage, int firstChannel, int channelCount)
    {
        int taps = stage.TapsPerChannel;
        ReadOnlySpan<byte> weights = stage.Weights.AsSpan(stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * taps), channelCount * taps);
        (int, int, int) key = (stage.WeightPosition, firstChannel, channelCount);
        if (!_blocks.TryGetValue(key, out PackedWeights? packed) || !packed.IsPackedFrom(weights, stage.WeightZeroPoint))
        {
            packed = PackedWeights.Pack(weights, taps, stage.WeightZeroPoint);
            _blocks[key] = packed;
        }

        return packed;
    }
}
