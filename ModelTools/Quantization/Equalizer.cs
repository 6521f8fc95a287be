using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Cross-layer equalization: rescales channels between layers so that the noise predicted at the network's output is least
/// (<see cref="ChannelNoise"/>). The float function stays the same: up to rounding, and below ReLU6's bound on the calibration data.
/// </summary>
internal static class Equalizer
{
    private const double Headroom = 1.3; // a channel below ReLU6's bound may grow until this times its largest value is at the bound: unseen data may be larger
    private const double SmallestRelative = 1e-6;
    private const int Sweeps = 3;

    private static readonly double[] s_exponents = [1, 0.75, 0.5, 0.25, 0];
    private static readonly double[] s_steps = [4, 0.25, 1.5, 1 / 1.5, 1.1, 1 / 1.1];

    /// <summary>Rescales the weights of a prepared float graph in place.</summary>
    /// <returns>Number of groups whose predicted noise fell by more than a percent.</returns>
    public static int Run(ModelGraph graph, IReadOnlyDictionary<Tensor, ActivationStatistics> statistics, IReadOnlyDictionary<Tensor, double[]> sensitivities)
    {
        int changed = 0;
        foreach (EqualizationGroup group in EqualizationGroups.Find(graph))
        {
            var noise = new ChannelNoise(group, statistics, sensitivities);
            (double[] lowest, double[] highest) = Limits(group, statistics);
            double before = noise.Of([.. Enumerable.Repeat(1.0, group.Channels)]);
            double[] factors = Solve(group, noise, lowest, highest);
            if (noise.Of(factors) < before * 0.99)
            {
                ChannelScaling.Apply(group, factors);
                changed++;
            }
        }

        return changed;
    }

    private static double[] Solve(EqualizationGroup group, ChannelNoise noise, double[] lowest, double[] highest)
    {
        double[] best = [.. Enumerable.Repeat(1.0, group.Channels)];
        double least = noise.Of(best);
        double[] ranges = [.. Enumerable.Range(0, group.Channels).Select(c => Math.Max(noise.RelativeRange(c), SmallestRelative))];
        double[] weights = [.. Enumerable.Range(0, group.Channels).Select(c => Math.Max(noise.RelativeWeight(c), SmallestRelative))];
        foreach (double exponent in s_exponents)
        {
            double[] candidate = new double[group.Channels];
            for (int c = 0; c < candidate.Length; c++)
            {
                candidate[c] = Math.Clamp(Math.Pow(ranges[c], -exponent) * Math.Pow(weights[c], 1 - exponent), lowest[c], highest[c]);
            }

            double value = noise.Of(candidate);
            if (value < least)
            {
                least = value;
                best = candidate;
            }
        }

        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            for (int c = 0; c < best.Length; c++)
            {
                foreach (double step in s_steps)
                {
                    double old = best[c];
                    best[c] = Math.Clamp(old * step, lowest[c], highest[c]);
                    double value = noise.Of(best);
                    if (value < least)
                    {
                        least = value;
                    }
                    else
                    {
                        best[c] = old;
                    }
                }
            }
        }

        return best;
    }

    private static (double[] Lowest, double[] Highest) Limits(EqualizationGroup group, IReadOnlyDictionary<Tensor, ActivationStatistics> statistics)
    {
        double[] lowest = [.. Enumerable.Repeat(group.Caps.Count == 0 ? 1e-8 : 1, group.Channels)];
        double[] highest = [.. Enumerable.Repeat(1e8, group.Channels)];
        foreach ((Tensor tensor, float bound) in group.Caps)
        {
            for (int c = 0; c < group.Channels; c++)
            {
                double limit = bound / (Headroom * Math.Max(statistics[tensor].ChannelMax[c], bound * 1e-4));
                highest[c] = Math.Max(1, Math.Min(highest[c], limit));
            }
        }

        return (lowest, highest);
    }
}
