using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// The noise at the network's output that a group's quantization is predicted to add, as a function of its channel factors s:
/// for each activation step^2 / 12 * sum S[c] / s[c]^2, where the step is 1/255 of the widest scaled range; for each layer that reads
/// the group sum over its outputs of S[o] * step_w[o]^2 / 12 * sum m[c] s[c]^2, where step_w[o] = max |w[o,c]| / s[c] / 127 and m is
/// the mean square of the input. One factor at a time can be tried in time proportional to the number of outputs.
/// </summary>
internal sealed class ChannelNoise
{
    private const double ActivationSteps = 255;

    private readonly int _channels;
    private readonly List<(double[] Min, double[] Max, double[] Sensitivity)> _tensors = [];
    private readonly List<(double[,] Columns, double[] Sensitivity, double[] Energy)> _layers = [];

    /// <summary>Collects what the prediction needs.</summary>
    /// <param name="statistics">Of every activation.</param>
    /// <param name="sensitivities">As <see cref="SensitivityAnalysis"/> measures them; a tensor without counts as 1 for each channel.</param>
    public ChannelNoise(EqualizationGroup group, IReadOnlyDictionary<Tensor, ActivationStatistics> statistics, IReadOnlyDictionary<Tensor, double[]> sensitivities)
    {
        _channels = group.Channels;
        foreach (Tensor tensor in group.Tensors)
        {
            (double[] min, double[] max) = RobustRanges(statistics[tensor]);
            _tensors.Add((min, max, SensitivityOf(tensor, sensitivities)));
        }

        foreach (Operator op in group.Consumers.Where(op => op.Kind != OperatorKind.DepthwiseConv2D))
        {
            AddLayer(op, statistics[op.Inputs[0]], SensitivityOf(op.Output, sensitivities));
        }
    }

    /// <summary>Half of the noise comes from the weights' rounding to nearest; adaptive rounding removes about half of that.</summary>
    public double WeightShare { get; init; } = 0.5;

    /// <summary>Predicted noise for factors <paramref name="s"/>.</summary>
    public double Of(double[] s)
    {
        double total = 0;
        foreach ((double[] min, double[] max, double[] sensitivity) in _tensors)
        {
            double low = 0;
            double high = 0;
            double sum = 0;
            for (int c = 0; c < _channels; c++)
            {
                low = Math.Min(low, min[c] * s[c]);
                high = Math.Max(high, max[c] * s[c]);
                sum += sensitivity[c] / (s[c] * s[c]);
            }

            double step = (high - low) / ActivationSteps;
            total += step * step / 12 * sum;
        }

        foreach ((double[,] columns, double[] sensitivity, double[] energy) in _layers)
        {
            double input = 0;
            for (int c = 0; c < _channels; c++)
            {
                input += energy[c] * s[c] * s[c];
            }

            double sum = 0;
            for (int o = 0; o < sensitivity.Length; o++)
            {
                double largest = 0;
                for (int c = 0; c < _channels; c++)
                {
                    largest = Math.Max(largest, columns[o, c] / s[c]);
                }

                double step = largest / WeightQuantizer.Highest;
                sum += sensitivity[o] * step * step;
            }

            total += WeightShare * sum / 12 * input;
        }

        return total;
    }

    /// <summary>Width of a channel over all tensors of the group, relative to the widest channel: what full equalization divides by.</summary>
    public double RelativeRange(int channel)
    {
        double widest = 0;
        foreach ((double[] min, double[] max, double[] _) in _tensors)
        {
            double all = Enumerable.Range(0, _channels).Max(c => max[c] - min[c]);
            widest = Math.Max(widest, all > 0 ? (max[channel] - min[channel]) / all : 0);
        }

        return widest;
    }

    /// <summary>Largest weight that reads a channel, relative to the largest of all.</summary>
    public double RelativeWeight(int channel)
    {
        double largest = 0;
        foreach ((double[,] columns, double[] sensitivity, double[] _) in _layers)
        {
            for (int o = 0; o < sensitivity.Length; o++)
            {
                double row = 0;
                for (int c = 0; c < _channels; c++)
                {
                    row = Math.Max(row, columns[o, c]);
                }

                largest = Math.Max(largest, row > 0 ? columns[o, channel] / row : 0);
            }
        }

        return largest;
    }

    private static double[] SensitivityOf(Tensor tensor, IReadOnlyDictionary<Tensor, double[]> sensitivities)
    {
        if (!sensitivities.TryGetValue(tensor, out double[]? measured))
        {
            return [.. Enumerable.Repeat(1.0, tensor.Shape[^1])];
        }

        double floor = measured.Average() * 1e-3; // an estimate of 0 is not trusted
        return [.. measured.Select(value => Math.Max(value, Math.Max(floor, 1e-30)))];
    }

    /// <summary>Channel ranges without the few values that lie further than six standard deviations from the mean.</summary>
    private static (double[] Min, double[] Max) RobustRanges(ActivationStatistics statistics)
    {
        int channels = statistics.ChannelMin.Length;
        double[] min = new double[channels];
        double[] max = new double[channels];
        for (int c = 0; c < channels; c++)
        {
            double mean = statistics.ChannelMean[c];
            double deviation = Math.Sqrt(Math.Max(statistics.ChannelMeanSquare[c] - (mean * mean), 0));
            min[c] = Math.Min(Math.Max(statistics.ChannelMin[c], mean - (6 * deviation)), 0);
            max[c] = Math.Max(Math.Min(statistics.ChannelMax[c], mean + (6 * deviation)), 0);
        }

        return (min, max);
    }

    private void AddLayer(Operator op, ActivationStatistics input, double[] sensitivity)
    {
        Tensor weights = op.Inputs[1];
        int outputs = weights.Shape[0];
        double[,] columns = new double[outputs, _channels];
        double[] energy = new double[_channels];
        float[] values = weights.Floats;
        for (int i = 0; i < values.Length; i++)
        {
            int channel = ChannelScaling.InputChannelOf(op, i, _channels);
            int output = i / (values.Length / outputs);
            columns[output, channel] = Math.Max(columns[output, channel], Math.Abs(values[i]));
            energy[channel] += input.ChannelMeanSquare[channel] / outputs;
        }

        _layers.Add((columns, sensitivity, energy));
    }
}
