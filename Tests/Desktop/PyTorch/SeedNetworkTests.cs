using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Formats.PyTorch;
using Edge.ModelTools.Formats.Weights;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.Onnx;
using Edge.Tests.Desktop.Safetensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.PyTorch;

/// <summary>
/// The three networks that the project began with, from each format that holds their weights: one blob (but for the names, which ONNX gives
/// otherwise), and outputs near PyTorch's.
/// </summary>
[TestClass]
public class SeedNetworkTests
{
    private const double LeastDecibels = 34;

    [TestMethod]
    [TestCategory("Shared")]
    [DataRow("conv", 32, 3, "{ \"type\": \"conv\", \"kernel\": 3, \"output\": 64 }")]
    [DataRow("depthwise", 16, 64, "{ \"type\": \"depthwise\", \"kernel\": 3 }")]
    [DataRow("mbconv", 32, 3, "{ \"type\": \"mbconv\", \"kernel\": 3, \"expansion\": 6, \"output\": 16 }")]
    public void Every_format_gives_one_blob_and_pytorchs_outputs(string name, int size, int channels, string layer)
    {
        using var folder = new TemporaryFolder();
        string weights = SharedFolder.Require(Path.Combine("repro", "pytorch", $"seed_{name}.pth"));
        string input = SharedFolder.Require(Path.Combine("repro", "pytorch", $"seed_{name}_in.npy"));
        string architecture = folder.Write("arch.json", Document(size, channels, layer));
        using StateDictFile file = StateDictFile.Open(weights, null);
        string safetensors = folder.Write($"seed_{name}.safetensors", Safetensors(file));
        string onnx = folder.Write($"seed_{name}.onnx", Onnx(name, size, channels, file));
        byte[] blob = Blob(SourceModel.Read(weights, null, architecture), input);
        CollectionAssert.AreEqual(blob, Blob(SourceModel.Read(safetensors, null, architecture), input));
        CollectionAssert.AreEqual(
            Blob(BlobOf.Anonymous(SourceModel.Read(weights, null, architecture)), input), Blob(BlobOf.Anonymous(SourceModel.Read(onnx, null)), input));
        float[] expected = Floats(SharedFolder.Require(Path.Combine("repro", "pytorch", $"seed_{name}_out.npy")));
        RequireNear(blob, Floats(input), expected);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_block_with_and_without_squeeze_excite_is_the_same_from_onnx_and_safetensors(bool hasSqueeze)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(9);
        var builder = new SafetensorsBuilder();
        var values = new Dictionary<string, float[]>();
        foreach ((string part, int[] shape) in Parts(hasSqueeze))
        {
            int count = shape.Aggregate(1, (a, b) => a * b);
            values[part + ".weight"] = [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() - 0.5) * 2 / Math.Sqrt(count / shape[0])))];
            values[part + ".bias"] = [.. Enumerable.Range(0, shape[0]).Select(_ => (float)(random.NextDouble() - 0.5))];
            builder.Add(part + ".weight", shape, values[part + ".weight"]).Add(part + ".bias", [shape[0]], values[part + ".bias"]);
        }

        string layer = $"{{ \"type\": \"mbconv\", \"kernel\": 3, \"expansion\": 3, \"output\": 8, \"activation\": \"relu\"{(hasSqueeze ? ", \"squeeze\": 4, " : ", ")}"
            + $"\"names\": {{ \"expand\": \"expand_conv\", \"depthwise\": \"depthwise_conv\", {(hasSqueeze ? "\"squeeze\": \"se_reduce\", \"restore\": \"se_expand\", " : "")}\"project\": \"project_conv\" }} }}";
        string architecture = folder.Write("arch.json", Document(12, 8, layer));
        string safetensors = folder.Write("block.safetensors", builder.ToBytes());
        string onnx = folder.Write("block.onnx", Block(hasSqueeze, values));
        float[] samples = [.. Enumerable.Range(0, 16 * 8 * 144).Select(_ => (float)((random.NextDouble() * 2) - 1))];
        string calibration = folder.Write("in.npy", Npy.Floats([16, 8, 12, 12], samples));
        byte[] blob = Blob(BlobOf.Anonymous(SourceModel.Read(onnx, null)), calibration);
        CollectionAssert.AreEqual(blob, Blob(BlobOf.Anonymous(SourceModel.Read(safetensors, null, architecture)), calibration));
        RequireNear(blob, samples, Run(onnx, samples, [16, 8, 12, 12]));
    }

    private static IEnumerable<(string Part, int[] Shape)> Parts(bool hasSqueeze)
    {
        yield return ("expand_conv", [24, 8, 1, 1]);
        yield return ("depthwise_conv", [24, 1, 3, 3]);
        if (hasSqueeze)
        {
            yield return ("se_reduce", [4, 24, 1, 1]);
            yield return ("se_expand", [24, 4, 1, 1]);
        }

        yield return ("project_conv", [8, 24, 1, 1]);
    }

    private static byte[] Onnx(string name, int size, int channels, StateDictFile file)
    {
        Dictionary<string, float[]> values = file.Entries.ToDictionary(entry => entry.Name, file.ReadFloats);
        Dictionary<string, int[]> shapes = file.Entries.ToDictionary(entry => entry.Name, entry => entry.Shape);
        var builder = new OnnxModelBuilder();
        string x = builder.Input(1, channels, size, size);
        foreach (string part in name == "mbconv" ? ["expand_conv", "depthwise_conv", "project_conv"] : new[] { name })
        {
            int[] shape = shapes[part + ".weight"];
            x = Convolution(builder, x, shape, values[part + ".weight"], values[part + ".bias"], shape[1] == 1 && shape[2] == 3 ? shape[0] : 1);
        }

        builder.Output(x);
        return builder.ToBytes();
    }

    private static byte[] Block(bool hasSqueeze, Dictionary<string, float[]> values)
    {
        var builder = new OnnxModelBuilder();
        string input = builder.Input(0, 8, 12, 12);
        string expanded = builder.Node("Relu", Layer("expand_conv", input));
        string x = builder.Node("Relu", Layer("depthwise_conv", expanded, 24));
        if (hasSqueeze)
        {
            string squeezed = builder.Node("Relu", Layer("se_reduce", builder.Node("GlobalAveragePool", x)));
            x = builder.Node("Mul", [x, builder.Node("HardSigmoid", Layer("se_expand", squeezed), ("alpha", 1 / 6f))]);
        }

        builder.Output(builder.Node("Add", [Layer("project_conv", x), input]));
        return builder.ToBytes();

        string Layer(string part, string value, int groups = 1) =>
            Convolution(builder, value, Parts(true).First(each => each.Part == part).Shape, values[part + ".weight"], values[part + ".bias"], groups);
    }

    private static string Convolution(OnnxModelBuilder builder, string x, int[] shape, float[] weights, float[] bias, int groups)
    {
        long pad = shape[2] / 2;
        return builder.Node("Conv", [x, builder.Floats(shape, weights), builder.Floats([shape[0]], bias)], ("pads", new[] { pad, pad, pad, pad }), ("group", (long)groups));
    }

    private static byte[] Blob(ModelGraph graph, string calibration)
    {
        return ModelConverter.Convert(graph, new ConversionOptions { CalibrationPath = calibration, IsChannelsFirst = true, SramBytes = 256 * 1024 }).Blob;
    }

    private static void RequireNear(byte[] blob, float[] input, float[] expected)
    {
        var model = Int8Model.Load(new MemoryWeightSource(blob), new PackedKernels());
        TensorInfo info = model.GetOutput(0);
        int samples = input.Length / model.Input.Length;
        double signal = 0;
        double noise = 0;
        for (int sample = 0; sample < samples; sample++)
        {
            byte[] raw = MemoryMarshal.AsBytes(input.AsSpan(sample * model.Input.Length, model.Input.Length)).ToArray();
            sbyte[] output = ModelRunner.Run(model, InputReader.FromRaw(model.Input, raw, "sample"))[0];
            float[] real = TensorConverter.Dequantize(info, TensorConverter.ToChannelsFirst(output, info.Height, info.Width, info.Channels));
            for (int i = 0; i < real.Length; i++)
            {
                double wanted = expected[(sample * real.Length) + i];
                signal += wanted * wanted;
                noise += (real[i] - wanted) * (real[i] - wanted);
            }
        }

        double decibels = 10 * Math.Log10(signal / noise);
        Console.WriteLine($"{model.Name}: {decibels:0.0} dB (measured)");
        Assert.IsTrue(decibels >= LeastDecibels, $"{decibels:0.0} dB");
    }

    private static float[] Run(string onnx, float[] input, long[] shape)
    {
        using var session = new InferenceSession(onnx);
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(input, shape);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, session.InputNames, [value], session.OutputNames);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static string Document(int size, int channels, string layer) =>
        $$"""{ "format": "edge-mbconv", "version": 1, "input": { "height": {{size}}, "width": {{size}}, "channels": {{channels}} }, "layers": [ {{layer}} ] }""";

    private static float[] Floats(string path) => MemoryMarshal.Cast<byte, float>(NpyReader.Read(path).Data).ToArray();

    private static byte[] Safetensors(StateDictFile file)
    {
        var builder = new SafetensorsBuilder();
        foreach (WeightEntry entry in file.Entries.OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            builder.Add(entry.Name, entry.Shape, file.ReadFloats(entry));
        }

        return builder.ToBytes();
    }
}
