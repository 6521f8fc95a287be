using System;
using System.Text;

namespace Edge.ModelTools.Formats.Onnx.Wire;

/// <summary>Names from a file, made fit for a one-line message: control characters replaced, long names cut.</summary>
internal static class OnnxName
{
    private const int MaxLength = 80; // PyTorch's longest module paths are about this long

    /// <summary>The name in single quotes.</summary>
    public static string Quote(string name) => $"'{Clean(name)}'";

    /// <summary>The name without quotes.</summary>
    public static string Clean(string name)
    {
        int length = Math.Min(name.Length, MaxLength);
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++)
        {
            text.Append(char.IsControl(name[i]) || char.IsSurrogate(name[i]) ? '?' : name[i]);
        }

        return name.Length > MaxLength ? text.Append("...").ToString() : text.ToString();
    }
}
