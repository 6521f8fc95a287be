using System;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>What the values of one activation look like over the calibration samples.</summary>
internal sealed class ActivationStatistics
{
    /// <summary>Bins of <see cref="Histogram"/>.</summary>
    public const int Bins = 2048;

    /// <summary>Weight of the most important channel; whole numbers, so that sums do not depend on their order.</summary>
    public const int FullWeight = 1 << 16;

    /// <summary>Makes the statistics of a tensor, empty.</summary>
    public ActivationStatistics(Tensor tensor)
    {
        Tensor = tensor;
        int channels = tensor.Shape[^1];
        ChannelMin = new float[channels];
        ChannelMax = new float[channels];
        ChannelMean = new double[channels];
        ChannelMeanSquare = new double[channels];
        Array.Fill(ChannelMin, float.PositiveInfinity);
        Array.Fill(ChannelMax, float.NegativeInfinity);
    }

    /// <summary>The activation.</summary>
    public Tensor Tensor { get; }

    /// <summary>Lowest value of each channel (last dimension).</summary>
    public float[] ChannelMin { get; }

    /// <summary>Highest value of each channel.</summary>
    public float[] ChannelMax { get; }

    /// <summary>Mean of each channel.</summary>
    public double[] ChannelMean { get; }

    /// <summary>Mean square of each channel.</summary>
    public double[] ChannelMeanSquare { get; }

    /// <summary>Counts of values in <see cref="Bins"/> equal parts of <see cref="Range"/>.</summary>
    public long[] Histogram { get; } = new long[Bins];

    /// <summary>Like <see cref="Histogram"/>, each value counted with the weight of its channel (0 to <see cref="FullWeight"/>).</summary>
    public long[] WeightedHistogram { get; } = new long[Bins];

    /// <summary>Lowest to highest value.</summary>
    public ActivationRange Range { get; private set; }

    /// <summary>Middle of bin <paramref name="index"/>.</summary>
    public double BinCentre(int index) => Range.Min + (((double)Range.Max - Range.Min) * (index + 0.5) / Bins);

    /// <summary>Sets <see cref="Range"/> from the channels.</summary>
    public void Complete()
    {
        float min = float.PositiveInfinity;
        float max = float.NegativeInfinity;
        for (int c = 0; c < ChannelMin.Length; c++)
        {
            min = Math.Min(min, ChannelMin[c]);
            max = Math.Max(max, ChannelMax[c]);
        }

        Range = new ActivationRange(min, max);
    }

    /// <summary>What the statistics are when every channel is moved down; without histograms.</summary>
    public ActivationStatistics Shifted(double[] shifts)
    {
        var shifted = new ActivationStatistics(Tensor);
        for (int c = 0; c < shifts.Length; c++)
        {
            shifted.ChannelMeanSquare[c] = ChannelMeanSquare[c] + (shifts[c] * shifts[c]) - (2 * shifts[c] * ChannelMean[c]);
            shifted.ChannelMean[c] = ChannelMean[c] - shifts[c];
            shifted.ChannelMin[c] = ChannelMin[c] - (float)shifts[c];
            shifted.ChannelMax[c] = ChannelMax[c] - (float)shifts[c];
        }

        shifted.Complete();
        return shifted;
    }

    /// <summary>The range that leaves out a share of the values: half of it at each end.</summary>
    /// <param name="kept">Share that is kept, such as 0.9999.</param>
    public ActivationRange Percentile(double kept)
    {
        long total = 0;
        foreach (long count in Histogram)
        {
            total += count;
        }

        long cut = (long)((1 - kept) / 2 * total);
        int low = 0;
        for (long passed = Histogram[0]; passed <= cut && low < Bins - 1; passed += Histogram[low])
        {
            low++;
        }

        int high = Bins - 1;
        for (long passed = Histogram[high]; passed <= cut && high > low; passed += Histogram[high])
        {
            high--;
        }

        double width = ((double)Range.Max - Range.Min) / Bins;
        float min = low == 0 ? Range.Min : (float)(Range.Min + (width * low));
        float max = high == Bins - 1 ? Range.Max : (float)(Range.Min + (width * (high + 1)));
        return new ActivationRange(min, max);
    }
}
