using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.Tests.Desktop.Tflite;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.Tests.Desktop.Specification;

/// <summary>
/// Files of one operator with random shapes, strides, paddings, zero points and scales; the same seed gives the same file. Scales are
/// chosen so that most results spread over int8, some saturate, and a few multipliers are far out: above 1, tiny, or flushed to 0.
/// </summary>
internal sealed partial class RandomModels
{
    private static readonly Dictionary<string, Action<RandomModels>> s_makers = new()
    {
        ["CONV_2D"] = models => models.Convolution(),
        ["CONV_2D with unread rows"] = models => models.WithUnreadRows().Convolution(),
        ["CONV_2D of uint8"] = models => models.LegacyConvolution(),
        ["DEPTHWISE_CONV_2D"] = models => models.Depthwise(),
        ["FULLY_CONNECTED"] = models => models.FullyConnected(),
        ["ADD"] = models => models.Binary(TfliteOperatorCode.ADD, TfliteOptionsType.Add),
        ["SUB"] = models => models.Binary(TfliteOperatorCode.SUB, TfliteOptionsType.Sub),
        ["MUL"] = models => models.Binary(TfliteOperatorCode.MUL, TfliteOptionsType.Mul),
        ["PRELU"] = models => models.PRelu(),
        ["AVERAGE_POOL_2D"] = models => models.Pool(TfliteOperatorCode.AVERAGE_POOL_2D),
        ["AVERAGE_POOL_2D with unread rows"] = models => models.WithUnreadRows().Pool(TfliteOperatorCode.AVERAGE_POOL_2D),
        ["AVERAGE_POOL_2D of uint8"] = models => models.LegacyAveragePool(),
        ["MAX_POOL_2D"] = models => models.Pool(TfliteOperatorCode.MAX_POOL_2D),
        ["MEAN"] = models => models.Mean(),
        ["PAD"] = models => models.Pad(),
        ["SOFTMAX"] = models => models.Softmax(1e-3, 10),
        ["SOFTMAX of coarse scales"] = models => models.Softmax(20, 1000),
        ["QUANTIZE"] = models => models.Function(TfliteOperatorCode.QUANTIZE),
        ["RELU"] = models => models.Function(TfliteOperatorCode.RELU),
        ["RELU6"] = models => models.Function(TfliteOperatorCode.RELU6),
        ["LEAKY_RELU"] = models => models.Function(TfliteOperatorCode.LEAKY_RELU),
        ["HARD_SWISH"] = models => models.Function(TfliteOperatorCode.HARD_SWISH),
        ["LOGISTIC"] = models => models.Function(TfliteOperatorCode.LOGISTIC),
        ["TANH"] = models => models.Function(TfliteOperatorCode.TANH),
        ["EXP"] = models => models.Function(TfliteOperatorCode.EXP),
        ["GELU"] = models => models.Function(TfliteOperatorCode.GELU),
        ["RELU_N1_TO_1"] = models => models.Function(TfliteOperatorCode.RELU_N1_TO_1),
        ["TRANSPOSE"] = models => models.Transpose(),
        ["CONCATENATION"] = models => models.Concatenation(),
        ["RESIZE_NEAREST_NEIGHBOR"] = models => models.Resize(),
        ["RESIZE_NEAREST_NEIGHBOR with unread rows"] = models => models.WithUnreadRows().Resize(),
        ["SLICE"] = models => models.Slice(),
        ["STRIDED_SLICE"] = models => models.StridedSlice(),
        ["GATHER"] = models => models.Gather(),
        ["REVERSE_V2"] = models => models.Reverse(),
        ["TILE"] = models => models.Tile(),
        ["MIRROR_PAD"] = models => models.MirrorPad(),
        ["REDUCE_MAX"] = models => models.ReduceMax(),
        ["SPLIT"] = models => models.Split(),
        ["SPLIT_V"] = models => models.SplitUnevenly(),
        ["DEPTH_TO_SPACE"] = models => models.DepthToSpace(),
        ["SPACE_TO_DEPTH"] = models => models.SpaceToDepth(),
        ["MAXIMUM"] = models => models.Extremum(TfliteOperatorCode.MAXIMUM),
        ["MINIMUM"] = models => models.Extremum(TfliteOperatorCode.MINIMUM),
        ["ABS"] = models => models.Function(TfliteOperatorCode.ABS),
        ["ELU"] = models => models.Function(TfliteOperatorCode.ELU),
        ["L2_NORMALIZATION"] = models => models.L2Normalization(),
        ["RESIZE_BILINEAR"] = models => models.ResizeBilinear(),
        ["RESIZE_BILINEAR with unread rows"] = models => models.WithUnreadRows().ResizeBilinear(),
    };

    private readonly Random _random;
    private readonly TfliteFileBuilder _builder = new();
    private bool _hasUnreadRows;

    private RandomModels(int seed)
    {
        _random = new Random(seed);
    }

    /// <summary>Names of all operators.</summary>
    public static IReadOnlyCollection<string> Operators => s_makers.Keys;

    /// <summary>The file of a seed.</summary>
    public static byte[] Make(string operatorName, int seed)
    {
        var models = new RandomModels(seed);
        s_makers[operatorName](models);
        return models._builder.Build();
    }

    /// <summary>From here on, windows may leave the last rows of an image out, as large strides do.</summary>
    private RandomModels WithUnreadRows()
    {
        _hasUnreadRows = true;
        return this;
    }

    private void Convolution()
    {
        int groups = Pick(1, 1, 1, 2, 3);
        int groupChannels = Pick(1, 2, 3, 5, 8, 16);
        int outputChannels = groups * Range(1, 8);
        (int h, int w, int kernelH, int kernelW) = Window();
        int channels = groups * groupChannels;
        int x = Activation("x", [1, h, w, channels], ActivationScale());
        int taps = kernelH * kernelW * groupChannels;
        int weights = Weights([outputChannels, kernelH, kernelW, groupChannels], outputChannels, 0);
        int bias = Bias(outputChannels, taps);
        (TflitePadding padding, int strideH, int strideW) = Steps(h, w, kernelH, kernelW);
        int y = Activation("y", [1, Size(h, kernelH, strideH, padding), Size(w, kernelW, strideW, padding), outputChannels], SumScale(x, weights, taps));
        _builder.Operator(TfliteOperatorCode.CONV_2D, [x, weights, bias], [y], SmallModels.ConvOptions(padding, strideH, strideW, AnyActivation()));
        Finish(x, y);
    }

    private void Depthwise()
    {
        int channels = Range(1, 20);
        int outputChannels = channels * Pick(1, 1, 1, 2, 8);
        (int h, int w, int kernelH, int kernelW) = Window();
        int x = Activation("x", [1, h, w, channels], ActivationScale());
        int weights = Weights([1, kernelH, kernelW, outputChannels], outputChannels, 3);
        int bias = Bias(outputChannels, kernelH * kernelW);
        (TflitePadding padding, int strideH, int strideW) = Steps(h, w, kernelH, kernelW);
        int y = Activation(
            "y", [1, Size(h, kernelH, strideH, padding), Size(w, kernelW, strideW, padding), outputChannels], SumScale(x, weights, kernelH * kernelW));
        _builder.Operator(
            TfliteOperatorCode.DEPTHWISE_CONV_2D, [x, weights, bias], [y], SmallModels.DepthwiseOptions(padding, strideH, strideW, AnyActivation()));
        Finish(x, y);
    }

    private void FullyConnected()
    {
        int[] shape = [1, Range(1, 4), Range(1, 4), Range(1, 12)];
        int columns = shape[1] * shape[2] * shape[3];
        int outputs = Range(1, 200);
        int x = Activation("x", shape, ActivationScale());
        int weights = Weights([outputs, columns], outputs, 0);
        int bias = Bias(outputs, columns);
        int y = Activation("y", [1, outputs], SumScale(x, weights, columns));
        OptionTable options = new OptionTable(TfliteOptionsType.FullyConnected).Byte(Fields.FullyConnected.Activation, (int)AnyActivation());
        _builder.Operator(TfliteOperatorCode.FULLY_CONNECTED, [x, weights, bias], [y], options);
        Finish(x, y);
    }

    /// <summary>Image and image, image and vector, or image and scalar; the second one a constant, or computed from the first.</summary>
    private void Binary(TfliteOperatorCode code, TfliteOptionsType optionsType)
    {
        int[] shape = Image();
        float scaleA = ActivationScale();
        float scaleB = (float)(scaleA * Math.Exp((_random.NextDouble() * 6) - 3));
        int x = Activation("x", shape, scaleA);
        int[] shapeB = Pick(shape, [1, 1, 1, shape[3]], [shape[3]], [1], []);
        int b;
        if (shapeB == shape)
        {
            b = Activation("b", shape, scaleB);
            _builder.Operator(TfliteOperatorCode.QUANTIZE, [x], [b]);
        }
        else
        {
            b = _builder.Add(new TfliteTensorSpec
            {
                Name = "b",
                Type = TfliteTensorType.Int8,
                Shape = shapeB,
                Data = Bytes(shapeB.Aggregate(1, (count, size) => count * size)),
                Scales = [scaleB],
                ZeroPoints = [ZeroPoint()],
            });
        }

        double natural = code == TfliteOperatorCode.MUL ? 100.0 * scaleA * scaleB : Math.Max(scaleA, scaleB);
        int y = Activation("y", shape, (float)(natural * Math.Exp((_random.NextDouble() * 4) - 2)));
        OptionTable options = new OptionTable(optionsType).Byte(Fields.Arithmetic.Activation, (int)AnyActivation());
        _builder.Operator(code, _random.Next(2) == 0 ? [x, b] : [b, x], [y], options);
        Finish(x, y);
    }

    private void PRelu()
    {
        int[] shape = Image();
        float scale = ActivationScale();
        int x = Activation("x", shape, scale);
        int slope = _builder.Int8Constant("slope", [1, 1, shape[3]], [.. Bytes(shape[3]).Select(value => (sbyte)value)], [0.01f], zeroPoint: ZeroPoint());
        int y = Activation("y", shape, (float)(scale * Math.Exp((_random.NextDouble() * 3) - 1)));
        _builder.Operator(TfliteOperatorCode.PRELU, [x, slope], [y]);
        Finish(x, y);
    }

    private void Pool(TfliteOperatorCode code)
    {
        (int h, int w, int kernelH, int kernelW) = Window();
        int channels = Range(1, 20);
        (TflitePadding padding, int strideH, int strideW) = Steps(h, w, kernelH, kernelW);
        float scale = ActivationScale();
        int zeroPoint = ZeroPoint();
        int x = _builder.Int8("x", [1, h, w, channels], scale, zeroPoint);
        int y = _builder.Int8("y", [1, Size(h, kernelH, strideH, padding), Size(w, kernelW, strideW, padding), channels], scale, zeroPoint);
        OptionTable options = SmallModels.PoolOptions(padding, kernelH, kernelW, strideH, strideW).Byte(Fields.Pool2D.Activation, (int)AnyActivation());
        _builder.Operator(code, [x], [y], options);
        Finish(x, y);
    }

    private void Mean()
    {
        int[] shape = Pick(Image(), Image(), Image(), [1, 1, Range(1, 100), Range(1, 6)]); // the last: vectors side by side
        float scale = ActivationScale();
        int x = Activation("x", shape, scale);
        int[] axes = Pick<int[]>([1, 2], [1], [2], [3], [1, 2, 3]);
        int axisTensor = _builder.Int32Constant("axes", [axes.Length], axes);
        int[] reduced = [.. shape.Select((size, axis) => axes.Contains(axis) ? 1 : size)];
        int y = Activation("y", reduced, (float)(scale * Math.Exp((_random.NextDouble() * 4) - 3)));
        _builder.Operator(TfliteOperatorCode.MEAN, [x, axisTensor], [y], new OptionTable(TfliteOptionsType.Reducer).Bool(Fields.Reducer.KeepDimensions, true));
        Finish(x, y);
    }

    private void Pad()
    {
        int[] shape = Image();
        int[] paddings = [0, 0, Range(0, 4), Range(0, 4), Range(0, 4), Range(0, 4), Pick(0, 0, 2), Pick(0, 0, 3)];
        int[] padded = [.. shape.Select((size, axis) => size + paddings[2 * axis] + paddings[(2 * axis) + 1])];
        float scale = ActivationScale();
        int zeroPoint = ZeroPoint();
        int x = _builder.Int8("x", shape, scale, zeroPoint);
        int p = _builder.Int32Constant("p", [4, 2], paddings);
        int y = _builder.Int8("y", padded, scale, zeroPoint);
        int value = _builder.Int8Constant("v", [1], [(sbyte)_random.Next(-128, 128)], [scale], zeroPoint: zeroPoint);
        bool hasValue = _random.Next(2) == 0;
        _builder.Operator(hasValue ? TfliteOperatorCode.PADV2 : TfliteOperatorCode.PAD, hasValue ? [x, p, value] : [x, p], [y]);
        Finish(x, y);
    }

    private void Softmax(double lowestScale, double highestScale)
    {
        int[] shape = Pick<int[]>([1, Range(1, 300)], [1, Range(1, 8), Range(1, 8), Range(1, 40)]);
        int x = Activation("x", shape, (float)(lowestScale * Math.Pow(highestScale / lowestScale, _random.NextDouble())));
        int y = _builder.Int8("y", shape, 1f / 256, -128);
        _builder.Operator(TfliteOperatorCode.SOFTMAX, [x], [y], new OptionTable(TfliteOptionsType.Softmax).Float(Fields.Softmax.Beta, Pick(1f, 1f, 0.5f, 1.5f)));
        Finish(x, y);
    }

    private void Function(TfliteOperatorCode code)
    {
        int[] shape = Image();
        float scale = code is TfliteOperatorCode.LOGISTIC or TfliteOperatorCode.TANH ? (float)Math.Exp((_random.NextDouble() * 8) - 6) : ActivationScale();
        int x = Activation("x", shape, scale);
        int y = code switch
        {
            TfliteOperatorCode.LOGISTIC => _builder.Int8("y", shape, 1f / 256, -128),
            TfliteOperatorCode.TANH => _builder.Int8("y", shape, 1f / 128, 0),
            _ => Activation("y", shape, (float)(scale * Math.Exp((_random.NextDouble() * 4) - 2))),
        };
        OptionTable? options = code switch
        {
            TfliteOperatorCode.LEAKY_RELU => new OptionTable(TfliteOptionsType.LeakyRelu).Float(Fields.LeakyRelu.Alpha, (float)((_random.NextDouble() * 2) - 1)),
            TfliteOperatorCode.GELU => new OptionTable(TfliteOptionsType.Gelu).Bool(Fields.Gelu.IsApproximate, _random.Next(2) == 0),
            _ => null,
        };
        _builder.Operator(code, [x], [y], options);
        Finish(x, y);
    }

    private void Transpose()
    {
        int[] shape = Image();
        int[] permutation = Pick<int[]>([0, 3, 1, 2], [0, 2, 1, 3], [0, 1, 3, 2], [0, 3, 2, 1]);
        float scale = ActivationScale();
        int x = _builder.Int8("x", shape, scale, 3);
        int p = _builder.Int32Constant("p", [4], permutation);
        int y = _builder.Int8("y", [.. permutation.Select(axis => shape[axis])], scale, 3);
        _builder.Operator(TfliteOperatorCode.TRANSPOSE, [x, p], [y]);
        Finish(x, y);
    }

    /// <summary>The input beside its RELU6 and itself, along any axis.</summary>
    private void Concatenation()
    {
        int[] shape = Image();
        int axis = Range(1, 3);
        float scale = ActivationScale();
        int x = _builder.Int8("x", shape, scale, 3);
        int r = _builder.Int8("r", shape, scale, 3);
        int y = _builder.Int8("y", [.. shape.Select((size, d) => d == axis ? 3 * size : size)], scale, 3);
        _builder.Operator(TfliteOperatorCode.RELU6, [x], [r]);
        _builder.Operator(TfliteOperatorCode.CONCATENATION, [x, r, x], [y], new OptionTable(TfliteOptionsType.Concatenation).Int(Fields.Concatenation.Axis, axis));
        Finish(x, y);
    }

    private void ResizeBilinear()
    {
        int way = _random.Next(3);
        Resize(TfliteOperatorCode.RESIZE_BILINEAR, new OptionTable(TfliteOptionsType.ResizeBilinear)
            .Bool(Fields.ResizeBilinear.AlignCorners, way == 1)
            .Bool(Fields.ResizeBilinear.HalfPixelCenters, way == 2));
    }

    private void Resize()
    {
        OptionTable options = new OptionTable(TfliteOptionsType.ResizeNearest)
            .Bool(Fields.ResizeNearest.AlignCorners, _random.Next(2) == 0)
            .Bool(Fields.ResizeNearest.HalfPixelCenters, _random.Next(2) == 0);
        Resize(TfliteOperatorCode.RESIZE_NEAREST_NEIGHBOR, options);
    }

    private void Resize(TfliteOperatorCode code, OptionTable options)
    {
        int[] shape = Image();
        int[] size = [Range(_hasUnreadRows ? 1 : shape[1], 20), Range(1, 20)];
        float scale = ActivationScale();
        int x = _builder.Int8("x", shape, scale, 3);
        int s = _builder.Int32Constant("s", [2], size);
        int y = _builder.Int8("y", [1, size[0], size[1], shape[3]], scale, 3);
        _builder.Operator(code, [x, s], [y], options);
        Finish(x, y);
    }

    private void Finish(int input, int output) => _builder.From(input).To(output);
}
