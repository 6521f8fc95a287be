using System;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Quantization;

/// <summary>Builds small float networks with seeded random weights, one operator a line.</summary>
internal sealed class GraphSketch
{
    private readonly Random _random;
    private int _count;

    public GraphSketch(int seed, params int[] inputShape)
    {
        _random = new Random(seed);
        Graph = new ModelGraph("sketch");
        Last = new Tensor("input", ElementType.Float32, inputShape);
        Graph.Inputs.Add(Last);
        Graph.SourceInputs.Add(new SourceInterface("input", ElementType.Float32, inputShape, false));
    }

    public ModelGraph Graph { get; }

    /// <summary>Output of the operator added last.</summary>
    public Tensor Last { get; set; }

    public ModelGraph Done()
    {
        Graph.Outputs.Add(Last);
        Graph.SourceOutputs.Add(new SourceInterface(Last.Name, ElementType.Float32, Last.Shape, false));
        return Graph;
    }

    public float[] Values(int count, double scale, double offset = 0) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(((_random.NextDouble() * 2) - 1) * scale + offset))];

    public Tensor Constant(string name, float[] values, params int[] shape) => new($"{name}{_count}", ElementType.Float32, shape) { Data = values };

    public Tensor Add(OperatorKind kind, int[] shape, OperatorAttributes? attributes, params Tensor[] inputs)
    {
        string name = $"{kind}_{_count++}";
        var output = new Tensor(name, ElementType.Float32, shape);
        Graph.Operators.Add(new Operator(kind, name, inputs, [output], attributes));
        Last = output;
        return output;
    }

    public Tensor Conv(int outputs, int kernel, int stride, Clamp? activation = null, Padding? padding = null, int groups = 1)
    {
        int[] shape = Last.Shape;
        Padding pad = padding ?? Padding.Same(shape[1], shape[2], kernel, kernel, stride, stride);
        int inputs = shape[3] / groups;
        Tensor weights = Constant("w", Values(outputs * kernel * kernel * inputs, 1.7 / Math.Sqrt(kernel * kernel * inputs)), outputs, kernel, kernel, inputs);
        return Add(OperatorKind.Conv2D, Spatial(shape, kernel, stride, pad, outputs), new ConvAttributes(stride, stride, pad, groups, activation),
            Last, weights, Constant("b", Values(outputs, 0.3), outputs));
    }

    public Tensor Depthwise(int kernel, int stride, Clamp? activation = null, int multiplier = 1)
    {
        int[] shape = Last.Shape;
        int outputs = shape[3] * multiplier;
        var pad = Padding.Same(shape[1], shape[2], kernel, kernel, stride, stride);
        Tensor weights = Constant("w", Values(outputs * kernel * kernel, 1.7 / kernel), 1, kernel, kernel, outputs);
        return Add(OperatorKind.DepthwiseConv2D, Spatial(shape, kernel, stride, pad, outputs), new ConvAttributes(stride, stride, pad, 1, activation),
            Last, weights, Constant("b", Values(outputs, 0.3), outputs));
    }

    public Tensor FullyConnected(int outputs, Clamp? activation = null)
    {
        int inputs = Last.ElementCount;
        return Add(OperatorKind.FullyConnected, [1, outputs], new FullyConnectedAttributes(activation),
            Last, Constant("w", Values(outputs * inputs, 1.7 / Math.Sqrt(inputs)), outputs, inputs), Constant("b", Values(outputs, 0.3), outputs));
    }

    public Tensor Unary(UnaryFunction function, float alpha = 0, float beta = 0) =>
        Add(OperatorKind.Unary, Last.Shape, new UnaryAttributes(function, alpha, beta), Last);

    public Tensor Mean() => Add(OperatorKind.Mean, [1, 1, 1, Last.Shape[3]], new MeanAttributes([1, 2], true), Last);

    /// <summary>Squeeze-excite over the last tensor.</summary>
    public Tensor SqueezeExcite(int reduced)
    {
        Tensor x = Last;
        Mean();
        Conv(reduced, 1, 1, Clamp.Relu);
        Conv(x.Shape[3], 1, 1);
        Tensor gate = Unary(UnaryFunction.HardSigmoid, 1f / 6, 0.5f);
        return Add(OperatorKind.Mul, x.Shape, new ArithmeticAttributes(), x, gate);
    }

    /// <summary>An inverted bottleneck with a residual where the shapes allow it.</summary>
    public Tensor MbConv(int expanded, int outputs, int stride, UnaryFunction? swish, int squeeze)
    {
        Tensor x = Last;
        Clamp? clamp = swish is null ? Clamp.Relu : null;
        Conv(expanded, 1, 1, clamp);
        Activate(swish);
        Depthwise(3, stride, clamp);
        Activate(swish);
        if (squeeze != 0)
        {
            SqueezeExcite(squeeze);
        }

        Tensor projected = Conv(outputs, 1, 1);
        return x.Shape.SequenceEqual(projected.Shape) ? Add(OperatorKind.Add, x.Shape, new ArithmeticAttributes(), projected, x) : projected;
    }

    private void Activate(UnaryFunction? swish)
    {
        if (swish is UnaryFunction function)
        {
            Unary(function);
        }
    }

    private static int[] Spatial(int[] shape, int kernel, int stride, Padding pad, int outputs) =>
        [1, (shape[1] + pad.Top + pad.Bottom - kernel) / stride + 1, (shape[2] + pad.Left + pad.Right - kernel) / stride + 1, outputs];
}
