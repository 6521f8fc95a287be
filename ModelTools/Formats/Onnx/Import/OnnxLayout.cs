namespace Edge.ModelTools.Formats.Onnx.Import;

/// <summary>
/// How the axes of an ONNX value lie in memory. An order lists ONNX axes: axis i of the IR tensor is ONNX axis order[i].
/// NCHW values lie channels last, order {0, 2, 3, 1}; an ONNX Transpose only changes the order and costs nothing
/// until an operator needs another one.
/// </summary>
internal static class OnnxLayout
{
    /// <summary>ONNX's own order, {0, 1, 2, ...}.</summary>
    public static int[] RowMajor(int rank)
    {
        int[] order = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            order[axis] = axis;
        }

        return order;
    }

    /// <summary>Axis 1, the channels, last: {0, 2, 3, 1} for rank 4; the row-major order up to rank 2.</summary>
    public static int[] ChannelsLast(int rank)
    {
        int[] order = RowMajor(rank);
        for (int axis = 1; axis < rank - 1; axis++)
        {
            order[axis] = axis + 1;
        }

        if (rank > 2)
        {
            order[rank - 1] = 1;
        }

        return order;
    }

    /// <summary>Picks <paramref name="values"/> (one for each ONNX axis) in the order of the IR's axes.</summary>
    public static int[] Apply(int[] values, int[] order)
    {
        int[] result = new int[order.Length];
        for (int axis = 0; axis < order.Length; axis++)
        {
            result[axis] = values[order[axis]];
        }

        return result;
    }

    /// <summary>The order with one axis put last.</summary>
    public static int[] EndingWith(int[] order, int axis) => [.. System.Array.FindAll(order, other => other != axis), axis];

    /// <summary>The IR axis where ONNX axis <paramref name="axis"/> lies.</summary>
    public static int Position(int[] order, int axis) => System.Array.IndexOf(order, axis);

    /// <summary>Whether both orders list the elements of an ONNX <paramref name="shape"/> in the same sequence: they differ only in axes of length 1.</summary>
    public static bool IsSameSequence(int[] shape, int[] first, int[] second)
    {
        int j = 0;
        for (int i = 0; i < first.Length; i++)
        {
            if (shape[first[i]] == 1)
            {
                continue;
            }

            while (shape[second[j]] == 1)
            {
                j++;
            }

            if (first[i] != second[j++])
            {
                return false;
            }
        }

        return true;
    }
}
