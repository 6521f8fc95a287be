using System;
using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Formats.Onnx.Import;

/// <summary>Shapes that Reshape, Flatten, Squeeze and Unsqueeze give.</summary>
internal static class OnnxReshape
{
    /// <summary>The shape that the node gives an input of <paramref name="shape"/>; constants are folded with it as well.</summary>
    public static int[] OutputShape(OnnxNode node, int[] shape)
    {
        int rank = shape.Length;
        switch (node.Type)
        {
            case "Flatten":
                long last = node.Int("axis", 1);
                int axis = last == rank ? rank : node.Axis(last, rank);
                return [OnnxShape.Count(shape[..axis]), OnnxShape.Count(shape[axis..])];
            case "Squeeze":
                return Squeezed(node, shape);
            case "Unsqueeze":
                return Unsqueezed(node, shape);
            default:
                return Reshaped(node, shape);
        }
    }

    private static int[] Squeezed(OnnxNode node, int[] shape)
    {
        bool[] isRemoved = Array.ConvertAll(shape, dimension => dimension == 1);
        if (Axes(node) is { } axes)
        {
            Array.Clear(isRemoved);
            foreach (long axis in axes)
            {
                isRemoved[node.Axis(axis, shape.Length)] = true;
            }
        }

        var kept = new List<int>();
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (!isRemoved[axis])
            {
                kept.Add(shape[axis]);
            }
            else if (shape[axis] != 1)
            {
                throw node.Mismatch($"it removes axis {axis} of shape {OnnxShape.Text(shape)}");
            }
        }

        return [.. kept];
    }

    private static int[] Unsqueezed(OnnxNode node, int[] shape)
    {
        long[] axes = Axes(node) ?? throw node.Mismatch("its axes are missing");
        int rank = shape.Length + axes.Length;
        int[] result = new int[rank];
        foreach (long axis in axes)
        {
            result[node.Axis(axis, rank)] = 1;
        }

        int next = 0;
        for (int axis = 0; axis < rank; axis++)
        {
            if (result[axis] == 0)
            {
                result[axis] = next < shape.Length ? shape[next++] : throw node.Mismatch("an axis is added twice");
            }
        }

        return result;
    }

    private static long[]? Axes(OnnxNode node) => node.Opset >= 13 ? node.OptionalIntegers(1, "axes") : node.Ints("axes");

    // 0 copies the input's dimension (unless allowzero), -1 stands for what is left.
    private static int[] Reshaped(OnnxNode node, int[] shape)
    {
        long[] asked = node.OptionalIntegers(1, "shape") ?? throw node.Mismatch("its shape is missing");
        bool copiesZero = !node.Flag("allowzero", false);
        long[] result = new long[asked.Length];
        int open = -1;
        for (int axis = 0; axis < asked.Length; axis++)
        {
            result[axis] = asked[axis];
            if (asked[axis] == 0 && copiesZero)
            {
                result[axis] = axis < shape.Length ? shape[axis] : throw node.Mismatch($"it copies dimension {axis} of shape {OnnxShape.Text(shape)}");
            }
            else if (asked[axis] == -1)
            {
                open = open < 0 ? axis : throw node.Mismatch("it leaves two dimensions open");
                result[axis] = 1;
            }
        }

        int count = OnnxShape.Count(shape);
        if (open >= 0)
        {
            int known = OnnxShape.Count(OnnxShape.Checked(result, node.Where, "its output"));
            result[open] = known > 0 && count % known == 0 ? count / known : throw Impossible(node, shape, asked);
        }

        int[] output = OnnxShape.Checked(result, node.Where, "its output");
        return OnnxShape.Count(output) == count ? output : throw Impossible(node, shape, asked);
    }

    private static EdgeException Impossible(OnnxNode node, int[] shape, long[] asked) =>
        node.Mismatch($"it reshapes {OnnxShape.Text(shape)} to {OnnxShape.Text(asked)}");
}
