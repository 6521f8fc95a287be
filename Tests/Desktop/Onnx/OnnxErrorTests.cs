using System;
using System.IO;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Formats.Onnx.Proto;
using Edge.Tests.Desktop.Images;
using Google.Protobuf;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Onnx;

[TestClass]
public sealed class OnnxErrorTests
{
    [TestMethod]
    public void A_missing_file_is_reported() =>
        DiagnosticAssert.Throws(DiagnosticId.FileNotFound, () => OnnxReader.Read(Path.Combine("no", "such.onnx"), new OnnxReadOptions()), "such.onnx");

    [TestMethod]
    public void Garbage_and_truncated_files_are_reported()
    {
        byte[] model = Valid().ToBytes();
        Fails(DiagnosticId.OnnxMalformed, "not an ONNX file at all"u8.ToArray());
        Fails(DiagnosticId.OnnxMalformed, model[..(model.Length / 2)]);
        Fails(DiagnosticId.OnnxMalformed, []);
    }

    [TestMethod]
    [DataRow(6)]
    [DataRow(0)]
    public void Old_operator_sets_are_reported(int opset) => Fails(DiagnosticId.OnnxOpsetUnsupported, Valid(opset).ToBytes(), "opset 7");

    [TestMethod]
    [DataRow(0)]
    [DataRow(2)]
    public void Bounds_of_constants_that_are_not_one_number_are_reported(int count)
    {
        OnnxModelBuilder builder = new();
        string input = builder.Input(1, 6);
        string sizes = builder.Node("Clip", [builder.Longs(1, 6), builder.Longs(new long[count])]);
        builder.Output(builder.Node("Reshape", [input, sizes]));
        Fails(DiagnosticId.OnnxShapeMismatch, builder.ToBytes(), "the lower bound is not one number");
    }

    [TestMethod]
    public void A_model_without_operator_set_is_reported()
    {
        OnnxModelBuilder builder = Valid();
        builder.Model.OpsetImport[0].Domain = "com.microsoft";
        Fails(DiagnosticId.OnnxOpsetUnsupported, builder.ToBytes());
    }

    [TestMethod]
    public void An_unsupported_operator_is_named_with_its_node_and_what_is_supported()
    {
        var builder = new OnnxModelBuilder();
        builder.Output(builder.Node("LSTM", builder.Input(1, 3, 4, 4)));
        Fails(DiagnosticId.OnnxOperatorUnsupported, builder.ToBytes(), "node 0 'LSTM_0' (LSTM)", "the operator LSTM", "; use convolutions over time; docs/onnx-import.md lists the operators");
    }

    [TestMethod]
    [DataRow("AveragePool2d", "nearest: AveragePool; docs")]
    [DataRow("Softmin", "nearest: Softmax, ")]
    [DataRow("relu", "nearest: Relu, ")]
    [DataRow("Sigmoids", "nearest: Sigmoid; docs")]
    [DataRow("Zylinder", "export the model without it; docs")]
    [DataRow("TopK", "end the model before it")]
    public void An_unsupported_operator_comes_with_what_to_do_in_one_line(string type, string remedy)
    {
        var builder = new OnnxModelBuilder();
        builder.Output(builder.Node(type, builder.Input(1, 3, 4, 4)));
        using var folder = new TemporaryFolder();
        string path = folder.Write("model.onnx", builder.ToBytes());
        EdgeException exception = Assert.ThrowsExactly<EdgeException>(() => OnnxReader.Read(path, new OnnxReadOptions()));
        StringAssert.Contains(exception.Message, $"the operator {type} is not supported");
        StringAssert.Contains(exception.Message, remedy);
        Assert.IsLessThan(250, exception.Message.Length);
    }

    [TestMethod]
    public void An_operator_of_another_domain_is_named_with_it()
    {
        OnnxModelBuilder builder = Valid();
        builder.Graph.Node[0].Domain = "com.microsoft";
        Fails(DiagnosticId.OnnxOperatorUnsupported, builder.ToBytes(), "com.microsoft.Conv");
    }

    [TestMethod]
    public void Shape_arithmetic_on_activations_is_reported()
    {
        var builder = new OnnxModelBuilder();
        builder.Output(builder.Node("Floor", builder.Input(1, 3, 4, 4)));
        Fails(DiagnosticId.OnnxOperatorUnsupported, builder.ToBytes(), "Floor is not supported on values that depend on the model's input");
    }

    [TestMethod]
    public void Unsettled_dimensions_are_named_with_the_option()
    {
        var builder = new OnnxModelBuilder();
        builder.Output(builder.Conv(builder.Input(0, 3, 0, 0), 3, 4, 3));
        Fails(DiagnosticId.OnnxDynamicShape, builder.ToBytes(), "dimension 2 'd2' of the input 'input'", "--input-shape");
        builder.Graph.Input[0].Type.TensorType.Shape = null;
        Fails(DiagnosticId.OnnxDynamicShape, builder.ToBytes(), "the shape of the input 'input' is not fixed");
    }

    [TestMethod]
    [DataRow(new[] { 1, 3, 8 })]
    [DataRow(new[] { 1, 4, 8, 8 })]
    public void An_input_shape_that_contradicts_the_model_is_reported(int[] shape)
    {
        var builder = new OnnxModelBuilder();
        builder.Output(builder.Conv(builder.Input(0, 3, 0, 0), 3, 4, 3));
        Fails(DiagnosticId.OnnxInputShapeMismatch, builder.ToBytes(), new OnnxReadOptions(shape), "[d0,3,d2,d3]");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("1x3xHxW")]
    [DataRow("1x0x3")]
    [DataRow("1,-3")]
    [DataRow("99999999999")]
    public void Text_that_is_no_shape_is_reported(string text) =>
        DiagnosticAssert.Throws(DiagnosticId.BadOption, () => OnnxReadOptions.ParseShape(text), "--input-shape");

    [TestMethod]
    [DataRow("1x3x32x20")]
    [DataRow("1,3,32,20")]
    [DataRow("1X3 x 32, 20")]
    public void Shapes_are_separated_by_x_or_comma(string text) =>
        CollectionAssert.AreEqual(new[] { 1, 3, 32, 20 }, OnnxReadOptions.ParseShape(text));

    [TestMethod]
    public void A_missing_initializer_is_named()
    {
        OnnxModelBuilder builder = Valid();
        string name = builder.Graph.Initializer[0].Name;
        builder.Graph.Initializer.RemoveAt(0);
        Fails(DiagnosticId.OnnxValueMissing, builder.ToBytes(), $"'{name}'", "(Conv)");
    }

    [TestMethod]
    public void An_output_that_nothing_computes_is_named()
    {
        OnnxModelBuilder builder = Valid();
        builder.Output("elsewhere");
        Fails(DiagnosticId.OnnxValueMissing, builder.ToBytes(), "'elsewhere'");
    }

    [TestMethod]
    public void External_weights_are_read_from_the_model_s_folder()
    {
        OnnxModelBuilder builder = Valid();
        using var folder = new TemporaryFolder();
        float[] expected = ReadWeights(folder.Write("inline.onnx", builder.ToBytes()));
        byte[] raw = MoveOut(builder.Graph.Initializer[0], "weights.bin", 16);
        folder.Write("weights.bin", [.. new byte[16], .. raw, 7]);
        CollectionAssert.AreEqual(expected, ReadWeights(folder.Write("model.onnx", builder.ToBytes())));
    }

    [TestMethod]
    public void Missing_external_weights_are_reported()
    {
        OnnxModelBuilder builder = Valid();
        MoveOut(builder.Graph.Initializer[0], "weights.bin", 0);
        Fails(DiagnosticId.OnnxExternalDataMissing, builder.ToBytes(), "'weights.bin'", builder.Graph.Initializer[0].Name);
    }

    [TestMethod]
    [DataRow("location", "../model.onnx")]
    [DataRow("location", "/model.onnx")]
    [DataRow("location", "")]
    [DataRow("offset", "-4")]
    [DataRow("offset", "99999999999999999999")]
    [DataRow("offset", "1000000")]
    [DataRow("length", "4")]
    public void Bad_references_to_external_weights_are_reported(string key, string value)
    {
        OnnxModelBuilder builder = Valid();
        MoveOut(builder.Graph.Initializer[0], "model.onnx", 0);
        builder.Graph.Initializer[0].ExternalData.Single(entry => entry.Key == key).Value = value;
        Fails(DiagnosticId.OnnxExternalDataBad, builder.ToBytes());
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void Weights_that_are_not_finite_are_reported(float value)
    {
        var builder = new OnnxModelBuilder();
        builder.Output(builder.Node("MatMul", [builder.Input(1, 2), builder.Floats([2, 2], 1, 2, value, 4)]));
        Fails(DiagnosticId.OnnxWeightsNotFinite, builder.ToBytes(), "weights 'w0'", "element 2");
    }

    [TestMethod]
    public void A_negative_variance_is_reported()
    {
        var builder = new OnnxModelBuilder();
        builder.Output(builder.Node("BatchNormalization", [builder.Input(1, 2, 3, 3), builder.Random(2), builder.Random(2), builder.Random(2), builder.Floats([2], 1, -0.5f)]));
        Fails(DiagnosticId.OnnxWeightsNotFinite, builder.ToBytes(), "channel 1");
    }

    [TestMethod]
    public void A_model_without_an_input_is_reported()
    {
        OnnxModelBuilder builder = Valid();
        builder.Graph.Input.Clear();
        Fails(DiagnosticId.OnnxInputCount, builder.ToBytes());
    }

    [TestMethod]
    public void Initializers_listed_as_inputs_do_not_count()
    {
        OnnxModelBuilder builder = Valid();
        builder.Graph.Input.Insert(0, OnnxModelBuilder.Info(builder.Graph.Initializer[0].Name, 4, 3, 3, 3));
        using var folder = new TemporaryFolder();
        Assert.HasCount(1, OnnxReader.Read(folder.Write("model.onnx", builder.ToBytes()), new OnnxReadOptions()).Inputs);
    }

    [TestMethod]
    public void Inputs_of_other_types_and_batches_are_reported()
    {
        OnnxModelBuilder builder = Valid();
        builder.Graph.Input[0].Type.TensorType.ElemType = (int)TensorProto.Types.DataType.Int64;
        Fails(DiagnosticId.OnnxTypeUnsupported, builder.ToBytes(), "Int64");
        builder.Graph.Input[0].Type.TensorType.ElemType = (int)TensorProto.Types.DataType.Uint8;
        Fails(DiagnosticId.OnnxTypeUnsupported, builder.ToBytes(), "Uint8 without a scale");
        builder = new OnnxModelBuilder();
        builder.Output(builder.Conv(builder.Input(8, 3, 6, 6), 3, 4, 3));
        Fails(DiagnosticId.OnnxBatchUnsupported, builder.ToBytes(), "batch of 8");
    }

    [TestMethod]
    public void A_cycle_is_reported()
    {
        OnnxModelBuilder builder = Valid();
        NodeProto add = new() { OpType = "Add", Name = "loop", Input = { "input", "later" }, Output = { "sum" } };
        builder.Graph.Node.Add(add);
        builder.Graph.Node.Add(new NodeProto { OpType = "Relu", Input = { "sum" }, Output = { "later" } });
        builder.Output("later");
        Fails(DiagnosticId.OnnxCycle, builder.ToBytes(), "'loop'");
    }

    [TestMethod]
    public void A_value_made_twice_is_reported()
    {
        OnnxModelBuilder builder = Valid();
        builder.Graph.Node.Add(builder.Graph.Node[0].Clone());
        Fails(DiagnosticId.OnnxMalformed, builder.ToBytes(), "also made by node 0");
    }

    [TestMethod]
    public void Names_with_line_breaks_stay_on_one_line()
    {
        OnnxModelBuilder builder = Valid();
        builder.Graph.Node[0].Name = "first\nsecond";
        builder.Graph.Node[0].OpType = "No\rsuch";
        Fails(DiagnosticId.OnnxOperatorUnsupported, builder.ToBytes(), "first?second");
    }

    private static OnnxModelBuilder Valid(int opset = 13)
    {
        var builder = new OnnxModelBuilder(opset);
        builder.Output(builder.Conv(builder.Input(1, 3, 6, 6), 3, 4, 3));
        return builder;
    }

    private static byte[] MoveOut(TensorProto tensor, string location, int offset)
    {
        byte[] raw = tensor.RawData.ToByteArray();
        tensor.RawData = ByteString.Empty;
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = $"{offset}" });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = $"{raw.Length}" });
        return raw;
    }

    private static float[] ReadWeights(string path) => OnnxReader.Read(path, new OnnxReadOptions()).Operators[0].Inputs[1].Floats;

    private static void Fails(DiagnosticId id, byte[] model, params string[] parts) => Fails(id, model, new OnnxReadOptions(), parts);

    private static void Fails(DiagnosticId id, byte[] model, OnnxReadOptions options, params string[] parts)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("model.onnx", model);
        DiagnosticAssert.Throws(id, () => OnnxReader.Read(path, options), ["model.onnx", .. parts]);
    }
}
