using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Edge.ModelTools.Formats.Onnx.Export;
using Edge.ModelTools.Graph;
using Microsoft.ML.OnnxRuntime;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// How much noise in each channel of each activation changes the network's output: S[t][c] = E over samples of the sum over positions
/// and outputs of (d output / d t[position, c])^2. White noise of variance v in that channel then adds S * v to the output's squared
/// error (first order). Estimated with random projections of the output (Hutchinson), v^T J with v ~ N(0, I), by a backward pass in
/// ONNX Runtime.
/// </summary>
internal static class SensitivityAnalysis
{
    private const int MaxSamples = 64;
    private const int Projections = 4;

    /// <summary>Measures the sensitivities.</summary>
    /// <param name="target">The output whose error counts: see <see cref="OutputError.TargetOf"/>.</param>
    /// <returns>For each activation its S by channel; empty when an operator has no backward pass.</returns>
    public static Dictionary<Tensor, double[]> Measure(ModelGraph graph, Tensor target, CalibrationSet data, int seed, int threads)
    {
        var reached = new List<Tensor>();
        byte[]? model = OnnxExporter.ExportBackward(graph, target, reached);
        if (model is null)
        {
            return [];
        }

        using SessionOptions options = FloatReference.NewOptions();
        using var session = new InferenceSession(model, options);
        int samples = Math.Min(data.Count, MaxSamples);
        int batchSize = Math.Min(4, StatisticsCollector.BatchSize(graph));
        int batches = (samples + batchSize - 1) / batchSize;
        var partials = new double[batches * Projections][][];
        Parallel.For(0, partials.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, index =>
        {
            int first = index / Projections * batchSize;
            int count = Math.Min(batchSize, samples - first);
            float[] input = new float[count * data.SampleLength];
            for (int i = 0; i < count; i++)
            {
                data.Sample((int)((long)(first + i) * data.Count / samples)).CopyTo(input, i * data.SampleLength);
            }

            partials[index] = Run(session, graph.Inputs[0], target, reached, input, count, new Random(HashCode(seed, index)));
        });
        var sensitivities = new Dictionary<Tensor, double[]>();
        for (int t = 0; t < reached.Count; t++)
        {
            double[] sum = new double[reached[t].Shape[^1]];
            foreach (double[][] partial in partials)
            {
                for (int c = 0; c < sum.Length; c++)
                {
                    sum[c] += partial[t][c] / ((double)samples * Projections);
                }
            }

            sensitivities.Add(reached[t], sum);
        }

        return sensitivities;
    }

    private static double[][] Run(InferenceSession session, Tensor input, Tensor target, List<Tensor> reached, float[] values, int count, Random random)
    {
        float[] seed = new float[count * target.ElementCount];
        for (int i = 0; i < seed.Length; i++)
        {
            seed[i] = Gaussian(random);
        }

        using OrtValue inputValue = OrtValue.CreateTensorValueFromMemory(values, Shape(input, count));
        using OrtValue seedValue = OrtValue.CreateTensorValueFromMemory(seed, Shape(target, count));
        using var runOptions = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(runOptions,
            [OnnxExporter.InputName(input), OnnxExporter.SeedName(target)], [inputValue, seedValue],
            [.. reached.Select(OnnxExporter.GradientName)]);
        return [.. results.Zip(reached, (result, tensor) => SumOverBatch(result.GetTensorDataAsSpan<float>(), tensor.Shape[^1]))];
    }

    private static double[] SumOverBatch(ReadOnlySpan<float> values, int channels)
    {
        double[] sums = new double[channels];
        for (int i = 0; i < values.Length; i++)
        {
            sums[i % channels] += values[i];
        }

        return sums;
    }

    private static long[] Shape(Tensor tensor, int count)
    {
        long[] shape = Array.ConvertAll(tensor.Shape, dimension => (long)dimension);
        shape[0] = count;
        return shape;
    }

    /// <summary>A standard normal number (Box-Muller).</summary>
    private static float Gaussian(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    private static int HashCode(int seed, int index) => unchecked((seed * 1_000_003) + index);
}
