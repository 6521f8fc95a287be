using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Data;

namespace Edge.ModelTools.Quantization;

/// <summary>The samples a network is calibrated with: real values in the layout of its input (NHWC), which need no labels.</summary>
internal sealed class CalibrationSet
{
    /// <summary>Most samples that are used, unless options say otherwise.</summary>
    public const int DefaultLimit = 512;

    private readonly float[][] _samples;

    private CalibrationSet(string source, float[][] samples, int[] labels, Dataset? dataset)
    {
        Source = source;
        _samples = samples;
        Labels = labels;
        Dataset = dataset;
    }

    /// <summary>Where the samples come from, for messages.</summary>
    public string Source { get; }

    /// <summary>The data set behind the samples, or null when they were given as values.</summary>
    public Dataset? Dataset { get; }

    /// <summary>Classes of the samples, or empty. They are only used to find mistakes in the samples.</summary>
    public int[] Labels { get; }

    /// <summary>Number of samples, at least 1.</summary>
    public int Count => _samples.Length;

    /// <summary>Elements of one sample.</summary>
    public int SampleLength => _samples[0].Length;

    /// <summary>Takes at most <paramref name="limit"/> samples from a data set, evenly spread over it, so that every class folder is seen.</summary>
    public static CalibrationSet From(Dataset dataset, int limit = DefaultLimit)
    {
        int count = Math.Min(limit, dataset.Count);
        int[] indexes = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * dataset.Count / count))];
        return new CalibrationSet(dataset.Path, Array.ConvertAll(indexes, dataset.ReadReal),
            dataset.HasLabels ? Array.ConvertAll(indexes, dataset.Label) : [], dataset);
    }

    /// <summary>Samples given as real values, all of one length.</summary>
    /// <param name="labels">Their classes, or empty.</param>
    public static CalibrationSet From(string source, IReadOnlyList<float[]> samples, int[]? labels = null) => new(source, [.. samples], labels ?? [], null);

    /// <summary>Real values of a sample.</summary>
    public float[] Sample(int index) => _samples[index];

    /// <summary>Every <paramref name="step"/>-th sample from <paramref name="first"/> on.</summary>
    public CalibrationSet Part(int first, int step) => Select([.. Enumerable.Range(0, Count).Where(i => i >= first && (i - first) % step == 0)]);

    /// <summary>At most <paramref name="count"/> samples, evenly spread.</summary>
    public CalibrationSet Limit(int count) => count >= Count ? this : Select([.. Enumerable.Range(0, count).Select(i => (int)((long)i * Count / count))]);

    /// <summary>Samples <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> - 1, one after the other.</summary>
    public float[] Batch(int first, int count)
    {
        float[] batch = new float[count * SampleLength];
        for (int i = 0; i < count; i++)
        {
            _samples[first + i].CopyTo(batch, i * SampleLength);
        }

        return batch;
    }

    private CalibrationSet Select(int[] indexes) =>
        new(Source, Array.ConvertAll(indexes, i => _samples[i]), Labels.Length == 0 ? [] : Array.ConvertAll(indexes, i => Labels[i]), Dataset);
}
