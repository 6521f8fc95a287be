using System;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Architecture;
using Edge.Tests.Desktop.Images;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Safetensors;

[TestClass]
public sealed class ArchitectureErrorTests
{
    [TestMethod]
    [DataRow("\"kernel\": 5", "\"kernel\": 4", nameof(DiagnosticId.ArchitectureBadValue), "blocks[1].kernel", "4 is even")]
    [DataRow("\"kernel\": 5", "\"kernel\": 33", nameof(DiagnosticId.ArchitectureBadValue), "blocks[1].kernel", "from 1 to 31")]
    [DataRow("\"kernel\": 5", "\"kernel\": \"5\"", nameof(DiagnosticId.ArchitectureInvalid), "blocks[1].kernel", "not an integer")]
    [DataRow("\"kernel\": 5,", "", nameof(DiagnosticId.ArchitectureInvalid), "blocks[1].kernel", "missing")]
    [DataRow("\"kernel\": 5", "\"kernel\": 5, \"dilation\": 2", nameof(DiagnosticId.ArchitectureUnknownField), "blocks[1].dilation", "no such field")]
    [DataRow("\"kernel\": 5", "\"kernel\": 5, \"kernel\": 5", nameof(DiagnosticId.ArchitectureInvalid), "blocks[1].kernel", "twice")]
    [DataRow("\"activation\": \"relu\"", "\"activation\": \"gelu\"", nameof(DiagnosticId.ArchitectureBadValue), "blocks[0].activation", "'gelu' is not one of none, relu")]
    [DataRow("edge-mbconv", "edge-resnet", nameof(DiagnosticId.ArchitectureBadValue), "format", "edge-resnet")]
    [DataRow("\"version\": 1", "\"version\": 2", nameof(DiagnosticId.ArchitectureBadValue), "version", "2 is not from 1 to 1")]
    [DataRow("\"version\": 1,", "\"version\": 1, \"date\": 3,", nameof(DiagnosticId.ArchitectureUnknownField), "date", "no such field")]
    [DataRow("\"padding\": \"symmetric\"", "\"padding\": \"valid\"", nameof(DiagnosticId.ArchitectureBadValue), "padding", "symmetric, same")]
    [DataRow("\"gate\": \"hsigmoid\"", "\"gate\": \"relu\"", nameof(DiagnosticId.ArchitectureBadValue), "gate", "hsigmoid, sigmoid")]
    [DataRow("\"naming\": \"plain\"", "\"naming\": \"keras\"", nameof(DiagnosticId.ArchitectureBadValue), "naming", "torchvision-mobilenetv3")]
    [DataRow("0.001", "-0.001", nameof(DiagnosticId.ArchitectureBadValue), "batchNormEpsilon", "from 0 to 1")]
    [DataRow("0.001", "1e999", nameof(DiagnosticId.ArchitectureInvalid), "batchNormEpsilon", "not a number")]
    [DataRow("[\"a\", \"b\", \"c\"]", "[]", nameof(DiagnosticId.ArchitectureBadValue), "classes", "0 classes")]
    [DataRow("[\"a\", \"b\", \"c\"]", "[\"a\", 2]", nameof(DiagnosticId.ArchitectureInvalid), "classes[1]", "not a text")]
    [DataRow("[0.007843137]", "[1, 2]", nameof(DiagnosticId.ArchitectureBadValue), "input.scale", "2 numbers stand where 3 or 1 belong")]
    [DataRow("[0.007843137]", "[0]", nameof(DiagnosticId.ArchitectureBadValue), "input.scale", "0")]
    [DataRow("[0.007843137]", "[1, 1, 1]", nameof(DiagnosticId.ArchitectureBadValue), "input.offset", "1 numbers")]
    [DataRow("\"height\": 32", "\"height\": 0", nameof(DiagnosticId.ArchitectureBadValue), "input.height", "0 is not from 1")]
    [DataRow("\"blocks\": [", "\"blocks\": [ 7,", nameof(DiagnosticId.ArchitectureInvalid), "blocks[0]", "an object belongs")]
    [DataRow("\"stem\": {", "\"stem\": [], \"x\": {", nameof(DiagnosticId.ArchitectureInvalid), "stem", "an object belongs")]
    [DataRow("\"convolution\": 20", "\"convolution\": -1", nameof(DiagnosticId.ArchitectureBadValue), "head.convolution", "-1")]
    [DataRow("\"version\": 1,", "\"version\": 1", nameof(DiagnosticId.ArchitectureInvalid), "a.json", "not JSON (line")]
    public void A_wrong_architecture_file_is_refused_with_the_path_of_the_field(string part, string replacement, string id, string path, string what)
    {
        string text = new SampleNetwork().Architecture("plain");
        Assert.Contains(part, text);
        using var folder = new TemporaryFolder();
        string file = folder.Write("a.json", text.Replace(part, replacement, StringComparison.Ordinal));
        DiagnosticAssert.Throws(Enum.Parse<DiagnosticId>(id), () => ArchitectureFile.Read(file), path, what);
    }

    [TestMethod]
    public void A_missing_weight_is_refused_by_name()
    {
        var network = new SampleNetwork();
        network.Layers.Remove("1.fc2");
        Refuse(DiagnosticId.WeightMissing, network, "tensors 'blocks.1.se.fc2.weight', 'blocks.1.se.fc2.bias' are missing");
    }

    [TestMethod]
    public void A_missing_batch_normalisation_is_refused_by_name()
    {
        var network = new SampleNetwork();
        SafetensorsBuilder weights = new();
        foreach ((string role, SampleLayer layer) in network.Layers.Where(pair => pair.Key == "stem"))
        {
            weights.Add("stem.0.weight", layer.Shape, layer.Weights);
        }

        Refuse(DiagnosticId.WeightMissing, network, weights, "'stem.1.weight'", "and");
    }

    [TestMethod]
    public void Extra_weights_are_refused_by_name()
    {
        var network = new SampleNetwork();
        Refuse(DiagnosticId.WeightExtra, network, network.Weights(SampleNames.Plain).Add("blocks.3.dw.0.weight", [1], 1), "tensor 'blocks.3.dw.0.weight' is left over");
    }

    [TestMethod]
    public void A_wrong_shape_is_refused_with_both_shapes()
    {
        var network = new SampleNetwork();
        network.Layers["1.dw"] = network.Layers["1.dw"] with { Shape = [24, 1, 3, 3], Weights = new float[24 * 9] };
        Refuse(DiagnosticId.WeightShapeMismatch, network, "'blocks.1.dw.0.weight'", "[24, 1, 3, 3]", "[24, 1, 5, 5]");
    }

    [TestMethod]
    public void Weights_that_are_not_finite_and_negative_variances_are_refused()
    {
        var network = new SampleNetwork();
        network.Layers["0.fc1"].Weights[2] = float.NaN;
        Refuse(DiagnosticId.WeightValueNotFinite, network, "'blocks.0.se.fc1.weight'", "value 2");
        network = new SampleNetwork();
        network.Layers["head"].Variance[3] = -1;
        Refuse(DiagnosticId.WeightValueNotFinite, network, "'head.1.running_var'", "channel 3");
    }

    [TestMethod]
    public void Integer_weights_are_refused()
    {
        var network = new SampleNetwork();
        var weights = new SafetensorsBuilder().AddRaw("stem.0.weight", "I8", [8, 3, 3, 3], new byte[216]);
        Refuse(DiagnosticId.WeightTypeUnsupported, network, weights, "'stem.0.weight'", "I8");
    }

    [TestMethod]
    public void Names_that_differ_only_in_a_prefix_are_refused()
    {
        var network = new SampleNetwork();
        Refuse(DiagnosticId.SafetensorsDuplicate, network, network.Weights(SampleNames.Plain).Add("module.fc.bias", [3], 1, 2, 3), "'fc.bias'", "'module.fc.bias'");
    }

    [TestMethod]
    public void Unknown_names_and_the_names_of_another_scheme_are_refused()
    {
        var network = new SampleNetwork();
        using var folder = new TemporaryFolder();
        string architecture = folder.Write("a.json", network.Architecture("timm"));
        string weights = folder.Write("w.safetensors", network.Weights(SampleNames.Plain).ToBytes());
        DiagnosticAssert.Throws(DiagnosticId.NamingUnknown, () => ArchitectureReader.Read(weights, architecture), "plain", "timm");

        architecture = folder.Write("a.json", network.Architecture("auto"));
        weights = folder.Write("w.safetensors", new SafetensorsBuilder().Add("conv1.weight", [1], 1).ToBytes());
        DiagnosticAssert.Throws(DiagnosticId.NamingUnknown, () => ArchitectureReader.Read(weights, architecture), "'conv1.weight'");
    }

    [TestMethod]
    public void A_kernel_that_does_not_fit_is_refused_with_its_block()
    {
        var network = new SampleNetwork();
        using var folder = new TemporaryFolder();
        string text = network.Architecture("plain").Replace("\"width\": 20", "\"width\": 4096", StringComparison.Ordinal)
            .Replace("\"height\": 32", "\"height\": 4096", StringComparison.Ordinal).Replace("\"expanded\": 24, \"output\": 12", "\"expanded\": 24, \"output\": 12000", StringComparison.Ordinal);
        string weights = folder.Write("w.safetensors", network.Weights(SampleNames.Plain).ToBytes());
        DiagnosticAssert.Throws(DiagnosticId.WeightShapeMismatch, () => ArchitectureReader.Read(weights, folder.Write("a.json", text)), "[12, 24, 1, 1]", "[12000, 24, 1, 1]");
    }

    [TestMethod]
    public void Weights_without_an_architecture_are_refused()
    {
        using var folder = new TemporaryFolder();
        string weights = folder.Write("w.safetensors", new SampleNetwork().Weights(SampleNames.Plain).ToBytes());
        DiagnosticAssert.Throws(DiagnosticId.ArchitectureMissing, () => ArchitectureReader.Read(weights, null), "w.arch.json", "--arch");
        DiagnosticAssert.Throws(DiagnosticId.FileNotFound, () => ArchitectureReader.Read(weights, folder.File("none.json")), "none.json");
    }

    private static void Refuse(DiagnosticId id, SampleNetwork network, params string[] parts) => Refuse(id, network, network.Weights(SampleNames.Plain), parts);

    private static void Refuse(DiagnosticId id, SampleNetwork network, SafetensorsBuilder weights, params string[] parts)
    {
        using var folder = new TemporaryFolder();
        string architecture = folder.Write("a.json", network.Architecture("plain"));
        string path = folder.Write("w.safetensors", weights.ToBytes());
        DiagnosticAssert.Throws(id, () => ArchitectureReader.Read(path, architecture), parts);
    }
}
