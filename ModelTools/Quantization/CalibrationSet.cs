using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Formats.Images;

namespace Edge.ModelTools.Quantization;

/// <summary>The samples a network is calibrated with: real values in the layout of its input (NHWC), without labels.</summary>
internal sealed class CalibrationSet
{
    /// <summary>Most samples that are used, unless options say otherwise.</summary>
    public const int DefaultLimit = 512;

    private readonly float[][] _samples;

    private CalibrationSet(string source, float[][] samples, Dataset? dataset)
    {
        Source = source;
        _samples = samples;
        Dataset = dataset;
    }

    /// <summary>Where the samples come from, for messages.</summary>
    public string Source { get; }

    /// <summary>The data set behind the samples, or null when they were given as values.</summary>
    public Dataset? Dataset { get; }

    /// <summary>Number of samples, at least 1.</summary>
    public int Count => _samples.Length;

    /// <summary>Elements of one sample.</summary>
    public int SampleLength => _samples[0].Length;

    /// <summary>Takes at most <paramref name="limit"/> samples from a data set, evenly spread over it, so that every class folder is seen.</summary>
    public static CalibrationSet From(Dataset dataset, int limit = DefaultLimit)
    {
        int count = Math.Min(limit, dataset.Count);
        var samples = new float[count][];
        for (int i = 0; i < count; i++)
        {
            samples[i] = dataset.ReadReal((int)((long)i * dataset.Count / count));
        }

        return new CalibrationSet(dataset.Path, samples, dataset);
    }

    /// <summary>Samples given as real values, all of one length.</summary>
    public static CalibrationSet From(string source, IReadOnlyList<float[]> samples) => new(source, [.. samples], null);

    /// <summary>Real values of a sample.</summary>
    public float[] Sample(int index) => _samples[index];

    /// <summary>Every <paramref name="step"/>-th sample from <paramref name="first"/> on.</summary>
    public CalibrationSet Part(int first, int step)
    {
        var part = new List<float[]>();
        for (int i = first; i < _samples.Length; i += step)
        {
            part.Add(_samples[i]);
        }

        return new CalibrationSet(Source, [.. part], Dataset);
    }

    /// <summary>At most <paramref name="count"/> samples, evenly spread.</summary>
    public CalibrationSet Limit(int count) => count >= Count ? this
        : new(Source, [.. Enumerable.Range(0, count).Select(i => _samples[(int)((long)i * Count / count)])], Dataset);

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
}
