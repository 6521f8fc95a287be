using System;
using System.Numerics;

namespace Edge.ModelTools.Quantization;

/// <summary>Minimum, maximum, sum and sum of squares of each channel of values whose last dimension is the channel; vectorised.</summary>
internal static class ChannelReduction
{
    /// <summary>
    /// Adds values to statistics whose means still are sums (<see cref="StatisticsCollector"/> divides). NaN makes the sum NaN.
    /// </summary>
    /// <param name="values">[rows, channels], any number of rows.</param>
    public static void Accumulate(float[] values, ActivationStatistics statistics)
    {
        int channels = statistics.ChannelMin.Length;
        if (channels < Vector<float>.Count)
        {
            AccumulateScalar(values, statistics, 0, channels);
            return;
        }

        int vectorised = channels - (channels % Vector<float>.Count);
        for (int c = 0; c < vectorised; c += Vector<float>.Count)
        {
            AccumulateVector(values, statistics, c);
        }

        AccumulateScalar(values, statistics, vectorised, channels);
    }

    private static void AccumulateVector(float[] values, ActivationStatistics statistics, int first)
    {
        int channels = statistics.ChannelMin.Length;
        var min = new Vector<float>(statistics.ChannelMin, first);
        var max = new Vector<float>(statistics.ChannelMax, first);
        Vector<double> sumLow = default;
        Vector<double> sumHigh = default;
        Vector<double> squareLow = default;
        Vector<double> squareHigh = default;
        for (int i = first; i < values.Length; i += channels)
        {
            var value = new Vector<float>(values, i);
            min = Vector.Min(min, value);
            max = Vector.Max(max, value);
            Vector.Widen(value, out Vector<double> low, out Vector<double> high);
            sumLow += low;
            sumHigh += high;
            squareLow += low * low;
            squareHigh += high * high;
        }

        min.CopyTo(statistics.ChannelMin, first);
        max.CopyTo(statistics.ChannelMax, first);
        int half = Vector<double>.Count;
        for (int lane = 0; lane < half; lane++)
        {
            statistics.ChannelMean[first + lane] += sumLow[lane];
            statistics.ChannelMean[first + half + lane] += sumHigh[lane];
            statistics.ChannelMeanSquare[first + lane] += squareLow[lane];
            statistics.ChannelMeanSquare[first + half + lane] += squareHigh[lane];
        }
    }

    private static void AccumulateScalar(float[] values, ActivationStatistics statistics, int first, int end)
    {
        int channels = statistics.ChannelMin.Length;
        for (int c = first; c < end; c++)
        {
            double sum = 0;
            double square = 0;
            float min = statistics.ChannelMin[c];
            float max = statistics.ChannelMax[c];
            for (int i = c; i < values.Length; i += channels)
            {
                float value = values[i];
                min = Math.Min(min, value);
                max = Math.Max(max, value);
                sum += value;
                square += (double)value * value;
            }

            statistics.ChannelMin[c] = min;
            statistics.ChannelMax[c] = max;
            statistics.ChannelMean[c] += sum;
            statistics.ChannelMeanSquare[c] += square;
        }
    }
}
