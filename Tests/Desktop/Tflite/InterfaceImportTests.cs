using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;
using Edge.Tests.Desktop.Specification;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Tflite;

/// <summary>What a model's own input and output look like, and legacy uint8 models.</summary>
[TestClass]
public class InterfaceImportTests
{
    [TestMethod]
    public void Float_input_and_output_of_an_int8_model_become_its_described_interface()
    {
        var builder = new TfliteFileBuilder();
        int f = builder.Float("in", 1, 4);
        int x = builder.Int8("x", [1, 4], 0.1f, 3);
        int y = builder.Int8("y", [1, 4], 0.1f, 3);
        int g = builder.Float("out", 1, 4);
        builder.Operator(TfliteOperatorCode.QUANTIZE, [f], [x]);
        builder.Operator(TfliteOperatorCode.RELU, [x], [y]);
        builder.Operator(TfliteOperatorCode.DEQUANTIZE, [y], [g]);
        ModelGraph graph = builder.From(f).To(g).Read();
        Assert.AreEqual("x", graph.Inputs[0].Name);
        Assert.AreEqual(3, graph.Inputs[0].Quantization!.ZeroPoint);
        Assert.AreEqual("y", graph.Outputs[0].Name);
        Assert.HasCount(1, graph.Operators);
        Assert.AreEqual("in", graph.SourceInputs[0].Name);
        Assert.AreEqual(ElementType.Float32, graph.SourceInputs[0].Type);
        Assert.AreEqual("out", graph.SourceOutputs[0].Name);
        Assert.AreEqual(ElementType.Float32, graph.SourceOutputs[0].Type);
    }

    [TestMethod]
    public void Unsigned_input_and_output_of_an_int8_model_only_shift_by_128()
    {
        var builder = new TfliteFileBuilder();
        int u = builder.UInt8("in", [1, 4], 0.1f, 131);
        int x = builder.Int8("x", [1, 4], 0.1f, 3);
        int y = builder.Int8("y", [1, 4], 0.2f, -128);
        int v = builder.UInt8("out", [1, 4], 0.2f, 0);
        builder.Operator(TfliteOperatorCode.QUANTIZE, [u], [x]);
        builder.Operator(TfliteOperatorCode.RELU, [x], [y]);
        builder.Operator(TfliteOperatorCode.QUANTIZE, [y], [v]);
        ModelGraph graph = builder.From(u).To(v).Read();
        Assert.HasCount(1, graph.Operators);
        Assert.AreEqual(ElementType.UInt8, graph.SourceInputs[0].Type);
        Assert.AreEqual(ElementType.UInt8, graph.SourceOutputs[0].Type);
        Assert.AreEqual(ElementType.Int8, graph.Inputs[0].Type);
        Assert.IsFalse(graph.IsLegacyUInt8);
    }

    [TestMethod]
    public void An_unsigned_input_of_another_scale_keeps_its_QUANTIZE()
    {
        var builder = new TfliteFileBuilder();
        int u = builder.UInt8("in", [1, 4], 0.5f, 131);
        int x = builder.Int8("x", [1, 4], 0.1f, 3);
        builder.Operator(TfliteOperatorCode.QUANTIZE, [u], [x]);
        ModelGraph graph = builder.From(u).To(x).Read();
        Assert.AreEqual(OperatorKind.Quantize, graph.Operators.Single().Kind);
        Assert.AreEqual(3, graph.Inputs[0].Quantization!.ZeroPoint);
        Assert.AreEqual(0.5f, graph.Inputs[0].Quantization!.Scale);
    }

    [TestMethod]
    public void A_transpose_of_a_channels_first_input_moves_into_the_interface()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 3, 8, 6], 0.1f, 5);
        int p = builder.Int32Constant("p", [4], 0, 2, 3, 1);
        int t = builder.Int8("t", [1, 8, 6, 3], 0.1f, 5);
        int y = builder.Int8("y", [1, 8, 6, 3], 0.1f, 5);
        builder.Operator(TfliteOperatorCode.TRANSPOSE, [x, p], [t]);
        builder.Operator(TfliteOperatorCode.RELU, [t], [y]);
        ModelGraph graph = builder.From(x).To(y).Read();
        Assert.HasCount(1, graph.Operators);
        CollectionAssert.AreEqual(new[] { 1, 8, 6, 3 }, graph.Inputs[0].Shape);
        CollectionAssert.AreEqual(new[] { 1, 3, 8, 6 }, graph.SourceInputs[0].Shape);
        Assert.IsTrue(graph.SourceInputs[0].IsChannelsFirst);
    }

    [TestMethod]
    public void Several_outputs_keep_their_order_and_what_nobody_reads_is_dropped()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4], 0.1f, 5);
        int a = builder.Int8("a", [1, 4], 0.1f, 5);
        int b = builder.Int8("b", [1, 4], 0.1f, 5);
        int unread = builder.Int8("unread", [1, 4], 0.1f, 5);
        builder.Operator(TfliteOperatorCode.RELU, [x], [a]);
        builder.Operator(TfliteOperatorCode.RELU6, [x], [b]);
        builder.Operator(TfliteOperatorCode.RELU6, [a], [unread]);
        ModelGraph graph = builder.From(x).To(b, a).Read();
        CollectionAssert.AreEqual(new[] { "b", "a" }, graph.Outputs.Select(output => output.Name).ToArray());
        Assert.HasCount(2, graph.SourceOutputs);
        Assert.HasCount(2, graph.Operators);
    }

    [TestMethod]
    public void Tensor_names_are_made_unique_and_printable()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("t\n", [1, 4], 0.1f, 5);
        int a = builder.Int8("same", [1, 4], 0.1f, 5);
        int b = builder.Int8("same", [1, 4], 0.1f, 5);
        int c = builder.Int8(string.Empty, [1, 4], 0.1f, 5);
        builder.Operator(TfliteOperatorCode.RELU, [x], [a]);
        builder.Operator(TfliteOperatorCode.RELU, [a], [b]);
        builder.Operator(TfliteOperatorCode.RELU, [b], [c]);
        ModelGraph graph = builder.From(x).To(c).Read();
        CollectionAssert.AreEqual(new[] { "same", "same#2", "tensor3" }, graph.Operators.Select(op => op.Output.Name).ToArray());
        Assert.AreEqual("t?", graph.Inputs[0].Name);
    }

    [TestMethod]
    public void A_legacy_uint8_model_is_shifted_and_keeps_the_zero_point_of_its_weights()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.UInt8("x", [1, 1, 1, 2], 0.5f, 10);
        int w = builder.UInt8Constant("w", [1, 1, 1, 2], [200, 3], 0.25f, 100);
        int b = builder.Int32Constant("b", [1], 40);
        int y = builder.UInt8("y", [1, 1, 1, 1], 1f, 50);
        builder.Operator(TfliteOperatorCode.CONV_2D, [x, w, b], [y], SmallModels.ConvOptions(TflitePadding.Valid, 1, 1));
        ModelGraph graph = builder.From(x).To(y).Read();
        Operator op = graph.Operators.Single();
        Assert.IsTrue(graph.IsLegacyUInt8);
        Assert.AreEqual(ElementType.Int8, op.Inputs[0].Type);
        Assert.AreEqual(-118, op.Inputs[0].Quantization!.ZeroPoint);
        Assert.AreEqual(-28, op.Inputs[1].Quantization!.ZeroPoint);
        CollectionAssert.AreEqual(new sbyte[] { 72, -125 }, op.Inputs[1].Int8s);
        Assert.AreEqual(40, op.Inputs[2].Int32s[0]);

        // x = 30, 250: (30 - 10) * (200 - 100) + (250 - 10) * (3 - 100) + 40 = -21240; * 0.125 = -2655; + 50 is below 0.
        // x = 250, 30: 240 * 100 - 20 * 97 + 40 = 22100; * 0.125 = 2762.5 is above 255.
        // x = 30, 20: 2000 - 970 + 40 = 1070; * 0.125 = 133.75 -> 134; + 50 = 184.
        Assert.AreEqual(0 - 128, Output(graph, 30, 250));
        Assert.AreEqual(255 - 128, Output(graph, 250, 30));
        Assert.AreEqual(184 - 128, Output(graph, 30, 20));
    }

    private static int Output(ModelGraph graph, int a, int b)
    {
        return SpecificationInterpreter.Run(graph, [(sbyte)(a - 128), (sbyte)(b - 128)])["y"][0];
    }
}
