using System;
using System.Runtime.InteropServices;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;
using Edge.Tests.Desktop.Graph;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.PyTorch;

/// <summary>Files that PyTorch saved (random weights), with inputs and the outputs that it computed, NCHW float32.</summary>
internal static class PyTorchFiles
{
    /// <summary>Architecture of mbv2_torchvision_names.pth and of the forms: torchvision's MobileNetV2, small.</summary>
    public const string MobileNetV2 = """
        { "format": "edge-mbconv", "version": 1, "input": { "height": 32, "width": 32, "channels": 3 },
          "classes": ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], "batchNormEpsilon": 1e-5,
          "stem": { "kernel": 3, "stride": 2, "output": 8, "activation": "relu6" },
          "blocks": [
            { "kernel": 3, "stride": 1, "expanded": 8, "output": 8, "activation": "relu6" },
            { "kernel": 3, "stride": 2, "expanded": 48, "output": 12, "activation": "relu6" },
            { "kernel": 3, "stride": 1, "expanded": 72, "output": 12, "activation": "relu6" },
            { "kernel": 3, "stride": 2, "expanded": 72, "output": 16, "activation": "relu6" } ],
          "head": { "convolution": 64, "activation": "relu6" } }
        """;

    /// <summary>Path of a file.</summary>
    public static string PathOf(string name) => Repository.PathOf($"Tests/Desktop/PyTorch/Files/{name}");

    /// <summary>Values of a float array.</summary>
    public static float[] Floats(string name) => MemoryMarshal.Cast<byte, float>(NpyReader.Read(PathOf(name)).Data).ToArray();

    /// <summary>Compares what a graph computes with what PyTorch did.</summary>
    /// <param name="input">[samples, C, H, W].</param>
    /// <param name="output">[samples, ...], images as [C, H, W].</param>
    /// <param name="tolerance">Largest difference: float sums in another order.</param>
    public static void AssertSame(ModelGraph graph, float[] input, float[] output, float tolerance = 2e-5f)
    {
        int[] shape = graph.Inputs[0].Shape;
        int inputs = graph.Inputs[0].ElementCount;
        Tensor result = graph.Outputs[0];
        int samples = input.Length / inputs;
        Assert.AreEqual(samples * result.ElementCount, output.Length);
        for (int sample = 0; sample < samples; sample++)
        {
            float[] image = Turn(input.AsSpan(sample * inputs, inputs), shape[3], shape[1] * shape[2]);
            float[] actual = FloatInterpreter.Run(graph, image)[result];
            float[] expected = output.AsSpan(sample * actual.Length, actual.Length).ToArray();
            expected = result.Shape.Length == 4 ? Turn(expected, result.Shape[3], result.Shape[1] * result.Shape[2]) : expected;
            for (int i = 0; i < actual.Length; i++)
            {
                Assert.AreEqual(expected[i], actual[i], tolerance, $"sample {sample}, element {i}");
            }
        }
    }

    /// <summary>[C, pixels] to [pixels, C].</summary>
    private static float[] Turn(ReadOnlySpan<float> values, int channels, int pixels)
    {
        float[] turned = new float[values.Length];
        for (int c = 0; c < channels; c++)
        {
            for (int p = 0; p < pixels; p++)
            {
                turned[(p * channels) + c] = values[(c * pixels) + p];
            }
        }

        return turned;
    }
}
