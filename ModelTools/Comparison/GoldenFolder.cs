using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Data.Json;
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
                    .Select(vector => VectorOf(Text(vector, "input")))
                    .Where(vector => File.Exists(Path.Combine(folder, $"input_{vector}.bin"))),
            ];
            return new GoldenFolder(folder, layers, vectors, meta.RootElement.GetProperty("generator").GetString() ?? string.Empty);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            throw new EdgeException(DiagnosticId.GoldenInvalid, folder, $"its index cannot be read: {JsonFault.Of(exception)}", "copy the folder again");
        }
    }

    /// <summary>File of a vector's input.</summary>
    public string InputPath(string vector) => Path.Combine(_folder, $"input_{vector}.bin");

    /// <summary>The input of a vector in the source model's type and layout.</summary>
    public byte[] Input(string vector) => ReadFile(InputPath(vector));

    /// <summary>The outputs of a vector in the source model's type, one after the other; null when they are not in the folder.</summary>
    public byte[]? Output(string vector)
    {
        string path = Path.Combine(_folder, $"output_{vector}.bin");
        return File.Exists(path) ? ReadFile(path) : null;
    }

    /// <summary>Recorded values of a tensor for a vector, or null when only the hash was recorded.</summary>
    public byte[]? Values(GoldenLayer layer, string vector)
    {
        string path = Path.Combine(_folder, $"tensors_{vector}", string.Create(CultureInfo.InvariantCulture, $"t{layer.TensorIndex:D4}.bin"));
        return File.Exists(path) ? ReadFile(path) : null;
    }

    private static GoldenLayer ReadLayer(JsonProperty entry)
    {
        JsonElement value = entry.Value;
        return new GoldenLayer(
            int.Parse(entry.Name, CultureInfo.InvariantCulture),
            value.GetProperty("op").GetInt32(),
            Text(value, "op_name"),
            Text(value, "type"),
            value.GetProperty("sha256").EnumerateObject().ToDictionary(hash => hash.Name, hash => hash.Value.GetString() ?? string.Empty));
    }

    private static string Text(JsonElement parent, string name)
    {
        return parent.GetProperty(name).GetString() ?? throw new JsonException($"'{name}' is null");
    }

    /// <summary>The vector that "input_NAME.bin" belongs to.</summary>
    private static string VectorOf(string input)
    {
        string file = Path.GetFileName(input);
        return file.StartsWith("input_", StringComparison.Ordinal) && file.EndsWith(".bin", StringComparison.Ordinal) && file.Length > "input_.bin".Length
            ? file["input_".Length..^".bin".Length]
            : throw new JsonException($"'{file}' is no input_NAME.bin");
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(DiagnosticId.GoldenInvalid, path, exception.Message, "copy the folder again");
        }
    }
}
