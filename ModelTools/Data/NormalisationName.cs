using System.Globalization;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Data;

/// <summary>What people call a way from pixels to real values: a name, or SCALE,OFFSET.</summary>
internal static class NormalisationName
{
    /// <summary>Reads a name.</summary>
    /// <param name="text">-1..1, 0..1, imagenet, none, SCALE,OFFSET, or null for what the data or the blob say.</param>
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
