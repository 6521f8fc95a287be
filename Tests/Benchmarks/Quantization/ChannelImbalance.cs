using System;
using System.Linq;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;

namespace Edge.Benchmarks;

/// <summary>
/// Makes a network that computes the same and is hard to quantize: wherever channels may be rescaled between layers, each gets a
/// random factor, evenly distributed in its logarithm.
/// </summary>
internal static class ChannelImbalance
{
    /// <summary>A rescaled copy of a float graph.</summary>
    /// <param name="spread">Largest factor over smallest.</param>
    public static ModelGraph Apply(ModelGraph graph, double spread, int seed)
    {
        ModelGraph copy = QuantizationPreparation.Run(graph);
        var random = new Random(seed);
        foreach (EqualizationGroup group in EqualizationGroups.Find(copy).Where(group => group.Caps.Count == 0))
        {
            ChannelScaling.Apply(group, [.. Enumerable.Range(0, group.Channels).Select(_ => Math.Pow(spread, random.NextDouble() - 0.5))]);
        }

        return copy;
    }
}
