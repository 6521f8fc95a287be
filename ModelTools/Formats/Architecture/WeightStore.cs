using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Weights;

namespace Edge.ModelTools.Formats.Architecture;

/// <summary>
/// The weights of a file by name, prefixes of wrappers ("module.", "model.", "_orig_mod.") taken off. It remembers what was taken
/// and what was missed, so that one message can name all of it.
/// </summary>
internal sealed class WeightStore
{
    private const int MaxListed = 6;
    private const int MaxElements = 1 << 26;
    private const string Weight = ".weight";
    private const string Counter = "num_batches_tracked"; // how often a batch normalisation was trained; no part of the network

    private static readonly string[] s_wrappers = ["module.", "model.", "_orig_mod."];

    private readonly IWeightFile _file;
    private readonly Dictionary<string, WeightEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly List<string> _missing = [];

    /// <summary>Takes the names from a file.</summary>
    /// <exception cref="EdgeException">Two names differ only in their prefix.</exception>
    public WeightStore(IWeightFile file)
    {
        _file = file;
        foreach (WeightEntry entry in file.Entries)
        {
            string name = Unwrap(entry.Name);
            if (name.EndsWith(Counter, StringComparison.Ordinal))
            {
                continue;
            }

            _order.Add(name);
            if (!_entries.TryAdd(name, entry))
            {
                throw new EdgeException(
                    DiagnosticId.SafetensorsDuplicate, file.Path, $"tensors '{_entries[name].Name}' and '{entry.Name}' are both '{name}'", "remove one of them");
            }
        }

        Names = _entries.Keys.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Path of the file, for messages.</summary>
    public string Path => _file.Path;

    /// <summary>All names.</summary>
    public IReadOnlySet<string> Names { get; }

    /// <summary>Whether the file keeps the order of the network's layers.</summary>
    public bool IsInOrder => _file.IsInOrder;

    /// <summary>All names in the order of the file.</summary>
    public IReadOnlyList<string> Order => _order;

    /// <summary>Layers whose weights have a shape (dimensions of 1 at its end do not count), in the order of the file.</summary>
    public IEnumerable<string> LayersOf(int[] shape)
    {
        return _order.Where(name => name.EndsWith(Weight, StringComparison.Ordinal) && Trim(_entries[name].Shape).SequenceEqual(Trim(shape))).Select(name => name[..^Weight.Length]);
    }

    /// <summary>Shape of a tensor, or null.</summary>
    public int[]? ShapeOf(string name) => _entries.TryGetValue(name, out WeightEntry? entry) ? entry.Shape : null;

    /// <summary>Whether the file has a tensor.</summary>
    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>Whether a layer's weights are those of a convolution [O, I, 1, 1] rather than of a fully connected layer [O, I].</summary>
    public bool IsConvolution(string layer) => _entries.TryGetValue($"{layer}.weight", out WeightEntry? entry) && entry.Shape.Length == 4;

    /// <summary>
    /// Values of a tensor, row-major. One that is missing is noted for <see cref="RequireComplete"/>, and ones stand for it until then.
    /// </summary>
    /// <param name="name">Name.</param>
    /// <param name="shape">Shape that the architecture asks for; dimensions of 1 at its end may be left out or added.</param>
    /// <exception cref="EdgeException">Another shape, a type that is no floating point number, a value that is not finite.</exception>
    public float[] Take(string name, params ReadOnlySpan<int> shape)
    {
        if (!_entries.TryGetValue(name, out WeightEntry? entry))
        {
            _missing.Add(name);
            float[] placeholder = new float[Count(name, shape)];
            Array.Fill(placeholder, 1);
            return placeholder;
        }

        if (!Trim(entry.Shape).SequenceEqual(Trim(shape)))
        {
            throw new EdgeException(
                DiagnosticId.WeightShapeMismatch,
                $"{Path}: tensor '{entry.Name}'",
                $"its shape is [{string.Join(", ", entry.Shape)}], the architecture asks for [{string.Join(", ", shape.ToArray())}]",
                "correct the architecture file, or give the weights that belong to it");
        }

        _taken.Add(name);
        return _file.ReadFloats(entry);
    }

    /// <summary>Ends the reading: nothing was missed, nothing is left.</summary>
    /// <exception cref="EdgeException">Missing or extra tensors, by name.</exception>
    public void RequireComplete(string architecturePath)
    {
        if (_missing.Count > 0)
        {
            throw new EdgeException(
                DiagnosticId.WeightMissing, Path, $"{Listed(_missing)} missing, which {architecturePath} asks for", "correct the architecture file, or give the weights that belong to it");
        }

        List<string> extra = [.. _entries.Where(pair => !_taken.Contains(pair.Key)).Select(pair => pair.Value.Name)];
        if (extra.Count > 0)
        {
            throw new EdgeException(
                DiagnosticId.WeightExtra, Path, $"{Listed(extra)} left over; {architecturePath} has no place for them", "correct the architecture file, or remove what is not part of the network");
        }
    }

    private static string Unwrap(string name)
    {
        while (s_wrappers.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) is { } wrapper)
        {
            name = name[wrapper.Length..];
        }

        return name;
    }

    private static string Listed(List<string> names)
    {
        string listed = string.Join(", ", names.Take(MaxListed).Select(name => $"'{name}'"));
        string more = names.Count > MaxListed ? $" and {names.Count - MaxListed} more" : string.Empty;
        return $"{(names.Count == 1 ? "tensor" : "tensors")} {listed}{more} {(names.Count == 1 ? "is" : "are")}";
    }

    private static ReadOnlySpan<int> Trim(ReadOnlySpan<int> shape) => shape.TrimEnd(1);

    private int Count(string name, ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int dimension in shape)
        {
            count *= dimension; // at most 16384^2 * 31^2
        }

        return count <= MaxElements
            ? (int)count
            : throw new EdgeException(
                DiagnosticId.WeightMissing, Path, $"tensor '{name}' [{string.Join(", ", shape.ToArray())}] is missing", "correct the architecture file, whose sizes are not credible");
    }
}
