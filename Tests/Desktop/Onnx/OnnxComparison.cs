using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Formats.Onnx;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Graph.Passes;
using Edge.ModelTools.Quantization;
using Edge.Tests.Desktop.Graph;
using Edge.Tests.Desktop.Images;
using Microsoft.ML.OnnxRuntime;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Onnx;

/// <summary>
/// Compares the imported graph, before and after the float passes, with ONNX Runtime on the original file: computed by
/// <see cref="FloatInterpreter"/>, and exported again and run by <see cref="FloatReference"/>. The largest difference may be
/// <see cref="Tolerance"/> of the largest magnitude of the output.
/// </summary>
internal static class OnnxComparison
{
    public const double Tolerance = 1e-4;

    /// <summary>Imports and compares a model built in memory.</summary>
    /// <param name="output">The value to make the model's output.</param>
    /// <returns>The graph after the float passes.</returns>
    public static ModelGraph Check(OnnxModelBuilder builder, string output, int[]? inputShape = null)
    {
        builder.Output(output);
        using var folder = new TemporaryFolder();
        return Check(folder.Write("model.onnx", builder.ToBytes()), new OnnxReadOptions(inputShape));
    }

    /// <summary>Imports and compares a file, with input values between -3 and 4.</summary>
    public static ModelGraph Check(string path, OnnxReadOptions options)
    {
        ModelGraph graph = OnnxReader.Read(path, options);
        var random = new Random(3);
        float[] input = [.. Enumerable.Range(0, graph.Inputs[0].ElementCount).Select(_ => (float)((random.NextDouble() * 7) - 3))];
        return Check(path, graph, input);
    }

    /// <summary>Compares a graph with its file on one input, in the source model's layout.</summary>
    public static ModelGraph Check(string path, ModelGraph graph, float[] input)
    {
        float[][] expected = RunOriginal(path, graph, input);
        GraphInvariants.Check(graph);
        Compare(expected, graph, input, "as read");
        GraphPasses.RunFloat(graph);
        GraphInvariants.Check(graph);
        Compare(expected, graph, input, "after the passes");
        return graph;
    }

    private static float[][] RunOriginal(string path, ModelGraph graph, float[] input)
    {
        using var options = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL, IntraOpNumThreads = 1 };
        using var session = new InferenceSession(path, options);
        long[] shape = Array.ConvertAll(graph.SourceInputs[0].Shape, dimension => (long)dimension);
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(input, shape);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, session.InputNames, [value], session.OutputNames);
        for (int i = 0; i < results.Count; i++)
        {
            CollectionAssert.AreEqual(graph.SourceOutputs[i].Shape, Array.ConvertAll(results[i].GetTensorTypeAndShape().Shape, dimension => (int)dimension), "output shape");
        }

        return [.. results.Select(result => result.GetTensorDataAsSpan<float>().ToArray())];
    }

    private static void Compare(float[][] expected, ModelGraph graph, float[] input, string state)
    {
        float[] physical = graph.SourceInputs[0].IsChannelsFirst ? ToChannelsLast(input, graph.SourceInputs[0].Shape) : input;
        Dictionary<Tensor, float[]> values = FloatInterpreter.Run(graph, physical);
        using var reference = new FloatReference(graph);
        for (int i = 0; i < expected.Length; i++)
        {
            Tensor output = graph.Outputs[i];
            float[] wanted = graph.SourceOutputs[i].IsChannelsFirst ? ToChannelsLast(expected[i], graph.SourceOutputs[i].Shape) : expected[i];
            AreNear(wanted, values[output], $"{graph.Name} {state}, interpreted: {output.Name}");
            AreNear(wanted, reference.Run(physical, output.Name), $"{graph.Name} {state}, exported again: {output.Name}");
        }
    }

    private static void AreNear(float[] expected, float[] actual, string what)
    {
        Assert.HasCount(expected.Length, actual);
        double largest = expected.Max(value => Math.Abs((double)value));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.IsTrue(
                Math.Abs(actual[i] - expected[i]) <= Tolerance * largest, $"{what}[{i}] is {actual[i]} instead of {expected[i]} (largest {largest})");
        }
    }

    /// <summary>[1,C,H,W] to [1,H,W,C].</summary>
    public static float[] ToChannelsLast(float[] values, int[] shape)
    {
        int channels = shape[1];
        int area = shape[2] * shape[3];
        float[] result = new float[values.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = values[((i % channels) * area) + (i / channels)];
        }

        return result;
    }
}
