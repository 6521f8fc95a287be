using System;

namespace Edge.Tests.Desktop.Specification;

/// <summary>Elementwise operators over two tensors whose shapes are aligned at the last dimension; 1 stretches.</summary>
internal static class Broadcasting
{
    public static sbyte[] Run(sbyte[] a, int[] shapeA, sbyte[] b, int[] shapeB, int[] outputShape, Func<int, int, sbyte> function)
    {
        int count = 1;
        foreach (int size in outputShape)
        {
            count *= size;
        }

        var output = new sbyte[count];
        for (int i = 0; i < count; i++)
        {
            output[i] = function(a[SourceIndex(i, outputShape, shapeA)], b[SourceIndex(i, outputShape, shapeB)]);
        }

        return output;
    }

    private static int SourceIndex(int index, int[] outputShape, int[] shape)
    {
        int source = 0;
        int stride = 1;
        for (int d = 1; d <= outputShape.Length; d++)
        {
            int coordinate = index % outputShape[^d];
            index /= outputShape[^d];
            if (d <= shape.Length)
            {
                source += shape[^d] == 1 ? 0 : coordinate * stride;
                stride *= shape[^d];
            }
        }

        return source;
    }
}
