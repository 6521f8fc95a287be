using System.CommandLine;
using Edge.ModelTools.Data;

namespace Edge.ModelTools.Commands;

/// <summary>The option <c>--normalisation</c>, shared by the commands that read pixels.</summary>
internal static class NormalisationOption
{
    /// <summary>Makes the option.</summary>
    public static Option<string?> Create()
    {
        return new Option<string?>("--normalisation")
        {
            Description = "Pixel to real value: -1..1, 0..1, imagenet, none, or SCALE,OFFSET. Default: what the data set or the blob says.",
            HelpName = "NAME",
        };
    }

    /// <summary>Reads the option's value.</summary>
    /// <exception cref="Diagnostics.EdgeException">It is none of the known names and no pair of numbers.</exception>
    public static Normalisation? Parse(string? text) => NormalisationName.Parse(text);
}
