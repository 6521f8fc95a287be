using System;

namespace Edge.ModelTools.Comparison;

/// <summary>Says where two int8 tensors differ.</summary>
internal static class TensorDifference
{
    /// <summary>"k of n differ, first at [y,x,c]: expected e, actual a", or null when they are equal.</summary>
    /// <param name="shape">[H, W, C].</param>
    public static string? Describe(int[] shape, ReadOnlySpan<sbyte> expected, ReadOnlySpan<sbyte> actual)
    {
        if (expected.Length != actual.Length)
        {
            return $"expected {expected.Length} values, actual {actual.Length}";
        }

        int count = 0;
        int first = -1;
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i] != actual[i])
            {
                first = first < 0 ? i : first;
                count++;
            }
        }

        if (count == 0)
        {
            return null;
        }

        int channels = shape[2];
        int width = shape[1];
        return $"{count} of {expected.Length} differ, first at [{first / channels / width},{first / channels % width},{first % channels}]: "
            + $"expected {expected[first]}, actual {actual[first]}";
    }
}
