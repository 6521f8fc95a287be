using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.PyTorch;
using Edge.ModelTools.Formats.Weights;
using Edge.ModelTools.Graph;
using Edge.Tests.Desktop.Graph;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.Safetensors;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.PyTorch;

[TestClass]
public class LayerListTests
{
    private const string MBConvLayer = "{ \"type\": \"mbconv\", \"kernel\": 3, \"expansion\": 6, \"output\": 16 }";

    [TestMethod]
    [TestCategory("Shared")]
    [DataRow("conv", 32, 3, "{ \"type\": \"conv\", \"kernel\": 3, \"output\": 64 }")]
    [DataRow("depthwise", 16, 64, "{ \"type\": \"depthwise\", \"kernel\": 3 }")]
    [DataRow("mbconv", 32, 3, MBConvLayer)]
    public void A_lone_layer_computes_what_pytorch_computed(string name, int size, int channels, string layer)
    {
        string weights = SharedFolder.Require(Path.Combine("repro", "pytorch", $"seed_{name}.pth"));
        ModelGraph graph = Read(weights, Architecture(size, channels, layer));
        PyTorchFiles.AssertSame(graph, Shared($"seed_{name}_in.npy"), Shared($"seed_{name}_out.npy"));
    }

    [TestMethod]
    public void A_lone_block_can_be_written_in_either_form_and_with_own_names()
    {
        string weights = PyTorchFiles.PathOf("seed_mbconv.pth");
        float[] input = PyTorchFiles.Floats("seed_mbconv_in.npy");
        float[] output = PyTorchFiles.Floats("seed_mbconv_out.npy");
        const string Names = "\"names\": { \"expand\": \"expand_conv\", \"depthwise\": \"depthwise_conv\", \"project\": \"project_conv\" }";
        const string Block = "{ \"kernel\": 3, \"stride\": 1, \"expanded\": 18, \"output\": 16, \"activation\": \"none\" }";
        PyTorchFiles.AssertSame(Read(weights, Architecture(32, 3, MBConvLayer)), input, output);
        PyTorchFiles.AssertSame(Read(weights, Architecture(32, 3, MBConvLayer.Replace(" }", $", {Names} }}", StringComparison.Ordinal))), input, output);
        PyTorchFiles.AssertSame(Read(weights, Document(32, 3, $"\"blocks\": [ {Block} ]")), input, output);
        PyTorchFiles.AssertSame(Read(weights, Document(32, 3, $"\"blocks\": [ {Block} ], {Names}")), input, output);
    }

    [TestMethod]
    public void The_same_weights_as_safetensors_give_the_same_blob()
    {
        string weights = PyTorchFiles.PathOf("seed_mbconv.pth");
        string architecture = Architecture(32, 3, MBConvLayer);
        using var folder = new TemporaryFolder();
        string copy = folder.Write("seed_mbconv.safetensors", Safetensors(weights));
        string calibration = PyTorchFiles.PathOf("seed_mbconv_in.npy");
        CollectionAssert.AreEqual(BlobOf.Graph(Read(weights, architecture), calibration), BlobOf.Graph(Read(copy, architecture), calibration));
    }

    [TestMethod]
    public void Own_names_of_a_whole_network_take_a_pattern()
    {
        string weights = PyTorchFiles.PathOf("mbv2_torchvision_names.pth");
        string free = PyTorchFiles.MobileNetV2.Replace("\"head\":", "\"names\": { \"stem\": \"features.0.0\", \"classifier\": \"classifier.1\" }, \"head\":", StringComparison.Ordinal);
        PyTorchFiles.AssertSame(Read(weights, free), PyTorchFiles.Floats("mbv2_torchvision_names_in.npy"), PyTorchFiles.Floats("mbv2_torchvision_names_out.npy"), 1e-4f);
    }

    [TestMethod]
    public void Squeeze_excite_by_itself_is_that_of_a_block()
    {
        var random = new Random(4);
        var weights = new SafetensorsBuilder();
        foreach ((string name, int[] shape) in new (string, int[])[]
        {
            ("expand", [12, 4, 1, 1]), ("dw", [12, 1, 3, 3]), ("reduce", [5, 12, 1, 1]), ("back", [12, 5, 1, 1]), ("project", [8, 12, 1, 1]),
        })
        {
            weights.Add(name + ".weight", shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => random.NextSingle() - 0.4f)]);
            weights.Add(name + ".bias", [shape[0]], [.. Enumerable.Range(0, shape[0]).Select(_ => random.NextSingle() - 0.5f)]);
        }

        using var folder = new TemporaryFolder();
        string file = folder.Write("w.safetensors", weights.ToBytes());
        const string Gate = "\"squeeze\": \"reduce\", \"restore\": \"back\"";
        ModelGraph block = Read(file, Architecture(6, 4, "{ \"type\": \"mbconv\", \"kernel\": 3, \"expanded\": 12, \"output\": 8, \"squeeze\": 5, \"activation\": \"relu\", "
            + $"\"names\": {{ \"expand\": \"expand\", \"depthwise\": \"dw\", {Gate}, \"project\": \"project\" }} }}"));
        ModelGraph parts = Read(file, Architecture(6, 4, "{ \"type\": \"pointwise\", \"output\": 12, \"activation\": \"relu\", \"names\": { \"conv\": \"expand\" } }, "
            + "{ \"type\": \"depthwise\", \"kernel\": 3, \"activation\": \"relu\", \"names\": { \"conv\": \"dw\" } }, "
            + $"{{ \"type\": \"squeeze-excite\", \"squeeze\": 5, \"names\": {{ {Gate} }} }}, "
            + "{ \"type\": \"pointwise\", \"output\": 8, \"names\": { \"conv\": \"project\" } }"));
        CollectionAssert.AreEqual(block.Operators.Select(op => op.Kind).ToArray(), parts.Operators.Select(op => op.Kind).ToArray());
        float[] input = [.. Enumerable.Range(0, 4 * 36).Select(_ => random.NextSingle() - 0.5f)];
        CollectionAssert.AreEqual(FloatInterpreter.Run(block, input)[block.Outputs[0]], FloatInterpreter.Run(parts, input)[parts.Outputs[0]]);
    }

    [TestMethod]
    public void Pools_and_fully_connected_layers_follow_pytorchs_order_of_elements()
    {
        // A pool of 2x2 over a 4x4 image of 2 channels, flattened [C, H, W]: element i of 8 has the weight i + 1.
        var weights = new SafetensorsBuilder().Add("fc.weight", [1, 8], 1, 2, 3, 4, 5, 6, 7, 8).Add("fc.bias", [1], 0.5f);
        using var folder = new TemporaryFolder();
        string file = folder.Write("w.safetensors", weights.ToBytes());
        ModelGraph graph = Read(file, Architecture(4, 2, "{ \"type\": \"maxpool\", \"kernel\": 2 }, { \"type\": \"linear\", \"output\": 1 }"));
        float[] image = new float[32];
        image[5] = 1; // channel 0, row 1, column 1: first of channel 0
        image[16 + 15] = 10; // channel 1, row 3, column 3: last of channel 1
        PyTorchFiles.AssertSame(graph, image, [1 + (10 * 8) + 0.5f]);

        graph = Read(file, Architecture(4, 2, "{ \"type\": \"avgpool\", \"kernel\": 3, \"stride\": 2, \"padding\": 1 }, { \"type\": \"linear\", \"output\": 1 }"));
        PyTorchFiles.AssertSame(graph, image, [((1 + 2 + 3 + 4) / 9f) + (10 * 8 / 9f) + 0.5f]);
    }

    [TestMethod]
    public void Weights_that_fit_twice_are_asked_about_where_the_file_keeps_no_order()
    {
        var weights = new SafetensorsBuilder().Add("a.weight", [2, 2, 1, 1], 1, 0, 0, 1).Add("b.weight", [2, 2, 1, 1], 1, 0, 0, 1);
        using var folder = new TemporaryFolder();
        string file = folder.Write("w.safetensors", weights.ToBytes());
        const string Layers = "{ \"type\": \"pointwise\", \"output\": 2 }, { \"type\": \"pointwise\", \"output\": 2, \"names\": { \"conv\": \"a\" } }";
        DiagnosticAssert.Throws(DiagnosticId.NamingUnknown, () => Read(file, Architecture(4, 2, Layers)), "layers[0]", "'a' and 'b'", "\"names\"");
        ModelGraph graph = Read(file, Architecture(4, 2, Layers.Replace("2 },", "2, \"names\": { \"conv\": \"b\" } },", StringComparison.Ordinal)));
        CollectionAssert.AreEqual(new[] { "b", "a" }, graph.Operators.Select(op => op.Name).ToArray());
    }

    [TestMethod]
    [DataRow("\"layers\": []", nameof(DiagnosticId.ArchitectureBadValue), "0 layers")]
    [DataRow("\"name\": \"n\"", nameof(DiagnosticId.ArchitectureBadValue), "no layers")]
    [DataRow("\"layers\": [ { \"type\": \"mean\" } ], \"blocks\": [ { \"kernel\": 3, \"stride\": 1, \"expanded\": 3, \"output\": 3, \"activation\": \"none\" } ]", nameof(DiagnosticId.ArchitectureBadValue), "one form")]
    [DataRow("\"layers\": [ { \"type\": \"lstm\" } ]", nameof(DiagnosticId.ArchitectureBadValue), "'lstm' is not one of")]
    [DataRow("\"layers\": [ { \"type\": \"mbconv\", \"kernel\": 3, \"output\": 3 } ]", nameof(DiagnosticId.ArchitectureBadValue), "expansion")]
    [DataRow("\"layers\": [ { \"type\": \"squeeze-excite\" } ]", nameof(DiagnosticId.ArchitectureInvalid), "squeeze")]
    [DataRow("\"layers\": [ { \"type\": \"squeeze-excite\", \"squeeze\": 0 } ]", nameof(DiagnosticId.ArchitectureBadValue), "squeeze")]
    [DataRow("\"layers\": [ { \"type\": \"squeeze-excite\", \"squeeze\": 2, \"kernel\": 3 } ]", nameof(DiagnosticId.ArchitectureUnknownField), "kernel")]
    [DataRow("\"layers\": [ { \"type\": \"mean\", \"kernel\": 3 } ]", nameof(DiagnosticId.ArchitectureUnknownField), "kernel")]
    [DataRow("\"head\": { \"convolution\": 0, \"activation\": \"none\" }", nameof(DiagnosticId.ArchitectureBadValue), "a head needs classes")]
    public void Wrong_layers_are_refused(string fields, string id, string what)
    {
        DiagnosticAssert.Throws(Enum.Parse<DiagnosticId>(id), () => Read(PyTorchFiles.PathOf("seed_conv.pth"), Document(32, 3, fields)), what);
    }

    [TestMethod]
    public void Weights_that_do_not_fit_are_named()
    {
        string weights = PyTorchFiles.PathOf("seed_conv.pth");
        DiagnosticAssert.Throws(DiagnosticId.WeightMissing, () => Read(weights, Architecture(32, 3, "{ \"type\": \"conv\", \"kernel\": 5, \"output\": 64 }")), "layers[0].conv");
        DiagnosticAssert.Throws(DiagnosticId.WeightExtra, () => Read(weights, Architecture(32, 3, "{ \"type\": \"mean\" }")), "'conv.weight'");
        DiagnosticAssert.Throws(
            DiagnosticId.WeightShapeMismatch, () => Read(weights, Architecture(32, 3, "{ \"type\": \"conv\", \"kernel\": 5, \"output\": 64, \"names\": { \"conv\": \"conv\" } }")), "[64, 3, 3, 3]", "[64, 3, 5, 5]");
        DiagnosticAssert.Throws(
            DiagnosticId.ArchitectureBadValue,
            () => Read(weights, Document(32, 3, "\"classes\": [\"a\"], \"layers\": [ { \"type\": \"conv\", \"kernel\": 3, \"output\": 64 } ]")), "1 classes", "65536 outputs");
    }

    private static string Architecture(int size, int channels, string layers) => Document(size, channels, $"\"layers\": [ {layers} ]");

    private static string Document(int size, int channels, string fields) =>
        $$"""
        { "format": "edge-mbconv", "version": 1, "input": { "height": {{size}}, "width": {{size}}, "channels": {{channels}} }, {{fields}} }
        """;

    private static ModelGraph Read(string weights, string architecture)
    {
        using var folder = new TemporaryFolder();
        return SourceModel.Read(weights, null, folder.Write("arch.json", architecture));
    }

    private static byte[] Safetensors(string stateDict)
    {
        using StateDictFile file = StateDictFile.Open(stateDict, null);
        var builder = new SafetensorsBuilder();
        foreach (WeightEntry entry in file.Entries.OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            builder.Add(entry.Name, entry.Shape, file.ReadFloats(entry));
        }

        return builder.ToBytes();
    }

    private static float[] Shared(string name)
    {
        return MemoryMarshal.Cast<byte, float>(NpyReader.Read(SharedFolder.Require(Path.Combine("repro", "pytorch", name))).Data).ToArray();
    }
}
