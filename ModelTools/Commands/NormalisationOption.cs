using System.CommandLine;
using System.Globalization;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;

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
    /// <exception cref="EdgeException">It is none of the known names and no pair of numbers.</exception>
    public static Normalisation? Parse(string? text)
    {
        switch (text)
        {
            case null:
                return null;
            case "-1..1":
                return Normalisation.MinusOneToOne;
            case "0..1":
                return Normalisation.ZeroToOne;
            case "imagenet":
                return Normalisation.ImageNet;
            case "none":
                return Normalisation.Identity;
        }

        string[] parts = text.Split(',');
        if (parts.Length == 2
            && float.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out float scale)
            && float.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out float offset)
            && float.IsFinite(scale) && float.IsFinite(offset) && scale != 0)
        {
            return new Normalisation([scale], [offset]);
        }

        throw new EdgeException(DiagnosticId.BadOption, "--normalisation", $"'{text}' is not known", "use -1..1, 0..1, imagenet, none or SCALE,OFFSET");
    }
}
