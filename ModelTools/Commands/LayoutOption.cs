using System.CommandLine;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Commands;

/// <summary>The option <c>--layout</c>, shared by the commands that read arrays.</summary>
internal static class LayoutOption
{
    /// <summary>Makes the option.</summary>
    public static Option<string?> Create()
    {
        return new Option<string?>("--layout")
        {
            Description = "Layout of arrays: nchw or nhwc. Default: what their shape says; needed only when both fit.",
            HelpName = "LAYOUT",
        };
    }

    /// <summary>Reads the option's value.</summary>
    /// <returns>Whether the channels come first; null when nothing was said.</returns>
    /// <exception cref="EdgeException">It is none of the layouts.</exception>
    public static bool? Parse(string? text)
    {
        return text?.ToLowerInvariant() switch
        {
            null => null,
            "nchw" => true,
            "nhwc" => false,
            _ => throw new EdgeException(DiagnosticId.BadOption, "--layout", $"'{text}' is not a layout", "use nchw or nhwc"),
        };
    }
}
