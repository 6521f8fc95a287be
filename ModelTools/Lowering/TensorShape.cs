using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Lowering;

/// <summary>Maps shapes of any rank to the device's [H, W, C]: the batch of 1 is dropped, the rest is right-aligned.</summary>
internal static class TensorShape
{
    /// <summary>[H, W, C] of a tensor.</summary>
    /// <exception cref="EdgeException">More than three dimensions are above 1.</exception>
    public static int[] ToDevice(Tensor tensor)
    {
        int[] shape = tensor.Shape;
        int first = shape.Length > 1 && shape[0] == 1 ? 1 : 0;
        while (shape.Length - first > 3 && shape[first] == 1)
        {
            first++;
        }

        if (shape.Length - first > 3)
        {
            throw new EdgeException(
                DiagnosticId.UnsupportedShape,
                tensor.Name,
                $"shape [{string.Join(",", shape)}] has more than height, width and channels",
                "export the model for a batch of 1 and without 5-D tensors");
        }

        int[] result = [1, 1, 1];
        for (int i = first; i < shape.Length; i++)
        {
            result[3 - (shape.Length - i)] = shape[i];
        }

        return result;
    }

    /// <summary>Device axis (0 = H, 1 = W, 2 = C) of dimension <paramref name="axis"/> of a tensor, or -1 for the batch.</summary>
    public static int AxisToDevice(Tensor tensor, int axis)
    {
        int device = 3 - (tensor.Shape.Length - axis);
        return device >= 0 && !(axis == 0 && tensor.Shape.Length > 1 && tensor.Shape[0] == 1) ? device : -1;
    }
}
