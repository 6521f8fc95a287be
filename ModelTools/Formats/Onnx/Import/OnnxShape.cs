using System;
using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Formats.Onnx.Import;

/// <summary>Checked arithmetic on ONNX shapes.</summary>
internal static class OnnxShape
{
    /// <summary>Most elements of one tensor: 256 MB of float32, ten thousand times the memory of the devices.</summary>
    public const int MaxElements = 1 << 26;

    private const int MaxRank = 8;

    /// <summary>Checks dimensions from a file and counts the elements.</summary>
    /// <param name="dimensions">Row-major dimensions; 0 is allowed (an empty list).</param>
    /// <param name="where">File and place, for the message.</param>
    /// <param name="what">The tensor, for the message.</param>
    /// <returns>The shape; its element count is at most <see cref="MaxElements"/>.</returns>
    /// <exception cref="EdgeException"><see cref="DiagnosticId.OnnxTooLarge"/> or <see cref="DiagnosticId.OnnxMalformed"/>.</exception>
    public static int[] Checked(IReadOnlyList<long> dimensions, string where, string what)
    {
        if (dimensions.Count > MaxRank)
        {
            throw new EdgeException(
                DiagnosticId.OnnxTooLarge, where, $"{what} has {dimensions.Count} dimensions, more than {MaxRank}", "check that the file is intact");
        }

        int[] shape = new int[dimensions.Count];
        long count = 1;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            long dimension = dimensions[axis];
            if (dimension < 0)
            {
                throw new EdgeException(
                    DiagnosticId.OnnxMalformed, where, $"{what} has the dimension {dimension}", "check that the file is intact");
            }

            count = dimension > MaxElements ? long.MaxValue : count * dimension;
            if (count > MaxElements)
            {
                throw new EdgeException(
                    DiagnosticId.OnnxTooLarge,
                    where,
                    $"{what} of shape {Text(dimensions)} has more than {MaxElements} elements",
                    "check that the file is intact");
            }

            shape[axis] = (int)dimension;
        }

        return shape;
    }

    /// <summary>Number of elements of a checked shape.</summary>
    public static int Count(int[] shape)
    {
        int count = 1;
        foreach (int dimension in shape)
        {
            count *= dimension;
        }

        return count;
    }

    /// <summary>A shape as long dimensions, for arithmetic that may overflow.</summary>
    public static long[] ToLongs(int[] shape) => Array.ConvertAll(shape, dimension => (long)dimension);

    /// <summary>The shape with ones put before it, up to a rank of at least its own.</summary>
    public static int[] Padded(int[] shape, int rank)
    {
        int[] padded = new int[rank];
        Array.Fill(padded, 1);
        shape.CopyTo(padded, rank - shape.Length);
        return padded;
    }

    /// <summary>Shape that two shapes broadcast to, as numpy defines it, or null.</summary>
    public static int[]? Broadcast(int[] first, int[] second)
    {
        int rank = Math.Max(first.Length, second.Length);
        int[] a = Padded(first, rank);
        int[] b = Padded(second, rank);
        for (int axis = 0; axis < rank; axis++)
        {
            if (a[axis] != b[axis] && a[axis] != 1 && b[axis] != 1)
            {
                return null;
            }

            a[axis] = a[axis] == 1 ? b[axis] : a[axis];
        }

        return a;
    }

    /// <summary>For messages: <c>[1,3,32,20]</c>.</summary>
    public static string Text<T>(IEnumerable<T> dimensions) => $"[{string.Join(',', dimensions)}]";
}
