using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Formats.Safetensors;

/// <summary>
/// The header of a safetensors file: a JSON object {name: {"dtype", "shape", "data_offsets": [begin, end]}}, offsets counted
/// from the end of the header, and an optional "__metadata__" of texts. The tensors cover the data without gap or overlap.
/// </summary>
internal static class SafetensorsHeader
{
    private const string MetadataName = "__metadata__";
    private const int MaxRank = 8;
    private const int MaxTextLength = 120;
    private const int MaxElements = 1 << 28; // far above any network for these devices; bytes fit int

    /// <summary>Bytes of one element of a type, 0 for an unknown type.</summary>
    public static int ElementBytes(string type) => type switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "I8" or "U8" or "BOOL" or "F8_E4M3" or "F8_E5M2" => 1,
        _ => 0,
    };

    /// <summary>Reads the header.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="header">JSON, UTF-8.</param>
    /// <param name="dataStart">Position of the first data byte in the file.</param>
    /// <param name="fileBytes">Length of the file.</param>
    /// <returns>Tensors in the order of their data.</returns>
    /// <exception cref="EdgeException">The header is damaged.</exception>
    public static IReadOnlyList<SafetensorsEntry> Parse(string path, byte[] header, long dataStart, long fileBytes)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(header);
        }
        catch (JsonException exception)
        {
            throw new EdgeException(DiagnosticId.SafetensorsHeaderInvalid, path, "the header is not JSON", "check that it is an intact safetensors file", exception);
        }

        using (document)
        {
            try
            {
                return ParseEntries(path, document.RootElement, dataStart, fileBytes);
            }
            catch (InvalidOperationException exception)
            {
                throw new EdgeException(DiagnosticId.SafetensorsHeaderInvalid, path, "a name in the header is not valid text", "export the file again", exception);
            }
        }
    }

    private static List<SafetensorsEntry> ParseEntries(string path, JsonElement root, long dataStart, long fileBytes)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Invalid(path, "the header is not a JSON object");
        }

        var entries = new List<SafetensorsEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!names.Add(property.Name))
            {
                throw new EdgeException(DiagnosticId.SafetensorsDuplicate, path, $"two tensors are called '{OneLine(property.Name)}'", "export the file again");
            }

            if (property.Name != MetadataName)
            {
                entries.Add(ParseEntry(path, property, dataStart, fileBytes));
            }
        }

        RequireNoGap(path, entries, dataStart, fileBytes);
        return entries;
    }

    private static SafetensorsEntry ParseEntry(string path, JsonProperty property, long dataStart, long fileBytes)
    {
        string name = OneLine(property.Name);
        string where = $"{path}: tensor '{name}'";
        JsonElement value = property.Value;
        if (value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("dtype", out JsonElement type) || type.ValueKind != JsonValueKind.String
            || !value.TryGetProperty("shape", out JsonElement shape) || shape.ValueKind != JsonValueKind.Array
            || !value.TryGetProperty("data_offsets", out JsonElement offsets) || offsets.ValueKind != JsonValueKind.Array || offsets.GetArrayLength() != 2)
        {
            throw Invalid(where, "its entry lacks dtype, shape or data_offsets");
        }

        string typeName = type.GetString()!;
        int elementBytes = ElementBytes(typeName);
        if (elementBytes == 0)
        {
            throw new EdgeException(DiagnosticId.WeightTypeUnsupported, where, $"the type '{OneLine(typeName)}' is not known", "save the weights as float32");
        }

        int[] dimensions = ParseShape(where, shape, out long elements);
        if (!TryInteger(offsets[0], out long begin) || !TryInteger(offsets[1], out long end) || begin < 0 || end < begin || end > fileBytes - dataStart)
        {
            throw new EdgeException(
                DiagnosticId.SafetensorsBadOffset,
                where,
                $"its data {OneLine(offsets.GetRawText())} leave the file, which holds {fileBytes - dataStart} bytes of data",
                "copy or export the file again");
        }

        if (end - begin != elements * elementBytes)
        {
            throw new EdgeException(
                DiagnosticId.SafetensorsBadOffset,
                where,
                $"{typeName}[{string.Join(", ", dimensions)}] takes {elements * elementBytes} bytes, its data have {end - begin}",
                "export the file again");
        }

        return new SafetensorsEntry(name, typeName, dimensions, dataStart + begin, end - begin);
    }

    private static int[] ParseShape(string where, JsonElement shape, out long elements)
    {
        elements = 1;
        if (shape.GetArrayLength() > MaxRank)
        {
            throw Invalid(where, $"{shape.GetArrayLength()} dimensions are more than {MaxRank}");
        }

        int[] dimensions = new int[shape.GetArrayLength()];
        for (int i = 0; i < dimensions.Length; i++)
        {
            if (!TryInteger(shape[i], out long dimension) || dimension < 0 || dimension > MaxElements || (elements *= dimension) > MaxElements)
            {
                throw Invalid(where, $"the shape {OneLine(shape.GetRawText())} is not credible");
            }

            dimensions[i] = (int)dimension;
        }

        return dimensions;
    }

    private static void RequireNoGap(string path, List<SafetensorsEntry> entries, long dataStart, long fileBytes)
    {
        entries.Sort((a, b) => a.Offset != b.Offset ? a.Offset.CompareTo(b.Offset) : a.Length.CompareTo(b.Length));
        long position = dataStart;
        string before = "the header";
        foreach (SafetensorsEntry entry in entries)
        {
            if (entry.Offset < position)
            {
                throw new EdgeException(DiagnosticId.SafetensorsOverlap, path, $"the data of tensors {before} and '{entry.Name}' overlap", "export the file again");
            }

            if (entry.Offset > position)
            {
                throw new EdgeException(
                    DiagnosticId.SafetensorsOverlap, path, $"{entry.Offset - position} bytes between {before} and tensor '{entry.Name}' belong to no tensor", "export the file again");
            }

            position += entry.Length;
            before = $"'{entry.Name}'";
        }

        if (position != fileBytes)
        {
            throw new EdgeException(DiagnosticId.SafetensorsOverlap, path, $"{fileBytes - position} bytes after {before} belong to no tensor", "export the file again");
        }
    }

    // For messages, which are one line each: control characters become '?', long text is cut.
    private static string OneLine(string text)
    {
        string cut = text.Length > MaxTextLength ? text[..MaxTextLength] + "..." : text;
        return string.Concat(cut.Select(c => char.IsControl(c) ? '?' : c));
    }

    private static bool TryInteger(JsonElement element, out long value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out value);
    }

    private static EdgeException Invalid(string where, string what)
    {
        return new EdgeException(DiagnosticId.SafetensorsHeaderInvalid, where, what, "check that it is an intact safetensors file");
    }
}
