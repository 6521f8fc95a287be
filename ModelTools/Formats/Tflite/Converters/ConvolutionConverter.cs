using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Import;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Formats.Tflite.Wire;
using Edge.ModelTools.Graph;
using Conv = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields.Conv2D;
using Depthwise = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields.DepthwiseConv2D;
using Dense = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields.FullyConnected;

namespace Edge.ModelTools.Formats.Tflite.Converters;

/// <summary>
/// CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED. Their weights already have the layouts of the graph: [O,kh,kw,I/groups],
/// [1,kh,kw,C*multiplier], [O,I].
/// </summary>
internal static class ConvolutionConverter
{
    /// <summary>The operators that it reads.</summary>
    public static IReadOnlyDictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>> Operators { get; } = new Dictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>>
    {
        [TfliteOperatorCode.CONV_2D] = ReadConv2D,
        [TfliteOperatorCode.DEPTHWISE_CONV_2D] = ReadDepthwiseConv2D,
        [TfliteOperatorCode.FULLY_CONNECTED] = ReadFullyConnected,
    };

    private const int MaximumWeights = 1 << 24; // a device's flash holds far fewer

    /// <summary>CONV_2D; groups follow from the channels of input and weights.</summary>
    private static void ReadConv2D(TfliteOperatorImporter import)
    {
        import.ExpectInputs(2, 3);
        Tensor input = import.Image(0);
        Tensor weights = Weights(import, rank: 4, channelAxis: 0);
        int channels = input.Shape[3];
        int groupChannels = weights.Shape[3];
        int outputChannels = weights.Shape[0];
        int groups = channels / groupChannels;
        if (groups == 0 || groups * groupChannels != channels || outputChannels % groups != 0)
        {
            throw import.Mismatch($"{channels} input channels against weights [{TfliteOperatorImporter.Join(weights.Shape)}]");
        }

        FlatTable options = import.RequiredOptions(TfliteOptionsType.Conv2D);
        BatchedWindow batch = BatchedWindow.Of(import, input.Shape);
        weights = Dilated(import, weights, batch, options.Int32(Conv.DilationH, 1), options.Int32(Conv.DilationW, 1));
        WindowGeometry window = batch.OverImage(import, WindowGeometry.Of(
            import, batch.Padded(input.Shape), weights.Shape[1], weights.Shape[2], options, Conv.Padding, Conv.StrideH, Conv.StrideW));
        List<Tensor> inputs = WithBias(import, input, weights, outputChannels);
        Clamp? activation = import.Activation(options, Conv.Activation);
        Tensor output = import.Output([1, window.OutputH, window.OutputW, outputChannels]);
        import.Add(
            OperatorKind.Conv2D, inputs, output, new ConvAttributes(window.StrideH, window.StrideW, window.Padding, groups, activation));
    }

    /// <summary>DEPTHWISE_CONV_2D; output channel = input channel * multiplier + m.</summary>
    private static void ReadDepthwiseConv2D(TfliteOperatorImporter import)
    {
        import.ExpectInputs(2, 3);
        Tensor input = import.Image(0);
        Tensor weights = Weights(import, rank: 4, channelAxis: 3);
        int outputChannels = weights.Shape[3];
        if (weights.Shape[0] != 1 || outputChannels % input.Shape[3] != 0)
        {
            throw import.Mismatch($"{input.Shape[3]} input channels against weights [{TfliteOperatorImporter.Join(weights.Shape)}]");
        }

        FlatTable options = import.RequiredOptions(TfliteOptionsType.DepthwiseConv2D);
        BatchedWindow batch = BatchedWindow.Of(import, input.Shape);
        weights = Dilated(import, weights, batch, options.Int32(Depthwise.DilationH, 1), options.Int32(Depthwise.DilationW, 1));
        WindowGeometry window = batch.OverImage(import, WindowGeometry.Of(
            import, batch.Padded(input.Shape), weights.Shape[1], weights.Shape[2], options, Depthwise.Padding, Depthwise.StrideH, Depthwise.StrideW));
        List<Tensor> inputs = WithBias(import, input, weights, outputChannels);
        Clamp? activation = import.Activation(options, Depthwise.Activation);
        Tensor output = import.Output([1, window.OutputH, window.OutputW, outputChannels]);
        import.Add(
            OperatorKind.DepthwiseConv2D, inputs, output, new ConvAttributes(window.StrideH, window.StrideW, window.Padding, Groups: 1, activation));
    }

    /// <summary>FULLY_CONNECTED over one row or several; the input may have any shape with as many elements as the weights have columns, or a multiple.</summary>
    private static void ReadFullyConnected(TfliteOperatorImporter import)
    {
        import.ExpectInputs(2, 3);
        Tensor input = import.Activation(0);
        Tensor weights = Weights(import, rank: 2, channelAxis: 0);
        int columns = weights.Shape[1];
        if (input.ElementCount % columns != 0)
        {
            throw import.Mismatch($"{input.ElementCount} inputs against weights [{TfliteOperatorImporter.Join(weights.Shape)}]");
        }

        FlatTable? options = import.Options(TfliteOptionsType.FullyConnected);
        if ((options?.Byte(Dense.WeightsFormat) ?? 0) != 0)
        {
            throw import.Error(DiagnosticId.TfliteBadOptions, "weights are stored shuffled", "export with the default weights format");
        }

        int outputs = weights.Shape[0];
        List<Tensor> inputs = WithBias(import, input, weights, outputs);
        Clamp? activation = import.Activation(options, Dense.Activation);
        int rows = input.ElementCount / columns;
        int[] shape = [rows, outputs];
        if (options?.Bool(Dense.KeepDimensions) ?? false)
        {
            if (input.Shape.Length == 0 || input.Shape[^1] != columns)
            {
                throw import.Mismatch($"input [{TfliteOperatorImporter.Join(input.Shape)}] against weights [{TfliteOperatorImporter.Join(weights.Shape)}]");
            }

            shape = [.. input.Shape[..^1], outputs];
        }
        else if (import.DeclaredOutputShape() is { Length: > 0 } declared && declared[^1] == outputs && declared[..^1].Aggregate(1L, (count, size) => count * size) == rows)
        {
            shape = declared; // the reference takes the rows as the file has them
        }

        Tensor output = import.Output(shape);
        if (rows == 1 || output.Type == ElementType.Int8)
        {
            import.Add(OperatorKind.FullyConnected, inputs, output, new FullyConnectedAttributes(activation));
            return;
        }

        // A layer over positions in real numbers: a convolution of one pixel, which the quantizer knows.
        weights = new Tensor(weights.Name, weights.Type, [outputs, 1, 1, columns]) { Data = weights.Data, SourceIndex = weights.SourceIndex };
        Tensor image = import.AddBefore(OperatorKind.Reshape, [input], output, [1, 1, rows, columns], "rows", null);
        Tensor made = import.AddBefore(
            OperatorKind.Conv2D, [image, weights, .. inputs.Skip(2)], output, [1, 1, rows, outputs], "positions", new ConvAttributes(1, 1, Padding.None, Groups: 1, activation));
        import.Add(OperatorKind.Reshape, [made], output);
    }

    /// <summary>Weights with the channels along an axis, quantized along no other.</summary>
    public static Tensor Weights(TfliteOperatorImporter import, int rank, int channelAxis, int inputPosition = 0)
    {
        Tensor weights = import.Constant(1, "weights");
        if (weights.Shape.Length != rank)
        {
            throw import.Mismatch($"weights [{TfliteOperatorImporter.Join(weights.Shape)}] have {weights.Shape.Length} dimensions, not {rank}");
        }

        // Many operators may share one tensor of many channels, and each looks at all of its scales.
        import.Budget.Charge((long)(weights.Quantization?.Scales.Length ?? 0) * sizeof(float), "scales");
        weights = AsTheKernelsReadThem(import, weights, channelAxis);
        return RealWhereTheInputIs(import, weights, inputPosition);
    }

    /// <summary>Dynamic-range quantization has int8 weights behind float activations, which the kernel quantizes as it goes: the weights are made real.</summary>
    private static Tensor RealWhereTheInputIs(TfliteOperatorImporter import, Tensor weights, int inputPosition)
    {
        if (import.Operand(inputPosition).Type != ElementType.Float32 || weights.Data is not sbyte[] quantized)
        {
            return weights;
        }

        import.Budget.Charge((long)quantized.Length * sizeof(float), "weights");
        return new Tensor(weights.Name, ElementType.Float32, weights.Shape)
        {
            Data = ConstantDequantizer.Run(quantized, weights.Shape, weights.Quantization!),
            SourceIndex = weights.SourceIndex,
        };
    }

    /// <summary>Input, weights, and the bias if there is one: as many values as output channels, int32 beside int8 weights.</summary>
    /// <param name="position">Which operand the bias is.</param>
    public static List<Tensor> WithBias(TfliteOperatorImporter import, Tensor input, Tensor weights, int outputChannels, int position = 2)
    {
        import.RequireSameType(input, weights);
        if (!import.HasInput(position))
        {
            return [input, weights];
        }

        Tensor bias = import.Entry(position).Tensor;
        ElementType expected = weights.Type == ElementType.Int8 ? ElementType.Int32 : ElementType.Float32;
        if (!bias.IsConstant)
        {
            throw import.Error(DiagnosticId.TfliteNotConstant, $"input {position} (bias) is computed, not constant", "export a model whose bias is constant");
        }

        if (bias.Type != expected)
        {
            throw import.Error(DiagnosticId.TfliteUnsupportedType, $"bias is {bias.Type}, not {expected}", "quantize with the TFLite converter");
        }

        return bias.ElementCount == outputChannels
            ? [input, weights, bias]
            : throw import.Mismatch($"{bias.ElementCount} biases for {outputChannels} output channels");
    }

    /// <summary>
    /// The reference counts scales from the first output channel on, whatever axis the file names, as long as the axis has as many elements; and
    /// int8 kernels but FULLY_CONNECTED take weights without a zero point, which TFLite's specification wants to be 0.
    /// </summary>
    private static Tensor AsTheKernelsReadThem(TfliteOperatorImporter import, Tensor weights, int channelAxis)
    {
        if (weights.Quantization is not QuantizationParameters quantization)
        {
            return weights;
        }

        bool isOtherAxis = quantization.Axis >= 0 && quantization.Axis != channelAxis;
        if (isOtherAxis && weights.Shape[channelAxis] != quantization.Scales.Length)
        {
            throw import.Error(
                DiagnosticId.TfliteUnsupportedQuantization, $"weights are quantized along axis {quantization.Axis}, not {channelAxis}", "quantize with the TFLite converter");
        }

        bool isSymmetric = weights.Type == ElementType.Int8 && !import.IsUInt8(1) && import.Source.Code != TfliteOperatorCode.FULLY_CONNECTED;
        int zeroPoint = isSymmetric ? Array.Find(quantization.ZeroPoints, value => value != 0) : 0;
        if (zeroPoint != 0)
        {
            import.RemarkIgnored($"int8 weights with zero point {zeroPoint}");
        }

        return !isOtherAxis && zeroPoint == 0 ? weights : new Tensor(weights.Name, weights.Type, weights.Shape)
        {
            Data = weights.Data,
            SourceIndex = weights.SourceIndex,
            Quantization = new QuantizationParameters(
                quantization.Scales, zeroPoint == 0 ? quantization.ZeroPoints : new int[quantization.ZeroPoints.Length], quantization.Axis < 0 ? -1 : channelAxis),
        };
    }

    /// <summary>
    /// A dilated kernel written out: between its taps lies the zero point, which adds nothing. Taps outside the image add nothing in TFLite
    /// either, so the sums are the same.
    /// </summary>
    private static Tensor Dilated(TfliteOperatorImporter import, Tensor weights, BatchedWindow batch, int ownH, int ownW)
    {
        int[] shape = weights.Shape;
        long dilationH = shape[1] == 1 ? 1 : (long)ownH * batch.BlockH;
        long dilationW = shape[2] == 1 ? 1 : (long)ownW * batch.BlockW;
        if (dilationH == 1 && dilationW == 1)
        {
            return weights;
        }

        long height = ((shape[1] - 1) * dilationH) + 1;
        long width = ((shape[2] - 1) * dilationW) + 1;
        bool isPossible = WindowGeometry.IsExtent(dilationH) && WindowGeometry.IsExtent(dilationW) && WindowGeometry.IsExtent(height) && WindowGeometry.IsExtent(width)
            && height * width * shape[0] * shape[3] <= MaximumWeights;
        if (!isPossible)
        {
            throw import.Error(
                DiagnosticId.TfliteDilation, $"dilation {dilationH}x{dilationW} of a kernel of {shape[1]}x{shape[2]} is not possible", "export with a smaller dilation_rate");
        }

        import.Budget.Charge(height * width * shape[0] * shape[3] * ConstantData.SizeOf(weights.Data!), "dilated weights");
        int[] outer = [shape[0], 1, shape[1], shape[2]];
        Array data = weights.Data is sbyte[] quantized
            ? DilatedKernel.Spread(quantized, outer, (int)dilationH, (int)dilationW, (sbyte)weights.Quantization!.ZeroPoints[0], shape[3])
            : DilatedKernel.Spread(weights.Floats, outer, (int)dilationH, (int)dilationW, 0f, shape[3]);
        return new Tensor($"{weights.Name}/{import.Source.Index}", weights.Type, [shape[0], (int)height, (int)width, shape[3]])
        {
            Quantization = weights.Quantization,
            Data = data,
        };
    }
}
