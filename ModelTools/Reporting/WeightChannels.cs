using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;

namespace Edge.ModelTools.Reporting;

/// <summary>Largest weight of each output channel of a layer.</summary>
/// <param name="Name">Name of the layer's output.</param>
/// <param name="Kind">Kind of operator.</param>
/// <param name="Source">Largest magnitude by channel in the source model.</param>
/// <param name="Equalized">The same in the graph that was quantized; null when it is the same, or not known.</param>
internal sealed record WeightChannels(string Name, string Kind, double[] Source, double[]? Equalized)
{
    private const double NoticeableChange = 0.01;

    /// <summary>Largest channel over the smallest one that is not zero.</summary>
    public double Spread
    {
        get
        {
            double[] sizes = [.. Source.Where(size => size > 0)];
            return sizes.Length == 0 ? 1 : sizes.Max() / sizes.Min();
        }
    }

    /// <summary>Measures every layer with constant weights.</summary>
    /// <param name="source">The source model, float or int8.</param>
    /// <param name="prepared">The float graph that was quantized, or null.</param>
    public static List<WeightChannels> Of(ModelGraph source, ModelGraph? prepared)
    {
        var after = new Dictionary<string, double[]>();
        foreach (Operator op in prepared?.Operators.Where(HasWeights) ?? [])
        {
            after.TryAdd(op.Output.Name, Measure(op));
        }

        return [.. source.Operators.Where(HasWeights).Select(op =>
        {
            double[] before = Measure(op);
            bool isOther = after.TryGetValue(op.Output.Name, out double[]? equalized) && IsOther(before, equalized);
            return new WeightChannels(op.Output.Name, op.Kind.ToString(), before, isOther ? equalized : null);
        })];
    }

    private static bool IsOther(double[] before, double[] after)
    {
        return before.Length == after.Length && before.Zip(after).Any(pair => Math.Abs(pair.First - pair.Second) > NoticeableChange * pair.First);
    }

    private static bool HasWeights(Operator op)
    {
        return op.Kind is OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D or OperatorKind.FullyConnected
            && op.Inputs[1] is { IsConstant: true, Type: ElementType.Float32 or ElementType.Int8 };
    }

    private static double[] Measure(Operator op)
    {
        Tensor weights = op.Inputs[1];
        int axis = WeightQuantizer.Axis(op.Kind);
        var largest = new double[weights.Shape[axis]];
        for (int i = 0; i < weights.ElementCount; i++)
        {
            int channel = WeightQuantizer.ChannelOf(weights, axis, i);
            largest[channel] = Math.Max(largest[channel], Math.Abs(ValueOf(weights, i, channel)));
        }

        return largest;
    }

    private static double ValueOf(Tensor weights, int index, int channel)
    {
        if (weights.Type == ElementType.Float32)
        {
            return weights.Floats[index];
        }

        QuantizationParameters parameters = weights.Quantization!;
        int which = parameters.Scales.Length == 1 ? 0 : channel;
        return parameters.Scales[which] * (weights.Int8s[index] - parameters.ZeroPoints[which]);
    }
}
