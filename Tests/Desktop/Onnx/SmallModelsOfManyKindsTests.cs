using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Graph;
using Edge.Tests.Desktop.Commands;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.PyTorch;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Onnx;

/// <summary>Each file of the small models, with random weights, through the command line and through ONNX Runtime.</summary>
[TestClass]
public sealed class SmallModelsOfManyKindsTests
{
    private const double LeastDecibels = 30;
    private const int Calibration = 32;
    private const int Compared = 8;

    [TestMethod]
    [TestCategory("Shared")]
    [DataRow("abs")]
    [DataRow("argmax")]
    [DataRow("bgr_flip")]
    [DataRow("bgr_index")]
    [DataRow("conv1d_har")]
    [DataRow("convtranspose")]
    [DataRow("dilated")]
    [DataRow("gelu")]
    [DataRow("l2norm")]
    [DataRow("logsoftmax")]
    [DataRow("max2")]
    [DataRow("ok_dyn_batch")]
    [DataRow("se_recompute")]
    [DataRow("slice_spatial")]
    [DataRow("split_chunk")]
    [DataRow("up_bilinear")]
    [DataRow("yolo_head")]
    public void The_blob_agrees_with_onnxruntime(string name)
    {
        string path = SharedFolder.Require($"repro/onnx/{name}.onnx");
        ModelGraph graph = SourceModel.Read(path, null);
        int[] shape = graph.SourceInputs[0].Shape;
        int length = shape.Aggregate(1, (a, b) => a * b);
        var random = new Random(17);
        float[][] samples = [.. Enumerable.Range(0, Calibration + Compared).Select(_ => Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() * 2) - 1)).ToArray())];
        using var folder = new TemporaryFolder();
        string calibration = folder.Write("in.npy", Npy.Floats([Calibration, .. shape[1..]], [.. samples[..Calibration].SelectMany(sample => sample)]));
        string blob = folder.File("m.edge8");
        string[] layout = graph.SourceInputs[0].IsChannelsFirst ? ["--layout", "nchw"] : [];
        (int code, _, string error) = CommandLine.Run(["convert", path, "--calibration", calibration, "-o", blob, "--quantizer", "auto", .. layout]);
        Assert.AreEqual(0, code, error);
        using var session = new InferenceSession(path);
        double signal = 0;
        double noise = 0;
        int alike = 0;
        int indices = 0;
        foreach (float[] sample in samples[Calibration..])
        {
            string raw = folder.File("out.bin");
            (code, _, error) = CommandLine.Run("run", blob, folder.Write("sample.bin", MemoryMarshal.AsBytes(sample.AsSpan()).ToArray()), "--output-raw", raw);
            Assert.AreEqual(0, code, error);
            byte[] actual = File.ReadAllBytes(raw);
            int at = 0;
            foreach (Array expected in Run(session, sample, Array.ConvertAll(shape, dimension => (long)dimension)))
            {
                for (int i = 0; i < expected.Length; i++)
                {
                    if (expected is long[] classes)
                    {
                        indices++;
                        alike += BitConverter.ToInt64(actual, at) == classes[i] ? 1 : 0;
                        at += sizeof(long);
                    }
                    else
                    {
                        double wanted = ((float[])expected)[i];
                        double difference = BitConverter.ToSingle(actual, at) - wanted;
                        signal += wanted * wanted;
                        noise += difference * difference;
                        at += sizeof(float);
                    }
                }
            }

            Assert.AreEqual(actual.Length, at, "bytes of all outputs");
        }

        double decibels = signal == 0 ? double.PositiveInfinity : 10 * Math.Log10(signal / noise);
        Console.WriteLine($"{name}: {decibels:0.0} dB, {alike} of {indices} indices alike (measured)");
        Assert.IsTrue(decibels >= LeastDecibels, $"{decibels:0.0} dB");
        Assert.IsTrue(alike >= 0.85 * indices, $"{alike} of {indices} indices alike");
    }

    private static List<Array> Run(InferenceSession session, float[] input, long[] shape)
    {
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(input, shape);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, session.InputNames, [value], session.OutputNames);
        return [.. results.Select(result => result.GetTensorTypeAndShape().ElementDataType == TensorElementType.Int64
            ? (Array)result.GetTensorDataAsSpan<long>().ToArray()
            : result.GetTensorDataAsSpan<float>().ToArray())];
    }
}
