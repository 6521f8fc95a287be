using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Data;

/// <summary>
/// Samples from a .npy file or a folder of them, without labels. The values are taken as the model's real values unless a
/// normalisation is given: arrays of floats need none, and of bytes it is a guess.
/// </summary>
internal sealed class NpyDataset : Dataset
{
    private readonly List<(string Path, int First, int Count)> _files;
    private readonly int[]? _inputShape;
    private readonly SampleLayout _layout;
    private volatile Tuple<string, NpySamples> _last;

    private NpyDataset(
        string path, List<(string Path, int First, int Count)> files, Tuple<string, NpySamples> last, ElementType type, int[]? inputShape, SampleLayout layout, Normalisation? normalisation)
        : base(path, last.Item2.Shape, type, normalisation ?? Normalisation.Identity, [], [])
    {
        _files = files;
        _last = last;
        _inputShape = inputShape;
        _layout = layout;
        IsNormalisationStated = normalisation is not null || type == ElementType.Float32;
    }

    /// <inheritdoc/>
    public override int Count => _files[^1].First + _files[^1].Count;

    /// <summary>Opens a file.</summary>
    /// <exception cref="EdgeException">Damaged, or of another shape than the input.</exception>
    public static NpyDataset OpenFile(string path, int[]? inputShape, Normalisation? normalisation, SampleLayout layout) =>
        Open(path, [path], inputShape, normalisation, layout);

    /// <summary>Opens the .npy files of a folder, in the order of their names.</summary>
    /// <exception cref="EdgeException">A file is damaged, or of another shape or type than the first one.</exception>
    public static NpyDataset OpenFolder(string path, int[]? inputShape, Normalisation? normalisation, SampleLayout layout) =>
        Open(path, FilesIn(path), inputShape, normalisation, layout);

    /// <summary>The .npy files that lie in a folder, in the order of their names.</summary>
    public static string[] FilesIn(string folder)
    {
        string[] files = Array.FindAll(System.IO.Directory.GetFiles(folder), file => file.EndsWith(".npy", StringComparison.OrdinalIgnoreCase));
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    /// <inheritdoc/>
    public override byte[] ReadRaw(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        int file = _files.FindLastIndex(each => each.First <= index);
        Tuple<string, NpySamples> last = _last;
        if (last.Item1 != _files[file].Path)
        {
            // Neighbouring samples come from the same file, and one of several threads keeps its own for the next.
            last = Tuple.Create(_files[file].Path, NpySamples.Read(_files[file].Path, _inputShape, _layout));
            _last = last;
        }

        return last.Item2.ReadRaw(index - _files[file].First, ElementType);
    }

    private static NpyDataset Open(string path, string[] paths, int[]? inputShape, Normalisation? normalisation, SampleLayout layout)
    {
        var files = new List<(string Path, int First, int Count)>();
        var conversions = new SortedDictionary<string, int>(StringComparer.Ordinal);
        ElementType? type = null;
        bool isWide = false;
        int count = 0;
        Tuple<string, NpySamples>? last = null;
        foreach (string file in paths)
        {
            var samples = NpySamples.Read(file, inputShape, layout);
            if (last is not null && !last.Item2.Shape.AsSpan().SequenceEqual(samples.Shape))
            {
                throw new EdgeException(DiagnosticId.DatasetShapeMismatch, file, $"its samples are {ShapeText.Of(samples.Shape)}, those of {paths[0]} {ShapeText.Of(last.Item2.Shape)}", "give samples of one shape");
            }

            if (type is ElementType known && known != samples.ElementType)
            {
                // The type of wide integers goes by their values: one file with large ones makes numbers of all.
                bool isPromoted = (isWide || samples.IsWideInteger) && known is not ElementType.Int8 && samples.ElementType is not ElementType.Int8;
                type = isPromoted ? ElementType.Float32 : throw new EdgeException(DiagnosticId.NpyInvalid, file, $"it holds {samples.ElementType}, the files before it {known}", "save all samples as the same type");
            }

            type ??= samples.ElementType;
            isWide |= samples.IsWideInteger;
            if (samples.Conversion is string conversion)
            {
                conversions[conversion] = conversions.GetValueOrDefault(conversion) + 1;
            }

            files.Add((file, count, samples.Count));
            count += samples.Count;
            last = Tuple.Create(file, samples);
        }

        return new NpyDataset(path, files, last!, type!.Value, inputShape, layout, normalisation)
        {
            Remarks = [.. conversions.Select(each => paths.Length == 1 ? $"{path}: {each.Key}" : $"{path}: {each.Key} in {each.Value} of {paths.Length} files")],
        };
    }
}
