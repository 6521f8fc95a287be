using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Graph;
using Edge.Tests.Desktop.Graph;
using Edge.Tests.Desktop.Images;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Safetensors;

/// <summary>Trained networks that exist as ONNX and as safetensors: both ways give the same blob, and the recorded outputs.</summary>
[TestClass]
[TestCategory("Shared")]
public sealed class SafetensorsSharedModelTests
{
    private const string Digits = """
        {
          "format": "edge-mbconv", "version": 1, "name": "digits_mbv3se",
          "input": { "height": 32, "width": 20, "channels": 3 },
          "classes": ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "NaN"], "batchNormEpsilon": 1e-5,
          "stem": { "kernel": 3, "stride": 1, "output": 16, "activation": "hswish" },
          "blocks": [
            { "kernel": 3, "stride": 2, "expanded": 32, "output": 16, "squeeze": 8, "activation": "relu" },
            { "kernel": 3, "stride": 2, "expanded": 64, "output": 24, "squeeze": 0, "activation": "relu" },
            { "kernel": 3, "stride": 1, "expanded": 72, "output": 24, "squeeze": 0, "activation": "relu" },
            { "kernel": 5, "stride": 2, "expanded": 72, "output": 32, "squeeze": 24, "activation": "hswish" },
            { "kernel": 5, "stride": 1, "expanded": 96, "output": 32, "squeeze": 24, "activation": "hswish" },
            { "kernel": 5, "stride": 1, "expanded": 96, "output": 48, "squeeze": 32, "activation": "hswish" }
          ],
          "head": { "convolution": 96, "activation": "hswish" }
        }
        """;

    private const string Cifar = """
        {
          "format": "edge-mbconv", "version": 1, "name": "cifar_mbv3se",
          "input": { "height": 32, "width": 32, "channels": 3 },
          "classes": ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], "batchNormEpsilon": 1e-5,
          "stem": { "kernel": 3, "stride": 1, "output": 16, "activation": "hswish" },
          "blocks": [
            { "kernel": 3, "stride": 2, "expanded": 16, "output": 16, "squeeze": 8, "activation": "relu" },
            { "kernel": 3, "stride": 2, "expanded": 64, "output": 24, "activation": "relu" },
            { "kernel": 3, "stride": 1, "expanded": 88, "output": 24, "activation": "relu" },
            { "kernel": 5, "stride": 1, "expanded": 96, "output": 40, "squeeze": 24, "activation": "hswish" },
            { "kernel": 5, "stride": 1, "expanded": 120, "output": 40, "squeeze": 32, "activation": "hswish" },
            { "kernel": 5, "stride": 2, "expanded": 160, "output": 64, "squeeze": 40, "activation": "hswish" },
            { "kernel": 5, "stride": 1, "expanded": 192, "output": 64, "squeeze": 48, "activation": "hswish" }
          ],
          "head": { "convolution": 128, "activation": "hswish" }
        }
        """;

    [TestMethod]
    [DataRow("digits_mbv3se", Digits, "digits")]
    [DataRow("cifar_mbv3se", Cifar, "cifar10")]
    public void Trained_weights_give_the_same_blob_as_ONNX_to_the_byte(string name, string architecture, string data)
    {
        string onnx = SharedFolder.Require(Path.Combine("models", name, $"{name}_bn.onnx"));
        string calibration = SharedFolder.Require(Path.Combine("data", data, "calib"));
        byte[] expected = BlobOf.Graph(BlobOf.Anonymous(SourceModel.Read(onnx, null)), calibration);
        byte[] actual = BlobOf.Graph(BlobOf.Anonymous(Read(name, architecture)), calibration);
        CollectionAssert.AreEqual(expected, actual);
    }

    [TestMethod]
    [DataRow("digits_mbv3se", Digits)]
    [DataRow("cifar_mbv3se", Cifar)]
    public void Trained_weights_give_the_recorded_outputs(string name, string architecture)
    {
        ModelGraph graph = Read(name, architecture);
        float[] inputs = Floats(SharedFolder.Require(Path.Combine("models", name, "ref_in_nchw.f32")));
        float[] outputs = Floats(SharedFolder.Require(Path.Combine("models", name, "ref_out.f32")));
        int area = graph.Inputs[0].Shape[1] * graph.Inputs[0].Shape[2];
        float[] input = [.. Enumerable.Range(0, area * 3).Select(i => inputs[((i % 3) * area) + (i / 3)])];
        float[] actual = FloatInterpreter.Run(graph, input)[graph.Outputs[0]];
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.AreEqual(outputs[i], actual[i], 1e-3f, $"output {i}");
        }
    }

    private static ModelGraph Read(string name, string architecture)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.json", architecture);
        return SourceModel.Read(SharedFolder.Require(Path.Combine("models", name, $"{name}.safetensors")), null, path);
    }

    private static float[] Floats(string path) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();
}
