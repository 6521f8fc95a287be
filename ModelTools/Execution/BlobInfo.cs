using System;
using System.Collections.Generic;
using System.Text.Json;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Execution;

/// <summary>The info section of a blob: names and scales that the device does not need. All of it is checked when it is read.</summary>
internal sealed class BlobInfo
{
    private readonly List<OperatorEntry> _operators = [];
    private readonly List<TensorEntry> _tensors = [];
    private readonly List<OutputFinish> _finish = [];

    private BlobInfo(JsonElement root)
    {
        foreach (JsonElement entry in Field(root, "operators", JsonValueKind.Array).EnumerateArray())
        {
            string where = $"operator {_operators.Count}";
            _ = Text(entry, "role", where);
            _operators.Add(new OperatorEntry(Text(entry, "name", where), Text(entry, "kind", where), Integer(entry, "source", where), Integer(entry, "block", where)));
        }

        foreach (JsonElement entry in Field(root, "tensors", JsonValueKind.Array).EnumerateArray())
        {
            string where = $"tensor {_tensors.Count}";
            _tensors.Add(new TensorEntry(Text(entry, "name", where), Single(entry, "scale", where), Integer(entry, "source", where)));
        }

        if (root.TryGetProperty("finish", out JsonElement finish))
        {
            foreach (JsonElement entry in finish.EnumerateArray())
            {
                _finish.Add(Enum.TryParse(entry.GetString(), out OutputFinish known) && Enum.IsDefined(known)
                    ? known
                    : throw new JsonException($"'finish' holds {entry.GetRawText()}"));
            }
        }

        RecipeJson = root.TryGetProperty("recipe", out JsonElement recipe) ? recipe.GetRawText() : string.Empty;
    }

    /// <summary>The quantization recipe as JSON, or empty.</summary>
    public string RecipeJson { get; }

    /// <summary>Number of operators.</summary>
    public int OperatorCount => _operators.Count;

    /// <summary>Number of tensors.</summary>
    public int TensorCount => _tensors.Count;

    /// <summary>Reads the section of a loaded model's blob.</summary>
    /// <param name="path">Path of the blob, for messages; null takes the model's name.</param>
    /// <exception cref="EdgeException">The section is not the JSON that <c>edge convert</c> writes.</exception>
    public static BlobInfo Read(Int8Model model, byte[] blob, string? path = null)
    {
        ReadOnlyMemory<byte> section = blob.AsMemory(model.Sections.Offset(BlobFormat.SectionInfo), model.Sections.Size(BlobFormat.SectionInfo));
        try
        {
            using JsonDocument document = JsonDocument.Parse(section);
            var info = new BlobInfo(document.RootElement);
            info.RequireCounts(model);
            return info;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Names may be text that is no Unicode, which only shows when they are decoded.
            throw new EdgeException(
                DiagnosticId.BlobInvalid, path ?? model.Name, $"its information section cannot be read: {JsonFault.Of(exception)}", "convert the model anew", exception);
        }
    }

    /// <summary>What the source model does to an output behind the device's last operator.</summary>
    public OutputFinish FinishOf(int output) => output < _finish.Count ? _finish[output] : OutputFinish.None;

    /// <summary>Name of an operator.</summary>
    public string OperatorName(int id) => _operators[id].Name;

    /// <summary>Kind of an operator in the source ("DepthwiseConv2D").</summary>
    public string OperatorKind(int id) => _operators[id].Kind;

    /// <summary>Index of the source operator whose output this operator's output is, or -1.</summary>
    public int OperatorSource(int id) => _operators[id].Source;

    /// <summary>MBConv block of an operator, or -1.</summary>
    public int OperatorBlock(int id) => _operators[id].Block;

    /// <summary>Name of a tensor.</summary>
    public string TensorName(int id) => _tensors[id].Name;

    /// <summary>Scale of a tensor.</summary>
    public float TensorScale(int id) => _tensors[id].Scale;

    /// <summary>Index of a tensor in the source file, or -1.</summary>
    public int TensorSource(int id) => _tensors[id].Source;

    private void RequireCounts(Int8Model model)
    {
        // Outputs are numbered in the operators' place.
        if (TensorCount != model.Header.TensorCount || Math.Max(OperatorCount, model.OutputCount) != model.Header.OperatorCount)
        {
            throw new JsonException($"it lists {OperatorCount} operators and {TensorCount} tensors, the program has {model.Header.OperatorCount} and {model.Header.TensorCount}");
        }
    }

    private static JsonElement Field(JsonElement parent, string name, JsonValueKind kind, string? where = null)
    {
        string prefix = where is null ? string.Empty : $"{where}: ";
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out JsonElement field))
        {
            throw new JsonException($"{prefix}'{name}' is missing");
        }

        return field.ValueKind == kind ? field : throw new JsonException($"{prefix}'{name}' is {field.ValueKind}, not {kind}");
    }

    /// <summary>A name, which must not steer the terminal that it is printed on.</summary>
    private static string Text(JsonElement parent, string name, string where)
    {
        string text = Field(parent, name, JsonValueKind.String, where).GetString()!;
        foreach (char character in text)
        {
            if (char.IsControl(character))
            {
                throw new JsonException($"{where}: '{name}' holds the control character {(int)character}");
            }
        }

        return text;
    }

    private static int Integer(JsonElement parent, string name, string where)
    {
        return Field(parent, name, JsonValueKind.Number, where).TryGetInt32(out int value) ? value : throw new JsonException($"{where}: '{name}' is no integer");
    }

    private static float Single(JsonElement parent, string name, string where)
    {
        return Field(parent, name, JsonValueKind.Number, where).TryGetSingle(out float value) && float.IsFinite(value)
            ? value
            : throw new JsonException($"{where}: '{name}' is no finite number");
    }

    private readonly record struct OperatorEntry(string Name, string Kind, int Source, int Block);

    private readonly record struct TensorEntry(string Name, float Scale, int Source);
}
