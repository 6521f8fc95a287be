using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Moves a constant part of channels from one layer's bias into the next one's (after Nagel et al. 2019, arXiv:1906.04721, section
/// 4.1.3): y = W (a - d) + (b + W d). Exact where the layer in front is linear or ReLU never cuts below d on the calibration data, and
/// where all readers are 1x1 convolutions or fully connected, which have no padding that would have to become -d.
/// </summary>
internal static class BiasAbsorption
{
    private const double WorthIt = 0.98; // of the range before

    /// <summary>Changes biases of a prepared graph in place.</summary>
    /// <param name="statistics">Of every activation; those that are shifted are replaced.</param>
    /// <returns>Number of activations shifted.</returns>
    public static int Run(ModelGraph graph, Dictionary<Tensor, ActivationStatistics> statistics)
    {
        int shifted = 0;
        foreach (Operator op in graph.Operators.Where(IsLayer))
        {
            List<Operator> readers = graph.ConsumersOf(op.Output);
            if (graph.Outputs.Contains(op.Output) || readers.Count == 0 || !readers.All(IsUnpadded))
            {
                continue;
            }

            ActivationStatistics own = statistics[op.Output];
            double[] shifts = Shifts(op, own);
            if (Width(own, shifts) > WorthIt * Width(own, new double[shifts.Length]))
            {
                continue;
            }

            Subtract(op, shifts);
            foreach (Operator reader in readers)
            {
                Add(reader, shifts);
            }

            statistics[op.Output] = own.Shifted(shifts);
            shifted++;
        }

        return shifted;
    }

    /// <summary>Whether a layer reads no padding, which would have to change with what it reads.</summary>
    public static bool IsUnpadded(Operator op) => op.Kind == OperatorKind.FullyConnected
        || (op.Kind is OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D && !((ConvAttributes)op.Attributes!).Padding.Any);

    private static bool IsLayer(Operator op) => op.Kind is OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D or OperatorKind.FullyConnected;

    /// <summary>The middle of a linear channel's range; the lowest value of a ReLU channel, where it is above zero.</summary>
    private static double[] Shifts(Operator op, ActivationStatistics statistics)
    {
        Clamp? clamp = op.Attributes is ConvAttributes conv ? conv.Activation : ((FullyConnectedAttributes?)op.Attributes)?.Activation;
        double[] shifts = new double[statistics.ChannelMin.Length];
        for (int c = 0; c < shifts.Length; c++)
        {
            double min = statistics.ChannelMin[c];
            double max = statistics.ChannelMax[c];
            shifts[c] = clamp is null ? (min + max) / 2
                : clamp.Min == 0 && float.IsPositiveInfinity(clamp.Max) ? Math.Max(min, 0) * 0.9 // unseen data may go lower
                : 0;
        }

        return shifts;
    }

    private static double Width(ActivationStatistics statistics, double[] shifts)
    {
        double low = 0;
        double high = 0;
        for (int c = 0; c < shifts.Length; c++)
        {
            low = Math.Min(low, statistics.ChannelMin[c] - shifts[c]);
            high = Math.Max(high, statistics.ChannelMax[c] - shifts[c]);
        }

        return high - low;
    }

    private static void Subtract(Operator op, double[] shifts)
    {
        float[] bias = op.Inputs[2].Floats;
        for (int c = 0; c < bias.Length; c++)
        {
            bias[c] = (float)(bias[c] - shifts[c]);
        }
    }

    private static void Add(Operator op, double[] shifts)
    {
        Tensor weights = op.Inputs[1];
        int axis = WeightQuantizer.Axis(op.Kind);
        double[] sums = new double[op.Inputs[2].ElementCount];
        for (int i = 0; i < weights.ElementCount; i++)
        {
            sums[WeightQuantizer.ChannelOf(weights, axis, i)] += weights.Floats[i] * shifts[ChannelScaling.InputChannelOf(op, i, shifts.Length)];
        }

        float[] bias = op.Inputs[2].Floats;
        for (int c = 0; c < bias.Length; c++)
        {
            bias[c] = (float)(bias[c] + sums[c]);
        }
    }
}
