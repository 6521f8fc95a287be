using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Runs the float graph over the calibration set, twice (ranges and moments, then histograms), and gathers the statistics of every
/// activation. Batches are worked on in parallel and merged in their order, so that the result does not depend on the number of threads.
/// </summary>
internal sealed class StatisticsCollector
{
    private const int BatchBytes = 64 << 20; // activations of one batch held at once
    private const int MaxBatch = 16;

    private readonly ModelGraph _graph;
    private readonly CalibrationSet _data;
    private readonly int _threads;
    private readonly Action<double>? _progress;
    private readonly int[]?[] _weights;
    private readonly Tensor[] _tensors;
    private readonly string[] _names;
    private readonly ActivationStatistics[] _statistics;

    private StatisticsCollector(ModelGraph graph, CalibrationSet data, int threads, IReadOnlyDictionary<Tensor, double[]>? sensitivities, Action<double>? progress)
    {
        _graph = graph;
        _data = data;
        _threads = threads;
        _progress = progress;
        _tensors = [.. FloatReference.Activations(graph)];
        _names = [.. _tensors.Select(tensor => tensor.Name)];
        _statistics = [.. _tensors.Select(tensor => new ActivationStatistics(tensor))];
        _weights = [.. _tensors.Select(tensor => sensitivities?.GetValueOrDefault(tensor) is { } values ? ChannelWeights(values) : null)];
    }

    /// <summary>Gathers the statistics.</summary>
    /// <param name="threads">Batches worked on at the same time.</param>
    /// <param name="sensitivities">Weights of the channels in <see cref="ActivationStatistics.WeightedHistogram"/>, in any unit; a tensor without counts all channels alike.</param>
    /// <param name="progress">Called with the share done, 0 to 1; may be called from several threads, never at once.</param>
    /// <exception cref="EdgeException">An activation is NaN or infinite.</exception>
    public static Dictionary<Tensor, ActivationStatistics> Collect(ModelGraph graph, CalibrationSet data, int threads,
        IReadOnlyDictionary<Tensor, double[]>? sensitivities = null, Action<double>? progress = null)
    {
        var collector = new StatisticsCollector(graph, data, threads, sensitivities, progress);
        collector.Run();
        return collector._statistics.ToDictionary(statistics => statistics.Tensor);
    }

    /// <summary>Samples that fit one batch.</summary>
    public static int BatchSize(ModelGraph graph)
    {
        long bytes = FloatReference.Activations(graph).Sum(tensor => (long)tensor.ElementCount * sizeof(float));
        return (int)Math.Clamp(BatchBytes / Math.Max(bytes, 1), 1, MaxBatch);
    }

    private void Run()
    {
        int batchSize = BatchSize(_graph);
        int batches = (_data.Count + batchSize - 1) / batchSize;
        var partials = new ActivationStatistics[batches][];
        int done = 0;
        using var reference = new FloatReference(_graph, _tensors);
        ForEachBatch(reference, batchSize, (batch, values) =>
        {
            var partial = new ActivationStatistics[_tensors.Length];
            for (int i = 0; i < _tensors.Length; i++)
            {
                partial[i] = new ActivationStatistics(_tensors[i]);
                ChannelReduction.Accumulate(values[i], partial[i]);
            }

            partials[batch] = partial;
            Advance(ref done, batches);
        });
        for (int i = 0; i < _tensors.Length; i++)
        {
            Merge(partials, i);
        }

        ForEachBatch(reference, batchSize, (_, values) =>
        {
            for (int i = 0; i < _tensors.Length; i++)
            {
                AddToHistogram(values[i], _statistics[i], _weights[i]);
            }

            Advance(ref done, batches);
        });
    }

    private void ForEachBatch(FloatReference reference, int batchSize, Action<int, float[][]> work)
    {
        int batches = (_data.Count + batchSize - 1) / batchSize;
        try
        {
            Parallel.For(0, batches, new ParallelOptions { MaxDegreeOfParallelism = _threads }, batch =>
            {
                int first = batch * batchSize;
                int count = Math.Min(batchSize, _data.Count - first);
                work(batch, reference.Run(_data.Batch(first, count), count, _names));
            });
        }
        catch (AggregateException exception) when (exception.InnerExceptions.OfType<EdgeException>().FirstOrDefault() is EdgeException cause)
        {
            throw cause;
        }
    }

    private void Advance(ref int done, int batches)
    {
        lock (_statistics)
        {
            done++;
            _progress?.Invoke((double)done / (2 * batches));
        }
    }

    private void Merge(ActivationStatistics[][] partials, int index)
    {
        ActivationStatistics merged = _statistics[index];
        int channels = merged.ChannelMin.Length;
        foreach (ActivationStatistics[] partial in partials)
        {
            ActivationStatistics part = partial[index];
            for (int c = 0; c < channels; c++)
            {
                merged.ChannelMin[c] = Math.Min(merged.ChannelMin[c], part.ChannelMin[c]);
                merged.ChannelMax[c] = Math.Max(merged.ChannelMax[c], part.ChannelMax[c]);
                merged.ChannelMean[c] += part.ChannelMean[c];
                merged.ChannelMeanSquare[c] += part.ChannelMeanSquare[c];
            }
        }

        double values = (double)_data.Count * merged.Tensor.ElementCount / channels;
        for (int c = 0; c < channels; c++)
        {
            if (!double.IsFinite(merged.ChannelMean[c]) || !double.IsFinite(merged.ChannelMeanSquare[c]))
            {
                throw new EdgeException(DiagnosticId.ActivationNotFinite, $"{_graph.Name}: tensor '{merged.Tensor.Name}'",
                    $"channel {c} is not finite on a sample of {_data.Source}", "check the calibration data's normalisation and the model's weights");
            }

            merged.ChannelMean[c] /= values;
            merged.ChannelMeanSquare[c] /= values;
        }

        merged.Complete();
    }

    private static int[] ChannelWeights(double[] sensitivities)
    {
        double largest = sensitivities.Max();
        return [.. sensitivities.Select(value => largest > 0 ? 1 + (int)(value / largest * (ActivationStatistics.FullWeight - 1)) : 1)];
    }

    private static void AddToHistogram(float[] values, ActivationStatistics statistics, int[]? weights)
    {
        int[] counts = new int[ActivationStatistics.Bins];
        long[] weighted = new long[ActivationStatistics.Bins];
        int channels = statistics.ChannelMin.Length;
        float min = statistics.Range.Min;
        float width = statistics.Range.Max - min;
        float perBin = width > 0 ? ActivationStatistics.Bins / width : 0;
        for (int i = 0, c = 0; i < values.Length; i++)
        {
            int bin = Math.Clamp((int)((values[i] - min) * perBin), 0, ActivationStatistics.Bins - 1);
            counts[bin]++;
            weighted[bin] += weights is null ? 1 : weights[c];
            c = c + 1 == channels ? 0 : c + 1;
        }

        lock (statistics)
        {
            for (int i = 0; i < counts.Length; i++)
            {
                statistics.Histogram[i] += counts[i];
                statistics.WeightedHistogram[i] += weighted[i];
            }
        }
    }
}
