using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Gives channels that are always zero the work of the channels that matter most: a copy, scaled down a little so that its rounding
/// errors are other ones, and the readers take the weighted mean of both. The network computes the same at the same cost, and the
/// rounding noise of such a channel falls by two fifths.
/// </summary>
internal static class DeadChannelReuse
{
    private const double Scale = 0.87;
    private const double OwnShare = 1 / (1 + (Scale * Scale)); // the mean with the least noise: the copy's is larger by 1 / Scale^2

    /// <summary>Changes weights of a prepared graph in place, after <see cref="DeadChannels"/>.</summary>
    /// <param name="samples">Number of calibration samples behind the statistics.</param>
    /// <returns>Number of copies made.</returns>
    public static int Run(ModelGraph graph, IReadOnlyDictionary<Tensor, ActivationStatistics> statistics, IReadOnlyDictionary<Tensor, double[]> sensitivities, int samples)
    {
        if (samples < DeadChannels.EnoughSamples)
        {
            return 0;
        }

        int copies = 0;
        foreach (EqualizationGroup group in Chains(EqualizationGroups.Find(graph)).Where(group => IsPlain(graph, group)))
        {
            Queue<int> dead = new(Enumerable.Range(0, group.Channels).Where(c => IsFree(group, statistics, c)));
            IEnumerable<int> live = Enumerable.Range(0, group.Channels)
                .Where(c => group.Tensors.All(tensor => !IsConstant(statistics[tensor], c)) && group.Caps.All(cap => statistics[cap.Tensor].ChannelMax[c] < cap.Bound))
                .OrderByDescending(c => Noise(group, statistics, sensitivities, c));
            foreach (int channel in live)
            {
                if (!dead.TryDequeue(out int target))
                {
                    break;
                }

                Copy(group, statistics, channel, target);
                copies++;
            }
        }

        return copies;
    }

    /// <summary>Groups that depthwise layers connect, put together: a channel keeps its place through them.</summary>
    private static List<EqualizationGroup> Chains(List<EqualizationGroup> groups)
    {
        var chains = new List<EqualizationGroup>();
        foreach (EqualizationGroup group in groups)
        {
            EqualizationGroup? chain = chains.Find(chain => chain.Channels == group.Channels && chain.Consumers.Intersect(group.Producers).Any());
            if (chain is null)
            {
                chain = new EqualizationGroup(group.Channels);
                chains.Add(chain);
            }

            chain.Tensors.AddRange(group.Tensors);
            chain.Producers.AddRange(group.Producers);
            chain.Consumers.AddRange(group.Consumers);
            chain.Caps.AddRange(group.Caps);
        }

        return chains;
    }

    /// <summary>Whether only operators touch the group that treat every channel alike or have its weights in rows and columns.</summary>
    private static bool IsPlain(ModelGraph graph, EqualizationGroup group)
    {
        IEnumerable<Operator> around = graph.Operators.Where(op => group.Tensors.Contains(op.Output) || op.Inputs.Any(group.Tensors.Contains));
        return around.All(op => op.Kind switch
        {
            OperatorKind.FullyConnected => true,
            OperatorKind.Conv2D => ((ConvAttributes)op.Attributes!).Groups == 1,
            OperatorKind.DepthwiseConv2D => op.Inputs[1].Shape[3] == op.Inputs[0].Shape[3] && group.Tensors.Contains(op.Inputs[0]) && group.Tensors.Contains(op.Output),
            OperatorKind.AveragePool or OperatorKind.MaxPool or OperatorKind.Mean or OperatorKind.Pad or OperatorKind.Reshape or OperatorKind.ResizeNearest => true,
            _ => false,
        });
    }

    /// <summary>Whether a channel is zero, or turned into a constant by a depthwise layer's bias that the next bias can take over.</summary>
    private static bool IsFree(EqualizationGroup group, IReadOnlyDictionary<Tensor, ActivationStatistics> statistics, int channel) =>
        group.Tensors.All(tensor => IsConstant(statistics[tensor], channel))
        && group.Consumers.All(op => statistics[op.Inputs[0]].ChannelMax[channel] == 0 || BiasAbsorption.IsUnpadded(op));

    private static bool IsConstant(ActivationStatistics statistics, int channel) => statistics.ChannelMax[channel] == statistics.ChannelMin[channel];

    private static double Noise(EqualizationGroup group, IReadOnlyDictionary<Tensor, ActivationStatistics> statistics, IReadOnlyDictionary<Tensor, double[]> sensitivities, int channel) =>
        group.Tensors.Sum(tensor =>
        {
            double width = (double)statistics[tensor].Range.Max - statistics[tensor].Range.Min;
            return width * width * (sensitivities.TryGetValue(tensor, out double[]? values) ? values[channel] : 1);
        });

    private static void Copy(EqualizationGroup group, IReadOnlyDictionary<Tensor, ActivationStatistics> statistics, int from, int to)
    {
        foreach (Operator op in group.Producers)
        {
            CopyRow(op, from, to, op.Kind == OperatorKind.DepthwiseConv2D ? 1 : Scale); // a depthwise layer's input is scaled already
            op.Inputs[2].Floats[to] = (float)(op.Inputs[2].Floats[from] * Scale);
        }

        foreach (Operator op in group.Consumers.Where(op => op.Kind != OperatorKind.DepthwiseConv2D))
        {
            SplitColumn(op, from, to, group.Channels, statistics[op.Inputs[0]].ChannelMax[to]);
        }
    }

    private static void CopyRow(Operator op, int from, int to, double scale)
    {
        float[] values = op.Inputs[1].Floats;
        bool isDepthwise = op.Kind == OperatorKind.DepthwiseConv2D;
        int outputs = op.Inputs[1].Shape[WeightQuantizer.Axis(op.Kind)];
        int taps = values.Length / outputs;
        for (int tap = 0; tap < taps; tap++)
        {
            int source = isDepthwise ? (tap * outputs) + from : (from * taps) + tap;
            int target = isDepthwise ? (tap * outputs) + to : (to * taps) + tap;
            values[target] = (float)(values[source] * scale);
        }
    }

    private static void SplitColumn(Operator op, int from, int to, int channels, double constant)
    {
        float[] values = op.Inputs[1].Floats;
        float[] bias = op.Inputs[2].Floats;
        for (int i = 0; i < values.Length; i++)
        {
            if (ChannelScaling.InputChannelOf(op, i, channels) == from)
            {
                bias[i / (values.Length / bias.Length)] += (float)(values[i - from + to] * constant);
                values[i - from + to] = (float)(values[i] * (1 - OwnShare) / Scale); // input channels lie side by side
                values[i] = (float)(values[i] * OwnShare);
            }
        }
    }
}
