using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Lowering;

/// <summary>
/// Maps shapes of any rank to the device's [H, W, C]: the batch of 1 is dropped, the rest is right-aligned. Of more than three
/// dimensions the first is H, the last C, and those between together are W: the sequence of the elements stays.
/// </summary>
internal static class TensorShape
{
    private const int FavouredRowBytes = 4096; // of a long vector: several rows, so that neither they nor the weights that go with one take much

    /// <summary>
    /// [H, W, C] of a tensor. A row that is longer than an array becomes a column: of a sequence each step is a row, of a vector as many
    /// elements as divide it evenly.
    /// </summary>
    /// <exception cref="EdgeException">A vector that is too long has no divisor.</exception>
    public static int[] ToDevice(Tensor tensor)
    {
        int[] shape = AsImage(tensor);
        if (!IsLong(shape))
        {
            return shape;
        }

        return shape[1] > 1 ? [shape[1], 1, shape[2]] : [shape[2] / RowOf(tensor, shape[2]), 1, RowOf(tensor, shape[2])];
    }

    private static bool IsLong(int[] image) => image[0] == 1 && (long)image[1] * image[2] > BlobFormat.MaxArrayBytes;

    private static int RowOf(Tensor tensor, int length)
    {
        for (int most = FavouredRowBytes; most <= BlobFormat.MaxArrayBytes; most += BlobFormat.MaxArrayBytes - FavouredRowBytes)
        {
            for (int row = most; row > most / 64; row--)
            {
                if (length % row == 0)
                {
                    return row;
                }
            }
        }

        throw new EdgeException(
            DiagnosticId.UnsupportedShape,
            tensor.Name,
            $"its {length} elements do not divide into rows of at most {BlobFormat.MaxArrayBytes}",
            "give it a length with more divisors, for instance a multiple of 64");
    }

    private static int[] AsImage(Tensor tensor)
    {
        int[] shape = tensor.Shape;
        int first = First(shape);
        if (shape.Length - first > 3)
        {
            return [shape[first], shape[(first + 1)..^1].Aggregate(1, (product, size) => product * size), shape[^1]];
        }

        int[] result = [1, 1, 1];
        for (int i = first; i < shape.Length; i++)
        {
            result[3 - (shape.Length - i)] = shape[i];
        }

        return result;
    }

    /// <summary>Whether several dimensions of a tensor are its width.</summary>
    public static bool IsMerged(Tensor tensor) => tensor.Shape.Length - First(tensor.Shape) > 3;

    /// <summary>Device axis (0 = H, 1 = W, 2 = C) of dimension <paramref name="axis"/> of a tensor, or -1 for the batch.</summary>
    /// <param name="takesPart">Whether a dimension that is only a part of the width will do.</param>
    /// <exception cref="EdgeException">It will not.</exception>
    public static int AxisToDevice(Tensor tensor, int axis, bool takesPart = false)
    {
        int rank = tensor.Shape.Length;
        int first = First(tensor.Shape);
        int[] image = AsImage(tensor);
        if (axis >= first && rank - first <= 3 && IsLong(image))
        {
            return image[1] == 1
                ? throw new EdgeException(
                    DiagnosticId.UnsupportedShape, tensor.Name, $"a vector of {tensor.ElementCount} elements is several rows on the device", "use it only in layers that take all of it, or element by element")
                : (3 - (rank - axis)) switch { 0 => 1, 1 => 0, _ => 2 };
        }

        if (rank - first <= 3)
        {
            return axis < first ? -1 : 3 - (rank - axis);
        }

        if (axis > first && axis < rank - 1 && !takesPart)
        {
            throw new EdgeException(
                DiagnosticId.UnsupportedShape,
                tensor.Name,
                $"shape [{string.Join(",", tensor.Shape)}] has more than height, width and channels",
                "export the model for a batch of 1, with at most four dimensions here");
        }

        return axis < first ? -1 : axis == first ? 0 : axis == rank - 1 ? 2 : 1;
    }

    /// <summary>The first dimension that counts: the batch and further ones of 1 that are too many come before it.</summary>
    public static int First(int[] shape)
    {
        int first = shape.Length > 1 && shape[0] == 1 ? 1 : 0;
        while (shape.Length - first > 3 && shape[first] == 1)
        {
            first++;
        }

        return first;
    }
}
