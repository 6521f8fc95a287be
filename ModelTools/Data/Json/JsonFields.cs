using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Data.Json;

/// <summary>
/// Reads the fields of a JSON object strictly: each error names the file, the path of the field ("blocks[3].kernel") and what was
/// found, and a field that nobody asked for is an error too.
/// </summary>
internal sealed class JsonFields
{
    private const int MaxTextLength = 100;

    private readonly string _file;
    private readonly string _path;
    private readonly JsonErrors _errors;
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    private JsonFields(string file, string path, JsonElement element, JsonErrors errors)
    {
        _file = file;
        _path = path;
        _errors = errors;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Error(errors.Invalid, null, $"{Found(element)} stands where an object belongs");
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!_fields.TryAdd(property.Name, property.Value))
            {
                throw Error(errors.Invalid, property.Name, "the field is given twice");
            }
        }
    }

    /// <summary>Reads a file whose root is an object.</summary>
    /// <exception cref="EdgeException">The file is missing, unreadable or not JSON.</exception>
    public static JsonFields Open(string file, JsonErrors errors)
    {
        InputFile.Require(file);
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            return new JsonFields(file, string.Empty, document.RootElement.Clone(), errors);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EdgeException(DiagnosticId.FileNotFound, file, "no such file", "check the path", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(DiagnosticId.FileNotReadable, file, "the file cannot be read", "check that it is a file and may be read", exception);
        }
        catch (JsonException exception)
        {
            throw new EdgeException(errors.Invalid, file, $"not JSON (line {exception.LineNumber + 1})", $"correct it; {errors.Documentation} has the format", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new EdgeException(errors.Invalid, file, "a text is not valid Unicode", "correct it", exception);
        }
    }

    /// <summary>Whether a field is given.</summary>
    public bool Has(string name)
    {
        _asked.Add(name);
        return _fields.ContainsKey(name);
    }

    /// <summary>An integer from <paramref name="min"/> to <paramref name="max"/>; without <paramref name="fallback"/> it must be given.</summary>
    public int Integer(string name, int min, int max, int? fallback = null)
    {
        if (!Has(name) && fallback is int value)
        {
            return value;
        }

        JsonElement element = Require(name);
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt32(out int number))
        {
            throw Error(_errors.Invalid, name, $"{Found(element)} is not an integer");
        }

        return number >= min && number <= max ? number : throw Error(_errors.BadValue, name, $"{number} is not from {min} to {max}");
    }

    /// <summary>A finite number.</summary>
    public float Number(string name, float fallback) => Has(name) ? ToNumber(name, Require(name)) : fallback;

    /// <summary>A text.</summary>
    public string Text(string name, string? fallback = null)
    {
        return !Has(name) && fallback is not null ? fallback : ToText(name, Require(name));
    }

    /// <summary>True or false.</summary>
    public bool Flag(string name, bool fallback)
    {
        if (!Has(name))
        {
            return fallback;
        }

        JsonElement element = Require(name);
        return element.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? element.GetBoolean()
            : throw Error(_errors.Invalid, name, $"{Found(element)} is neither true nor false");
    }

    /// <summary>One of several words.</summary>
    public string Choice(string name, string? fallback, params ReadOnlySpan<string> allowed)
    {
        string text = Text(name, fallback);
        return allowed.Contains(text) ? text : throw BadValue(name, $"'{OneLine(text)}' is not one of {string.Join(", ", allowed.ToArray())}");
    }

    /// <summary>Finite numbers: <paramref name="count"/> of them, or one for all.</summary>
    public float[] Numbers(string name, int count)
    {
        JsonElement element = RequireArray(name);
        float[] numbers = [.. element.EnumerateArray().Select((item, i) => ToNumber($"{name}[{i}]", item))];
        return numbers.Length == count || numbers.Length == 1
            ? numbers
            : throw BadValue(name, $"{numbers.Length} numbers stand where {count} or 1 belong");
    }

    /// <summary>Texts.</summary>
    public string[] Texts(string name)
    {
        return [.. RequireArray(name).EnumerateArray().Select((item, i) => ToText($"{name}[{i}]", item))];
    }

    /// <summary>An object.</summary>
    public JsonFields Object(string name) => new(_file, PathOf(name), Require(name), _errors);

    /// <summary>A list of objects.</summary>
    public List<JsonFields> Objects(string name)
    {
        return [.. RequireArray(name).EnumerateArray().Select((item, i) => new JsonFields(_file, PathOf($"{name}[{i}]"), item, _errors))];
    }

    /// <summary>Ends the reading: every field given must have been asked for.</summary>
    /// <exception cref="EdgeException">A field that the format does not have.</exception>
    public void RequireNoMore()
    {
        foreach (string name in _fields.Keys)
        {
            if (!_asked.Contains(name))
            {
                throw Error(_errors.UnknownField, name, $"the format has no such field (only {string.Join(", ", _asked)})");
            }
        }
    }

    /// <summary>The error for a value that cannot be used.</summary>
    public EdgeException BadValue(string name, string what) => Error(_errors.BadValue, name, what);

    private JsonElement Require(string name)
    {
        _asked.Add(name);
        return _fields.TryGetValue(name, out JsonElement element) ? element : throw Error(_errors.Invalid, name, "the field is missing");
    }

    private JsonElement RequireArray(string name)
    {
        JsonElement element = Require(name);
        return element.ValueKind == JsonValueKind.Array ? element : throw Error(_errors.Invalid, name, $"{Found(element)} stands where a list belongs");
    }

    private float ToNumber(string name, JsonElement element)
    {
        return element.ValueKind == JsonValueKind.Number && element.TryGetSingle(out float number) && float.IsFinite(number)
            ? number
            : throw Error(_errors.Invalid, name, $"{Found(element)} is not a number");
    }

    private string ToText(string name, JsonElement element)
    {
        return element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Error(_errors.Invalid, name, $"{Found(element)} is not a text");
    }

    private EdgeException Error(DiagnosticId id, string? name, string what)
    {
        string path = name is null ? _path : PathOf(name);
        return new EdgeException(id, path.Length == 0 ? _file : $"{_file}: {OneLine(path)}", what, $"correct it; {_errors.Documentation} has the format");
    }

    private string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private static string Found(JsonElement element) => OneLine(element.GetRawText());

    private static string OneLine(string text)
    {
        string cut = text.Length > MaxTextLength ? text[..MaxTextLength] + "..." : text;
        return string.Concat(cut.Select(c => char.IsControl(c) ? ' ' : c));
    }
}
