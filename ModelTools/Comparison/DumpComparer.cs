using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Comparison;

/// <summary>Compares two dumps tensor by tensor: by index in the source file where both have one, else by name.</summary>
internal static class DumpComparer
{
    /// <summary>Compares; <paramref name="expected"/> is the reference.</summary>
    public static ComparisonReport Compare(LayerDump expected, LayerDump actual)
    {
        var report = new ComparisonReport();
        Dictionary<string, DumpedLayer> byKey = actual.Layers.DistinctBy(Key).ToDictionary(Key);
        foreach (DumpedLayer layer in expected.Layers)
        {
            if (!byKey.TryGetValue(Key(layer), out DumpedLayer? other))
            {
                report.Missing.Add($"operator {layer.Operator} {layer.Kind} {layer.Name}");
                continue;
            }

            report.Compared++;
            string? difference = TensorDifference.Describe(layer.Shape, expected.Values(layer), actual.Values(other));
            if (difference is not null)
            {
                report.Differences.Add($"operator {layer.Operator} {layer.Kind} {layer.Name}: {difference}");
            }
        }

        return report;
    }

    private static string Key(DumpedLayer layer) => layer.SourceIndex >= 0 ? $"#{layer.SourceIndex}" : layer.Name;
}
