using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Architecture.Drafting;
using Edge.ModelTools.Graph;
using Edge.Tests.Desktop.Commands;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.Safetensors;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.PyTorch;

[TestClass]
public class ArchitectureDraftTests
{
    private static readonly string[] s_fields = ["kernel", "expanded", "output", "squeeze"];

    [TestMethod]
    [DynamicData(nameof(SampleNames.All), typeof(SampleNames))]
    public void Names_and_shapes_tell_the_blocks(string naming, Dictionary<string, (string Layer, string Norm)> names, bool hasSqueeze, bool hasHidden)
    {
        var network = new SampleNetwork(hasSqueeze, hasHidden);
        using var folder = new TemporaryFolder();
        string weights = folder.Write("w.safetensors", network.Weights(names).ToBytes());
        JsonNode drafted = JsonNode.Parse(ArchitectureDrafter.Draft(weights, null))!;
        JsonNode right = JsonNode.Parse(network.Architecture(naming))!;
        Assert.AreEqual(naming, drafted["naming"]!.GetValue<string>());
        AssertBlocks(right, drafted);
        Assert.AreEqual(right["head"]!["convolution"]!.GetValue<int>(), drafted["head"]!["convolution"]!.GetValue<int>());
        Assert.AreEqual(right["head"]!["hidden"]!.GetValue<int>(), drafted["head"]!["hidden"]!.GetValue<int>());
        Assert.HasCount(3, drafted["classes"]!.AsArray());
        Assert.IsNotEmpty(drafted["assumed"]!.AsArray());
    }

    [TestMethod]
    public void A_drafted_mobilenet_is_right_once_its_input_is()
    {
        JsonNode draft = JsonNode.Parse(ArchitectureDrafter.Draft(PyTorchFiles.PathOf("mbv2_torchvision_names.pth"), null))!;
        AssertBlocks(JsonNode.Parse(PyTorchFiles.MobileNetV2)!, draft);
        draft["input"]!["height"] = 32;
        draft["input"]!["width"] = 32;
        using var folder = new TemporaryFolder();
        ModelGraph graph = SourceModel.Read(PyTorchFiles.PathOf("mbv2_torchvision_names.pth"), null, folder.Write("a.json", draft.ToJsonString()));
        PyTorchFiles.AssertSame(graph, PyTorchFiles.Floats("mbv2_torchvision_names_in.npy"), PyTorchFiles.Floats("mbv2_torchvision_names_out.npy"), 1e-4f);
    }

    [TestMethod]
    public void A_lone_block_is_drafted_as_a_layer_and_converts()
    {
        using var folder = new TemporaryFolder();
        string weights = PyTorchFiles.PathOf("seed_mbconv.pth");
        string architecture = folder.File("arch.json");
        (int code, string output, string error) = CommandLine.Run("arch", weights, "-o", architecture);
        Assert.AreEqual(0, code, error);
        Assert.Contains("assumed", output);
        PyTorchFiles.AssertSame(SourceModel.Read(weights, null, architecture), PyTorchFiles.Floats("seed_mbconv_in.npy"), PyTorchFiles.Floats("seed_mbconv_out.npy"));
    }

    [TestMethod]
    public void Published_families_bring_their_strides_and_activations()
    {
        DraftedBlock[] blocks = [.. Enumerable.Range(0, 11).Select(i => new DraftedBlock(3, 16, 16, 8, "s"))];
        NetworkFamily small = NetworkFamilies.Find("torchvision-mobilenetv3", blocks, true)!;
        Assert.AreEqual("MobileNetV3-Small", small.Name);
        CollectionAssert.AreEqual(new[] { 2, 2, 1, 2, 1, 1, 1, 1, 2, 1, 1 }, small.Strides);
        Assert.AreEqual(3, small.FirstBlocks);
        Assert.IsNull(NetworkFamilies.Find("torchvision-mobilenetv3", blocks[1..], true));
        Assert.AreEqual("MobileNetV2", NetworkFamilies.Find("torchvision-mobilenetv2", [.. Enumerable.Repeat(blocks[0], 17)], false)!.Name);
        DraftedBlock[] efficient = [.. new[] { 1, 2, 2, 3, 3, 4, 1 }.SelectMany((count, stage) => Enumerable.Repeat(new DraftedBlock(3, 16, 16, 4, $"{stage}"), count))];
        NetworkFamily net = NetworkFamilies.Find("timm", efficient, false)!;
        Assert.AreEqual("EfficientNet", net.Name);
        CollectionAssert.AreEqual(new[] { 1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1 }, net.Strides);
    }

    [TestMethod]
    public void Weights_without_a_layer_are_refused()
    {
        using var folder = new TemporaryFolder();
        string weights = folder.Write("w.safetensors", new SafetensorsBuilder().Add("scale", [3], 1, 2, 3).ToBytes());
        DiagnosticAssert.Throws(DiagnosticId.NamingUnknown, () => ArchitectureDrafter.Draft(weights, null), "no tensor is the weight");
    }

    private static void AssertBlocks(JsonNode expected, JsonNode actual)
    {
        JsonArray blocks = expected["blocks"]!.AsArray();
        JsonArray drafted = actual["blocks"]!.AsArray();
        Assert.HasCount(blocks.Count, drafted);
        for (int i = 0; i < blocks.Count; i++)
        {
            foreach (string field in s_fields)
            {
                Assert.AreEqual(blocks[i]![field]?.GetValue<int>() ?? 0, drafted[i]![field]!.GetValue<int>(), $"block {i}, {field}");
            }
        }
    }
}
