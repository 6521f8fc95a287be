using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Desktop.Commands;
using Edge.Tests.Desktop.Images;
using Microsoft.ML.OnnxRuntime;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Onnx;

/// <summary>A whole MobileNetV3 with squeeze-excite, quantized as onnxruntime does it, through Edge and through ONNX Runtime.</summary>
[TestClass]
public sealed class OnnxQuantizedNetworkTests
{
    private const int Calibration = 32;
    private const int Compared = 40;

    [TestMethod]
    public void The_meter_digits_agree_with_onnxruntime()
    {
        Dataset dataset = Dataset.Open(DigitsBlob.Calibration, [1, 32, 20, 3]);
        float[][] samples = [.. Enumerable.Range(0, Calibration + Compared).Select(i => ToChannelsFirst(dataset.ReadReal(i), 640))];
        long[] shape = [1, 3, 32, 20];
        using var folder = new TemporaryFolder();
        string path = folder.Write("digits.onnx", StaticQuantizer.Run(File.ReadAllBytes(DigitsBlob.Model), samples[..Calibration], shape));
        ModelGraph graph = SourceModel.Read(path, null);
        Assert.IsNull(graph.Remark);
        Assert.IsTrue(SourceModel.IsQuantized(graph));
        byte[] blob = ModelConverter.Convert(graph, new ConversionOptions()).Blob;
        var model = Int8Model.Load(new MemoryWeightSource(blob), new PackedKernels());
        using var options = new SessionOptions();
        options.AddSessionConfigEntry("session.x64quantprecision", "1"); // exact sums on x86 without VNNI, too
        using var session = new InferenceSession(path, options);
        double signal = 0;
        double noise = 0;
        int agreements = 0;
        foreach (float[] sample in samples[Calibration..])
        {
            using OrtValue value = OrtValue.CreateTensorValueFromMemory(sample, shape);
            using var run = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, session.InputNames, [value], session.OutputNames);
            float[] expected = results[0].GetTensorDataAsSpan<float>().ToArray();
            sbyte[] output = ModelRunner.Run(model, InputReader.FromRaw(model.Input, MemoryMarshal.AsBytes(sample.AsSpan()).ToArray(), "sample"))[0];
            float[] actual = TensorConverter.Dequantize(model.GetOutput(0), output);
            agreements += Array.IndexOf(actual, actual.Max()) == Array.IndexOf(expected, expected.Max()) ? 1 : 0;
            signal += expected.Sum(each => (double)each * each);
            noise += expected.Zip(actual, (a, b) => ((double)a - b) * (a - b)).Sum();
        }

        double decibels = 10 * Math.Log10(signal / noise);
        Console.WriteLine($"{decibels:0.0} dB against ONNX Runtime on the quantized file, {agreements} of {Compared} classes alike (measured)");
        Assert.IsTrue(decibels >= 30 && agreements >= Compared - 1, $"{decibels:0.0} dB, {agreements} of {Compared} classes alike");
    }

    private static float[] ToChannelsFirst(float[] values, int pixels)
    {
        float[] turned = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            // Pixels of -1..1 lie half way between two steps of their own range, where rounding is a matter of taste: these do not.
            turned[(i % 3 * pixels) + (i / 3)] = values[i] + (0.003f * MathF.Sin(i));
        }

        return turned;
    }
}
