using System;
using System.Collections.Generic;
using Edge.ModelTools.Formats.Onnx.Import;

namespace Edge.ModelTools.Formats.Onnx.Folding;

/// <summary>Operators that move, repeat or pick the elements of constants.</summary>
internal static class MovementFolds
{
    /// <summary>Identity and Dropout.</summary>
    public static OnnxConstant Identity(OnnxNode node, OnnxImporter import) => node.ConstantInput(0, "input");

    /// <summary>Reshape, Flatten, Squeeze, Unsqueeze.</summary>
    public static OnnxConstant Reshape(OnnxNode node, OnnxImporter import)
    {
        OnnxConstant data = node.ConstantInput(0, "input");
        return data.Reshaped(OnnxReshape.OutputShape(node, data.Shape));
    }

    /// <summary>Transpose.</summary>
    public static OnnxConstant Transpose(OnnxNode node, OnnxImporter import)
    {
        OnnxConstant data = node.ConstantInput(0, "input");
        int[] permutation = OnnxTranspose.Permutation(node, data.Shape.Length);
        import.FoldedShape(node, OnnxShape.ToLongs(data.Shape));
        return data.Permuted(permutation);
    }

    /// <summary>Expand: numpy broadcasting to a shape.</summary>
    public static OnnxConstant Expand(OnnxNode node, OnnxImporter import)
    {
        OnnxConstant data = node.ConstantInput(0, "input");
        int[] asked = OnnxShape.Checked(node.OptionalIntegers(1, "shape") ?? [], node.Where, "its shape");
        int[] shape = OnnxShape.Broadcast(data.Shape, asked) ?? throw node.Mismatch("its input does not broadcast to the shape");
        return BroadcastTo(data, import.FoldedShape(node, OnnxShape.ToLongs(shape)));
    }

    /// <summary>A copy broadcast to a shape that it broadcasts to.</summary>
    public static OnnxConstant BroadcastTo(OnnxConstant data, int[] shape)
    {
        int[] padded = OnnxShape.Padded(data.Shape, shape.Length);
        int[] strides = OnnxConstant.Strides(padded);
        for (int axis = 0; axis < shape.Length; axis++)
        {
            strides[axis] = padded[axis] == 1 ? 0 : strides[axis];
        }

        return data.View(shape, 0, strides);
    }

    /// <summary>Slice.</summary>
    public static OnnxConstant Slice(OnnxNode node, OnnxImporter import)
    {
        OnnxConstant data = node.ConstantInput(0, "input");
        OnnxSlice.Part[] parts = OnnxSlice.Read(node, data.Shape);
        int[] strides = OnnxConstant.Strides(data.Shape);
        int offset = 0;
        for (int axis = 0; axis < parts.Length; axis++)
        {
            if (parts[axis].Count > 0)
            {
                offset += (int)parts[axis].Start * strides[axis];
                strides[axis] = parts[axis].Count > 1 ? strides[axis] * (int)parts[axis].Step : 0;
            }
        }

        return data.View(import.FoldedShape(node, Array.ConvertAll(parts, part => part.Count)), offset, strides);
    }

    /// <summary>Gather along one axis.</summary>
    public static OnnxConstant Gather(OnnxNode node, OnnxImporter import)
    {
        OnnxConstant data = node.ConstantInput(0, "input");
        OnnxConstant indices = node.ConstantInput(1, "indices");
        int axis = node.Axis(node.Int("axis", 0), data.Shape.Length);
        int size = data.Shape[axis];
        long[] shape = [.. OnnxShape.ToLongs(data.Shape[..axis]), .. OnnxShape.ToLongs(indices.Shape), .. OnnxShape.ToLongs(data.Shape[(axis + 1)..])];
        int[] result = import.FoldedShape(node, shape);
        Array source = data.IsFloat ? data.Floats : data.Integers;
        Array gathered = data.IsFloat ? new float[OnnxShape.Count(result)] : new long[OnnxShape.Count(result)];
        int[] picked = OnnxSlice.Picked(node, size);
        int inner = OnnxShape.Count(data.Shape[(axis + 1)..]);
        int outer = OnnxShape.Count(data.Shape[..axis]);
        int target = 0;
        for (int o = 0; o < outer; o++)
        {
            foreach (int index in picked)
            {
                Array.Copy(source, ((o * size) + index) * inner, gathered, target, inner);
                target += inner;
            }
        }

        return Wrap(result, gathered);
    }

    /// <summary>Concat along one axis.</summary>
    public static OnnxConstant Concat(OnnxNode node, OnnxImporter import)
    {
        var parts = new List<OnnxConstant>();
        for (int i = 0; i < node.InputCount; i++)
        {
            parts.Add(node.ConstantInput(i, "input"));
        }

        long[] shape = OnnxShape.ToLongs(node.Input(0).Shape);
        int axis = node.Axis(node.Int("axis", 0), shape.Length);
        for (int i = 1; i < parts.Count; i++)
        {
            int[] other = parts[i].Shape;
            bool fits = other.Length == shape.Length && parts[i].IsFloat == parts[0].IsFloat;
            for (int a = 0; fits && a < other.Length; a++)
            {
                fits = a == axis || other[a] == shape[a];
            }

            shape[axis] += fits ? other[axis] : throw node.Mismatch("its inputs have different shapes or types");
        }

        import.FoldedShape(node, shape);
        return Join(parts, axis);
    }

    // Joins constants whose shapes differ in one axis only; the caller has checked them.
    private static OnnxConstant Join(List<OnnxConstant> parts, int axis)
    {
        int[] shape = [.. parts[0].Shape];
        shape[axis] = 0;
        foreach (OnnxConstant part in parts)
        {
            shape[axis] += part.Shape[axis];
        }

        int outer = OnnxShape.Count(shape[..axis]);
        Array joined = parts[0].IsFloat ? new float[OnnxShape.Count(shape)] : new long[OnnxShape.Count(shape)];
        int position = 0;
        for (int o = 0; o < outer; o++)
        {
            foreach (OnnxConstant part in parts)
            {
                int length = part.Count / outer;
                Array.Copy(part.IsFloat ? part.Floats : part.Integers, o * length, joined, position, length);
                position += length;
            }
        }

        return Wrap(shape, joined);
    }

    private static OnnxConstant Wrap(int[] shape, Array values) =>
        values is float[] floats ? new OnnxConstant(shape, floats) : new OnnxConstant(shape, (long[])values);
}
