using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Comparison;

/// <summary>
/// Recorded results of a reference: meta.json (vectors), layer_hashes.json (SHA-256 of every operator's output for every
/// vector), input_*.bin, output_*.bin, and tensors_0/ with the values themselves for the first vector.
/// </summary>
internal sealed class GoldenFolder
{
    private const string HashFile = "layer_hashes.json";
    private readonly string _folder;

    private GoldenFolder(string folder, IReadOnlyList<GoldenLayer> layers, IReadOnlyList<string> vectors, string generator)
    {
        _folder = folder;
        Layers = layers;
        Vectors = vectors;
        Generator = generator;
    }

    /// <summary>Every operator's output, in the order they run.</summary>
    public IReadOnlyList<GoldenLayer> Layers { get; }

    /// <summary>Names of the vectors whose input is in the folder.</summary>
    public IReadOnlyList<string> Vectors { get; }

    /// <summary>What made the results.</summary>
    public string Generator { get; }

    /// <summary>Whether a folder holds recorded results.</summary>
    public static bool IsGolden(string folder) => File.Exists(Path.Combine(folder, HashFile));

    /// <summary>Reads a folder's index.</summary>
    /// <exception cref="EdgeException">It is damaged.</exception>
    public static GoldenFolder Read(string folder)
    {
        try
        {
            using JsonDocument hashes = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, HashFile)));
            GoldenLayer[] layers = [.. hashes.RootElement.EnumerateObject().Select(ReadLayer).OrderBy(layer => layer.Operator)];
            using JsonDocument meta = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "meta.json")));
            string[] vectors =
            [
                .. meta.RootElement.GetProperty("vectors").EnumerateArray()
                    .Select(vector => Path.GetFileName(vector.GetProperty("input").GetString()!))
                    .Select(file => file["input_".Length..^".bin".Length])
                    .Where(vector => File.Exists(Path.Combine(folder, $"input_{vector}.bin"))),
            ];
            return new GoldenFolder(folder, layers, vectors, meta.RootElement.GetProperty("generator").GetString() ?? string.Empty);
        }
        catch (Exception exception) when (exception is IOException or JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new EdgeException(DiagnosticId.GoldenInvalid, folder, $"its index cannot be read: {exception.Message}", "copy the folder again");
        }
    }

    /// <summary>The input of a vector in the source model's type and layout.</summary>
    public byte[] Input(string vector) => File.ReadAllBytes(Path.Combine(_folder, $"input_{vector}.bin"));

    /// <summary>The outputs of a vector in the source model's type, one after the other; null when they are not in the folder.</summary>
    public byte[]? Output(string vector)
    {
        string path = Path.Combine(_folder, $"output_{vector}.bin");
        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    /// <summary>Recorded values of a tensor for a vector, or null when only the hash was recorded.</summary>
    public byte[]? Values(GoldenLayer layer, string vector)
    {
        string path = Path.Combine(_folder, $"tensors_{vector}", string.Create(CultureInfo.InvariantCulture, $"t{layer.TensorIndex:D4}.bin"));
        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    private static GoldenLayer ReadLayer(JsonProperty entry)
    {
        JsonElement value = entry.Value;
        return new GoldenLayer(
            int.Parse(entry.Name, CultureInfo.InvariantCulture),
            value.GetProperty("op").GetInt32(),
            value.GetProperty("op_name").GetString()!,
            value.GetProperty("type").GetString()!,
            value.GetProperty("sha256").EnumerateObject().ToDictionary(hash => hash.Name, hash => hash.Value.GetString()!));
    }
}
