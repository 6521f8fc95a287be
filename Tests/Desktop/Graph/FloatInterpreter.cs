using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Graph;

/// <summary>
/// Computes a float graph in plain loops, operator by operator, from the definitions of the IR alone: an independent check of
/// readers and passes. Sums are taken in double.
/// </summary>
internal static class FloatInterpreter
{
    /// <summary>Runs the graph.</summary>
    /// <param name="input">The graph's input in the IR's layout.</param>
    /// <returns>The values of every activation.</returns>
    public static Dictionary<Tensor, float[]> Run(ModelGraph graph, float[] input)
    {
        Assert.AreEqual(graph.Inputs[0].ElementCount, input.Length);
        var values = new Dictionary<Tensor, float[]> { [graph.Inputs[0]] = input };
        foreach (Operator op in graph.Operators)
        {
            float[][] inputs = op.Inputs.ConvertAll(tensor => tensor.IsConstant ? tensor.Floats : values[tensor]).ToArray();
            float[] output = Compute(op, inputs);
            Assert.AreEqual(op.Output.ElementCount, output.Length, op.ToString());
            values.Add(op.Output, output);
        }

        return values;
    }

    private static float[] Compute(Operator op, float[][] inputs)
    {
        switch (op.Kind)
        {
            case OperatorKind.Conv2D:
                return FloatWindows.Conv(op, inputs, ((ConvAttributes)op.Attributes!).Groups);
            case OperatorKind.DepthwiseConv2D:
                return FloatWindows.Depthwise(op, inputs);
            case OperatorKind.FullyConnected:
                return FullyConnected(op, inputs);
            case OperatorKind.AveragePool or OperatorKind.MaxPool:
                return FloatWindows.Pool(op, inputs[0]);
            case OperatorKind.Add or OperatorKind.Sub or OperatorKind.Mul:
                return Arithmetic(op, inputs);
            case OperatorKind.Mean:
                return FloatMovement.Mean(op, inputs[0]);
            case OperatorKind.Pad:
                return FloatMovement.Pad(op, inputs[0]);
            case OperatorKind.Reshape:
                return inputs[0];
            case OperatorKind.Transpose:
                return FloatMovement.Transpose(op, inputs[0]);
            case OperatorKind.Concat:
                return FloatMovement.Concat(op, inputs);
            case OperatorKind.ResizeNearest:
                return FloatMovement.Resize(op, inputs[0]);
            case OperatorKind.ResizeBilinear:
                return FloatMovement.ResizeLinear(op, inputs[0]);
            case OperatorKind.Select:
                return FloatMovement.Select(op, inputs[0]);
            case OperatorKind.DepthToSpace:
                return FloatMovement.DepthToSpace(op, inputs[0]);
            case OperatorKind.Maximum or OperatorKind.Minimum:
                return Extremum(op, inputs);
            case OperatorKind.L2Normalization:
                return L2Normalization(op, inputs[0]);
            case OperatorKind.ReduceL2:
                return [.. inputs[0].Chunk(op.Inputs[0].Shape[^1]).Select(row => (float)Math.Sqrt(row.Sum(x => (double)x * x)))];
            case OperatorKind.Softmax:
                return Softmax(op, inputs[0]);
            case OperatorKind.Unary:
                var unary = (UnaryAttributes)op.Attributes!;
                return Array.ConvertAll(inputs[0], x => (float)Apply(unary, x));
            case OperatorKind.PRelu:
                return PerChannel(inputs[0], inputs[1].Length, (x, c) => x >= 0 ? x : x * inputs[1][c]);
            case OperatorKind.ScaleShift:
                return PerChannel(inputs[0], inputs[1].Length, (x, c) => (x * inputs[1][c]) + inputs[2][c]);
            default:
                throw new AssertFailedException($"no float computation of {op}");
        }
    }

    /// <summary>The value limited to a clamp's range.</summary>
    public static float Clamped(double value, Clamp? clamp) =>
        clamp is null ? (float)value : (float)Math.Min(Math.Max(value, clamp.Min), clamp.Max);

    private static float[] FullyConnected(Operator op, float[][] inputs)
    {
        int outputs = op.Inputs[1].Shape[0];
        int depth = op.Inputs[1].Shape[1];
        Assert.AreEqual(depth, inputs[0].Length, op.ToString());
        float[] result = new float[outputs];
        for (int o = 0; o < outputs; o++)
        {
            double sum = inputs.Length > 2 ? inputs[2][o] : 0;
            for (int i = 0; i < depth; i++)
            {
                sum += (double)inputs[0][i] * inputs[1][(o * depth) + i];
            }

            result[o] = Clamped(sum, ((FullyConnectedAttributes)op.Attributes!).Activation);
        }

        return result;
    }

    private static float[] Arithmetic(Operator op, float[][] inputs)
    {
        int[] shape = op.Output.Shape;
        float[] result = new float[op.Output.ElementCount];
        Clamp? clamp = ((ArithmeticAttributes)op.Attributes!).Activation;
        for (int i = 0; i < result.Length; i++)
        {
            double a = inputs[0][BroadcastIndex(i, shape, op.Inputs[0].Shape)];
            double b = inputs[1][BroadcastIndex(i, shape, op.Inputs[1].Shape)];
            result[i] = Clamped(op.Kind switch { OperatorKind.Add => a + b, OperatorKind.Sub => a - b, _ => a * b }, clamp);
        }

        return result;
    }

    private static float[] Extremum(Operator op, float[][] inputs)
    {
        int[] shape = op.Output.Shape;
        float[] result = new float[op.Output.ElementCount];
        for (int i = 0; i < result.Length; i++)
        {
            float a = inputs[0][BroadcastIndex(i, shape, op.Inputs[0].Shape)];
            float b = inputs[1][BroadcastIndex(i, shape, op.Inputs[1].Shape)];
            result[i] = op.Kind == OperatorKind.Maximum ? Math.Max(a, b) : Math.Min(a, b);
        }

        return result;
    }

    private static float[] L2Normalization(Operator op, float[] input)
    {
        return [.. input.Chunk(op.Output.Shape[^1]).SelectMany(row =>
        {
            double norm = Math.Sqrt(row.Sum(x => (double)x * x));
            return row.Select(x => (float)(x / norm));
        })];
    }

    // Index into a tensor of shape `from` (aligned on the right, 1 repeats) of element `index` of `shape`.
    private static int BroadcastIndex(int index, int[] shape, int[] from)
    {
        int result = 0;
        int stride = 1;
        for (int axis = 1; axis <= shape.Length; axis++)
        {
            int position = index % shape[^axis];
            index /= shape[^axis];
            if (axis <= from.Length)
            {
                result += (from[^axis] == 1 ? 0 : position) * stride;
                stride *= from[^axis];
            }
        }

        return result;
    }

    private static float[] Softmax(Operator op, float[] input)
    {
        int length = op.Output.Shape[^1];
        float beta = ((SoftmaxAttributes)op.Attributes!).Beta;
        float[] result = new float[input.Length];
        for (int row = 0; row < input.Length; row += length)
        {
            double max = double.NegativeInfinity;
            for (int i = 0; i < length; i++)
            {
                max = Math.Max(max, beta * input[row + i]);
            }

            double sum = 0;
            for (int i = 0; i < length; i++)
            {
                sum += Math.Exp((beta * input[row + i]) - max);
            }

            for (int i = 0; i < length; i++)
            {
                result[row + i] = (float)(Math.Exp((beta * input[row + i]) - max) / sum);
            }
        }

        return result;
    }

    private static float[] PerChannel(float[] input, int channels, Func<double, int, double> function)
    {
        float[] result = new float[input.Length];
        for (int i = 0; i < input.Length; i++)
        {
            result[i] = (float)function(input[i], i % channels);
        }

        return result;
    }

    // The integral itself, by Simpson's rule.
    private static double Erf(double x)
    {
        const int Steps = 1000;
        double width = x / Steps;
        double sum = 0;
        for (int i = 0; i < Steps; i++)
        {
            double left = i * width;
            sum += Math.Exp(-left * left) + (4 * Math.Exp(-(left + (width / 2)) * (left + (width / 2)))) + Math.Exp(-(left + width) * (left + width));
        }

        return 2 / Math.Sqrt(Math.PI) * sum * width / 6;
    }

    private static double Apply(UnaryAttributes unary, double x) => unary.Function switch
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
        UnaryFunction.Abs => x < 0 ? -x : x,
        UnaryFunction.Neg => -x,
        UnaryFunction.Power => Math.Pow(x, unary.Alpha),
        UnaryFunction.Exp => Math.Exp(x),
        UnaryFunction.Log => Math.Log(x),
        UnaryFunction.Erf => Erf(x),
        UnaryFunction.Gelu => x * 0.5 * (1 + Erf(x / Math.Sqrt(2))),
        UnaryFunction.GeluTanh => x * 0.5 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * Math.Pow(x, 3))))),
        UnaryFunction.Softplus => Math.Log(1 + Math.Exp(x)),
        UnaryFunction.Selu => unary.Beta * (x > 0 ? x : (unary.Alpha * Math.Exp(x)) - unary.Alpha),
        UnaryFunction.Celu => Math.Max(0, x) + Math.Min(0, unary.Alpha * (Math.Exp(x / unary.Alpha) - 1)),
        UnaryFunction.Softsign => x < 0 ? x / (1 - x) : x / (1 + x),
        UnaryFunction.Mish => x * Math.Tanh(Math.Log(1 + Math.Exp(x))),
        UnaryFunction.ThresholdedRelu => x <= unary.Alpha ? 0 : x,
        UnaryFunction.InverseRoot => Math.Pow(Math.Max(0, x) + unary.Alpha, -0.5),
        _ => throw new AssertFailedException($"no float computation of {unary.Function}"),
    };
}
