using System;
using System.Linq;
using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// The mean difference of a layer's float and quantized results, per output channel, as a correction of its bias (after Nagel et al.
/// 2019, arXiv:1906.04721, section 4.2, from data). Positions count with the squared slope of what follows, so that values a clamp or
/// a swish flattens do not matter; the estimate is shrunk by its own uncertainty over the samples (James-Stein).
/// </summary>
internal static class BiasCorrection
{
    private const double LeastWeight = 1e-3; // keeps a channel that is always flat defined

    /// <summary>Computes the corrections, real values to add to the bias.</summary>
    /// <param name="expected">Float results before the clamp, [samples, positions, channels].</param>
    /// <param name="actual">Results of the quantized layer before clamp and rounding, same shape.</param>
    /// <param name="slope">Derivative of what follows at (value, channel).</param>
    public static double[] Compute(float[] expected, float[] actual, int samples, int channels, Func<double, int, double> slope)
    {
        int positions = expected.Length / samples / channels;
        double[] sum = new double[channels];
        double[] weight = new double[channels];
        double[,] perSample = new double[samples, channels];
        double[,] sampleWeight = new double[samples, channels];
        for (int sample = 0; sample < samples; sample++)
        {
            for (int position = 0; position < positions; position++)
            {
                int start = ((sample * positions) + position) * channels;
                for (int c = 0; c < channels; c++)
                {
                    double derivative = slope(expected[start + c], c);
                    double w = (derivative * derivative) + LeastWeight;
                    perSample[sample, c] += w * ((double)expected[start + c] - actual[start + c]);
                    sampleWeight[sample, c] += w;
                }
            }

            for (int c = 0; c < channels; c++)
            {
                sum[c] += perSample[sample, c];
                weight[c] += sampleWeight[sample, c];
            }
        }

        double[] corrections = new double[channels];
        for (int c = 0; c < channels; c++)
        {
            double mean = sum[c] / weight[c];
            double variance = 0; // of the mean: samples are independent, positions are not
            for (int sample = 0; sample < samples; sample++)
            {
                double difference = perSample[sample, c] - (mean * sampleWeight[sample, c]);
                variance += difference * difference;
            }

            variance /= weight[c] * weight[c];
            corrections[c] = mean == 0 ? 0 : mean * Math.Max(0, 1 - (variance / (mean * mean)));
        }

        return corrections;
    }

    /// <summary>Derivative of the clamp of a layer and of the elementwise operator behind it, where nothing else reads the layer.</summary>
    public static Func<double, int, double> SlopeBehind(ModelGraph graph, Operator op, Clamp? clamp)
    {
        if (clamp is not null)
        {
            return (value, _) => value > clamp.Min && value < clamp.Max ? 1 : 0;
        }

        Operator? next = graph.ConsumersOf(op.Output) is [Operator only] && !graph.Outputs.Contains(op.Output) ? only : null;
        if (next?.Attributes is UnaryAttributes unary)
        {
            const double Half = 1e-3;
            return (value, _) => (ActivationTable.Evaluate(unary, value + Half) - ActivationTable.Evaluate(unary, value - Half)) / (2 * Half);
        }

        if (next is { Kind: OperatorKind.PRelu } && next.Inputs[1].ElementCount == op.Output.Shape[^1])
        {
            float[] slopes = [.. next.Inputs[1].Floats.Select(Math.Abs)];
            return (value, channel) => value > 0 ? 1 : slopes[channel];
        }

        return (_, _) => 1;
    }
}
