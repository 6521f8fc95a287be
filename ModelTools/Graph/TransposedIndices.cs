namespace Edge.ModelTools.Graph;

/// <summary>Where the elements of a transposed row-major array stood before.</summary>
internal static class TransposedIndices
{
    /// <summary>For each element of the transposed array its index in the original.</summary>
    /// <param name="shape">Shape of the original.</param>
    /// <param name="permutation">Axis i of the result is axis permutation[i] of the original.</param>
    public static int[] Of(int[] shape, int[] permutation)
    {
        int[] strides = new int[shape.Length];
        int count = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = count;
            count *= shape[axis];
        }

        int[] indices = new int[count];
        for (int i = 0; i < count; i++)
        {
            int rest = i;
            for (int axis = permutation.Length - 1; axis >= 0; axis--)
            {
                int size = shape[permutation[axis]];
                indices[i] += rest % size * strides[permutation[axis]];
                rest /= size;
            }
        }

        return indices;
    }
}
