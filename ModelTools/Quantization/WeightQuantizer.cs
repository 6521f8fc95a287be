using System;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Constants to integers. Weights: int8 in -127..127, one scale for each output channel, zero point 0. Biases: int32, scale
/// input * weight. After the TFLite int8 specification.
/// </summary>
internal static class WeightQuantizer
{
    /// <summary>Highest weight; the lowest is its negative.</summary>
    public const int Highest = 127;

    // input scale * weight scale / output scale below this moves the accumulator of a dead channel by less than one step of the
    // output whatever the input is; larger scales keep the fixed-point multiplier and the bias in range.
    private const double SmallestMultiplier = 1.0 / (1 << 24);
    private const double LargestBias = 1 << 30;
    private const double LargestAccumulator = int.MaxValue;

    /// <summary>Dimension of the output channel in the weights of an operator.</summary>
    public static int Axis(OperatorKind kind) => kind == OperatorKind.DepthwiseConv2D ? 3 : 0;

    /// <summary>Output channel of element <paramref name="index"/> of weights.</summary>
    public static int ChannelOf(Tensor weights, int axis, int index) =>
        axis == 0 ? index / (weights.ElementCount / weights.Shape[0]) : index % weights.Shape[^1];

    /// <summary>max|w| / 127 of each output channel.</summary>
    public static float[] MaximumScales(Tensor weights, int axis)
    {
        float[] scales = new float[weights.Shape[axis]];
        float[] values = weights.Floats;
        for (int i = 0; i < values.Length; i++)
        {
            int channel = ChannelOf(weights, axis, i);
            scales[channel] = Math.Max(scales[channel], Math.Abs(values[i]) / Highest);
        }

        return scales;
    }

    /// <summary>
    /// Raises scales where needed so that the requantization multiplier stays in range (dead channels have none of their own), the
    /// bias fits and no accumulator can overflow 32 bits whatever the input is.
    /// </summary>
    public static void Bound(float[] scales, Tensor weights, int axis, float[] bias, float inputScale, float outputScale)
    {
        double[] magnitude = new double[scales.Length];
        float[] values = weights.Floats;
        for (int i = 0; i < values.Length; i++)
        {
            magnitude[ChannelOf(weights, axis, i)] += Math.Abs(values[i]);
        }

        for (int channel = 0; channel < scales.Length; channel++)
        {
            double smallest = Math.Max(SmallestMultiplier * outputScale / inputScale, Math.Abs(bias[channel]) / (inputScale * LargestBias));
            double accumulator = ((magnitude[channel] * byte.MaxValue) + (Math.Abs((double)bias[channel]) / inputScale)) / LargestAccumulator;
            scales[channel] = (float)Math.Max(scales[channel], Math.Max(smallest, accumulator * 1.01));
        }
    }

    /// <summary>Rounds a weight to nearest.</summary>
    public static sbyte Quantize(float weight, float scale) =>
        (sbyte)Math.Clamp(Math.Round((double)weight / scale, MidpointRounding.AwayFromZero), -Highest, Highest);

    /// <summary>Rounds weights to their scales, to nearest.</summary>
    public static Tensor QuantizePerChannel(Tensor weights, int axis, float[] scales)
    {
        sbyte[] quantized = new sbyte[weights.ElementCount];
        float[] values = weights.Floats;
        for (int i = 0; i < values.Length; i++)
        {
            quantized[i] = Quantize(values[i], scales[ChannelOf(weights, axis, i)]);
        }

        return new Tensor(weights.Name, ElementType.Int8, [.. weights.Shape])
        {
            Data = quantized,
            Quantization = new QuantizationParameters([.. scales], new int[scales.Length], axis),
            SourceIndex = weights.SourceIndex,
        };
    }

    /// <summary>Rounds a bias to input scale * weight scale.</summary>
    public static Tensor QuantizeBias(string name, float[] bias, float inputScale, float[] weightScales)
    {
        int[] quantized = new int[bias.Length];
        float[] scales = new float[bias.Length];
        for (int i = 0; i < bias.Length; i++)
        {
            double scale = (double)inputScale * weightScales[i];
            scales[i] = (float)scale;
            quantized[i] = (int)Math.Clamp(Math.Round(bias[i] / scale, MidpointRounding.AwayFromZero), -LargestBias, LargestBias);
        }

        return new Tensor(name, ElementType.Int32, [bias.Length])
        {
            Data = quantized,
            Quantization = new QuantizationParameters(scales, new int[scales.Length], 0),
        };
    }

    /// <summary>Rounds a constant operand to per-tensor parameters.</summary>
    public static Tensor QuantizePerTensor(Tensor constant, QuantizationParameters parameters) => new(constant.Name, ElementType.Int8, [.. constant.Shape])
    {
        Data = Array.ConvertAll(constant.Floats, value => AffineParameters.Quantize(value, parameters)),
        Quantization = parameters,
        SourceIndex = constant.SourceIndex,
    };
}
