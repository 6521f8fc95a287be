using System;

namespace Edge.ModelTools.Evaluation;

/// <summary>
/// Counts values by int8 step, from 256 steps below the int8 range to 256 above it; what lies farther out counts in the last bins.
/// </summary>
internal sealed class LayerHistogram
{
    /// <summary>First step that has a bin of its own.</summary>
    public const int FirstStep = -384;

    /// <summary>Number of bins.</summary>
    public const int Bins = 768;

    private readonly long[] _counts = new long[Bins];

    /// <summary>Counts by bin; bin i is step i + <see cref="FirstStep"/>.</summary>
    public long[] Counts => _counts;

    /// <summary>Counts a value, in steps as int8 has them: real / scale + zero point.</summary>
    public void Add(double step)
    {
        _counts[(int)Math.Clamp(Math.Round(step) - FirstStep, 0, Bins - 1)]++;
    }

    /// <summary>Steps of int8 from the lower to the upper end of the middle part of the values; what is cut off takes none.</summary>
    /// <param name="share">That part, 0 to 1.</param>
    /// <returns>0 to 256.</returns>
    public int StepsOf(double share)
    {
        long total = 0;
        foreach (long count in _counts)
        {
            total += count;
        }

        double tail = total * (1 - share) / 2;
        int first = Math.Max(EndOf(tail), sbyte.MinValue - FirstStep);
        int last = Math.Min(EndOf(total - tail), sbyte.MaxValue - FirstStep);
        return Math.Max(last - first + 1, 0);
    }

    private int EndOf(double target)
    {
        double seen = 0;
        for (int bin = 0; bin < Bins; bin++)
        {
            seen += _counts[bin];
            if (seen > target)
            {
                return bin;
            }
        }

        return Bins - 1;
    }
}
