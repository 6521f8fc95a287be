using System;

namespace Edge.ModelTools.Commands;

/// <summary>A board as the command line names it: "esp32s3", or "esp32s3-native" for firmware of one's own with native kernels.</summary>
/// <param name="Name">Name in nf-tools.json; null: none was given.</param>
/// <param name="IsNative">Its firmware has native kernels.</param>
internal readonly record struct BoardChoice(string? Name, bool IsNative)
{
    /// <summary>What stands behind the name of a board with native kernels.</summary>
    public const string NativeSuffix = "-native";

    /// <summary>Takes a name apart.</summary>
    public static BoardChoice Parse(string? text)
    {
        return text is not null && text.EndsWith(NativeSuffix, StringComparison.OrdinalIgnoreCase) ? new(text[..^NativeSuffix.Length], true) : new(text, false);
    }
}
