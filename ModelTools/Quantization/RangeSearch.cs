using System;
using System.Linq;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// The range with the least squared error over a histogram: rounding inside costs step^2 / 12 times the squared slope of what follows,
/// clipping outside costs the squared change of what follows. "What follows" is the function of a unary operator (so that values that
/// hard-swish or sigmoid flatten cost nothing), or nothing.
/// </summary>
internal sealed class RangeSearch
{
    private const int Levels = 255;
    private const int Rounds = 3;
    private const int Candidates = 48;
    private const double SmallestShare = 0.02;

    private readonly ActivationStatistics _statistics;
    private readonly double[] _centres;
    private readonly double[] _values; // function at the centres
    private readonly double[] _slopes; // squared
    private readonly Func<double, double> _function;

    private RangeSearch(ActivationStatistics statistics, Func<double, double>? function)
    {
        _statistics = statistics;
        _function = function ?? (x => x);
        _centres = [.. Enumerable.Range(0, ActivationStatistics.Bins).Select(statistics.BinCentre)];
        _values = [.. _centres.Select(_function)];
        double half = Math.Max(((double)statistics.Range.Max - statistics.Range.Min) / ActivationStatistics.Bins / 2, 1e-9);
        _slopes = [.. _centres.Select(x => (_function(x + half) - _function(x - half)) / (2 * half)).Select(slope => slope * slope)];
    }

    /// <summary>Finds the range.</summary>
    /// <param name="function">Function applied to the tensor by the only operator that reads it, or null.</param>
    public static ActivationRange Run(ActivationStatistics statistics, Func<double, double>? function = null)
    {
        double min = Math.Min(statistics.Range.Min, 0);
        double max = Math.Max(statistics.Range.Max, 0);
        if (max <= min)
        {
            return statistics.Range;
        }

        var search = new RangeSearch(statistics, function);
        (double low, double high) = (min, max);
        double spread = 1;
        for (int round = 0; round < Rounds; round++)
        {
            double lowFrom = low;
            double highFrom = high;
            high = Best(share => search.Error(low, Scaled(highFrom, share, max)), spread, share => Scaled(highFrom, share, max));
            low = Best(share => search.Error(Scaled(lowFrom, share, min), high), spread, share => Scaled(lowFrom, share, min));
            spread = Math.Sqrt(spread) * 0.4;
        }

        return new ActivationRange((float)low, (float)high);
    }

    /// <summary>Squared error of a range, per unit of histogram weight.</summary>
    public static double ErrorOf(ActivationStatistics statistics, ActivationRange range, Func<double, double>? function = null) =>
        new RangeSearch(statistics, function).Error(Math.Min(range.Min, 0), Math.Max(range.Max, 0));

    private static double Scaled(double from, double share, double limit)
    {
        double scaled = from * share;
        return Math.Abs(scaled) > Math.Abs(limit) ? limit : scaled;
    }

    /// <summary>Tries shares between 1 - spread and 1 + spread (at most 1 in the first round, where the start is the limit).</summary>
    private static double Best(Func<double, double> error, double spread, Func<double, double> result)
    {
        double bestShare = 1;
        double least = error(1);
        for (int i = 0; i <= Candidates; i++)
        {
            double share = 1 + (spread * ((2.0 * i / Candidates) - 1));
            if (share < SmallestShare)
            {
                continue;
            }

            double value = error(share);
            if (value < least)
            {
                least = value;
                bestShare = share;
            }
        }

        return result(bestShare);
    }

    private double Error(double low, double high)
    {
        double step = (high - low) / Levels;
        double rounding = step * step / 12;
        double atLow = _function(low);
        double atHigh = _function(high);
        double sum = 0;
        double weight = 0;
        long[] histogram = _statistics.WeightedHistogram;
        for (int i = 0; i < histogram.Length; i++)
        {
            if (histogram[i] == 0)
            {
                continue;
            }

            double x = _centres[i];
            double difference = x < low ? _values[i] - atLow : x > high ? _values[i] - atHigh : 0;
            double error = x < low || x > high ? difference * difference : rounding * _slopes[i];
            sum += histogram[i] * error;
            weight += histogram[i];
        }

        return weight == 0 ? 0 : sum / weight;
    }
}
