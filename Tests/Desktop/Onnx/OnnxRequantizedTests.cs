using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Formats.Onnx.Proto;
using Edge.ModelTools.Graph;
using Edge.Tests.Desktop.Graph;
using Edge.Tests.Desktop.Images;
using Microsoft.ML.OnnxRuntime;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using DataType = Edge.ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Edge.Tests.Desktop.Onnx;

/// <summary>Quantized and half-precision models that are taken back to real numbers: the float graph computes what ONNX Runtime does, but for rounding.</summary>
[TestClass]
public sealed class OnnxRequantizedTests
{
    private const double DynamicTolerance = 0.03; // activations of 8 bits, of the largest value

    private static readonly Dictionary<string, Func<QuantizedOnnx, string, string>> s_dynamic = new()
    {
        ["convolution"] = (q, x) => Undone(q, x, "ConvInteger", q.Weights(5, 5, 6, 3, 3)),
        ["product"] = (q, x) => Undone(q, q.Builder.Node("Flatten", x), "MatMulInteger", q.Weights(7, 180, 7)),
        ["product with bias"] = (q, x) => q.Builder.Node("Add", [Undone(q, q.Builder.Node("Flatten", x), "MatMulInteger", q.Weights(7, 180, 7)), q.Builder.Random(7)]),
        ["back to real numbers at once"] = (q, x) =>
        {
            (string y, string scale, string zero) = Dynamic(q.Builder, x);
            return q.Builder.Node("Conv", [q.Builder.Node("DequantizeLinear", [y, scale, zero]), q.RealWeights(0, 5, 6, 3, 3)]);
        },
        ["onnxruntime's product"] = (q, x) =>
        {
            (string values, string scales, string zeroPoints) = q.Weights(7, 180, 7);
            string made = q.Builder.Node("DynamicQuantizeMatMul", [q.Builder.Node("Flatten", x), values, scales, zeroPoints, q.Builder.Random(7)]);
            q.Builder.Graph.Node[^1].Domain = "com.microsoft";
            return made;
        },
        ["onnxruntime's product of integers"] = (q, x) =>
        {
            (string y, string scale, string zero) = Dynamic(q.Builder, q.Builder.Node("Flatten", x));
            (string values, string scales, string zeroPoints) = q.Weights(7, 180, 7);
            string made = q.Builder.Node("MatMulIntegerToFloat", [y, values, scale, scales, zero, zeroPoints, q.Builder.Random(7)]);
            q.Builder.Graph.Node[^1].Domain = "com.microsoft";
            return made;
        },
        ["weights only"] = (q, x) => q.Builder.Node("Conv", [x, q.RealWeights(0, 5, 6, 3, 3), q.Builder.Random(5)]),
    };

    public static IEnumerable<object[]> DynamicForms => s_dynamic.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(DynamicForms))]
    public void Dynamic_quantization_is_taken_back_to_real_numbers(string form)
    {
        foreach ((DataType weights, bool isPerChannel) in new[] { (DataType.Int8, false), (DataType.Uint8, false), (DataType.Int8, true) })
        {
            var q = new QuantizedOnnx(DataType.Uint8, weights, isPerChannel && form is "weights only" or "back to real numbers at once" or "product" or "product with bias");
            q.Builder.Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
            string output = q.Builder.Node("Relu", s_dynamic[form](q, q.Builder.Input(1, 6, 5, 6)));
            AssertNear(q.Builder, output, DynamicTolerance);
        }
    }

    [TestMethod]
    public void A_network_with_an_activation_that_has_no_scale_is_quantized_anew()
    {
        var q = new QuantizedOnnx();
        string x = q.Round(q.Builder.Input(1, 6, 5, 6), 0.0157f, 102);
        string between = q.Builder.Node("HardSigmoid", q.Builder.Node("Conv", [x, q.RealWeights(0, 5, 6, 3, 3)]), ("alpha", 1 / 6f));
        ModelGraph graph = AssertNear(q.Builder, q.Round(between, 1 / 256f, 0), DynamicTolerance);
        StringAssert.Contains(graph.Remark, "its result has no scale");
        Assert.IsTrue(graph.Operators.TrueForAll(op => op.Kind != OperatorKind.Quantize && op.Output.Quantization is null));
    }

    [TestMethod]
    public void Activations_of_16_bits_are_quantized_anew()
    {
        var q = new QuantizedOnnx(opset: 21);
        string x = q.Builder.Input(1, 6, 5, 6);
        string scale = q.Builder.Scalar(0.0002f);
        string zero = q.Builder.Add(OnnxModelBuilder.Tensor(DataType.Uint16, [], [0, 128]));
        x = q.Builder.Node("DequantizeLinear", [q.Builder.Node("QuantizeLinear", [x, scale, zero]), scale, zero]);
        q.Builder.Model.IrVersion = 10;
        ModelGraph graph = AssertNear(q.Builder, q.Builder.Node("Conv", [x, q.RealWeights(0, 5, 6, 3, 3)]), DynamicTolerance);
        Assert.AreEqual(ElementType.Float32, graph.Inputs[0].Type);
    }

    [TestMethod]
    [DataRow(13, "com.microsoft")] // onnxruntime's own operators, before ONNX had 16 bits
    [DataRow(21, "")]
    public void Weights_of_16_bits_are_quantized_anew(int opset, string domain)
    {
        var q = new QuantizedOnnx(opset: opset);
        q.Builder.Model.IrVersion = opset == 13 ? 7 : 10;
        q.Builder.Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
        string x = q.Round(q.Builder.Input(1, 6, 5, 6), 0.02f, 128);
        byte[] values = new byte[2 * 5 * 6 * 9];
        new Random(3).NextBytes(values);
        string weights = q.Builder.Add(OnnxModelBuilder.Tensor(DataType.Int16, [5, 6, 3, 3], values));
        weights = q.Builder.Node("DequantizeLinear", [weights, q.Builder.Scalar(1e-5f), q.Builder.Add(OnnxModelBuilder.Tensor(DataType.Int16, [], [0, 0]))]);
        q.Builder.Graph.Node[^1].Domain = domain;
        ModelGraph graph = AssertNear(q.Builder, q.Round(q.Builder.Node("Conv", [x, weights]), 0.05f, 128), DynamicTolerance);
        StringAssert.Contains(graph.Remark, "no integers of their own that Edge can keep");
    }

    [TestMethod]
    public void Half_precision_between_casts_is_read_as_float()
    {
        var builder = new OnnxModelBuilder();
        string x = builder.Node("Cast", builder.Input(1, 6, 5, 6), ("to", (long)DataType.Float16));
        string conv = builder.Node("Conv", [x, Halves(builder, 4, 6, 3, 3), Halves(builder, 4)], ("pads", new long[] { 1, 1, 1, 1 }));
        string pooled = builder.Node("GlobalAveragePool", builder.Node("Relu", conv));
        string scores = builder.Node("Gemm", [builder.Node("Flatten", pooled), Halves(builder, 4, 3), Halves(builder, 3)]);
        AssertNear(builder, builder.Node("Cast", scores, ("to", (long)DataType.Float)), 0.01);
    }

    [TestMethod]
    public void Half_precision_throughout_is_read_as_float()
    {
        var builder = new OnnxModelBuilder();
        string conv = builder.Node("Conv", [builder.Input(1, 6, 5, 6), Halves(builder, 4, 6, 3, 3), Halves(builder, 4)]);
        builder.Graph.Input[0].Type.TensorType.ElemType = (int)DataType.Float16;
        builder.Output(builder.Node("Relu", conv));
        builder.Graph.Output[0].Type.TensorType.ElemType = (int)DataType.Float16;
        using var folder = new TemporaryFolder();
        ModelGraph graph = SourceModel.Read(folder.Write("model.onnx", builder.ToBytes()), null);
        Assert.AreEqual(ElementType.Float32, graph.SourceInputs[0].Type);
        Assert.AreEqual(ElementType.Float32, graph.SourceOutputs[0].Type);
        Assert.HasCount(1, graph.Operators);
    }

    [TestMethod]
    public void Bytes_that_a_cast_makes_real_are_pixels()
    {
        var builder = new OnnxModelBuilder();
        string x = builder.Node("Cast", builder.Input(1, 3, 5, 6), ("to", (long)DataType.Float));
        builder.Graph.Input[0].Type.TensorType.ElemType = (int)DataType.Uint8;
        builder.Output(builder.Conv(x, 3, 4, 3));
        using var folder = new TemporaryFolder();
        ModelGraph graph = SourceModel.Read(folder.Write("model.onnx", builder.ToBytes()), null);
        Assert.AreEqual(Normalisation.Identity, graph.PixelNormalisation);
        Assert.AreEqual(ElementType.Float32, graph.SourceInputs[0].Type);
    }

    [TestMethod]
    [DataRow("missing scale", 1001, "input 1 is left out")]
    [DataRow("scale of nobody", 1006, "its input 'nobody'")]
    [DataRow("scale of zero", 1020, "scale 0 is 0")]
    [DataRow("scale that is no number", 1020, "scale 0 is NaN")]
    [DataRow("no scale at all", 1020, "it has no scale")]
    [DataRow("computed scale", 1017, "the scales 'input' are computed")]
    [DataRow("integer scale", 1018, "its scale is an integer")]
    [DataRow("zero point out of range", 1020, "zero point 300 is outside Uint8's range")]
    [DataRow("zero points of another number", 1011, "1 scales and 2 zero points")]
    [DataRow("another scale behind it", 1020, "which was quantized with 0.1")]
    [DataRow("scales of another axis", 1011, "5 scales for axis 0")]
    [DataRow("blocks", 1014, "a scale for each block")]
    [DataRow("integers that go astray", 1016, "integers of a dynamic quantization")]
    [DataRow("a scale of another quantization", 1016, "integers of a dynamic quantization")]
    [DataRow("integer products of reals", 1016, "integers of a dynamic quantization")]
    public void Each_fault_has_its_error(string fault, int id, string text)
    {
        var q = new QuantizedOnnx(DataType.Uint8);
        OnnxModelBuilder b = q.Builder;
        string x = b.Input(1, 6, 5, 6);
        string tenth = b.Scalar(0.1f);
        string output = fault switch
        {
            "missing scale" => b.Node("QuantizeLinear", [x, "", q.ZeroPoint(3)]),
            "scale of nobody" => b.Node("QuantizeLinear", [x, "nobody"]),
            "scale of zero" => q.Round(x, 0, 3),
            "scale that is no number" => q.Round(x, float.NaN, 3),
            "no scale at all" => b.Node("QuantizeLinear", [x, b.Floats([0])]),
            "computed scale" => b.Node("QuantizeLinear", [x, x]),
            "integer scale" => b.Node("QuantizeLinear", [x, b.Longs(1)]),
            "zero point out of range" => b.Node("QuantizeLinear", [x, tenth, Listed(b, 300)]),
            "zero points of another number" => b.Node("QuantizeLinear", [x, tenth, q.Bytes([2], DataType.Uint8, 1, 2)]),
            "another scale behind it" => b.Node("DequantizeLinear", [b.Node("QuantizeLinear", [x, tenth]), b.Scalar(0.2f)]),
            "scales of another axis" => b.Node("Conv", [x, b.Node("DequantizeLinear", [q.Bytes([4, 6, 1, 1], DataType.Int8, new int[24]), b.Floats([5], 1, 1, 1, 1, 1)], ("axis", 0L))]),
            "blocks" => b.Node("Conv", [x, b.Node("DequantizeLinear", [q.Bytes([4, 6, 1, 1], DataType.Int8, new int[24]), tenth], ("block_size", 2L))]),
            "integers that go astray" => b.Node("Relu", Dynamic(b, x).Values),
            "a scale of another quantization" => b.Node("Mul", [b.Node("Cast", b.Node("ConvInteger", [Dynamic(b, x).Values, q.Weights(4, 4, 6, 1, 1).Values]), ("to", 1L)), Dynamic(b, b.Node("Relu", x)).Scale]),
            _ => b.Node("ConvInteger", [x, q.Weights(4, 4, 6, 1, 1).Values]),
        };
        b.Output(output);
        using var folder = new TemporaryFolder();
        string path = folder.Write("model.onnx", b.ToBytes());
        DiagnosticAssert.Throws((DiagnosticId)id, () => OnnxReader.Read(path, new OnnxReadOptions()), "model.onnx: ", text);
    }

    /// <summary>What quantize_dynamic makes of a product: DynamicQuantizeLinear, integer sums, and their scale.</summary>
    private static string Undone(QuantizedOnnx q, string x, string type, (string Values, string Scales, string ZeroPoints) weights)
    {
        OnnxModelBuilder b = q.Builder;
        (string y, string scale, string zero) = Dynamic(b, x);
        string sums = b.Node(type, [y, weights.Values, zero, weights.ZeroPoints]);
        string real = b.Node("Cast", sums, ("to", (long)DataType.Float));
        return b.Node("Mul", [real, b.Node("Mul", [scale, weights.Scales])]);
    }

    private static (string Values, string Scale, string ZeroPoint) Dynamic(OnnxModelBuilder builder, string value)
    {
        string values = builder.Node("DynamicQuantizeLinear", value);
        NodeProto node = builder.Graph.Node[^1];
        node.Output.Add([values + "/scale", values + "/zero"]);
        return (values, node.Output[1], node.Output[2]);
    }

    private static string Listed(OnnxModelBuilder builder, int value) => builder.Add(new TensorProto { DataType = (int)DataType.Uint8, Int32Data = { value } });

    private static string Halves(OnnxModelBuilder builder, params int[] shape)
    {
        var random = new Random(shape.Length);
        Half[] values = [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => (Half)(random.NextDouble() - 0.5))];
        return builder.Add(OnnxModelBuilder.Tensor(DataType.Float16, shape, MemoryMarshal.AsBytes(values.AsSpan())));
    }

    private static ModelGraph AssertNear(OnnxModelBuilder builder, string output, double tolerance)
    {
        builder.Output(output);
        using var folder = new TemporaryFolder();
        string path = folder.Write("model.onnx", builder.ToBytes());
        ModelGraph graph = SourceModel.Read(path, null);
        Assert.IsFalse(SourceModel.IsQuantized(graph));
        int[] shape = graph.SourceInputs[0].Shape;
        var random = new Random(5);
        float[] input = [.. Enumerable.Range(0, graph.Inputs[0].ElementCount).Select(_ => (float)((random.NextDouble() * 3) - 1.2))];
        using var session = new InferenceSession(path);
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(input, Array.ConvertAll(shape, dimension => (long)dimension));
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, session.InputNames, [value], session.OutputNames);
        float[] expected = results[0].GetTensorDataAsSpan<float>().ToArray();
        expected = graph.SourceOutputs[0].IsChannelsFirst ? OnnxComparison.ToChannelsLast(expected, graph.SourceOutputs[0].Shape) : expected;
        float[] actual = FloatInterpreter.Run(graph, OnnxComparison.ToChannelsLast(input, shape))[graph.Outputs[0]];
        double largest = expected.Max(Math.Abs);
        Assert.IsTrue(largest > 0);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.IsTrue(Math.Abs(expected[i] - actual[i]) <= tolerance * largest, $"value {i} is {actual[i]} instead of {expected[i]} (largest {largest})");
        }

        return graph;
    }
}
