using System.CommandLine;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Commands;

/// <summary>The option <c>--channel-order</c>.</summary>
internal static class ChannelOrderOption
{
    /// <summary>Name of the option, for messages.</summary>
    public const string Name = "--channel-order";

    /// <summary>Makes the option.</summary>
    public static Option<string?> Create()
    {
        return new Option<string?>(Name)
        {
            Description = "Channels as the model takes them: rgb, or bgr for models trained on OpenCV's arrays. Pictures, pixels and arrays are red first; with bgr they are exchanged here, by every command and on the device. Default: rgb.",
            HelpName = "ORDER",
        };
    }

    /// <summary>Reads the option's value.</summary>
    /// <returns>Whether the model takes blue first.</returns>
    /// <exception cref="EdgeException">Neither rgb nor bgr.</exception>
    public static bool Parse(string? text)
    {
        return text switch
        {
            null or "rgb" => false,
            "bgr" => true,
            _ => throw new EdgeException(DiagnosticId.BadOption, Name, $"'{text}' is not an order", "use rgb or bgr"),
        };
    }
}
