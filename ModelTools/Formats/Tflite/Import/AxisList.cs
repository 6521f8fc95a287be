using System.Linq;

namespace Edge.ModelTools.Formats.Tflite.Import;

/// <summary>Axes as operators name them: negative ones count from the end.</summary>
internal static class AxisList
{
    /// <summary>One axis as a number from 0 to <paramref name="rank"/> - 1.</summary>
    public static int Normalized(TfliteOperatorImporter import, int axis, int rank)
    {
        return axis >= -rank && axis < rank ? (axis < 0 ? axis + rank : axis) : throw import.Mismatch($"axis {axis} of {rank} dimensions");
    }

    /// <summary>Axes ascending, each once.</summary>
    public static int[] Normalized(TfliteOperatorImporter import, int[] axes, int rank)
    {
        return [.. axes.Select(axis => Normalized(import, axis, rank)).Distinct().Order()];
    }
}
