using System;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Import;

namespace Edge.ModelTools.Formats.Onnx.Folding;

/// <summary>Operators that make constants out of nothing, out of a shape or out of numbers.</summary>
internal static class ShapeFolds
{
    /// <summary>Constant: the value in the one attribute that is given.</summary>
    public static OnnxConstant Constant(OnnxNode node, OnnxImporter import)
    {
        if (node.Tensor("value") is { } tensor)
        {
            return OnnxTensorData.Read(tensor, import.ModelPath);
        }

        if (node.Ints("value_ints") is { } integers)
        {
            return new OnnxConstant([integers.Length], integers);
        }

        if (node.Floats("value_floats") is { } floats)
        {
            return new OnnxConstant([floats.Length], floats);
        }

        const long Absent = long.MinValue;
        long integer = node.Int("value_int", Absent);
        return integer != Absent ? new OnnxConstant([], [integer]) : new OnnxConstant([], [node.Float("value_float", 0)]);
    }

    /// <summary>ConstantOfShape: one value throughout, 0.0 when none is given.</summary>
    public static OnnxConstant ConstantOfShape(OnnxNode node, OnnxImporter import)
    {
        int[] shape = import.FoldedShape(node, node.OptionalIntegers(0, "shape") ?? []);
        OnnxConstant value = node.Tensor("value") is { } tensor
            ? OnnxTensorData.Read(tensor, import.ModelPath)
            : new OnnxConstant([1], new float[1]);
        return value.Count == 1
            ? value.View(shape, 0, new int[shape.Length])
            : throw node.Mismatch($"its value has {value.Count} elements");
    }

    /// <summary>Shape, or the part of it from start to end (opset 15).</summary>
    public static OnnxConstant Shape(OnnxNode node, OnnxImporter import)
    {
        int[] shape = node.Input(0).Shape;
        int start = Bound(node.Int("start", 0), shape.Length);
        int end = Bound(node.Int("end", shape.Length), shape.Length);
        long[] part = end > start ? OnnxShape.ToLongs(shape[start..end]) : [];
        return new OnnxConstant([part.Length], part);
    }

    /// <summary>Size: the number of elements.</summary>
    public static OnnxConstant Size(OnnxNode node, OnnxImporter import) => new([], [OnnxShape.Count(node.Input(0).Shape)]);

    /// <summary>Range of integers: start, start + delta, ... below limit.</summary>
    public static OnnxConstant Range(OnnxNode node, OnnxImporter import)
    {
        long start = Single(node, 0);
        long limit = Single(node, 1);
        long delta = Single(node, 2);
        if (delta == 0)
        {
            throw node.Error(DiagnosticId.OnnxAttributeBad, "its step is 0", "export the model again");
        }

        decimal span = Math.Ceiling(((decimal)limit - start) / delta);
        long count = span <= 0 ? 0 : span > OnnxShape.MaxElements ? long.MaxValue : (long)span;
        int[] shape = import.FoldedShape(node, [count]);
        long[] values = new long[shape[0]];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = start + (i * delta);
        }

        return new OnnxConstant(shape, values);
    }

    private static long Single(OnnxNode node, int index) => node.OptionalIntegers(index, "limits") is [long value]
        ? value
        : throw node.Mismatch("a limit is not one integer");

    private static int Bound(long position, int rank) => (int)Math.Clamp(position < 0 ? position + rank : position, 0, rank);
}
