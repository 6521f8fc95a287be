using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Quantization;

/// <summary>Plain-loop evaluation of a float graph, NHWC, batch 1: what the IR's documentation says, written down once more.</summary>
internal static class NaiveFloat
{
    public static Dictionary<Tensor, float[]> Run(ModelGraph graph, float[] input)
    {
        var values = new Dictionary<Tensor, float[]> { [graph.Inputs[0]] = input };
        foreach (Operator op in graph.Operators)
        {
            float[][] inputs = [.. op.Inputs.Select(tensor => tensor.IsConstant ? tensor.Floats : values[tensor])];
            values[op.Output] = Evaluate(op, inputs);
        }

        return values;
    }

    private static float[] Evaluate(Operator op, float[][] inputs)
    {
        int[] shape = op.Output.Shape;
        switch (op.Attributes)
        {
            case ConvAttributes conv:
                return Each(shape, index => Clamped(conv.Activation, Convolve(op, conv, inputs, index)));
            case FullyConnectedAttributes full:
                int length = inputs[0].Length;
                return [.. Enumerable.Range(0, shape[^1]).Select(o => Clamped(full.Activation, inputs[2][o] + (float)Enumerable.Range(0, length).Sum(i => (double)inputs[0][i] * inputs[1][(o * length) + i])))];
            case PoolAttributes pool:
                return Each(shape, index => Clamped(pool.Activation, Pool(op, pool, inputs[0], index)));
            case MeanAttributes mean:
                return Mean(op, mean, inputs[0]);
            case PadAttributes pad:
                return Each(shape, index => At(inputs[0], op.Inputs[0].Shape, Minus(index, pad.Before), pad.Value));
            case TransposeAttributes transpose:
                return Each(shape, index =>
                {
                    int[] source = new int[index.Length];
                    for (int i = 0; i < index.Length; i++)
                    {
                        source[transpose.Permutation[i]] = index[i];
                    }

                    return At(inputs[0], op.Inputs[0].Shape, source, 0);
                });
            case SoftmaxAttributes:
                double[] exponentials = [.. inputs[0].Select(x => Math.Exp(x))];
                return [.. exponentials.Select(x => (float)(x / exponentials.Sum()))];
            case UnaryAttributes unary:
                return [.. inputs[0].Select(x => (float)Unary(unary, x))];
            case ConcatAttributes concat:
                return Each(shape, index =>
                {
                    int[] source = [.. index];
                    int which = 0;
                    while (source[concat.Axis] >= op.Inputs[which].Shape[concat.Axis])
                    {
                        source[concat.Axis] -= op.Inputs[which++].Shape[concat.Axis];
                    }

                    return At(inputs[which], op.Inputs[which].Shape, source, 0);
                });
            case ResizeAttributes resize:
                return Each(shape, index => At(inputs[0], op.Inputs[0].Shape, [0, Nearest(op, resize, index, 1), Nearest(op, resize, index, 2), index[3]], 0));
            case ArithmeticAttributes arithmetic:
                return Each(shape, index =>
                {
                    float a = Broadcast(op, inputs, 0, index);
                    float b = Broadcast(op, inputs, 1, index);
                    return Clamped(arithmetic.Activation, op.Kind switch { OperatorKind.Add => a + b, OperatorKind.Sub => a - b, _ => a * b });
                });
            default:
                return op.Kind switch
                {
                    OperatorKind.Reshape => inputs[0],
                    OperatorKind.PRelu => Each(shape, index => Broadcast(op, inputs, 0, index) is float x && x < 0 ? x * Broadcast(op, inputs, 1, index) : Broadcast(op, inputs, 0, index)),
                    OperatorKind.ScaleShift => Each(shape, index => (Broadcast(op, inputs, 0, index) * inputs[1][index[^1]]) + inputs[2][index[^1]]),
                    _ => throw new NotSupportedException(op.Kind.ToString()),
                };
        }
    }

    private static float Convolve(Operator op, ConvAttributes conv, float[][] inputs, int[] index)
    {
        int[] kernel = op.Inputs[1].Shape;
        int[] image = op.Inputs[0].Shape;
        bool isDepthwise = op.Kind == OperatorKind.DepthwiseConv2D;
        int taps = isDepthwise ? 1 : kernel[3];
        int firstInput = isDepthwise ? index[3] / (kernel[3] / image[3]) : index[3] / (kernel[0] / conv.Groups) * taps;
        double sum = inputs[2][index[3]];
        for (int ky = 0; ky < kernel[1]; ky++)
        {
            for (int kx = 0; kx < kernel[2]; kx++)
            {
                for (int ic = 0; ic < taps; ic++)
                {
                    float weight = isDepthwise ? At(inputs[1], kernel, [0, ky, kx, index[3]], 0) : At(inputs[1], kernel, [index[3], ky, kx, ic], 0);
                    sum += (double)weight * At(inputs[0], image, [0, (index[1] * conv.StrideH) + ky - conv.Padding.Top, (index[2] * conv.StrideW) + kx - conv.Padding.Left, firstInput + ic], 0);
                }
            }
        }

        return (float)sum;
    }

    private static float Pool(Operator op, PoolAttributes pool, float[] input, int[] index)
    {
        var taps = new List<float>();
        int[] image = op.Inputs[0].Shape;
        for (int ky = 0; ky < pool.KernelH; ky++)
        {
            for (int kx = 0; kx < pool.KernelW; kx++)
            {
                float tap = At(input, image, [0, (index[1] * pool.StrideH) + ky - pool.Padding.Top, (index[2] * pool.StrideW) + kx - pool.Padding.Left, index[3]], float.NaN);
                if (!float.IsNaN(tap))
                {
                    taps.Add(tap);
                }
            }
        }

        return op.Kind == OperatorKind.MaxPool ? taps.Max() : taps.Sum() / (pool.CountPadding ? pool.KernelH * pool.KernelW : taps.Count);
    }

    private static float[] Mean(Operator op, MeanAttributes mean, float[] input)
    {
        int[] kept = [.. op.Inputs[0].Shape.Select((dimension, axis) => mean.Axes.Contains(axis) ? 1 : dimension)];
        float[] sums = new float[kept.Aggregate(1, (a, b) => a * b)];
        Each(op.Inputs[0].Shape, index =>
        {
            int[] target = [.. index.Select((i, axis) => mean.Axes.Contains(axis) ? 0 : i)];
            sums[Offset(kept, target)] += At(input, op.Inputs[0].Shape, index, 0);
            return 0;
        });
        return [.. sums.Select(sum => sum * sums.Length / input.Length)];
    }

    private static double Unary(UnaryAttributes unary, double x) => unary.Function switch
    {
        UnaryFunction.Relu => Math.Max(x, 0),
        UnaryFunction.Relu6 => Math.Clamp(x, 0, 6),
        UnaryFunction.ReluN1To1 => Math.Clamp(x, -1, 1),
        UnaryFunction.Clip => Math.Clamp(x, unary.Alpha, unary.Beta),
        UnaryFunction.LeakyRelu => x >= 0 ? x : unary.Alpha * x,
        UnaryFunction.HardSwish => x * Math.Clamp(x + 3, 0, 6) / 6,
        UnaryFunction.HardSigmoid => Math.Clamp((unary.Alpha * x) + unary.Beta, 0, 1),
        UnaryFunction.Sigmoid => 1 / (1 + Math.Exp(-x)),
        UnaryFunction.Silu => x / (1 + Math.Exp(-x)),
        UnaryFunction.Tanh => Math.Tanh(x),
        UnaryFunction.Elu => x >= 0 ? x : unary.Alpha * (Math.Exp(x) - 1),
        _ => throw new NotSupportedException(),
    };

    private static int Nearest(Operator op, ResizeAttributes resize, int[] index, int axis)
    {
        int input = op.Inputs[0].Shape[axis];
        int output = op.Output.Shape[axis];
        if (resize.AlignCorners && output > 1)
        {
            return Math.Min((int)Math.Round(index[axis] * (double)(input - 1) / (output - 1), MidpointRounding.AwayFromZero), input - 1);
        }

        double scale = (double)input / output;
        return Math.Min((int)Math.Floor((index[axis] + (resize.HalfPixelCenters ? 0.5 : 0)) * scale), input - 1);
    }

    private static float Broadcast(Operator op, float[][] inputs, int which, int[] index)
    {
        int[] shape = op.Inputs[which].Shape;
        int[] source = new int[shape.Length];
        for (int i = 0; i < shape.Length; i++)
        {
            source[i] = shape[i] == 1 ? 0 : index[index.Length - shape.Length + i];
        }

        return At(inputs[which], shape, source, 0);
    }

    private static float Clamped(Clamp? clamp, float value) => clamp is null ? value : Math.Clamp(value, clamp.Min, clamp.Max);

    private static int[] Minus(int[] a, int[] b) => [.. a.Zip(b, (x, y) => x - y)];

    private static float At(float[] values, int[] shape, int[] index, float outside)
    {
        for (int i = 0; i < shape.Length; i++)
        {
            if (index[i] < 0 || index[i] >= shape[i])
            {
                return outside;
            }
        }

        return values[Offset(shape, index)];
    }

    private static int Offset(int[] shape, int[] index)
    {
        int offset = 0;
        for (int i = 0; i < shape.Length; i++)
        {
            offset = (offset * shape[i]) + index[i];
        }

        return offset;
    }

    private static float[] Each(int[] shape, Func<int[], float> element)
    {
        float[] values = new float[shape.Aggregate(1, (a, b) => a * b)];
        int[] index = new int[shape.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int rest = i;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                index[axis] = rest % shape[axis];
                rest /= shape[axis];
            }

            values[i] = element(index);
        }

        return values;
    }
}
