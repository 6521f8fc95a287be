using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Formats.Architecture;
using Edge.ModelTools.Graph;
using Edge.Tests.Desktop.Graph;
using Edge.Tests.Desktop.Images;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Safetensors;

[TestClass]
public sealed class ArchitectureReaderTests
{
    [TestMethod]
    public void Weights_with_an_architecture_give_the_same_blob_as_ONNX_to_the_byte()
    {
        var network = new SampleNetwork();
        using var folder = new TemporaryFolder();
        string onnx = folder.Write("sample.onnx", SampleOnnx.Write(network));
        string weights = folder.Write("sample.safetensors", network.Weights(SampleNames.TorchvisionV3).ToBytes());
        folder.Write("sample.arch.json", network.Architecture("torchvision-mobilenetv3"));
        ModelGraph graph = SourceModel.Read(weights, null);
        CollectionAssert.AreEqual(new[] { "a", "b", "c" }, graph.Labels);
        graph.Labels = [];
        CollectionAssert.AreEqual(BlobOf.Graph(SourceModel.Read(onnx, null)), BlobOf.Graph(graph));
    }

    [TestMethod]
    [DynamicData(nameof(SampleNames.All), typeof(SampleNames))]
    public void Every_naming_gives_the_same_network(string naming, Dictionary<string, (string Layer, string Norm)> names, bool hasSqueeze, bool hasHidden)
    {
        var network = new SampleNetwork(hasSqueeze, hasHidden);
        using var folder = new TemporaryFolder();
        byte[] expected = Values(folder, network, "plain", network.Weights(SampleNames.Plain));
        CollectionAssert.AreEqual(expected, Values(folder, network, naming, network.Weights(names)));
        CollectionAssert.AreEqual(expected, Values(folder, network, "auto", network.Weights(names, "module.model.")));
    }

    [TestMethod]
    public void Folded_batch_normalisations_are_understood()
    {
        var network = new SampleNetwork();
        using var folder = new TemporaryFolder();
        float[] expected = Output(folder, network, network.Weights(SampleNames.Plain));
        foreach (string role in network.Layers.Keys.ToArray())
        {
            SampleLayer layer = network.Layers[role];
            if (layer.Bias is null)
            {
                double[] factor = [.. Enumerable.Range(0, layer.Outputs).Select(o => layer.Gamma[o] / Math.Sqrt(layer.Variance[o] + 0.001))];
                int block = layer.Weights.Length / layer.Outputs;
                network.Layers[role] = new SampleLayer(layer.Shape, [.. layer.Weights.Select((weight, i) => (float)(weight * factor[i / block]))])
                {
                    Bias = [.. Enumerable.Range(0, layer.Outputs).Select(o => (float)(layer.Beta[o] - (layer.Mean[o] * factor[o])))],
                };
            }
        }

        float[] folded = Output(folder, network, network.Weights(SampleNames.Plain));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], folded[i], 1e-4f);
        }
    }

    [TestMethod]
    public void Same_padding_is_TensorFlows()
    {
        var network = new SampleNetwork();
        using var folder = new TemporaryFolder();
        string weights = folder.Write("w.safetensors", network.Weights(SampleNames.Plain).ToBytes());
        string architecture = folder.Write("a.json", network.Architecture("plain").Replace("symmetric", "same", StringComparison.Ordinal));
        ModelGraph graph = ArchitectureReader.Read(weights, architecture);
        Assert.AreEqual(new Padding(0, 0, 1, 1), ((ConvAttributes)graph.Operators[0].Attributes!).Padding);
        GraphInvariants.Check(graph);
    }

    [TestMethod]
    public void Silu_and_sigmoid_make_an_EfficientNet()
    {
        var network = new SampleNetwork(hasHidden: false);
        using var folder = new TemporaryFolder();
        string weights = folder.Write("w.safetensors", network.Weights(SampleNames.TorchvisionEfficientNet).ToBytes());
        string text = network.Architecture("auto").Replace("hswish", "silu", StringComparison.Ordinal).Replace("hsigmoid", "sigmoid", StringComparison.Ordinal)
            .Replace("\"squeezeActivation\": \"relu\"", "\"squeezeActivation\": \"silu\"", StringComparison.Ordinal);
        ModelGraph graph = ArchitectureReader.Read(weights, folder.Write("a.json", text));
        List<UnaryFunction> functions = [.. graph.Operators.Select(op => op.Attributes).OfType<UnaryAttributes>().Select(unary => unary.Function).Distinct()];
        CollectionAssert.AreEquivalent(new[] { UnaryFunction.Silu, UnaryFunction.Relu, UnaryFunction.Relu6, UnaryFunction.Sigmoid }, functions);
    }

    [TestMethod]
    public void The_architecture_beside_the_weights_is_found_by_name_first()
    {
        var network = new SampleNetwork();
        using var folder = new TemporaryFolder();
        string weights = folder.Write("w.safetensors", network.Weights(SampleNames.Plain).ToBytes());
        folder.Write("arch.json", network.Architecture("plain").Replace("\"sample\"", "\"general\"", StringComparison.Ordinal));
        Assert.AreEqual("general", ArchitectureReader.Read(weights, null).Name);
        folder.Write("w.arch.json", network.Architecture("plain"));
        Assert.AreEqual("sample", ArchitectureReader.Read(weights, null).Name);
    }

    [TestMethod]
    public void The_pixel_scale_of_the_architecture_reaches_the_blob_without_an_option()
    {
        var network = new SampleNetwork();
        using var folder = new TemporaryFolder();
        string weights = folder.Write("w.safetensors", network.Weights(SampleNames.Plain).ToBytes());
        folder.Write("arch.json", network.Architecture("plain").Replace("0.007843137", "0.5", StringComparison.Ordinal));
        ModelGraph graph = SourceModel.Read(weights, null);
        ConversionResult result = ModelConverter.Convert(
            graph, new ConversionOptions { CalibrationPath = Path.Combine(AppContext.BaseDirectory, "Demo", "calibration"), CalibrationLimit = 2 });
        CollectionAssert.AreEqual(new[] { 0.5f, 0.5f, 0.5f }, result.Program.PixelScale);
        CollectionAssert.AreEqual(new[] { "a", "b", "c" }, result.Program.Labels);
    }

    [TestMethod]
    public void Half_floats_give_the_network_of_their_rounded_values()
    {
        var rounded = new SampleNetwork();
        foreach (string role in rounded.Layers.Keys.ToArray())
        {
            rounded.Layers[role] = rounded.Layers[role] with { Weights = [.. rounded.Layers[role].Weights.Select(value => (float)(Half)value)] };
        }

        var halves = new SafetensorsBuilder();
        var whole = new SampleNetwork();
        foreach ((string role, SampleLayer layer) in whole.Layers)
        {
            (string name, string norm) = SampleNames.Plain[role];
            halves.AddRaw($"{name}.weight", "F16", layer.Shape, [.. layer.Weights.SelectMany(value => BitConverter.GetBytes((Half)value))]);
            if (layer.Bias is not null)
            {
                halves.Add($"{name}.bias", [layer.Outputs], layer.Bias);
                continue;
            }

            halves.Add($"{norm}.weight", [layer.Outputs], layer.Gamma).Add($"{norm}.bias", [layer.Outputs], layer.Beta)
                .Add($"{norm}.running_mean", [layer.Outputs], layer.Mean).Add($"{norm}.running_var", [layer.Outputs], layer.Variance);
        }

        using var folder = new TemporaryFolder();
        CollectionAssert.AreEqual(Output(folder, rounded, rounded.Weights(SampleNames.Plain)), Output(folder, rounded, halves));
    }

    // Every constant of the graph in order, which says more than one output.
    private static byte[] Values(TemporaryFolder folder, SampleNetwork network, string naming, SafetensorsBuilder weights)
    {
        ModelGraph graph = Read(folder, network, naming, weights);
        GraphInvariants.Check(graph);
        return [.. graph.Operators.SelectMany(op => op.Inputs).Where(tensor => tensor.IsConstant).SelectMany(tensor => tensor.Floats).SelectMany(BitConverter.GetBytes)];
    }

    private static float[] Output(TemporaryFolder folder, SampleNetwork network, SafetensorsBuilder weights)
    {
        ModelGraph graph = Read(folder, network, "plain", weights);
        var random = new Random(3);
        float[] input = [.. Enumerable.Range(0, graph.Inputs[0].ElementCount).Select(_ => (float)((random.NextDouble() * 2) - 1))];
        return FloatInterpreter.Run(graph, input)[graph.Outputs[0]];
    }

    private static ModelGraph Read(TemporaryFolder folder, SampleNetwork network, string naming, SafetensorsBuilder weights)
    {
        string architecture = folder.Write("a.json", network.Architecture(naming));
        return ArchitectureReader.Read(folder.Write("w.safetensors", weights.ToBytes()), architecture);
    }
}
