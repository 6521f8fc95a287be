using System;
using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Graph;

/// <summary>Operators of <see cref="FloatInterpreter"/> that move elements or reduce axes.</summary>
internal static class FloatMovement
{
    /// <summary>Mean over the axes of the attributes.</summary>
    public static float[] Mean(Operator op, float[] input)
    {
        int[] shape = op.Inputs[0].Shape;
        int[] axes = ((MeanAttributes)op.Attributes!).Axes;
        int[] kept = [.. shape];
        int reduced = 1;
        foreach (int axis in axes)
        {
            reduced *= shape[axis];
            kept[axis] = 1;
        }

        double[] sums = new double[input.Length / reduced];
        int[] strides = Strides(kept);
        for (int i = 0; i < input.Length; i++)
        {
            int[] position = Position(i, shape);
            foreach (int axis in axes)
            {
                position[axis] = 0;
            }

            sums[Index(position, strides)] += input[i];
        }

        return Array.ConvertAll(sums, sum => (float)(sum / reduced));
    }

    /// <summary>Padding with the attributes' value.</summary>
    public static float[] Pad(Operator op, float[] input)
    {
        var pad = (PadAttributes)op.Attributes!;
        float[] result = new float[op.Output.ElementCount];
        Array.Fill(result, pad.Value);
        int[] strides = Strides(op.Output.Shape);
        for (int i = 0; i < input.Length; i++)
        {
            int[] position = Position(i, op.Inputs[0].Shape);
            for (int axis = 0; axis < position.Length; axis++)
            {
                position[axis] += pad.Before[axis];
            }

            result[Index(position, strides)] = input[i];
        }

        return result;
    }

    /// <summary>Output dimension i is input dimension permutation[i].</summary>
    public static float[] Transpose(Operator op, float[] input)
    {
        int[] permutation = ((TransposeAttributes)op.Attributes!).Permutation;
        float[] result = new float[input.Length];
        int[] strides = Strides(op.Inputs[0].Shape);
        for (int i = 0; i < result.Length; i++)
        {
            int[] position = Position(i, op.Output.Shape);
            int source = 0;
            for (int axis = 0; axis < position.Length; axis++)
            {
                source += position[axis] * strides[permutation[axis]];
            }

            result[i] = input[source];
        }

        return result;
    }

    /// <summary>Inputs one after the other along the axis.</summary>
    public static float[] Concat(Operator op, float[][] inputs)
    {
        int axis = ((ConcatAttributes)op.Attributes!).Axis;
        float[] result = new float[op.Output.ElementCount];
        int[] strides = Strides(op.Output.Shape);
        int start = 0;
        for (int part = 0; part < inputs.Length; part++)
        {
            for (int i = 0; i < inputs[part].Length; i++)
            {
                int[] position = Position(i, op.Inputs[part].Shape);
                position[axis] += start;
                result[Index(position, strides)] = inputs[part][i];
            }

            start += op.Inputs[part].Shape[axis];
        }

        return result;
    }

    /// <summary>Every element of the output is the one picked along each axis.</summary>
    public static float[] Select(Operator op, float[] input)
    {
        int[]?[] indices = ((SelectAttributes)op.Attributes!).Indices;
        int[] strides = Strides(op.Inputs[0].Shape);
        float[] result = new float[op.Output.ElementCount];
        for (int i = 0; i < result.Length; i++)
        {
            int[] position = Position(i, op.Output.Shape);
            for (int axis = 0; axis < position.Length; axis++)
            {
                position[axis] = indices[axis]?[position[axis]] ?? position[axis];
            }

            result[i] = input[Index(position, strides)];
        }

        return result;
    }

    /// <summary>Channels to pixels of a block.</summary>
    public static float[] DepthToSpace(Operator op, float[] input)
    {
        var block = (DepthToSpaceAttributes)op.Attributes!;
        int[] strides = Strides(op.Inputs[0].Shape);
        int channels = op.Output.Shape[3];
        float[] result = new float[op.Output.ElementCount];
        for (int i = 0; i < result.Length; i++)
        {
            int[] at = Position(i, op.Output.Shape);
            int y = at[1] + block.Top;
            int x = at[2] + block.Left;
            int place = (y % block.BlockH * block.BlockW) + (x % block.BlockW);
            int channel = block.IsChannelMajor ? (at[3] * block.BlockH * block.BlockW) + place : (place * channels) + at[3];
            result[i] = input[Index([0, y / block.BlockH, x / block.BlockW, channel], strides)];
        }

        return result;
    }

    /// <summary>Linear interpolation between the two nearest rows and columns.</summary>
    public static float[] ResizeLinear(Operator op, float[] input)
    {
        var resize = (ResizeAttributes)op.Attributes!;
        int[] from = op.Inputs[0].Shape;
        int[] to = op.Output.Shape;
        int[] strides = Strides(from);
        float[] result = new float[op.Output.ElementCount];
        for (int i = 0; i < result.Length; i++)
        {
            int[] at = Position(i, to);
            double y = Source(resize, at[1], from[1], to[1]);
            double x = Source(resize, at[2], from[2], to[2]);
            double sum = 0;
            for (int corner = 0; corner < 4; corner++)
            {
                int row = Math.Min((int)y + (corner / 2), from[1] - 1);
                int column = Math.Min((int)x + (corner % 2), from[2] - 1);
                double weight = (corner / 2 == 1 ? y - (int)y : 1 - (y - (int)y)) * (corner % 2 == 1 ? x - (int)x : 1 - (x - (int)x));
                sum += weight * input[Index([0, row, column, at[3]], strides)];
            }

            result[i] = (float)sum;
        }

        return result;
    }

    private static double Source(ResizeAttributes resize, int position, int size, int outputSize)
    {
        double ratio = resize.AlignCorners && outputSize > 1 ? (size - 1.0) / (outputSize - 1) : size / (double)outputSize;
        double source = resize.HalfPixelCenters ? ((position + 0.5) * ratio) - 0.5 : position * ratio;
        return Math.Clamp(source, 0, size - 1);
    }

    /// <summary>Nearest neighbour after TensorFlow's ResizeNearestNeighbor.</summary>
    public static float[] Resize(Operator op, float[] input)
    {
        var resize = (ResizeAttributes)op.Attributes!;
        int[] from = op.Inputs[0].Shape;
        int[] to = op.Output.Shape;
        float[] result = new float[op.Output.ElementCount];
        int[] strides = Strides(from);
        for (int i = 0; i < result.Length; i++)
        {
            int[] position = Position(i, to);
            for (int axis = 1; axis <= 2; axis++)
            {
                position[axis] = Neighbour(resize, position[axis], from[axis], to[axis]);
            }

            result[i] = input[Index(position, strides)];
        }

        return result;
    }

    private static int Neighbour(ResizeAttributes resize, int position, int size, int outputSize)
    {
        double scale = resize.AlignCorners && outputSize > 1 ? (size - 1.0) / (outputSize - 1) : (double)size / outputSize;
        double source = (position + (resize.HalfPixelCenters ? 0.5 : 0)) * scale;
        return Math.Min(size - 1, (int)Math.Floor(source + (resize.AlignCorners ? 0.5 : 0)));
    }

    private static int[] Strides(int[] shape)
    {
        int[] strides = new int[shape.Length];
        int stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }

    private static int[] Position(int index, int[] shape)
    {
        int[] position = new int[shape.Length];
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            position[axis] = index % shape[axis];
            index /= shape[axis];
        }

        return position;
    }

    private static int Index(int[] position, int[] strides)
    {
        int index = 0;
        for (int axis = 0; axis < position.Length; axis++)
        {
            index += position[axis] * strides[axis];
        }

        return index;
    }
}
