using System.Collections.Generic;
using Edge.ModelTools.Formats.Tflite.Schema;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.Tests.Desktop.Tflite;

/// <summary>Sound little models which together reach every importer; damaged copies of them are what the reader is fuzzed with.</summary>
internal static class FuzzCorpus
{
    public static List<byte[]> Small() => [SmallModels.Convolution().Build(), Mbconv(), Functions(), Shapes(), Float(), Legacy()];

    /// <summary>Float interface, convolution, depthwise, squeeze and excite, residual, pools, fully connected, softmax.</summary>
    private static byte[] Mbconv()
    {
        var builder = new TfliteFileBuilder();
        int f = builder.Float("image", 1, 6, 6, 2);
        int x = builder.Int8("x", [1, 6, 6, 2]);
        int w = builder.Int8Constant("expand", [4, 1, 1, 2], SmallModels.Ramp(8), [0.1f, 0.2f, 0.3f, 0.4f]);
        int b = builder.Int32Constant("bias", [4], 1, 2, 3, 4);
        int a = builder.Int8("a", [1, 6, 6, 4]);
        int d = builder.Int8Constant("depthwise", [1, 3, 3, 4], SmallModels.Ramp(36), [0.1f, 0.2f, 0.3f, 0.4f], axis: 3);
        int c = builder.Int8("c", [1, 6, 6, 4]);
        int axes = builder.Int32Constant("axes", [2], 1, 2);
        int m = builder.Int8("m", [1, 1, 1, 4]);
        int g = builder.Int8("g", [1, 1, 1, 4], 1f / 256, -128);
        int s = builder.Int8("s", [1, 6, 6, 4]);
        int r = builder.Int8("r", [1, 6, 6, 4]);
        int p = builder.Int8("p", [1, 3, 3, 4]);
        int v = builder.Int8("v", [1, 1, 1, 4]);
        int k = builder.Int8Constant("dense", [3, 4], SmallModels.Ramp(12));
        int l = builder.Int8("l", [1, 3]);
        int o = builder.Int8("o", [1, 3], 1f / 256, -128);
        int y = builder.Float("y", 1, 3);
        builder.Operator(TfliteOperatorCode.QUANTIZE, [f], [x]);
        builder.Operator(TfliteOperatorCode.CONV_2D, [x, w, b], [a], SmallModels.ConvOptions(TflitePadding.Same, 1, 1, TfliteActivation.Relu));
        builder.Operator(TfliteOperatorCode.DEPTHWISE_CONV_2D, [a, d, b], [c], SmallModels.DepthwiseOptions(TflitePadding.Same, 1, 1));
        builder.Operator(TfliteOperatorCode.MEAN, [c, axes], [m], new OptionTable(TfliteOptionsType.Reducer).Bool(Fields.Reducer.KeepDimensions, true));
        builder.Operator(TfliteOperatorCode.LOGISTIC, [m], [g]);
        builder.Operator(TfliteOperatorCode.MUL, [c, g], [s]);
        builder.Operator(TfliteOperatorCode.ADD, [s, a], [r], new OptionTable(TfliteOptionsType.Add).Byte(Fields.Arithmetic.Activation, 1));
        builder.Operator(TfliteOperatorCode.MAX_POOL_2D, [r], [p], SmallModels.PoolOptions(TflitePadding.Valid, 2, 2, 2, 2));
        builder.Operator(TfliteOperatorCode.AVERAGE_POOL_2D, [p], [v], SmallModels.PoolOptions(TflitePadding.Valid, 3, 3, 3, 3));
        builder.Operator(TfliteOperatorCode.FULLY_CONNECTED, [v, k], [l]);
        builder.Operator(TfliteOperatorCode.SOFTMAX, [l], [o], new OptionTable(TfliteOptionsType.Softmax).Float(Fields.Softmax.Beta, 1));
        builder.Operator(TfliteOperatorCode.DEQUANTIZE, [o], [y]);
        return builder.From(f).To(y).Build();
    }

    /// <summary>Every elementwise function.</summary>
    private static byte[] Functions()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 2, 2, 3]);
        int slope = builder.Int8Constant("slope", [1, 1, 3], [1, 2, 3]);
        int t = builder.Int8("t", [1, 2, 2, 3], 1f / 128, 0);
        int last = Chain(builder, TfliteOperatorCode.HARD_SWISH, x);
        last = Chain(builder, TfliteOperatorCode.RELU, last);
        last = Chain(builder, TfliteOperatorCode.RELU6, last);
        last = Chain(builder, TfliteOperatorCode.RELU_N1_TO_1, last);
        last = Chain(builder, TfliteOperatorCode.LEAKY_RELU, last, new OptionTable(TfliteOptionsType.LeakyRelu).Float(Fields.LeakyRelu.Alpha, 0.2f));
        last = Chain(builder, TfliteOperatorCode.QUANTIZE, last);
        builder.Operator(TfliteOperatorCode.TANH, [last], [t]);
        int p = builder.Int8("p", [1, 2, 2, 3]);
        builder.Operator(TfliteOperatorCode.PRELU, [t, slope], [p]);
        return builder.From(x).To(p, t).Build();
    }

    /// <summary>Shape arithmetic and everything that moves values.</summary>
    private static byte[] Shapes()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 2, 3, 4]);
        int toLast = builder.Int32Constant("permutation", [4], 0, 2, 3, 1);
        int t = builder.Int8("t", [1, 3, 4, 2]);
        int paddings = builder.Int32Constant("paddings", [4, 2], 0, 0, 1, 0, 0, 1, 0, 0);
        int p = builder.Int8("p", [1, 4, 5, 2]);
        int size = builder.Int32Constant("size", [2], 8, 10);
        int r = builder.Int8("r", [1, 8, 10, 2]);
        int c = builder.Int8("c", [1, 8, 10, 4]);
        int shape = builder.Int32("shape", 4);
        int zero = builder.Int32Constant("zero", [1], 0);
        int one = builder.Int32Constant("one", [1], 1);
        int batch = builder.Int32("batch", 1);
        int picked = builder.Int32("picked", 1);
        int open = builder.Int32Constant("open", [1], -1);
        int wanted = builder.Int32("wanted", 3);
        int packed = builder.Int32("packed", 3, 1);
        int flat = builder.Int32("flat", 3);
        int y = builder.Int8("y", [1, 8, 40]);
        builder.Operator(TfliteOperatorCode.TRANSPOSE, [x, toLast], [t]);
        builder.Operator(TfliteOperatorCode.PAD, [t, paddings], [p]);
        builder.Operator(TfliteOperatorCode.RESIZE_NEAREST_NEIGHBOR, [p, size], [r], new OptionTable(TfliteOptionsType.ResizeNearest).Bool(0, false).Bool(1, true));
        builder.Operator(TfliteOperatorCode.CONCATENATION, [r, r], [c], new OptionTable(TfliteOptionsType.Concatenation).Int(Fields.Concatenation.Axis, 3));
        builder.Operator(TfliteOperatorCode.SHAPE, [c], [shape]);
        builder.Operator(TfliteOperatorCode.STRIDED_SLICE, [shape, zero, one, one], [batch], new OptionTable(TfliteOptionsType.StridedSlice).Int(Fields.StridedSlice.EndMask, 0));
        builder.Operator(TfliteOperatorCode.GATHER, [shape, one], [picked], new OptionTable(TfliteOptionsType.Gather).Int(Fields.Gather.Axis, 0));
        builder.Operator(TfliteOperatorCode.PACK, [batch, picked, open], [packed], new OptionTable(TfliteOptionsType.Pack).Int(Fields.Pack.Axis, 0));
        builder.Operator(TfliteOperatorCode.SQUEEZE, [packed], [flat], new OptionTable(TfliteOptionsType.Squeeze).Ints(Fields.Squeeze.Dimensions, 1));
        builder.Operator(TfliteOperatorCode.MUL, [flat, one], [wanted]);
        builder.Operator(TfliteOperatorCode.RESHAPE, [c, wanted], [y]);
        return builder.From(x).To(y).Build();
    }

    /// <summary>A float model whose weights stand behind DEQUANTIZE.</summary>
    private static byte[] Float()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Float("x", 1, 4, 4, 1);
        int q = builder.Int8Constant("q", [2, 3, 3, 1], SmallModels.Ramp(18), [0.5f, 0.25f]);
        int w = builder.Float("w", 2, 3, 3, 1);
        int b = builder.FloatConstant("b", [2], 1, -1);
        int c = builder.Float("c", 1, 4, 4, 2);
        int h = builder.Add(new TfliteTensorSpec { Name = "h", Type = TfliteTensorType.Float16, Shape = [2, 32], Data = new byte[128] });
        int k = builder.Float("k", 2, 32);
        int y = builder.Float("y", 1, 2);
        builder.Operator(TfliteOperatorCode.DEQUANTIZE, [q], [w]);
        builder.Operator(TfliteOperatorCode.CONV_2D, [x, w, b], [c], SmallModels.ConvOptions(TflitePadding.Same, 1, 1, TfliteActivation.Relu6));
        builder.Operator(TfliteOperatorCode.DEQUANTIZE, [h], [k]);
        builder.Operator(TfliteOperatorCode.FULLY_CONNECTED, [c, k], [y]);
        return builder.From(x).To(y).Build();
    }

    /// <summary>A uint8 model.</summary>
    private static byte[] Legacy()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.UInt8("x", [1, 4, 4, 1]);
        int w = builder.UInt8Constant("w", [1, 3, 3, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9], zeroPoint: 4);
        int c = builder.UInt8("c", [1, 2, 2, 1]);
        int p = builder.UInt8("p", [1, 1, 1, 1]);
        builder.Operator(TfliteOperatorCode.CONV_2D, [x, w], [c], SmallModels.ConvOptions(TflitePadding.Valid, 1, 1));
        builder.Operator(TfliteOperatorCode.AVERAGE_POOL_2D, [c], [p], SmallModels.PoolOptions(TflitePadding.Valid, 2, 2, 2, 2));
        return builder.From(x).To(p).Build();
    }

    private static int Chain(TfliteFileBuilder builder, TfliteOperatorCode code, int input, OptionTable? options = null)
    {
        int output = builder.Int8($"after {code}", builder.Tensors[input].Shape);
        builder.Operator(code, [input], [output], options);
        return output;
    }
}
