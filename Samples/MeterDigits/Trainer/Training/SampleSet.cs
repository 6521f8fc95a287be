using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Edge.MeterDigits.Generator;
using Edge.MeterDigits.Trainer.Architecture;

namespace Edge.MeterDigits.Trainer.Training;

/// <summary>Labelled crops in memory: bytes [count, height, width, channels] and classes.</summary>
internal sealed class SampleSet
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    private const string TurnedFile = "turned.bin";

    private readonly byte[][] _pixels;

    /// <param name="input">Size of each crop.</param>
    /// <param name="pixels">Bytes of each crop.</param>
    /// <param name="labels">Class of each crop.</param>
    /// <param name="turned">Where the wheel of each crop stands, or null when nobody knows.</param>
    public SampleSet(InputShape input, byte[][] pixels, byte[] labels, float[]? turned = null)
    {
        Input = input;
        _pixels = pixels;
        Labels = labels;
        Turned = turned ?? Enumerable.Repeat(float.NaN, labels.Length).ToArray();
    }

    /// <summary>Size of the crops that the generator draws.</summary>
    public static InputShape Rendered { get; } = InputShape.Of(DigitSample.Height, DigitSample.Width, 3);

    /// <summary>Size of each crop.</summary>
    public InputShape Input { get; }

    /// <summary>Class of each crop.</summary>
    public byte[] Labels { get; }

    /// <summary>Where the wheel of each crop that is not readable stands, 3.4 between 3 and 4; NaN when no wheel turns, or nobody knows.</summary>
    public float[] Turned { get; }

    /// <summary>How many crops.</summary>
    public int Count => Labels.Length;

    /// <summary>Bytes of one crop, [height, width, channels].</summary>
    public byte[] Pixels(int index) => _pixels[index];

    /// <summary>The same crops as a network of another input sees them on the device: grey, resized.</summary>
    public SampleSet For(InputShape input)
    {
        if (input.Height == Input.Height && input.Width == Input.Width && input.Channels == Input.Channels)
        {
            return this;
        }
        var pixels = new byte[Count][];
        Parallel.For(0, Count, i => pixels[i] = CropResize.Run(_pixels[i], Input, input));
        return new SampleSet(input, pixels, Labels, Turned);
    }

    /// <summary>The first crops of the set.</summary>
    public SampleSet First(int count) => new(Input, _pixels[..count], Labels[..count], Turned[..count]);

    /// <summary>Writes a folder with images.bin, labels.csv and dataset.json, the form `edge` reads, and where the wheels stand.</summary>
    /// <param name="folder">Made if missing; the files are replaced.</param>
    /// <param name="source">Where the crops come from.</param>
    /// <param name="licence">Their licence.</param>
    public void Write(string folder, string source, string licence)
    {
        Directory.CreateDirectory(folder);
        using (FileStream images = File.Create(Path.Combine(folder, "images.bin")))
        {
            foreach (byte[] crop in _pixels)
            {
                images.Write(crop);
            }
        }
        File.WriteAllLines(Path.Combine(folder, "labels.csv"), Labels.Select((label, i) => FormattableString.Invariant($"{i},{label}")).Prepend("index,label"));
        File.WriteAllBytes(Path.Combine(folder, TurnedFile), MemoryMarshal.AsBytes(Turned.AsSpan()).ToArray());
        var description = new
        {
            Count,
            Shape = new[] { Input.Height, Input.Width, Input.Channels },
            Layout = "NHWC",
            Dtype = "uint8",
            Classes = Enumerable.Range(0, 10).Select(digit => digit.ToString()).Append("NaN"),
            Normalisation = new { Real = "scale*x+offset", Input.Scale, Input.Offset },
            Source = source,
            Licence = licence,
        };
        File.WriteAllText(Path.Combine(folder, "dataset.json"), JsonSerializer.Serialize(description, s_json) + "\n");
    }

    /// <summary>Renders crops.</summary>
    /// <param name="seed">Seed of the generator.</param>
    /// <param name="count">How many.</param>
    /// <param name="progress">Told how many are done, now and then.</param>
    public static SampleSet Render(ulong seed, int count, Action<int> progress)
    {
        var pixels = new byte[count][];
        var labels = new byte[count];
        var turned = new float[count];
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
                turned[index] = sample.Turned;
                int finished = Interlocked.Increment(ref done);
                if (finished % 500 == 0)
                {
                    progress(finished);
                }
                return renderer;
            },
            renderer => renderer.Dispose());
        return new SampleSet(Rendered, pixels, labels, turned);
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
        string turned = Path.Combine(folder, TurnedFile);
        return new SampleSet(Rendered, pixels, labels, File.Exists(turned) ? MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(turned)).ToArray() : null);
    }
}
