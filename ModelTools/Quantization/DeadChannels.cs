using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Clears channels that ReLU keeps at zero on every calibration sample: the weights that make them and those that read them are free
/// to be anything, and would only widen the scale of the rows they stand in.
/// </summary>
internal static class DeadChannels
{
    /// <summary>With fewer samples a channel may only seem dead.</summary>
    public const int EnoughSamples = 32;

    /// <summary>Clears weights of a prepared graph in place.</summary>
    /// <param name="samples">Number of calibration samples behind the statistics.</param>
    /// <returns>Number of channels cleared.</returns>
    public static int Remove(ModelGraph graph, IReadOnlyDictionary<Tensor, ActivationStatistics> statistics, int samples)
    {
        if (samples < EnoughSamples)
        {
            return 0;
        }

        int cleared = 0;
        foreach (Operator op in graph.Operators.Where(IsClampedAtZero))
        {
            ActivationStatistics output = statistics[op.Output];
            for (int channel = 0; channel < output.ChannelMax.Length; channel++)
            {
                if (output.ChannelMax[channel] == 0 && output.ChannelMin[channel] == 0)
                {
                    ClearRow(op, channel);
                    foreach (Operator consumer in graph.ConsumersOf(op.Output).Where(IsLayer))
                    {
                        ClearColumn(consumer, channel, output.ChannelMax.Length);
                    }

                    cleared++;
                }
            }
        }

        return cleared;
    }

    private static bool IsLayer(Operator op) => op.Kind is OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D or OperatorKind.FullyConnected;

    private static bool IsClampedAtZero(Operator op) =>
        op.Attributes is ConvAttributes { Activation.Min: 0 } or FullyConnectedAttributes { Activation.Min: 0 };

    private static void ClearRow(Operator op, int channel)
    {
        Tensor weights = op.Inputs[1];
        int axis = WeightQuantizer.Axis(op.Kind);
        for (int i = 0; i < weights.ElementCount; i++)
        {
            if (WeightQuantizer.ChannelOf(weights, axis, i) == channel)
            {
                weights.Floats[i] = 0;
            }
        }

        op.Inputs[2].Floats[channel] = 0;
    }

    private static void ClearColumn(Operator op, int channel, int channels)
    {
        float[] values = op.Inputs[1].Floats;
        for (int i = 0; i < values.Length; i++)
        {
            if (ChannelScaling.InputChannelOf(op, i, channels) == channel)
            {
                values[i] = 0;
            }
        }
    }
}
