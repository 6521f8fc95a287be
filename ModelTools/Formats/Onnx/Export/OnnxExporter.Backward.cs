using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Export;

/// <summary>
/// The backward pass as ONNX nodes: from the gradient of a scalar with respect to an operator's output to those of its inputs
/// (activations only; weights get none). Written next to the forward nodes, in their layout (NCHW).
/// </summary>
internal sealed partial class OnnxExporter
{
    private readonly Dictionary<Tensor, string> _gradients = [];

    /// <summary>
    /// Exports a float graph with the gradients of sum(seed * target): the second input "target/seed" [batch, ...] is the seed in the
    /// target's layout; for every activation t that the target depends on, the output "t/gradient" [batch, C] holds the sum over all
    /// positions of the squared gradient.
    /// </summary>
    /// <param name="graph">Float graph that can be run in batches.</param>
    /// <param name="target">Activation whose change is of interest.</param>
    /// <param name="reached">Receives the activations that have a gradient.</param>
    /// <returns>Bytes of the .onnx file, or null when an operator has no gradient here.</returns>
    public static byte[]? ExportBackward(ModelGraph graph, Tensor target, List<Tensor> reached)
    {
        if (!CanBatch(graph) || graph.Operators.Any(op => op.Outputs.Count != 1))
        {
            return null;
        }

        var exporter = new OnnxExporter(graph);
        exporter.WriteInputs();
        foreach (Operator op in graph.Operators)
        {
            exporter.Write(op);
        }

        exporter._builder.Input(SeedName(target), exporter.Dimensions(target.Shape));
        exporter._gradients[target] = exporter.FromIrLayout(SeedName(target), target.Shape);
        foreach (Operator op in Enumerable.Reverse(graph.Operators))
        {
            if (exporter._gradients.TryGetValue(op.Output, out string? gradient) && !exporter.TryWriteBackward(op, gradient))
            {
                return null;
            }
        }

        foreach ((Tensor tensor, string gradient) in exporter._gradients)
        {
            exporter.WriteEnergy(tensor, gradient);
            reached.Add(tensor);
        }

        return exporter._builder.ToModel();
    }

    /// <summary>Name of the ONNX input for the seed.</summary>
    public static string SeedName(Tensor target) => target.Name + "/seed";

    /// <summary>Name of the ONNX output with the squared gradient of a tensor.</summary>
    public static string GradientName(Tensor tensor) => tensor.Name + "/gradient";

    private void WriteEnergy(Tensor tensor, string gradient)
    {
        string square = _builder.Node("Mul", [gradient, gradient]);
        int rank = tensor.Shape.Length;
        long[] others = [.. Enumerable.Range(1, Math.Max(rank - 2, 0)).Select(axis => InternalAxis(axis, rank))];
        if (others.Length != 0)
        {
            square = _builder.Node("ReduceSum", [square, _builder.Longs(others)], null, OnnxGraphBuilder.Attribute("keepdims", 0L));
        }

        _builder.Node("Identity", [square], GradientName(tensor));
        _builder.Output(GradientName(tensor), 0, tensor.Shape[^1]);
    }

    private bool TryWriteBackward(Operator op, string gradient)
    {
        gradient = Masked(op, gradient);
        Tensor input = op.Inputs[0];
        switch (op.Kind)
        {
            case OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D:
                Accumulate(input, ConvolutionBackward(op, gradient));
                return true;
            case OperatorKind.FullyConnected:
                string flat = op.Output.Shape.Length == 2 ? gradient : Reshaped(gradient, [1, op.Output.ElementCount]);
                string rows = _builder.Node("MatMul", [flat, _builder.Floats(RealValues(op.Inputs[1]), op.Inputs[1].Shape[0], op.Inputs[1].Shape[1])]);
                Accumulate(input, FromIrLayout(Reshaped(rows, input.Shape), input.Shape));
                return true;
            case OperatorKind.Add or OperatorKind.Sub or OperatorKind.Mul:
                ArithmeticBackward(op, gradient);
                return true;
            case OperatorKind.AveragePool or OperatorKind.MaxPool:
                Accumulate(input, PoolBackward(op, gradient));
                return true;
            case OperatorKind.Mean:
                Accumulate(input, MeanBackward(op, gradient));
                return true;
            case OperatorKind.Pad:
                long[] pads = [.. ((PadAttributes)op.Attributes!).Before.Concat(((PadAttributes)op.Attributes!).After).Select(pad => -(long)pad)];
                string unpadded = _builder.Node("Pad", [InIrLayout(gradient, op.Output.Shape), _builder.Longs(pads), _builder.Floats([0])]);
                Accumulate(input, FromIrLayout(unpadded, input.Shape));
                return true;
            case OperatorKind.Reshape:
                Accumulate(input, FromIrLayout(Reshaped(InIrLayout(gradient, op.Output.Shape), input.Shape), input.Shape));
                return true;
            case OperatorKind.Transpose:
                int[] permutation = ((TransposeAttributes)op.Attributes!).Permutation;
                long[] inverse = [.. Enumerable.Range(0, permutation.Length).Select(axis => (long)Array.IndexOf(permutation, axis))];
                Accumulate(input, FromIrLayout(Transposed(InIrLayout(gradient, op.Output.Shape), inverse), input.Shape));
                return true;
            case OperatorKind.Softmax:
                Accumulate(input, SoftmaxBackward(op, gradient));
                return true;
            case OperatorKind.Unary:
                Accumulate(input, _builder.Node("Mul", [gradient, Derivative((UnaryAttributes)op.Attributes!, NameOf(input), NameOf(op.Output))]));
                return true;
            case OperatorKind.PRelu:
                Accumulate(input, _builder.Node("Mul", [gradient, _builder.Node("Where", [Greater(NameOf(input), 0), _builder.Floats([1]), Operand(op, 1)])]));
                return true;
            case OperatorKind.Concat:
                ConcatBackward(op, gradient);
                return true;
            case OperatorKind.ResizeNearest:
                return TryResizeBackward(op, gradient);
            case OperatorKind.Select:
                return TrySelectBackward(op, gradient);
            case OperatorKind.DepthToSpace:
                Accumulate(input, DepthToSpaceBackward(op, gradient));
                return true;
            case OperatorKind.Maximum or OperatorKind.Minimum:
                ExtremumBackward(op, gradient);
                return true;
            default:
                return false;
        }
    }

    private void Accumulate(Tensor tensor, string gradient)
    {
        if (!tensor.IsConstant)
        {
            _gradients[tensor] = _gradients.TryGetValue(tensor, out string? other) ? _builder.Node("Add", [other, gradient]) : gradient;
        }
    }

    /// <summary>Nothing passes where a fused clamp was at its bounds.</summary>
    private string Masked(Operator op, string gradient)
    {
        Clamp? clamp = op.Attributes switch
        {
            ConvAttributes conv => conv.Activation,
            FullyConnectedAttributes full => full.Activation,
            ArithmeticAttributes arithmetic => arithmetic.Activation,
            PoolAttributes pool => pool.Activation,
            ConcatAttributes concat => concat.Activation,
            _ => null,
        };
        return clamp is null ? gradient : _builder.Node("Mul", [gradient, Inside(NameOf(op.Output), clamp.Min, clamp.Max)]);
    }

    private string ConvolutionBackward(Operator op, string gradient)
    {
        var attributes = (ConvAttributes)op.Attributes!;
        Tensor weights = op.Inputs[1];
        int[] input = op.Inputs[0].Shape;
        int[] output = op.Output.Shape;
        bool isDepthwise = op.Kind == OperatorKind.DepthwiseConv2D;
        int outputs = isDepthwise ? weights.Shape[3] : weights.Shape[0];
        int inputs = isDepthwise ? 1 : weights.Shape[3];
        string kernel = _builder.Floats(ToOihw(RealValues(weights), outputs, weights.Shape[1] * weights.Shape[2], inputs, isDepthwise), outputs, inputs, weights.Shape[1], weights.Shape[2]);
        return TransposedConvolution(gradient, kernel, isDepthwise ? input[3] : attributes.Groups, input, output, (weights.Shape[1], weights.Shape[2]), (attributes.StrideH, attributes.StrideW), attributes.Padding);
    }

    private string TransposedConvolution(string gradient, string kernel, int groups, int[] input, int[] output, (int H, int W) size, (int H, int W) stride, Padding padding)
    {
        // The forward pass may leave rows at the bottom and right unused: they get no gradient.
        int bottom = (stride.H * (output[1] - 1)) + size.H - padding.Top - input[1];
        int right = (stride.W * (output[2] - 1)) + size.W - padding.Left - input[2];
        return _builder.Node("ConvTranspose", [gradient, kernel], null,
            OnnxGraphBuilder.Attribute("strides", stride.H, stride.W),
            OnnxGraphBuilder.Attribute("pads", padding.Top, padding.Left, Math.Max(bottom, 0), Math.Max(right, 0)),
            OnnxGraphBuilder.Attribute("output_padding", Math.Max(-bottom, 0), Math.Max(-right, 0)),
            OnnxGraphBuilder.Attribute("group", (long)groups));
    }

    private void ArithmeticBackward(Operator op, string gradient)
    {
        for (int i = 0; i < 2; i++)
        {
            if (op.Inputs[i].IsConstant)
            {
                continue;
            }

            string own = op.Kind == OperatorKind.Mul ? _builder.Node("Mul", [gradient, Operand(op, 1 - i)])
                : op.Kind == OperatorKind.Sub && i == 1 ? _builder.Node("Neg", [gradient])
                : gradient;
            Accumulate(op.Inputs[i], SummedTo(own, op.Output.Shape, op.Inputs[i].Shape));
        }
    }

    /// <summary>Undoes broadcasting: sums over the dimensions that were repeated.</summary>
    private string SummedTo(string gradient, int[] output, int[] operand)
    {
        int rank = output.Length;
        int[] aligned = new int[rank];
        Array.Fill(aligned, 1);
        operand.AsSpan(1).CopyTo(aligned.AsSpan(rank - operand.Length + 1));
        long[] axes = [.. Enumerable.Range(1, rank - 1).Where(axis => aligned[axis] == 1 && output[axis] > 1).Select(axis => InternalAxis(axis, rank))];
        if (axes.Length != 0)
        {
            gradient = _builder.Node("ReduceSum", [gradient, _builder.Longs(axes)], null, OnnxGraphBuilder.Attribute("keepdims", 1L));
        }

        return operand.Length == rank ? gradient : Reshaped(InIrLayout(gradient, aligned), operand);
    }

    private string InIrLayout(string value, int[] shape) =>
        NeedsTranspose(shape) ? Transposed(value, 0, 2, 3, 1) : shape.Length == 4 ? Reshaped(value, shape) : value;

    private string Greater(string value, float bound) => _builder.Node("Greater", [value, _builder.Floats([bound])]);

    private string ToFloat(string condition) => _builder.Node("Cast", [condition], null, OnnxGraphBuilder.Attribute("to", 1L));

    /// <summary>1 where a value is strictly between the bounds, else 0.</summary>
    private string Inside(string value, float min, float max)
    {
        string? above = float.IsInfinity(min) ? null : ToFloat(Greater(value, min));
        string? below = float.IsInfinity(max) ? null : ToFloat(_builder.Node("Less", [value, _builder.Floats([max])]));
        return above is null ? below ?? _builder.Floats([1]) : below is null ? above : _builder.Node("Mul", [above, below]);
    }
}
