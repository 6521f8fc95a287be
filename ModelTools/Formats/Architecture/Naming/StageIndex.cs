using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Edge.ModelTools.Formats.Architecture.Naming;

/// <summary>Blocks that are named by stage and number within the stage, "features.3.1", in order.</summary>
internal static class StageIndex
{
    /// <summary>Prefixes "stage.number" below <paramref name="root"/> that hold one of the markers, in numerical order.</summary>
    /// <param name="names">All names of a file.</param>
    /// <param name="root">For example "blocks.".</param>
    /// <param name="markers">Beginnings of what follows a block's prefix, for example "conv_dw.".</param>
    public static List<string> Find(IReadOnlySet<string> names, string root, params string[] markers)
    {
        var found = new SortedSet<(int Stage, int Number)>();
        foreach (string name in names)
        {
            string[] parts = name.StartsWith(root, System.StringComparison.Ordinal) ? name[root.Length..].Split('.', 3) : [];
            if (parts.Length == 3 && TryIndex(parts[0], out int stage) && TryIndex(parts[1], out int number)
                && markers.Any(marker => parts[2].StartsWith(marker, System.StringComparison.Ordinal)))
            {
                found.Add((stage, number));
            }
        }

        return [.. found.Select(position => string.Create(CultureInfo.InvariantCulture, $"{root}{position.Stage}.{position.Number}"))];
    }

    /// <summary>Prefix of block <paramref name="index"/>; blocks that the file does not have get a name that no file has.</summary>
    public static string At(List<string> prefixes, string root, int index)
    {
        return index < prefixes.Count ? prefixes[index] : string.Create(CultureInfo.InvariantCulture, $"{root}(block {index})");
    }

    private static bool TryIndex(string text, out int index) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out index);
}
