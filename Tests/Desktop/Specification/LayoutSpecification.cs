using System;
using System.Collections.Generic;
using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Specification;

/// <summary>Operators that only move values: PAD, TRANSPOSE, CONCATENATION, RESIZE_NEAREST_NEIGHBOR.</summary>
internal static class LayoutSpecification
{
    public static sbyte[] Pad(Operator op, sbyte[] input)
    {
        var attributes = (PadAttributes)op.Attributes!;
        int[] shape = op.Inputs[0].Shape;
        int value = attributes.QuantizedValue ?? op.Output.Quantization!.ZeroPoint;
        var output = new sbyte[op.Output.ElementCount];
        for (int i = 0; i < output.Length; i++)
        {
            int[] at = Coordinates(i, op.Output.Shape);
            bool isInside = true;
            for (int d = 0; d < at.Length; d++)
            {
                at[d] -= attributes.Before[d];
                isInside &= at[d] >= 0 && at[d] < shape[d];
            }

            output[i] = isInside ? input[Index(at, shape)] : (sbyte)value;
        }

        return output;
    }

    public static sbyte[] Transpose(Operator op, sbyte[] input)
    {
        int[] permutation = ((TransposeAttributes)op.Attributes!).Permutation;
        int[] shape = op.Inputs[0].Shape;
        var output = new sbyte[input.Length];
        for (int i = 0; i < output.Length; i++)
        {
            int[] at = Coordinates(i, op.Output.Shape);
            var from = new int[at.Length];
            for (int d = 0; d < at.Length; d++)
            {
                from[permutation[d]] = at[d];
            }

            output[i] = input[Index(from, shape)];
        }

        return output;
    }

    public static sbyte[] Concat(Operator op, IReadOnlyList<sbyte[]> inputs)
    {
        int axis = ((ConcatAttributes)op.Attributes!).Axis;
        var output = new sbyte[op.Output.ElementCount];
        int start = 0;
        for (int part = 0; part < inputs.Count; part++)
        {
            int[] shape = op.Inputs[part].Shape;
            for (int i = 0; i < inputs[part].Length; i++)
            {
                int[] at = Coordinates(i, shape);
                at[axis] += start;
                output[Index(at, op.Output.Shape)] = inputs[part][i];
            }

            start += shape[axis];
        }

        return output;
    }

    public static sbyte[] ResizeNearest(Operator op, sbyte[] input)
    {
        var attributes = (ResizeAttributes)op.Attributes!;
        int[] shape = op.Inputs[0].Shape;
        var output = new sbyte[op.Output.ElementCount];
        for (int i = 0; i < output.Length; i++)
        {
            int[] at = Coordinates(i, op.Output.Shape);
            at[1] = Nearest(at[1], shape[1], op.Output.Shape[1], attributes);
            at[2] = Nearest(at[2], shape[2], op.Output.Shape[2], attributes);
            output[i] = input[Index(at, shape)];
        }

        return output;
    }

    /// <summary>In float32: floor or, with aligned corners, round of (position + offset) * ratio.</summary>
    private static int Nearest(int position, int inputSize, int outputSize, ResizeAttributes attributes)
    {
        float ratio = attributes.AlignCorners && outputSize > 1
            ? (inputSize - 1) / (float)(outputSize - 1)
            : inputSize / (float)outputSize;
        float source = (position + (attributes.HalfPixelCenters ? 0.5f : 0)) * ratio;
        int index = (int)(attributes.AlignCorners ? Rounding.Nearest(source) : Math.Floor(source));
        return Math.Max(0, Math.Min(index, inputSize - 1));
    }

    private static int[] Coordinates(int index, int[] shape)
    {
        var at = new int[shape.Length];
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            at[d] = index % shape[d];
            index /= shape[d];
        }

        return at;
    }

    private static int Index(int[] at, int[] shape)
    {
        int index = 0;
        for (int d = 0; d < shape.Length; d++)
        {
            index = (index * shape[d]) + at[d];
        }

        return index;
    }
}
