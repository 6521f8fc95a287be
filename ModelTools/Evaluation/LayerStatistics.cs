using System;
using System.Linq;

namespace Edge.ModelTools.Evaluation;

/// <summary>
/// What is added up of one layer over several samples: moments by channel of the float values x and the dequantized int8 values y, errors
/// of cut-off values, histograms. Where the quantizer has rescaled channels between layers, x is rescaled in the same way first; channels that
/// are always the same in float and have been given the work of others have nothing to be compared with and are left out.
/// </summary>
internal sealed class LayerStatistics
{
    // A channel counts as rescaled when its error is ten times what steps make, and a factor and an offset explain nine tenths of it.
    private const double ExplainedShare = 0.9;
    private const double NoticeableError = 10;

    private readonly ChannelMoments[] _channels;
    private readonly double _scale;
    private readonly int _zeroPoint;
    private readonly (double Factor, double Offset)[] _rescaling;
    private double _cutError;
    private long _cutCount;

    /// <summary>Begins a layer.</summary>
    /// <param name="channels">Channels of the tensor.</param>
    /// <param name="scale">Scale of the int8 tensor.</param>
    /// <param name="zeroPoint">Zero point, -128 to 127.</param>
    /// <param name="rescaling">Factor and offset that bring a channel's float values to the blob's, a factor of 0 to leave a channel out; null leaves them as they are.</param>
    public LayerStatistics(int channels, double scale, int zeroPoint, (double Factor, double Offset)[]? rescaling = null)
    {
        _channels = [.. Enumerable.Range(0, channels).Select(_ => new ChannelMoments())];
        _scale = scale;
        _zeroPoint = zeroPoint;
        _rescaling = rescaling ?? [.. Enumerable.Repeat((1.0, 0.0), channels)];
    }

    /// <summary>Float values by step.</summary>
    public LayerHistogram FloatHistogram { get; } = new();

    /// <summary>int8 values by step.</summary>
    public LayerHistogram Int8Histogram { get; } = new();

    /// <summary>Smallest and largest value that int8 can hold here.</summary>
    public (double Min, double Max) Int8Range => (_scale * (-128 - _zeroPoint), _scale * (127 - _zeroPoint));

    /// <summary>Smallest and largest float value.</summary>
    public (double Min, double Max) FloatRange => (_channels.Where(channel => channel.Count > 0).Min(channel => channel.MinX), _channels.Where(channel => channel.Count > 0).Max(channel => channel.MaxX));

    /// <summary>The tensor has the scale of sigmoids and softmaxes, which is given and not chosen.</summary>
    public bool IsGate => _scale == 1.0 / 256 && _zeroPoint == -128;

    /// <summary>Channels.</summary>
    public int Channels => _channels.Length;

    /// <summary>Values.</summary>
    public long Count => _channels.Sum(channel => channel.Count);

    /// <summary>Share of float values more than half a step beyond the int8 range.</summary>
    public double SaturationShare => (double)_cutCount / Count;

    /// <summary>Sum of squared errors of those.</summary>
    public double CutError => _cutError;

    /// <summary>Sum of squared errors that rounding to steps makes by itself: a twelfth of a squared step for each value that is not cut off.</summary>
    public double StepError => _scale * _scale / 12 * (Count - _cutCount);

    /// <summary>Channels that do not vary in float.</summary>
    public int DeadChannels => _channels.Count(channel => channel.IsConstant);

    /// <summary>Channels that vary by less than a step.</summary>
    public int LostChannels => _channels.Count(channel => !channel.IsConstant && channel.MaxX - channel.MinX < _scale);

    /// <summary>Largest range of a channel over the median one; 1 for one channel.</summary>
    public double ChannelSpread
    {
        get
        {
            double[] sizes = [.. _channels.Where(channel => !channel.IsConstant).Select(channel => Math.Max(-channel.MinX, channel.MaxX)).Order()];
            return sizes.Length == 0 ? 1 : sizes[^1] / Math.Max(sizes[sizes.Length / 2], 1e-30);
        }
    }

    /// <summary>Adds a sample.</summary>
    /// <param name="expected">Float values, [H, W, C].</param>
    /// <param name="actual">int8 values of the same shape.</param>
    public void Add(float[] expected, sbyte[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            (double factor, double offset) = _rescaling[i % _rescaling.Length];
            if (factor == 0)
            {
                continue;
            }

            double x = (factor * expected[i]) + offset;
            double y = _scale * (actual[i] - _zeroPoint);
            _channels[i % _channels.Length].Add(x, y);
            double step = (x / _scale) + _zeroPoint;
            FloatHistogram.Add(step);
            Int8Histogram.Add(actual[i]);
            if (step < -128.5 || step > 127.5)
            {
                _cutCount++;
                _cutError += (x - y) * (x - y);
            }
        }
    }

    /// <summary>Channels that were rescaled.</summary>
    public int RescaledChannels => _rescaling.Count(each => each != (1, 0));

    /// <summary>Signal, error and cosine over all channels.</summary>
    public (double Signal, double Error, double Cosine) Compare()
    {
        double signal = _channels.Sum(channel => channel.SumXX);
        double product = _channels.Sum(channel => channel.SumXY);
        double power = _channels.Sum(channel => channel.SumYY);
        double cosine = signal == 0 && power == 0 ? 1 : signal == 0 || power == 0 ? 0 : product / Math.Sqrt(signal * power);
        return (signal, _channels.Sum(channel => channel.Error), cosine);
    }

    /// <summary>Begins anew, with the channels rescaled whose error is explained by a factor and an offset.</summary>
    public LayerStatistics WithRescaling()
    {
        (double Factor, double Offset)[] found = [.. _channels.Select(FindRescaling)];
        return new LayerStatistics(_channels.Length, _scale, _zeroPoint, Array.TrueForAll(found, each => each.Factor == 0) ? null : found);
    }

    private (double Factor, double Offset) FindRescaling(ChannelMoments channel)
    {
        if (channel.Error < NoticeableError * _scale * _scale / 12 * channel.Count)
        {
            return (1, 0);
        }

        if (channel.IsConstant && channel.SpreadY > NoticeableError * _scale * _scale / 12 * channel.Count)
        {
            return (0, 0);
        }

        (double factor, double offset) = channel.Fit();
        return channel.ErrorOf(factor, offset) < (1 - ExplainedShare) * channel.Error ? (factor, offset) : (1, 0);
    }
}
