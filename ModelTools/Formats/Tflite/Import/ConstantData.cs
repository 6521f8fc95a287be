using System;
using System.Collections.Generic;
using Edge.ModelTools.Data;

namespace Edge.ModelTools.Formats.Tflite.Import;

/// <summary>Rearranges constant arrays of any element type.</summary>
internal static class ConstantData
{
    /// <summary>Element type of an array.</summary>
    public static ElementType TypeOf(Array data) => data switch
    {
        float[] => ElementType.Float32,
        sbyte[] => ElementType.Int8,
        int[] => ElementType.Int32,
        long[] => ElementType.Int64,
        bool[] => ElementType.Bool,
        _ => throw new ArgumentException($"constants are never {data.GetType().Name}", nameof(data)),
    };

    /// <summary>Bytes of an element of a numeric array.</summary>
    public static int SizeOf(Array data) => data.Length == 0 ? 1 : Buffer.ByteLength(data) / data.Length;

    /// <summary>The elements at <paramref name="indices"/>, in that order.</summary>
    public static Array Take(Array data, int[] indices)
    {
        Array result = Array.CreateInstance(data.GetType().GetElementType()!, indices.Length);
        for (int i = 0; i < indices.Length; i++)
        {
            Array.Copy(data, indices[i], result, i, 1);
        }

        return result;
    }

    /// <summary>
    /// Arrays joined along one axis: of each, in turn, <c>blocks[k]</c> elements, <paramref name="outerCount"/> times.
    /// </summary>
    /// <param name="parts">Arrays of one element type.</param>
    /// <param name="outerCount">Product of the dimensions before the axis.</param>
    public static Array Join(IReadOnlyList<Array> parts, int outerCount)
    {
        int total = 0;
        foreach (Array part in parts)
        {
            total += part.Length;
        }

        Array result = Array.CreateInstance(parts[0].GetType().GetElementType()!, total);
        int at = 0;
        for (int outer = 0; outer < outerCount; outer++)
        {
            foreach (Array part in parts)
            {
                int block = part.Length / outerCount;
                Array.Copy(part, outer * block, result, at, block);
                at += block;
            }
        }

        return result;
    }
}
