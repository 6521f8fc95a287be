using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Diagnostics;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Execution;

/// <summary>The info section of a blob: names and scales that the device does not need.</summary>
internal sealed class BlobInfo
{
    private readonly JsonElement _operators;
    private readonly JsonElement _tensors;

    private BlobInfo(JsonElement root)
    {
        _operators = root.GetProperty("operators");
        _tensors = root.GetProperty("tensors");
        RecipeJson = root.TryGetProperty("recipe", out JsonElement recipe) ? recipe.GetRawText() : string.Empty;
    }

    /// <summary>The quantization recipe as JSON, or empty.</summary>
    public string RecipeJson { get; }

    /// <summary>Number of operators.</summary>
    public int OperatorCount => _operators.GetArrayLength();

    /// <summary>Number of tensors.</summary>
    public int TensorCount => _tensors.GetArrayLength();

    /// <summary>Reads the section of a loaded model's blob.</summary>
    public static BlobInfo Read(Int8Model model, byte[] blob)
    {
        ReadOnlyMemory<byte> section = blob.AsMemory(model.Sections.Offset(BlobFormat.SectionInfo), model.Sections.Size(BlobFormat.SectionInfo));
        try
        {
            using JsonDocument document = JsonDocument.Parse(section);
            var info = new BlobInfo(document.RootElement.Clone());
            info.Require(model);
            return info;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new EdgeException(
                DiagnosticId.BlobInvalid,
                model.Name,
                "the information section is damaged: names or scales of operators and tensors are missing or malformed",
                "copy the file again or convert the model anew",
                exception);
        }
    }

    /// <summary>Name of an operator.</summary>
    public string OperatorName(int id) => _operators[id].GetProperty("name").GetString()!;

    /// <summary>Kind of an operator in the source ("DepthwiseConv2D").</summary>
    public string OperatorKind(int id) => _operators[id].GetProperty("kind").GetString()!;

    /// <summary>Index of the source operator whose output this operator's output is, or -1.</summary>
    public int OperatorSource(int id) => _operators[id].GetProperty("source").GetInt32();

    /// <summary>MBConv block of an operator, or -1.</summary>
    public int OperatorBlock(int id) => _operators[id].GetProperty("block").GetInt32();

    /// <summary>Name of a tensor.</summary>
    public string TensorName(int id) => _tensors[id].GetProperty("name").GetString()!;

    /// <summary>Scale of a tensor.</summary>
    public float TensorScale(int id) => _tensors[id].GetProperty("scale").GetSingle();

    /// <summary>Index of a tensor in the source file, or -1.</summary>
    public int TensorSource(int id) => _tensors[id].GetProperty("source").GetInt32();

    /// <summary>Reads every value once, so that what is asked for later is there.</summary>
    private void Require(Int8Model model)
    {
        for (int id = 0; id < OperatorCount; id++)
        {
            RequireName(OperatorName(id));
            RequireName(OperatorKind(id));
            RequireName(_operators[id].GetProperty("role").GetString());
            _ = OperatorSource(id) + OperatorBlock(id);
        }

        for (int id = 0; id < TensorCount; id++)
        {
            RequireName(TensorName(id));
            _ = TensorSource(id);
            if (!float.IsFinite(TensorScale(id)))
            {
                throw new FormatException();
            }
        }

        // Outputs are numbered in the operators' place.
        if (TensorCount != model.Header.TensorCount || Math.Max(OperatorCount, model.OutputCount) != model.Header.OperatorCount)
        {
            throw new FormatException();
        }
    }

    private static void RequireName(string? name)
    {
        if (name is null || name.Any(char.IsControl))
        {
            throw new FormatException();
        }
    }
}
