using System;
using System.Linq;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// The range whose int8 histogram is closest to the float one in Kullback-Leibler divergence (Migacz 2017, "8-bit inference with
/// TensorRT"), for both ends: values outside are counted in the outermost bins, the levels inside are spread evenly over the bins
/// that were occupied.
/// </summary>
internal static class EntropyRange
{
    private const int Levels = 256;
    private const int Candidates = 64;

    /// <summary>Finds the range.</summary>
    public static ActivationRange Run(ActivationStatistics statistics)
    {
        ActivationRange full = statistics.Range;
        if (full.Max <= full.Min)
        {
            return full;
        }

        int zero = ZeroBin(full);
        int low = 0;
        int high = ActivationStatistics.Bins;
        for (int round = 0; round < 2; round++)
        {
            high = Best(zero + 1, ActivationStatistics.Bins, candidate => Divergence(statistics.Histogram, low, candidate));
            low = -Best(-zero, 0, candidate => Divergence(statistics.Histogram, -candidate, high));
        }

        double width = ((double)full.Max - full.Min) / ActivationStatistics.Bins;
        return new ActivationRange((float)(full.Min + (low * width)), (float)(full.Min + (high * width)));
    }

    /// <summary>The bin that holds zero, or the one nearest to it.</summary>
    private static int ZeroBin(ActivationRange full)
    {
        double bin = -(double)full.Min / ((double)full.Max - full.Min) * ActivationStatistics.Bins;
        return (int)Math.Clamp(bin, 0, ActivationStatistics.Bins - 1);
    }

    /// <summary>The candidate with the least divergence; of equals the largest, which clips least.</summary>
    private static int Best(int from, int to, Func<int, double> divergence)
    {
        int best = to;
        double least = divergence(to);
        for (int i = Candidates; i >= 1; i--)
        {
            int candidate = from + (int)((long)(to - from) * i / Candidates);
            double value = divergence(candidate);
            if (value < least)
            {
                least = value;
                best = candidate;
            }
        }

        return best;
    }

    private static double Divergence(long[] histogram, int low, int high)
    {
        int bins = high - low;
        if (bins < 2)
        {
            return double.PositiveInfinity;
        }

        double[] p = [.. histogram.AsSpan(low, bins).ToArray().Select(count => (double)count)];
        p[0] += histogram.AsSpan(0, low).ToArray().Sum();
        p[bins - 1] += histogram.AsSpan(high).ToArray().Sum();
        double[] q = new double[bins];
        int levels = Math.Min(Levels, bins);
        for (int level = 0; level < levels; level++)
        {
            int start = (int)((long)level * bins / levels);
            int end = (int)((long)(level + 1) * bins / levels);
            double sum = 0;
            int occupied = 0;
            for (int i = start; i < end; i++)
            {
                sum += histogram[low + i];
                occupied += histogram[low + i] != 0 ? 1 : 0;
            }

            for (int i = start; i < end; i++)
            {
                q[i] = histogram[low + i] != 0 ? sum / occupied : 0;
            }
        }

        double totalP = p.Sum();
        double totalQ = q.Sum();
        double divergence = 0;
        for (int i = 0; i < bins; i++)
        {
            if (p[i] > 0)
            {
                divergence += p[i] / totalP * Math.Log(p[i] / totalP / (Math.Max(q[i], 1e-9) / Math.Max(totalQ, 1e-9)));
            }
        }

        return divergence;
    }
}
