using System.Linq;
using Edge.ModelTools.Formats.Tflite;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.Tests.Desktop.Tflite;

/// <summary>Small files for the tests of the reader.</summary>
internal static class SmallModels
{
    /// <summary>Reads what a builder has written.</summary>
    public static ModelGraph Read(this TfliteFileBuilder builder) => TfliteReader.Read(builder.Build(), "small.tflite");

    /// <summary>CONV_2D 3x3 of 4x5x2 to 3 channels, int8 per channel, SAME, stride 2, RELU6.</summary>
    public static TfliteFileBuilder Convolution()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4, 5, 2], 0.5f, 3);
        int w = builder.Int8Constant("w", [3, 3, 3, 2], Ramp(54), [0.1f, 0.2f, 0.3f]);
        int b = builder.Int32Constant("b", [3], 10, -20, 30);
        int y = builder.Int8("y", [1, 2, 3, 3], 0.25f, -128);
        builder.Operator(TfliteOperatorCode.CONV_2D, [x, w, b], [y], ConvOptions(TflitePadding.Same, 2, 2, TfliteActivation.Relu6));
        return builder.From(x).To(y);
    }

    /// <summary>A model of one operator that reads one int8 tensor.</summary>
    public static TfliteFileBuilder Unary(
        TfliteOperatorCode code, int[] shape, OptionTable? options = null, float scale = 0.1f, int zeroPoint = 5, float outputScale = 0.05f, int outputZeroPoint = -7)
    {
        return Unary(code, shape, shape, options, scale, zeroPoint, outputScale, outputZeroPoint);
    }

    /// <summary>A model of one operator that reads one int8 tensor and writes one of another shape.</summary>
    public static TfliteFileBuilder Unary(
        TfliteOperatorCode code,
        int[] shape,
        int[] outputShape,
        OptionTable? options = null,
        float scale = 0.1f,
        int zeroPoint = 5,
        float outputScale = 0.1f,
        int outputZeroPoint = 5)
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", shape, scale, zeroPoint);
        int y = builder.Int8("y", outputShape, outputScale, outputZeroPoint);
        builder.Operator(code, [x], [y], options);
        return builder.From(x).To(y);
    }

    /// <summary>A model of one operator that reads one int8 tensor and an int32 constant.</summary>
    public static TfliteFileBuilder WithIntegers(
        TfliteOperatorCode code, int[] shape, int[] constantShape, int[] constant, int[] outputShape, OptionTable? options = null)
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", shape, 0.1f, 5);
        int c = builder.Int32Constant("c", constantShape, constant);
        int y = builder.Int8("y", outputShape, 0.1f, 5);
        builder.Operator(code, [x, c], [y], options);
        return builder.From(x).To(y);
    }

    public static TfliteFileBuilder From(this TfliteFileBuilder builder, params int[] inputs)
    {
        builder.Inputs = inputs;
        return builder;
    }

    public static TfliteFileBuilder To(this TfliteFileBuilder builder, params int[] outputs)
    {
        builder.Outputs = outputs;
        return builder;
    }

    public static OptionTable ConvOptions(
        TflitePadding padding, int strideH, int strideW, TfliteActivation activation = TfliteActivation.None, int dilationH = 1, int dilationW = 1)
    {
        return new OptionTable(TfliteOptionsType.Conv2D)
            .Byte(Fields.Conv2D.Padding, (int)padding)
            .Int(Fields.Conv2D.StrideH, strideH)
            .Int(Fields.Conv2D.StrideW, strideW)
            .Byte(Fields.Conv2D.Activation, (int)activation)
            .Int(Fields.Conv2D.DilationH, dilationH)
            .Int(Fields.Conv2D.DilationW, dilationW);
    }

    public static OptionTable DepthwiseOptions(TflitePadding padding, int strideH, int strideW, TfliteActivation activation = TfliteActivation.None)
    {
        return new OptionTable(TfliteOptionsType.DepthwiseConv2D)
            .Byte(Fields.DepthwiseConv2D.Padding, (int)padding)
            .Int(Fields.DepthwiseConv2D.StrideH, strideH)
            .Int(Fields.DepthwiseConv2D.StrideW, strideW)
            .Byte(Fields.DepthwiseConv2D.Activation, (int)activation);
    }

    public static OptionTable PoolOptions(TflitePadding padding, int kernelH, int kernelW, int strideH, int strideW)
    {
        return new OptionTable(TfliteOptionsType.Pool2D)
            .Byte(Fields.Pool2D.Padding, (int)padding)
            .Int(Fields.Pool2D.FilterH, kernelH)
            .Int(Fields.Pool2D.FilterW, kernelW)
            .Int(Fields.Pool2D.StrideH, strideH)
            .Int(Fields.Pool2D.StrideW, strideW);
    }

    /// <summary>-4, -3, ... 4, -4, ...</summary>
    public static sbyte[] Ramp(int count) => [.. Enumerable.Range(0, count).Select(i => (sbyte)((i % 9) - 4))];
}
