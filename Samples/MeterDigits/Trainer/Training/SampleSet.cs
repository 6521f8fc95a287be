using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Edge.MeterDigits.Generator;

namespace Edge.MeterDigits.Trainer.Training;

/// <summary>Labelled crops in memory: bytes [count, 32, 20, 3] and classes.</summary>
internal sealed class SampleSet
{
    private readonly byte[][] _pixels;

    private SampleSet(byte[][] pixels, byte[] labels)
    {
        _pixels = pixels;
        Labels = labels;
    }

    /// <summary>Class of each crop.</summary>
    public byte[] Labels { get; }

    /// <summary>How many crops.</summary>
    public int Count => Labels.Length;

    /// <summary>Bytes of one crop, [32, 20, 3].</summary>
    public byte[] Pixels(int index) => _pixels[index];

    /// <summary>Renders crops.</summary>
    /// <param name="seed">Seed of the generator.</param>
    /// <param name="count">How many.</param>
    /// <param name="progress">Told how many are done, now and then.</param>
    public static SampleSet Render(ulong seed, int count, Action<int> progress)
    {
        var pixels = new byte[count][];
        var labels = new byte[count];
        int done = 0;
        Parallel.For(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new SampleRenderer(seed),
            (index, _, renderer) =>
            {
                DigitSample sample = renderer.Render(index);
                pixels[index] = sample.Pixels;
                labels[index] = (byte)sample.Label;
                int finished = Interlocked.Increment(ref done);
                if (finished % 500 == 0)
                {
                    progress(finished);
                }
                return renderer;
            },
            renderer => renderer.Dispose());
        return new SampleSet(pixels, labels);
    }

    /// <summary>Reads a folder with images.bin and labels.csv.</summary>
    /// <exception cref="InvalidDataException">The two don't match.</exception>
    public static SampleSet Read(string folder)
    {
        byte[] images = File.ReadAllBytes(Path.Combine(folder, "images.bin"));
        byte[] labels = File.ReadLines(Path.Combine(folder, "labels.csv")).Skip(1).Where(line => line.Length > 0)
            .Select(line => byte.Parse(line.Split(',')[1])).ToArray();
        if (images.Length != labels.Length * DigitSample.ByteCount)
        {
            throw new InvalidDataException($"{folder}: images.bin has {images.Length} bytes, {labels.Length} labels need {labels.Length * DigitSample.ByteCount}");
        }
        byte[][] pixels = Enumerable.Range(0, labels.Length)
            .Select(i => images.AsSpan(i * DigitSample.ByteCount, DigitSample.ByteCount).ToArray()).ToArray();
        return new SampleSet(pixels, labels);
    }
}
