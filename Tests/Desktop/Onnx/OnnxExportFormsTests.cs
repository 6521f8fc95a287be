using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Formats.Onnx.Proto;
using Edge.ModelTools.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using DataType = Edge.ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Edge.Tests.Desktop.Onnx;

/// <summary>The forms in which exporters write what the networks of Edge consist of, in every operator set where the form differs.</summary>
[TestClass]
public sealed class OnnxExportFormsTests
{
    private static readonly Dictionary<string, Func<OnnxModelBuilder, string, string>> s_forms = new()
    {
        ["flatten by Shape, Gather, Unsqueeze, Concat"] = (b, x) =>
        {
            string batch = b.Node("Gather", [b.Node("Shape", x), Scalar(b, 0)], ("axis", 0L));
            return Dense(b, b.Node("Reshape", [x, b.Node("Concat", [Unsqueeze(b, batch), b.Longs(-1)], ("axis", 0L))]));
        },
        ["flatten by Shape, Slice, Concat"] = (b, x) =>
        {
            string batch = Slice(b, b.Node("Shape", x), 0, 1);
            return Dense(b, b.Node("Reshape", [x, b.Node("Concat", [batch, b.Longs(-1)], ("axis", 0L))]));
        },
        ["flatten by ConstantOfShape and Where"] = (b, x) =>
        {
            string ones = b.Node("ConstantOfShape", b.Longs(2), ("value", OnnxModelBuilder.Tensor(DataType.Int64, [1], [1, 0, 0, 0, 0, 0, 0, 0])));
            string wanted = b.Longs(-1, 108);
            return Dense(b, b.Node("Reshape", [x, b.Node("Where", [b.Node("Equal", [wanted, b.Longs(-1)]), ones, wanted])]));
        },
        ["flatten by Flatten"] = (b, x) => Dense(b, b.Node("Flatten", x, ("axis", 1L))),
        ["flatten by zeros"] = (b, x) => Dense(b, b.Node("Reshape", [x, b.Longs(0, -1)])),
        ["flatten with a Cast and a Mod"] = (b, x) =>
        {
            string size = b.Node("Cast", b.Node("Mul", [b.Node("Cast", b.Longs(9, 12), ("to", (long)DataType.Float)), b.Floats([2], 1, 1)]), ("to", (long)DataType.Int64));
            return Dense(b, b.Node("Reshape", [x, b.Node("Concat", [b.Node("Mod", [b.Longs(4), b.Longs(3)]), b.Node("Mul", [Slice(b, size, 0, 1), Slice(b, size, 1, 2)])], ("axis", 0L))]));
        },
        ["global mean by ReduceMean"] = (b, x) => Dense12(b, Mean(b, x, false)),
        ["global mean by ReduceMean, kept"] = (b, x) => Dense12(b, b.Node("Flatten", Mean(b, x, true))),
        ["global mean by pooling"] = (b, x) => Dense12(b, Squeeze(b, b.Node("GlobalAveragePool", x))),
        ["global mean by a whole pool"] = (b, x) => Dense12(b, b.Node("Flatten", b.Node("AveragePool", x, ("kernel_shape", new long[] { 3, 3 })))),
        ["product and sum"] = (b, x) => b.Node("Add", [b.Node("MatMul", [b.Node("Flatten", x), b.Random(108, 5)]), b.Random(5)]),
        ["sum and product"] = (b, x) => b.Node("Add", [b.Random(5), b.Node("MatMul", [b.Node("Flatten", x), b.Random(1, 108, 5)])]),
        ["Gemm"] = (b, x) => b.Node("Gemm", [b.Node("Flatten", x), b.Random(108, 5), b.Random(1, 5)]),
        ["Gemm, transposed"] = (b, x) => b.Node("Gemm", [b.Node("Flatten", x), b.Random(5, 108), b.Random(5)], ("transB", 1L), ("alpha", 1f), ("beta", 1f)),
        ["Gemm, scaled"] = (b, x) => b.Node("Gemm", [b.Node("Flatten", x), b.Random(5, 108), b.Random(1)], ("transB", 1L), ("alpha", 0.5f), ("beta", 2f)),
        ["a product over positions"] = (b, x) => b.Node("MatMul", [b.Node("Transpose", x, ("perm", new long[] { 0, 2, 3, 1 })), b.Random(12, 5)]),
        ["a product over positions with bias"] = (b, x) =>
            b.Node("Relu", b.Node("Add", [b.Node("MatMul", [b.Node("Reshape", [x, b.Longs(1, 9, 12)]), b.Random(12, 5)]), b.Random(5)])),
        ["rows of a Gemm"] = (b, x) => b.Node("Gemm", [b.Node("Reshape", [x, b.Longs(9, 12)]), b.Random(12, 5), b.Random(5)]),
        ["Clip with bounds"] = (b, x) => Clip(b, x, 0, 6),
        ["Clip with one bound"] = (b, x) => b.Opset() < 11 ? b.Node("Clip", x, ("min", 0f)) : b.Node("Clip", [x, b.Scalar(0)]),
        ["Clip with bounds of nodes"] = (b, x) => b.Opset() < 11 ? Clip(b, x, 0, 6) : b.Node("Clip", [x, Scalar(b, 0f), Scalar(b, 6f)]),
        ["hard sigmoid in parts"] = (b, x) => b.Node("Mul", [x, b.Node("Div", [Clip(b, b.Node("Add", [x, Scalar(b, 3f)]), 0, 6), Scalar(b, 6f)])]),
        ["hard sigmoid with a factor"] = (b, x) => b.Node("Mul", [x, b.Node("Mul", [Clip(b, b.Node("Add", [x, Scalar(b, 3f)]), 0, 6), Scalar(b, 1 / 6f)])]),
        ["hard swish in parts"] = (b, x) => b.Node("Div", [b.Node("Mul", [x, Clip(b, b.Node("Add", [x, b.Scalar(3)]), 0, 6)]), b.Scalar(6)]),
        ["hard sigmoid by ReLU"] = (b, x) => b.Node("Div", [b.Node("Min", [b.Node("Relu", b.Node("Add", [x, b.Scalar(3)])), b.Scalar(6)]), b.Scalar(6)]),
        ["sigmoid product"] = (b, x) => b.Node("Mul", [x, b.Node("Sigmoid", x)]),
        ["identities and dropout"] = (b, x) => b.Node("Identity", b.Node("Dropout", b.Node("Identity", x))),
        ["batch normalisation behind a depthwise convolution"] = (b, x) => b.Node("Relu", b.Node("BatchNormalization", [b.Node("Conv", [x, b.Random(12, 1, 3, 3)], ("group", 12L), ("pads", new long[] { 1, 1, 1, 1 })), .. Statistics(b)], ("epsilon", 1e-3f))),
        ["batch normalisation in front of a convolution"] = (b, x) => b.Conv(b.Node("BatchNormalization", [x, .. Statistics(b)]), 12, 5, 1),
        ["batch normalisation alone"] = (b, x) => b.Node("BatchNormalization", [b.Node("MaxPool", x, ("kernel_shape", new long[] { 2, 2 })), .. Statistics(b)]),
        ["Pad in front of a convolution"] = (b, x) => b.Node("Conv", [Pad(b, x, 0, 0, 0, 0, 0, 0, 1, 1), b.Random(5, 12, 3, 3)], ("strides", new long[] { 2, 2 })),
        ["SAME"] = (b, x) => b.Node("Conv", [x, b.Random(5, 12, 2, 2)], ("auto_pad", "SAME_UPPER"), ("strides", new long[] { 2, 2 })),
        ["SAME, lower"] = (b, x) => b.Node("MaxPool", x, ("kernel_shape", new long[] { 2, 2 }), ("auto_pad", "SAME_LOWER")),
        ["TensorFlow's layout around a convolution"] = (b, x) =>
        {
            string nhwc = b.Node("Transpose", x, ("perm", new long[] { 0, 2, 3, 1 }));
            string sum = b.Node("Add", [nhwc, b.Random(12)]);
            string conv = b.Conv(b.Node("Transpose", sum, ("perm", new long[] { 0, 3, 1, 2 })), 12, 5, 3);
            string back = b.Node("Relu6Like", conv);
            b.Graph.Node[^1].OpType = "Relu";
            return Mean(b, b.Node("Transpose", back, ("perm", new long[] { 0, 2, 3, 1 })), false, 1, 2);
        },
        ["a constant beside the channels"] = (b, x) => b.Node("Concat", [x, b.Random(1, 2, 3, 3)], ("axis", 1L)),
        ["a sum of three"] = (b, x) => b.Node("Sum", [x, b.Node("Relu", x), b.Random(1, 12, 1, 1)]),
        ["a sum of one"] = (b, x) => b.Node("Sum", x),
        ["squeeze-excite by means and products"] = (b, x) =>
        {
            string squeezed = b.Node("Relu", b.Node("Gemm", [Mean(b, x, false), b.Random(4, 12), b.Random(4)], ("transB", 1L)));
            string gate = b.Node("Sigmoid", b.Node("Gemm", [squeezed, b.Random(12, 4), b.Random(12)], ("transB", 1L)));
            return b.Node("Mul", [x, b.Node("Reshape", [gate, b.Longs(-1, 12, 1, 1)])]);
        },
        ["weights behind Identity and Transpose"] = (b, x) => b.Node("MatMul", [b.Node("Flatten", x), b.Node("Transpose", b.Node("Identity", b.Random(5, 108)), ("perm", new long[] { 1, 0 }))]),
        ["weights in a Constant"] = (b, x) => b.Node("Conv", [x, b.Node("Constant", [], ("value", OnnxModelBuilder.Tensor(DataType.Float, [1, 12, 1, 1], new byte[48]))), b.Random(1)]),
        ["softmax over the last axis"] = (b, x) => b.Node("Softmax", Dense(b, b.Node("Flatten", x)), ("axis", b.Opset() < 13 ? 1L : -1L)),
    };

    public static IEnumerable<object[]> Forms =>
        s_forms.Keys.SelectMany(name => new[] { 7, 9, 11, 13, 18, 20 }.Select(opset => new object[] { name, opset }));

    [TestMethod]
    [DynamicData(nameof(Forms))]
    public void Each_form_computes_what_onnxruntime_does(string form, int opset)
    {
        if ((opset < 9 && form.Contains("ConstantOfShape", StringComparison.Ordinal)) || (opset < 10 && form.Contains("Mod", StringComparison.Ordinal)) || (opset < 8 && (form is "hard sigmoid by ReLU" or "a sum of three")))
        {
            return; // the operators are newer, or broadcast since then only
        }

        var builder = new OnnxModelBuilder(opset);
        builder.Model.IrVersion = opset >= 18 ? 8 : 7;
        string input = builder.Input(0, 3, 6, 6);
        string features = builder.Node("Relu", builder.Conv(input, 3, 12, 3, 2));
        ModelGraph graph = OnnxComparison.Check(builder, s_forms[form](builder, features), [1, 3, 6, 6]);
        Assert.IsTrue(graph.Operators.TrueForAll(op => op.Kind != OperatorKind.ScaleShift), "a scale is not folded");
    }

    private static string Dense(OnnxModelBuilder b, string x) => b.Node("Gemm", [x, b.Random(5, 108), b.Random(5)], ("transB", 1L));

    private static string Dense12(OnnxModelBuilder b, string x) => b.Node("Gemm", [x, b.Random(5, 12), b.Random(5)], ("transB", 1L));

    private static string Scalar(OnnxModelBuilder b, object value) => b.Node("Constant", [], ("value", value is int integer
        ? OnnxModelBuilder.Tensor(DataType.Int64, [], BitConverter.GetBytes((long)integer))
        : OnnxModelBuilder.Tensor(DataType.Float, [], BitConverter.GetBytes((float)value))));

    private static string Clip(OnnxModelBuilder b, string x, float min, float max) =>
        b.Opset() < 11 ? b.Node("Clip", x, ("min", min), ("max", max)) : b.Node("Clip", [x, b.Scalar(min), b.Scalar(max)]);

    private static string Unsqueeze(OnnxModelBuilder b, string x) =>
        b.Opset() < 13 ? b.Node("Unsqueeze", x, ("axes", new long[] { 0 })) : b.Node("Unsqueeze", [x, b.Longs(0)]);

    private static string Squeeze(OnnxModelBuilder b, string x) =>
        b.Opset() < 13 ? b.Node("Squeeze", x, ("axes", new long[] { 2, 3 })) : b.Node("Squeeze", [x, b.Longs(2, 3)]);

    private static string Slice(OnnxModelBuilder b, string x, long start, long end) => b.Opset() < 10
        ? b.Node("Slice", x, ("starts", new[] { start }), ("ends", new[] { end }), ("axes", new long[] { 0 }))
        : b.Node("Slice", [x, b.Longs(start), b.Longs(end), b.Longs(0)]);

    private static string Pad(OnnxModelBuilder b, string x, params long[] pads) =>
        b.Opset() < 11 ? b.Node("Pad", x, ("pads", pads)) : b.Node("Pad", [x, b.Longs(pads), b.Scalar(0)]);

    private static string Mean(OnnxModelBuilder b, string x, bool keeps, params long[] axes)
    {
        long[] over = axes.Length == 0 ? [2, 3] : axes;
        return b.Opset() < 18
            ? b.Node("ReduceMean", x, ("axes", over), ("keepdims", keeps ? 1L : 0L))
            : b.Node("ReduceMean", [x, b.Longs(over)], ("keepdims", keeps ? 1L : 0L));
    }

    private static string[] Statistics(OnnxModelBuilder b) => [b.Random(12), b.Random(12), b.Random(12), b.RandomBetween(0.3, 2, 12)];
}
