using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8;
using Edge.Tests.Desktop.Commands;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.Onnx;
using Edge.Tests.Desktop.PyTorch;
using Edge.Tests.Desktop.Specification;
using Edge.Tests.Desktop.Tflite;
using Microsoft.ML.OnnxRuntime;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Conversion;

/// <summary>Models with several inputs: the device takes one, which holds them one behind the other, each quantized on its own.</summary>
[TestClass]
public sealed class SeveralInputsTests
{
    private const int Pixels = 6 * 5;
    private const int Channels = 2;
    private const int Numbers = 3;
    private const int Length = (Pixels * Channels) + Numbers;
    private const float LargestNumber = 200; // two hundred times what pixels are: one scale for both would leave the pixels two steps

    [TestMethod]
    public void An_image_and_numbers_agree_with_onnxruntime()
    {
        using var folder = new TemporaryFolder();
        string model = folder.Write("two.onnx", Model());
        var random = new Random(4);
        List<float[]> samples = [.. Enumerable.Range(0, 40).Select(_ => Sample(random))];
        string calibration = folder.Write("in.npy", Npy.Floats([32, Length], [.. samples.Take(32).SelectMany(sample => sample)]));
        string blob = folder.File("m.edge8");
        (int code, _, string error) = CommandLine.Run("convert", model, "--calibration", calibration, "-o", blob, "--quantizer", "naive");
        Assert.AreEqual(0, code, error);
        Int8Model loaded = BlobFile.Load(blob, BlobFile.Read(blob), KernelSets.Create(KernelSets.DeviceDefault));
        Assert.AreEqual(2, loaded.Input.PartCount);
        Assert.AreEqual("image", loaded.Input.GetPart(0).Name);
        Assert.AreEqual("numbers", loaded.Input.GetPart(1).Name);
        Assert.IsTrue(loaded.Input.GetPart(1).Scale > 50 * loaded.Input.GetPart(0).Scale, "each has a scale of its own");
        using var session = new InferenceSession(model);
        double signal = 0;
        double noise = 0;
        foreach (float[] sample in samples.Take(8)) // of those that were calibrated with: others go beyond the ranges
        {
            string raw = folder.File("out.bin");
            string input = folder.Write("sample.bin", MemoryMarshal.AsBytes(sample.AsSpan()).ToArray());
            (code, _, error) = CommandLine.Run("run", blob, input, "--output-raw", raw);
            Assert.AreEqual(0, code, error);
            float[] actual = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(raw)).ToArray();
            float[] expected = Reference(session, sample);
            signal += expected.Sum(value => value * value);
            noise += expected.Zip(actual, (a, b) => (a - b) * (a - b)).Sum();
        }

        double decibels = 10 * Math.Log10(signal / noise);
        Console.WriteLine($"two inputs: {decibels:0.0} dB (measured)");
        Assert.IsTrue(decibels >= 30, $"{decibels:0.0} dB");
        sbyte[] bytes = [.. Enumerable.Range(0, Length).Select(i => (sbyte)(i * 73))];
        RequireInEveryKernelSet(blob, bytes, ModelRunner.Run(BlobFile.Load(blob, BlobFile.Read(blob), KernelSets.Create("reference")), bytes)[0]);
        (_, string text, _) = CommandLine.Run("inspect", blob);
        StringAssert.Contains(text, "numbers");
    }

    [TestMethod]
    public void An_int8_model_keeps_the_scale_of_each_input()
    {
        const int Side = 16;
        var builder = new TfliteFileBuilder();
        int a = builder.Int8("a", [1, Side, Side, 1], 0.5f, 3);
        int b = builder.Int8("b", [1, Side, Side, 1], 0.25f, -20);
        int y = builder.Int8("y", [1, Side, Side, 1], 0.75f, 1);
        builder.Operator(TfliteOperatorCode.ADD, [a, b], [y]);
        using var folder = new TemporaryFolder();
        string model = folder.Write("sum.tflite", builder.From(a, b).To(y).Build());
        string blob = folder.File("m.edge8");
        (int code, _, string error) = CommandLine.Run("convert", model, "-o", blob);
        Assert.AreEqual(0, code, error);
        ModelGraph graph = SourceModel.Read(model, null);

        // Every byte of the one with another byte of the other.
        sbyte[] input = [.. Enumerable.Range(0, Side * Side).Select(i => (sbyte)i), .. Enumerable.Range(0, Side * Side).Select(i => (sbyte)(i * 73))];
        sbyte[] expected = SpecificationInterpreter.Run(graph, input)[graph.Outputs[0].Name];
        RequireInEveryKernelSet(blob, input, expected);
        string raw = folder.File("out.bin");
        (code, _, error) = CommandLine.Run("run", blob, folder.Write("in.bin", MemoryMarshal.AsBytes(input.AsSpan()).ToArray()), "--output-raw", raw);
        Assert.AreEqual(0, code, error);
        CollectionAssert.AreEqual(expected, MemoryMarshal.Cast<byte, sbyte>(File.ReadAllBytes(raw)).ToArray());
    }

    [TestMethod]
    public void What_does_not_fit_one_row_is_refused()
    {
        using var folder = new TemporaryFolder();
        var builder = new OnnxModelBuilder();
        builder.Input(1, 3, 96, 96);
        builder.Graph.Input.Add(OnnxModelBuilder.Info("second", 1, 3, 96, 96));
        builder.Output(builder.Node("Add", ["input", "second"]));
        string model = folder.Write("large.onnx", builder.ToBytes());
        (int code, _, string error) = CommandLine.Run("inspect", model);
        Assert.AreEqual(1, code);
        StringAssert.Contains(error, "it has 2 inputs of 55296 values together");
        (code, _, error) = CommandLine.Run("inspect", model, "--input-shape", "1x3x96x96");
        Assert.AreEqual(1, code);
        StringAssert.Contains(error, "settles one input");
    }

    [TestMethod]
    public void A_blob_whose_parts_are_not_its_input_does_not_load()
    {
        var random = new Random(4);
        using var folder = new TemporaryFolder();
        string model = folder.Write("two.onnx", Model());
        string calibration = folder.Write("in.npy", Npy.Floats([4, Length], [.. Enumerable.Range(0, 4).SelectMany(_ => Sample(random))]));
        ConversionResult result = ModelConverter.Convert(
            SourceModel.Read(model, null), new ConversionOptions { CalibrationPath = calibration, Quantizer = new() { Recipe = new() } });
        (DeviceTensor tensor, SourceInterface source) = result.Program.Parts[1];
        result.Program.Parts[1] = (new DeviceTensor(tensor.Name, 1, 1, tensor.Channels + 1, tensor.Scale, tensor.ZeroPoint), source);
        byte[] blob = ScheduledBlob.Write(result.Scheduled.Program).Blob;
        foreach (string kernels in KernelSets.Names)
        {
            EdgeException exception = Assert.ThrowsExactly<EdgeException>(() => BlobFile.Load("m.edge8", blob, KernelSets.Create(kernels)), kernels);
            Assert.AreEqual(DiagnosticId.BlobInvalid, exception.Id, kernels);
        }
    }

    private static void RequireInEveryKernelSet(string blob, sbyte[] input, sbyte[] expected)
    {
        foreach (string kernels in KernelSets.Names)
        {
            CollectionAssert.AreEqual(expected, ModelRunner.Run(BlobFile.Load(blob, BlobFile.Read(blob), KernelSets.Create(kernels)), input)[0], kernels);
        }
    }

    /// <summary>A convolution of an image and a fully connected layer of numbers, joined.</summary>
    private static byte[] Model()
    {
        var builder = new OnnxModelBuilder();
        builder.Graph.Input.Add(OnnxModelBuilder.Info("image", 1, Channels, 6, 5));
        builder.Graph.Input.Add(OnnxModelBuilder.Info("numbers", 1, Numbers));
        string seen = builder.Node("Flatten", builder.Node("GlobalAveragePool", builder.Node("Relu", builder.Conv("image", Channels, 8, 3))));
        string read = builder.Node("Relu", builder.Node("Gemm", ["numbers", builder.RandomBetween(-0.005, 0.005, Numbers, 8)]));
        string joined = builder.Node("Concat", [seen, read], ("axis", 1L));
        builder.Output(builder.Node("Gemm", [joined, builder.Random(16, 4)]));
        return builder.ToBytes();
    }

    /// <summary>The image channels last, then the numbers.</summary>
    private static float[] Sample(Random random) =>
        [.. Enumerable.Range(0, Length).Select(i => (float)((random.NextDouble() * 2) - 1) * (i < Pixels * Channels ? 1 : LargestNumber))];

    private static float[] Reference(InferenceSession session, float[] sample)
    {
        float[] image = new float[Pixels * Channels];
        for (int i = 0; i < image.Length; i++)
        {
            image[i] = sample[(i % Pixels * Channels) + (i / Pixels)];
        }

        using OrtValue first = OrtValue.CreateTensorValueFromMemory(image, [1, Channels, 6, 5]);
        using OrtValue second = OrtValue.CreateTensorValueFromMemory(sample[^Numbers..], [1, Numbers]);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, ["image", "numbers"], [first, second], session.OutputNames);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
