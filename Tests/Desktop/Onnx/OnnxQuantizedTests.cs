using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using DataType = Edge.ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Edge.Tests.Desktop.Onnx;

/// <summary>
/// Models that onnxruntime's quantize_static writes, taken as they are: each layer gives what ONNX Runtime gives, to within one step
/// of its output's scale.
/// </summary>
[TestClass]
public sealed class OnnxQuantizedTests
{
    private static readonly (string, object)[] s_pads = [("pads", new long[] { 1, 1, 1, 1 })];

    private static readonly Dictionary<string, Func<QuantizedOnnx, string, string>> s_layers = new()
    {
        ["convolution"] = (q, x) => q.Builder.Node("Conv", [x, q.RealWeights(0, 5, 6, 3, 3)], s_pads),
        ["convolution with bias and ReLU"] = (q, x) => q.Builder.Node("Relu", q.Builder.Node("Conv", [x, q.RealWeights(0, 5, 6, 3, 3), IntegerBias(q, 5)], ("strides", new long[] { 2, 2 }))),
        ["convolution with float bias and ReLU6"] = (q, x) => q.Builder.Node("Clip", [q.Builder.Node("Conv", [x, q.RealWeights(0, 5, 6, 1, 1), q.Builder.Random(5)]), q.Builder.Scalar(0), q.Builder.Scalar(6)]),
        ["depthwise convolution"] = (q, x) => q.Builder.Node("Conv", [x, q.RealWeights(0, 6, 1, 3, 3)], [.. s_pads, ("group", 6L)]),
        ["grouped convolution"] = (q, x) => q.Builder.Node("Conv", [x, q.RealWeights(0, 4, 3, 3, 3)], [.. s_pads, ("group", 2L)]),
        ["fully connected"] = (q, x) => q.Builder.Node("Gemm", [q.Builder.Node("Flatten", x), q.RealWeights(0, 7, 180), q.Builder.Random(7)], ("transB", 1L)),
        ["product"] = (q, x) => q.Builder.Node("MatMul", [q.Builder.Node("Flatten", x), q.RealWeights(1, 180, 7)]),
        ["transposed weights"] = (q, x) => q.Builder.Node("MatMul", [q.Builder.Node("Flatten", x), q.Builder.Node("Transpose", q.RealWeights(0, 7, 180))]),
        ["sum"] = (q, x) => q.Builder.Node("Add", [x, q.Round(q.Builder.Node("Relu", x), 0.011f, 3)]),
        ["sum with a constant"] = (q, x) => q.Builder.Node("Add", [x, q.Builder.Node("DequantizeLinear", [q.Bytes([6, 1, 1], DataType.Int8, 3, -7, 100, 0, 5, -90), q.Builder.Scalar(0.02f), q.Bytes([], DataType.Int8, 0)])]),
        ["difference"] = (q, x) => q.Builder.Node("Sub", [x, q.Round(q.Builder.Node("Sigmoid", x), 1 / 256f, 0)]),
        ["product of activations"] = (q, x) => q.Builder.Node("Mul", [x, q.Round(q.Builder.Node("Sigmoid", x), 1 / 256f, 0)]),
        ["scaled by channel"] = (q, x) => q.Builder.Node("Mul", [x, q.Round(q.Builder.Node("Sigmoid", q.Round(q.Builder.Node("GlobalAveragePool", x), 0.004f, 128)), 1 / 256f, 0)]),
        ["maximum"] = (q, x) => q.Builder.Node("MaxPool", x, ("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 2 })),
        ["average with a finer scale"] = (q, x) => q.Builder.Node("AveragePool", x, ("kernel_shape", new long[] { 3, 2 }), ("strides", new long[] { 1, 1 })),
        ["average with padding"] = (q, x) => q.Builder.Node("AveragePool", x, ("kernel_shape", new long[] { 3, 3 }), ("pads", new long[] { 1, 1, 1, 1 }), ("count_include_pad", 1L)),
        ["global average"] = (q, x) => q.Builder.Node("GlobalAveragePool", x),
        ["mean"] = (q, x) => q.Builder.Node("ReduceMean", x, ("axes", new long[] { 2, 3 }), ("keepdims", 0L)),
        ["concatenation"] = (q, x) => q.Builder.Node("Concat", [x, q.Round(q.Builder.Node("Relu", x), 0.011f, 0)], ("axis", 1L)),
        ["sigmoid"] = (q, x) => q.Builder.Node("Sigmoid", x),
        ["leaky ReLU"] = (q, x) => q.Builder.Node("LeakyRelu", x, ("alpha", 0.1f)),
        ["tanh"] = (q, x) => q.Builder.Node("Tanh", x),
        ["hard sigmoid"] = (q, x) => q.Builder.Node("HardSigmoid", x, ("alpha", 1 / 6f)),
        ["softmax"] = (q, x) => q.Builder.Node("Softmax", q.Builder.Node("Flatten", q.Round(q.Builder.Node("GlobalAveragePool", x), 0.01f, 100)), ("axis", 1L)),
        ["padding"] = (q, x) => q.Builder.Node("Pad", [x, q.Builder.Longs(0, 0, 1, 0, 0, 0, 0, 2)]),
        ["transposition"] = (q, x) => q.Builder.Node("Transpose", x, ("perm", new long[] { 0, 2, 3, 1 })),
        ["nearest neighbour"] = (q, x) => q.Builder.Node("Resize", [x, "", q.Builder.Floats([4], 1, 1, 2, 2)], ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor")),
    };

    public static IEnumerable<object[]> Layers => s_layers.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Layers))]
    public void A_layer_between_QuantizeLinear_and_DequantizeLinear_is_within_one_step(string name)
    {
        foreach ((DataType activations, DataType weights, bool isPerChannel) in Forms())
        {
            var q = new QuantizedOnnx(activations, weights, isPerChannel);
            string x = q.Round(q.Builder.Input(1, 6, 5, 6), 0.0137f, 117);
            (float scale, int zero) = name switch
            {
                "sigmoid" or "softmax" or "hard sigmoid" => (1 / 256f, 0),
                "average with a finer scale" or "average with padding" or "global average" or "mean" => (0.0081f, 120),
                "maximum" or "padding" or "transposition" or "nearest neighbour" => (0.0137f, 117),
                "convolution" or "convolution with bias and ReLU" or "depthwise convolution" or "grouped convolution" => (0.04f, 131),
                "fully connected" or "product" or "transposed weights" => (0.11f, 125),
                _ => (0.0177f, 110),
            };
            q.Check(q.Round(s_layers[name](q, x), scale, zero));
        }
    }

    [TestMethod]
    [DataRow("QLinearConv")]
    [DataRow("QLinearMatMul")]
    [DataRow("QGemm")]
    [DataRow("QLinearAdd")]
    [DataRow("QLinearMul")]
    [DataRow("QLinearSigmoid")]
    [DataRow("QLinearLeakyRelu")]
    [DataRow("QLinearGlobalAveragePool")]
    [DataRow("QLinearAveragePool")]
    [DataRow("QLinearConcat")]
    [DataRow("QLinearSoftmax")]
    public void An_operator_on_quantized_tensors_is_within_one_step(string type)
    {
        foreach ((DataType activations, DataType weights, bool isPerChannel) in Forms())
        {
            if (type is "QGemm" or "QLinearMatMul" && weights != activations && weights == DataType.Uint8)
            {
                continue; // onnxruntime has no such kernel
            }

            var q = new QuantizedOnnx(activations, weights, isPerChannel);
            OnnxModelBuilder b = q.Builder;
            b.Model.OpsetImport.Add(new ModelTools.Formats.Onnx.Proto.OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
            string scale = b.Scalar(0.0137f);
            string zero = q.ZeroPoint(117);
            string x = b.Node("QuantizeLinear", [b.Input(1, 6, 5, 6), scale, zero]);
            string result = b.Scalar(type is "QLinearSigmoid" or "QLinearSoftmax" ? 1 / 256f : type is "QLinearConv" or "QGemm" or "QLinearMatMul" ? 0.07f : 0.0171f);
            string resultZero = q.ZeroPoint(type is "QLinearSigmoid" or "QLinearSoftmax" ? 0 : 123);
            string[] input = [x, scale, zero];
            string[] output = [result, resultZero];
            string made = type switch
            {
                "QLinearConv" => b.Node(type, [.. input, .. Three(q.Weights(5, 5, 6, 3, 3)), .. output, q.Bytes([5], DataType.Int32, 100, -2000, 0, 7, 4000)], s_pads),
                "QLinearMatMul" => b.Node(type, [b.Node("Flatten", x), scale, zero, .. Three(q.Weights(7, 180, 7)), .. output]),
                "QGemm" => b.Node(type, [b.Node("Flatten", x), scale, zero, .. Three(q.Weights(7, 7, 180)), q.Bytes([7], DataType.Int32, 1, -2000, 0, 7, 4000, 9, 10), .. output], ("transB", 1L)),
                "QLinearAdd" or "QLinearMul" => b.Node(type, [.. input, b.Node("MaxPool", x, ("kernel_shape", new long[] { 3, 3 }), s_pads[0]), scale, zero, .. output]),
                "QLinearConcat" => b.Node(type, [.. output, .. input, .. input], ("axis", 1L)),
                "QLinearAveragePool" => b.Node(type, [.. input, .. output], ("kernel_shape", new long[] { 2, 3 })),
                "QLinearSoftmax" => b.Node(type, [b.Node("Flatten", x), scale, zero, .. output], ("axis", 1L), ("opset", 13L)),
                _ => b.Node(type, [.. input, .. output]),
            };
            if (type is "QGemm" or "QLinearAdd" or "QLinearMul" or "QLinearConcat" or "QLinearAveragePool" or "QLinearSoftmax" or "QLinearSigmoid" or "QLinearLeakyRelu" or "QLinearGlobalAveragePool")
            {
                b.Graph.Node[^1].Domain = "com.microsoft";
            }

            q.Check(b.Node("DequantizeLinear", [made, .. output]));
        }
    }

    [TestMethod]
    public void An_mbconv_block_with_squeeze_excite_keeps_its_integers()
    {
        var q = new QuantizedOnnx(DataType.Uint8, DataType.Int8, true);
        OnnxModelBuilder b = q.Builder;
        string x = q.Round(b.Input(1, 6, 8, 8), 0.0157f, 102);
        string expanded = q.Round(b.Node("Relu", b.Node("Conv", [x, q.RealWeights(0, 18, 6, 1, 1), IntegerBias(q, 18)])), 0.02f, 0);
        string depthwise = q.Round(b.Node("Relu", b.Node("Conv", [expanded, q.RealWeights(0, 18, 1, 3, 3)], [.. s_pads, ("group", 18L)])), 0.025f, 0);
        string pooled = q.Round(b.Node("GlobalAveragePool", depthwise), 0.01f, 0);
        string reduced = q.Round(b.Node("Relu", b.Node("Conv", [pooled, q.RealWeights(0, 4, 18, 1, 1)])), 0.02f, 0);
        string gate = q.Round(b.Node("HardSigmoid", q.Round(b.Node("Conv", [reduced, q.RealWeights(0, 18, 4, 1, 1)]), 0.03f, 128), ("alpha", 1 / 6f)), 1 / 256f, 0);
        string scaled = q.Round(b.Node("Mul", [depthwise, gate]), 0.02f, 0);
        string projected = q.Round(b.Node("Conv", [scaled, q.RealWeights(0, 6, 18, 1, 1)]), 0.05f, 128);
        ModelGraph graph = q.Check(q.Round(b.Node("Add", [projected, x]), 0.05f, 125), steps: 3);
        Assert.IsTrue(graph.Operators.Exists(op => op.Role == BlockRole.Depthwise), "the block is not recognised");
        Assert.IsFalse(graph.Operators.Exists(op => op.Kind == OperatorKind.Quantize), "a Quantize is left");
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Integer_inputs_and_outputs_stay_integers(bool isSigned)
    {
        DataType type = isSigned ? DataType.Int8 : DataType.Uint8;
        var q = new QuantizedOnnx(type);
        OnnxModelBuilder b = q.Builder;
        string input = b.Input(1, 6, 5, 6);
        b.Graph.Input[0].Type.TensorType.ElemType = (int)type;
        string real = b.Node("DequantizeLinear", [input, b.Scalar(0.0137f), q.ZeroPoint(117)]);
        string made = b.Node("Conv", [real, q.RealWeights(0, 5, 6, 3, 3)]);
        ModelGraph graph = q.Check(b.Node("QuantizeLinear", [made, b.Scalar(0.07f), q.ZeroPoint(125)]), type: type);
        Assert.AreEqual(type == DataType.Int8 ? ModelTools.Data.ElementType.Int8 : ModelTools.Data.ElementType.UInt8, graph.SourceInputs[0].Type);
    }

    private static IEnumerable<(DataType Activations, DataType Weights, bool IsPerChannel)> Forms()
    {
        yield return (DataType.Int8, DataType.Int8, true);
        yield return (DataType.Uint8, DataType.Int8, false);
        yield return (DataType.Uint8, DataType.Uint8, false);
    }

    private static string[] Three((string Values, string Scales, string ZeroPoints) weights) => [weights.Values, weights.Scales, weights.ZeroPoints];

    private static string IntegerBias(QuantizedOnnx q, int count)
    {
        string values = q.Bytes([count], DataType.Int32, [.. Enumerable.Range(0, count).Select(i => (i * 977 % 4001) - 2000)]);
        return q.Builder.Node("DequantizeLinear", [values, q.Builder.Scalar(0.0001f)]);
    }
}
