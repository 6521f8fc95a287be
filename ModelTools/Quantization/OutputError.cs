using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// The error of a quantized graph's output against the float graph's: noise energy over signal energy, where the signal is what varies
/// from sample to sample. It is measured before a final softmax, whose saturation would hide it.
/// </summary>
internal sealed class OutputError
{
    private readonly CalibrationSet _data;
    private readonly int _threads;
    private readonly Tensor[] _targets;
    private readonly float[][] _expected;
    private readonly double[] _signal;

    /// <summary>Runs the float graph.</summary>
    public OutputError(ModelGraph floatGraph, CalibrationSet data, int threads)
    {
        _data = data;
        _threads = threads;
        _targets = [.. floatGraph.Outputs.Select(output => TargetOf(floatGraph, output))];
        _expected = Run(floatGraph);
        _signal = [.. _expected.Select((values, index) => Variance(values, _targets[index].ElementCount))];
    }

    /// <summary>The tensor whose error counts for an output: what goes into a final softmax, else the output itself.</summary>
    public static Tensor TargetOf(ModelGraph graph, Tensor output)
    {
        Operator? producer = graph.ProducerOf(output);
        while (producer is { Kind: OperatorKind.Reshape } && graph.ConsumersOf(producer.Inputs[0]).Count == 1 && graph.ProducerOf(producer.Inputs[0]) is { Kind: OperatorKind.Softmax } softmax)
        {
            producer = softmax;
        }

        return producer is { Kind: OperatorKind.Softmax } ? producer.Inputs[0] : output;
    }

    /// <summary>Measures a quantized graph with the same tensor names: for each sample its share of the noise over signal, mean over the outputs.</summary>
    /// <returns>Their sum is the noise over signal of the whole set.</returns>
    public double[] Measure(ModelGraph quantized) => Measure(quantized, out _);

    /// <summary>The same, and how many samples have another largest value in an output than in float.</summary>
    public double[] Measure(ModelGraph quantized, out int changed)
    {
        float[][] actual = Run(quantized);
        changed = Enumerable.Range(0, _data.Count).Count(sample => Enumerable.Range(0, actual.Length).Any(output =>
            Largest(actual[output], sample, _targets[output].ElementCount) != Largest(_expected[output], sample, _targets[output].ElementCount)));
        double[] noise = new double[_data.Count];
        for (int output = 0; output < actual.Length; output++)
        {
            int length = _targets[output].ElementCount;
            for (int i = 0; i < actual[output].Length; i++)
            {
                double difference = (double)actual[output][i] - _expected[output][i];
                noise[i / length] += difference * difference / _signal[output] / actual.Length;
            }
        }

        return noise;
    }

    /// <summary>Whether one way of quantizing is better than another beyond what the choice of samples explains.</summary>
    /// <param name="candidate">What Measure gave for it.</param>
    /// <param name="best">What it gave for the other, on the same samples.</param>
    /// <param name="deviations">By how many standard errors of the mean difference.</param>
    public static bool IsBelow(double[] candidate, double[] best, double deviations)
    {
        int count = candidate.Length;
        double mean = candidate.Zip(best, (a, b) => a - b).Sum() / count;
        double variance = candidate.Zip(best, (a, b) => (a - b - mean) * (a - b - mean)).Sum() / Math.Max(count - 1, 1);
        return mean < -deviations * Math.Sqrt(variance / count);
    }

    private static int Largest(float[] values, int sample, int length)
    {
        ReadOnlySpan<float> own = values.AsSpan(sample * length, length);
        return own.IndexOf(System.Numerics.Tensors.TensorPrimitives.Max(own));
    }

    private float[][] Run(ModelGraph graph)
    {
        string[] names = [.. _targets.Select(target => target.Name)];
        Tensor[] tensors = [.. FloatReference.Activations(graph).Where(tensor => names.Contains(tensor.Name))];
        using var reference = new FloatReference(graph, tensors);
        int batchSize = StatisticsCollector.BatchSize(graph);
        int batches = (_data.Count + batchSize - 1) / batchSize;
        float[][] results = [.. _targets.Select(target => new float[_data.Count * target.ElementCount])];
        Parallel.For(0, batches, new ParallelOptions { MaxDegreeOfParallelism = _threads }, batch =>
        {
            int first = batch * batchSize;
            int count = Math.Min(batchSize, _data.Count - first);
            float[][] values = reference.Run(_data.Batch(first, count), count, names);
            for (int i = 0; i < values.Length; i++)
            {
                values[i].CopyTo(results[i], first * _targets[i].ElementCount);
            }
        });
        return results;
    }

    /// <summary>Squared distance from the mean sample, summed.</summary>
    private static double Variance(float[] values, int length)
    {
        double[] mean = new double[length];
        for (int i = 0; i < values.Length; i++)
        {
            mean[i % length] += (double)values[i] * length / values.Length;
        }

        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double difference = values[i] - mean[i % length];
            sum += difference * difference;
        }

        return Math.Max(sum, 1e-30);
    }
}
