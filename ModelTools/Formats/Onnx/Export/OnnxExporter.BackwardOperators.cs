using System;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Export;

/// <summary>Backward passes of pools, means, concatenation, resize, softmax, and the derivatives of elementwise functions.</summary>
internal sealed partial class OnnxExporter
{
    private string PoolBackward(Operator op, string gradient)
    {
        var pool = (PoolAttributes)op.Attributes!;
        int[] input = op.Inputs[0].Shape;
        int[] output = op.Output.Shape;
        int taps = pool.KernelH * pool.KernelW;
        if (op.Kind == OperatorKind.AveragePool)
        {
            string ones = _builder.Floats([.. Enumerable.Repeat(1f, input[3] * taps)], input[3], 1, pool.KernelH, pool.KernelW);
            string shares = _builder.Floats(Shares(pool, input, output), 1, 1, output[1], output[2]);
            return TransposedConvolution(_builder.Node("Mul", [gradient, shares]), ones, input[3], input, output, (pool.KernelH, pool.KernelW), (pool.StrideH, pool.StrideW), pool.Padding);
        }

        // Each tap of the window in turn: where it holds the maximum, it gets the gradient.
        string? sum = null;
        for (int tap = 0; tap < taps; tap++)
        {
            int chosen = tap;
            string kernel = _builder.Floats([.. Enumerable.Range(0, input[3] * taps).Select(i => i % taps == chosen ? 1f : 0f)], input[3], 1, pool.KernelH, pool.KernelW);
            string value = _builder.Node("Conv", [NameOf(op.Inputs[0]), kernel], null,
                OnnxGraphBuilder.Attribute("strides", pool.StrideH, pool.StrideW),
                OnnxGraphBuilder.Attribute("pads", pool.Padding.Top, pool.Padding.Left, pool.Padding.Bottom, pool.Padding.Right),
                OnnxGraphBuilder.Attribute("group", (long)input[3]));
            string masked = _builder.Node("Mul", [gradient, ToFloat(_builder.Node("Equal", [value, NameOf(op.Output)]))]);
            string part = TransposedConvolution(masked, kernel, input[3], input, output, (pool.KernelH, pool.KernelW), (pool.StrideH, pool.StrideW), pool.Padding);
            sum = sum is null ? part : _builder.Node("Add", [sum, part]);
        }

        return sum!;
    }

    /// <summary>1 / divisor of each window of an average pool, [oh, ow].</summary>
    private static float[] Shares(PoolAttributes pool, int[] input, int[] output)
    {
        float[] shares = new float[output[1] * output[2]];
        for (int oy = 0; oy < output[1]; oy++)
        {
            int top = (oy * pool.StrideH) - pool.Padding.Top;
            int rows = Math.Min(top + pool.KernelH, input[1]) - Math.Max(top, 0);
            for (int ox = 0; ox < output[2]; ox++)
            {
                int left = (ox * pool.StrideW) - pool.Padding.Left;
                int columns = Math.Min(left + pool.KernelW, input[2]) - Math.Max(left, 0);
                shares[(oy * output[2]) + ox] = 1f / (pool.CountPadding ? pool.KernelH * pool.KernelW : rows * columns);
            }
        }

        return shares;
    }

    private string MeanBackward(Operator op, string gradient)
    {
        int[] axes = ((MeanAttributes)op.Attributes!).Axes;
        int[] input = op.Inputs[0].Shape;
        int[] kept = [.. input.Select((dimension, axis) => axes.Contains(axis) ? 1 : dimension)];
        int count = axes.Aggregate(1, (product, axis) => product * input[axis]);
        string aligned = FromIrLayout(Reshaped(InIrLayout(gradient, op.Output.Shape), kept), kept);
        string share = _builder.Node("Mul", [aligned, _builder.Floats([1f / count])]);
        string zeros = _builder.Node("Mul", [NameOf(op.Inputs[0]), _builder.Floats([0])]);
        return _builder.Node("Add", [zeros, share]);
    }

    private string SoftmaxBackward(Operator op, string gradient)
    {
        int rank = op.Output.Shape.Length;
        string y = NameOf(op.Output);
        string product = _builder.Node("Mul", [gradient, y]);
        string sum = _builder.Node("ReduceSum", [product, _builder.Longs(InternalAxis(rank - 1, rank))], null, OnnxGraphBuilder.Attribute("keepdims", 1L));
        string result = _builder.Node("Mul", [y, _builder.Node("Sub", [gradient, sum])]);
        return _builder.Node("Mul", [result, _builder.Floats([((SoftmaxAttributes?)op.Attributes)?.Beta ?? 1])]);
    }

    private void ConcatBackward(Operator op, string gradient)
    {
        var attributes = (ConcatAttributes)op.Attributes!;
        long axis = InternalAxis(attributes.Axis, op.Output.Shape.Length);
        long start = 0;
        foreach (Tensor input in op.Inputs)
        {
            long end = start + input.Shape[attributes.Axis];
            Accumulate(input, _builder.Node("Slice", [gradient, _builder.Longs(start), _builder.Longs(end), _builder.Longs(axis)]));
            start = end;
        }
    }

    /// <summary>Whole factors only: every input pixel sums the gradients of its copies.</summary>
    private bool TryResizeBackward(Operator op, string gradient)
    {
        int[] input = op.Inputs[0].Shape;
        int[] output = op.Output.Shape;
        int factorH = output[1] / input[1];
        int factorW = output[2] / input[2];
        if (input[1] * factorH != output[1] || input[2] * factorW != output[2])
        {
            return false;
        }

        string mean = _builder.Node("AveragePool", [gradient], null, OnnxGraphBuilder.Attribute("kernel_shape", factorH, factorW), OnnxGraphBuilder.Attribute("strides", factorH, factorW));
        Accumulate(op.Inputs[0], _builder.Node("Mul", [mean, _builder.Floats([factorH * factorW])]));
        return true;
    }

    private string Derivative(UnaryAttributes unary, string x, string y)
    {
        switch (unary.Function)
        {
            case UnaryFunction.Relu:
                return Inside(y, 0, float.PositiveInfinity);
            case UnaryFunction.Relu6:
                return Inside(y, 0, 6);
            case UnaryFunction.ReluN1To1:
                return Inside(y, -1, 1);
            case UnaryFunction.Clip:
                return Inside(y, unary.Alpha, unary.Beta);
            case UnaryFunction.LeakyRelu:
                return _builder.Node("Where", [Greater(x, 0), _builder.Floats([1]), _builder.Floats([unary.Alpha])]);
            case UnaryFunction.HardSwish: // (2x + 3) / 6 between -3 and 3, 1 above
                string line = Affine(x, 1f / 3, 0.5f);
                return _builder.Node("Add", [_builder.Node("Mul", [Inside(x, -3, 3), line]), ToFloat(_builder.Node("GreaterOrEqual", [x, _builder.Floats([3])]))]);
            case UnaryFunction.HardSigmoid:
                return _builder.Node("Mul", [Inside(y, 0, 1), _builder.Floats([unary.Alpha])]);
            case UnaryFunction.Sigmoid:
                return _builder.Node("Mul", [y, Affine(y, -1, 1)]);
            case UnaryFunction.Silu: // s + y (1 - s)
                string sigmoid = _builder.Node("Sigmoid", [x]);
                return _builder.Node("Add", [sigmoid, _builder.Node("Mul", [y, Affine(sigmoid, -1, 1)])]);
            case UnaryFunction.Tanh:
                return Affine(_builder.Node("Mul", [y, y]), -1, 1);
            case UnaryFunction.Elu:
                return _builder.Node("Where", [Greater(x, 0), _builder.Floats([1]), Affine(y, 1, unary.Alpha)]);
            case UnaryFunction.Abs:
                return _builder.Node("Sign", [x]);
            case UnaryFunction.Neg:
                return _builder.Floats([-1]);
            case UnaryFunction.Power: // a * y / x
                return Affine(_builder.Node("Pow", [x, _builder.Floats([unary.Alpha - 1])]), unary.Alpha, 0);
            case UnaryFunction.Exp:
                return y;
            case UnaryFunction.Log:
                return _builder.Node("Reciprocal", [x]);
            case UnaryFunction.Erf: // 2 / sqrt(pi) * e^(-x * x)
                return Affine(Bell(x, 1), 2 / MathF.Sqrt(MathF.PI), 0);
            case UnaryFunction.Gelu or UnaryFunction.GeluTanh: // (1 + erf(x / sqrt 2)) / 2 + x e^(-x * x / 2) / sqrt(2 pi); the other form is near enough
                string gate = Affine(_builder.Node("Erf", [Affine(x, MathF.Sqrt(0.5f), 0)]), 0.5f, 0.5f);
                return _builder.Node("Add", [gate, _builder.Node("Mul", [x, Affine(Bell(x, 0.5f), 1 / MathF.Sqrt(2 * MathF.PI), 0)])]);
            case UnaryFunction.Softplus:
                return _builder.Node("Sigmoid", [x]);
            case UnaryFunction.Selu:
                return _builder.Node("Where", [Greater(x, 0), _builder.Floats([unary.Beta]), Affine(y, 1, unary.Alpha * unary.Beta)]);
            case UnaryFunction.Celu:
                return _builder.Node("Where", [Greater(x, 0), _builder.Floats([1]), Affine(y, 1 / unary.Alpha, 1)]);
            case UnaryFunction.Softsign: // 1 / (1 + |x|)^2
                string distance = Affine(_builder.Node("Abs", [x]), 1, 1);
                return _builder.Node("Reciprocal", [_builder.Node("Mul", [distance, distance])]);
            case UnaryFunction.Mish: // t + x s (1 - t^2) with t = tanh(softplus(x)), s = sigmoid(x)
                string tanh = _builder.Node("Tanh", [_builder.Node("Softplus", [x])]);
                string slope = _builder.Node("Mul", [_builder.Node("Mul", [x, _builder.Node("Sigmoid", [x])]), Affine(_builder.Node("Mul", [tanh, tanh]), -1, 1)]);
                return _builder.Node("Add", [tanh, slope]);
            case UnaryFunction.ThresholdedRelu:
                return ToFloat(Greater(x, unary.Alpha));
            case UnaryFunction.InverseRoot: // -y^3 / 2
                string cube = Affine(_builder.Node("Mul", [y, _builder.Node("Mul", [y, y])]), -0.5f, 0);
                return _builder.Node("Mul", [cube, ToFloat(Greater(x, 0))]);
            default:
                throw new ArgumentOutOfRangeException(nameof(unary), unary.Function, "no derivative");
        }
    }

    /// <summary>e^(-sharpness * x * x).</summary>
    private string Bell(string x, float sharpness) => _builder.Node("Exp", [Affine(_builder.Node("Mul", [x, x]), -sharpness, 0)]);

    private string Affine(string value, float scale, float offset) =>
        _builder.Node("Add", [_builder.Node("Mul", [value, _builder.Floats([scale])]), _builder.Floats([offset])]);
}
