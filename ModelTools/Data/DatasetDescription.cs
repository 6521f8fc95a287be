using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Data;

/// <summary>
/// What dataset.json says: count, shape ([H, W, C]), layout (NHWC), dtype (uint8, int8 or float32), classes (list of names;
/// any other text is taken as a remark) and normalisation (scale and offset, a number or one for each channel). In a folder of
/// image files only classes and normalisation are used.
/// </summary>
internal sealed class DatasetDescription
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "dataset.json";

    private const long MaxSampleLength = 1 << 26; // 64 M elements, far above any model for a microcontroller

    private DatasetDescription()
    {
    }

    /// <summary>Number of samples, or null when not stated.</summary>
    public int? Count { get; private set; }

    /// <summary>Shape of a sample, or null when not stated.</summary>
    public int[]? Shape { get; private set; }

    /// <summary>Type of the stored elements.</summary>
    public ElementType ElementType { get; private set; } = ElementType.UInt8;

    /// <summary>Names of the classes; empty when not stated.</summary>
    public string[] ClassNames { get; private set; } = [];

    /// <summary>From stored to real values, or null when not stated.</summary>
    public Normalisation? Normalisation { get; private set; }

    /// <summary>Reads a description.</summary>
    /// <exception cref="EdgeException">Not JSON, or a value that cannot be used.</exception>
    public static DatasetDescription Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Parse(path, document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw Invalid(path, "not the JSON of a data set: " + FirstLine(exception.Message), exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(DiagnosticId.FileNotReadable, path, "cannot be read", "check the file's permissions", exception);
        }
    }

    private static DatasetDescription Parse(string path, JsonElement root)
    {
        var description = new DatasetDescription();
        if (root.TryGetProperty("count", out JsonElement count))
        {
            description.Count = count.GetInt32();
        }

        if (root.TryGetProperty("shape", out JsonElement shape))
        {
            description.Shape = Dimensions(path, shape);
        }

        if (root.TryGetProperty("layout", out JsonElement layout) && layout.GetString() is not ("NHWC" or "NWC" or "NC"))
        {
            throw Invalid(path, $"layout is '{layout.GetString()}'", "only NHWC (channels last) is read");
        }

        if (root.TryGetProperty("dtype", out JsonElement type))
        {
            description.ElementType = type.GetString() switch
            {
                "uint8" => ElementType.UInt8,
                "int8" => ElementType.Int8,
                "float32" => ElementType.Float32,
                string other => throw Invalid(path, $"dtype is '{other}'", "use uint8, int8 or float32"),
                null => throw Invalid(path, "dtype is null", "use uint8, int8 or float32"),
            };
        }

        if (root.TryGetProperty("classes", out JsonElement classes) && classes.ValueKind == JsonValueKind.Array)
        {
            var names = new List<string>();
            foreach (JsonElement name in classes.EnumerateArray())
            {
                names.Add(name.GetString() ?? throw Invalid(path, "a class has no name", "give each class a name"));
            }

            description.ClassNames = [.. names];
        }

        if (root.TryGetProperty("normalisation", out JsonElement normalisation) || root.TryGetProperty("normalization", out normalisation))
        {
            float[] scale = Numbers(path, normalisation, "scale", 1);
            float[] offset = Numbers(path, normalisation, "offset", 0);
            description.Normalisation = Combine(path, scale, offset, description.Shape?[^1]);
        }

        return description;
    }

    private static int[] Dimensions(string path, JsonElement element)
    {
        var dimensions = new List<int>();
        long length = 1;
        foreach (JsonElement dimension in element.EnumerateArray())
        {
            int value = dimension.GetInt32();
            length *= value;
            if (value < 1 || length > MaxSampleLength)
            {
                throw Invalid(path, "shape has a dimension below 1 or is too large", "state [height, width, channels]");
            }

            dimensions.Add(value);
        }

        return dimensions.Count != 0 ? [.. dimensions] : throw Invalid(path, "shape is empty", "state [height, width, channels]");
    }

    private static float[] Numbers(string path, JsonElement parent, string name, float fallback)
    {
        if (!parent.TryGetProperty(name, out JsonElement element))
        {
            return [fallback];
        }

        var numbers = new List<float>();
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement number in element.EnumerateArray())
            {
                numbers.Add(number.GetSingle());
            }
        }
        else
        {
            numbers.Add(element.GetSingle());
        }

        foreach (float number in numbers)
        {
            if (!float.IsFinite(number))
            {
                throw Invalid(path, $"normalisation.{name} is not finite", "state finite numbers");
            }
        }

        return [.. numbers];
    }

    private static Normalisation Combine(string path, float[] scale, float[] offset, int? channels)
    {
        int length = Math.Max(scale.Length, offset.Length);
        bool fits = (scale.Length == length || scale.Length == 1) && (offset.Length == length || offset.Length == 1)
            && length >= 1 && (length == 1 || channels is null || channels == length);
        if (!fits)
        {
            throw Invalid(path, $"normalisation has {scale.Length} scales and {offset.Length} offsets for {channels ?? length} channels", "give one of each, or one for each channel");
        }

        float[] scales = new float[length];
        float[] offsets = new float[length];
        for (int i = 0; i < length; i++)
        {
            scales[i] = scale[scale.Length == 1 ? 0 : i];
            offsets[i] = offset[offset.Length == 1 ? 0 : i];
            if (scales[i] == 0)
            {
                throw Invalid(path, "a normalisation scale is 0", "state real = scale * x + offset with scales other than 0");
            }
        }

        return new Normalisation(scales, offsets);
    }

    private static string FirstLine(string text)
    {
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }

    private static EdgeException Invalid(string path, string what, Exception inner) =>
        new(DiagnosticId.DatasetDescriptionInvalid, path, what, "see docs/quantization.md for the format", inner);

    private static EdgeException Invalid(string path, string what, string remedy) =>
        new(DiagnosticId.DatasetDescriptionInvalid, path, what, remedy);
}
