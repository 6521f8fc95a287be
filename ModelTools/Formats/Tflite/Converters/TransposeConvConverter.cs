using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Import;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Formats.Tflite.Wire;
using Edge.ModelTools.Graph;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields.TransposeConv;

namespace Edge.ModelTools.Formats.Tflite.Converters;

/// <summary>
/// TRANSPOSE_CONV as <see cref="TransposedConvolution"/> makes it. The sums, their multipliers and their rounding are those of TFLite
/// reference_integer_ops/transpose_conv.h (90b983c), so the bytes are, too.
/// </summary>
internal static class TransposeConvConverter
{
    /// <summary>The operators that it reads.</summary>
    public static IReadOnlyDictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>> Operators { get; } = new Dictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>>
    {
        [TfliteOperatorCode.TRANSPOSE_CONV] = Read,
    };

    /// <summary>Inputs: output shape, weights [O,kh,kw,I], x [1,H,W,I], bias (optional).</summary>
    private static void Read(TfliteOperatorImporter import)
    {
        import.ExpectInputs(3, 4);
        int[] shape = import.Integers(0, "output shape");
        Tensor weights = ConvolutionConverter.Weights(import, rank: 4, channelAxis: 0, inputPosition: 2);
        Tensor input = import.Image(2);
        FlatTable options = import.RequiredOptions(TfliteOptionsType.TransposeConv);
        if (shape.Length != 4 || shape[0] != 1 || weights.Shape[3] != input.Shape[3] || shape[3] != weights.Shape[0])
        {
            throw import.Mismatch(
                $"an output of [{TfliteOperatorImporter.Join(shape)}] and weights [{TfliteOperatorImporter.Join(weights.Shape)}] for {input.Shape[3]} channels");
        }

        // The padding is that of the convolution which makes the input's size of the output's.
        int[] image = [1, shape[1], shape[2], shape[3]];
        WindowGeometry window = WindowGeometry.Of(import, image, weights.Shape[1], weights.Shape[2], options, Fields.Padding, Fields.StrideH, Fields.StrideW);
        if (window.OutputH != input.Shape[1] || window.OutputW != input.Shape[2])
        {
            throw import.Mismatch($"an input of {input.Shape[1]}x{input.Shape[2]} for an output of {shape[1]}x{shape[2]}");
        }

        if (import.IsUInt8(1))
        {
            throw import.Error(DiagnosticId.TfliteUnsupportedOperator, "TRANSPOSE_CONV of uint8 is not supported", "quantize to int8");
        }

        var blocks = new TransposedConvolution(
            input.Shape[3], weights.Shape[0], 1, (weights.Shape[1], weights.Shape[2]), (window.StrideH, window.StrideW), (1, 1),
            (window.Padding.Top, window.Padding.Left), (input.Shape[1], input.Shape[2]), (shape[1], shape[2]));
        import.Budget.Charge((long)blocks.BlockFilters * ((blocks.WindowH * blocks.WindowW * blocks.Channels * ConstantData.SizeOf(weights.Data!)) + 12L), "weights of a block");
        List<Tensor> operands = ConvolutionConverter.WithBias(import, input, weights, weights.Shape[0], position: 3);
        Clamp? activation = import.Activation(options, Fields.Activation);
        Tensor output = import.Output(shape);
        Tensor[] inputs = [input, WeightsOf(weights, blocks), .. operands.Skip(2).Select(bias => BiasOf(bias, blocks))];
        Tensor computed = import.AddBefore(
            OperatorKind.Conv2D, inputs, output, [1, blocks.BlocksH, blocks.BlocksW, blocks.BlockFilters], "blocks", blocks.Convolution(activation));
        import.Add(OperatorKind.DepthToSpace, [computed], output, blocks.Placement);
    }

    private static Tensor WeightsOf(Tensor weights, TransposedConvolution blocks)
    {
        Array data = weights.Data is sbyte[] quantized ? blocks.Weights(quantized, isFilterFirst: true, (sbyte)0) : blocks.Weights(weights.Floats, isFilterFirst: true, 0f);
        return new Tensor($"{weights.Name}/blocks", weights.Type, blocks.WeightShape) { Quantization = Repeated(weights.Quantization, blocks), Data = data };
    }

    private static Tensor BiasOf(Tensor bias, TransposedConvolution blocks)
    {
        Array data = bias.Data is int[] quantized ? blocks.PerFilter(quantized) : blocks.PerFilter(bias.Floats);
        return new Tensor($"{bias.Name}/blocks", bias.Type, [blocks.BlockFilters]) { Quantization = Repeated(bias.Quantization, blocks), Data = data };
    }

    private static QuantizationParameters? Repeated(QuantizationParameters? quantization, TransposedConvolution blocks)
    {
        return quantization is null || quantization.Scales.Length == 1
            ? quantization
            : new QuantizationParameters(blocks.PerFilter(quantization.Scales), blocks.PerFilter(quantization.ZeroPoints), quantization.Axis);
    }
}
