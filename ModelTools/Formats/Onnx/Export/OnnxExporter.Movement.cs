using System;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Export;

/// <summary>Selection, depth to space, the larger and the smaller of two, normalisation: forward and backward.</summary>
internal sealed partial class OnnxExporter
{
    private string Select(Operator op)
    {
        int[]?[] indices = ((SelectAttributes)op.Attributes!).Indices;
        string value = NameOf(op.Inputs[0]);
        for (int axis = 0; axis < indices.Length; axis++)
        {
            if (indices[axis] is { } picked)
            {
                value = Gathered(value, picked, InternalAxis(axis, indices.Length));
            }
        }

        return value;
    }

    private string Gathered(string value, int[] picked, long axis) =>
        _builder.Node("Gather", [value, _builder.Longs(Array.ConvertAll(picked, index => (long)index))], null, OnnxGraphBuilder.Attribute("axis", axis));

    /// <summary>Every element that is picked at most once gets its gradient back; one row of zeros behind the others is for those that are not picked.</summary>
    private bool TrySelectBackward(Operator op, string gradient)
    {
        int[]?[] indices = ((SelectAttributes)op.Attributes!).Indices;
        int rank = indices.Length;
        for (int axis = 0; axis < rank; axis++)
        {
            if (indices[axis] is not { } picked)
            {
                continue;
            }

            if (picked.Distinct().Count() != picked.Length)
            {
                return false;
            }

            long[] pads = new long[2 * rank];
            pads[rank + InternalAxis(axis, rank)] = 1;
            string padded = _builder.Node("Pad", [gradient, _builder.Longs(pads), _builder.Floats([0])]);
            int[] sources = [.. Enumerable.Repeat(picked.Length, op.Inputs[0].Shape[axis])];
            for (int i = 0; i < picked.Length; i++)
            {
                sources[picked[i]] = i;
            }

            gradient = Gathered(padded, sources, InternalAxis(axis, rank));
        }

        Accumulate(op.Inputs[0], gradient);
        return true;
    }

    /// <summary>[N,H,W,B*B*C] as [N,H,W,B,B,C] (or C first), rows and columns of the block put behind those of the image, and merged.</summary>
    private string DepthToSpace(Operator op)
    {
        var attributes = (DepthToSpaceAttributes)op.Attributes!;
        int[] whole = Whole(op, attributes);
        string split = Reshaped(ToIrLayout(op.Inputs[0]), Split(op, attributes));
        string moved = Transposed(split, attributes.IsChannelMajor ? [0, 1, 4, 2, 5, 3] : [0, 1, 3, 2, 4, 5]);
        string value = Reshaped(moved, whole);
        int[] shape = op.Output.Shape;
        value = _builder.Node("Slice", [
            value, _builder.Longs(attributes.Top, attributes.Left), _builder.Longs(attributes.Top + shape[1], attributes.Left + shape[2]), _builder.Longs(1, 2)]);
        return FromIrLayout(value, shape);
    }

    private string DepthToSpaceBackward(Operator op, string gradient)
    {
        var attributes = (DepthToSpaceAttributes)op.Attributes!;
        int[] whole = Whole(op, attributes);
        int[] shape = op.Output.Shape;
        long[] pads = [0, attributes.Top, attributes.Left, 0, 0, whole[1] - attributes.Top - shape[1], whole[2] - attributes.Left - shape[2], 0];
        string padded = _builder.Node("Pad", [InIrLayout(gradient, shape), _builder.Longs(pads), _builder.Floats([0])]);
        int[] input = op.Inputs[0].Shape;
        int[] split = [input[0], input[1], attributes.BlockH, input[2], attributes.BlockW, shape[3]];
        string moved = Transposed(Reshaped(padded, split), attributes.IsChannelMajor ? [0, 1, 3, 5, 2, 4] : [0, 1, 3, 2, 4, 5]);
        return FromIrLayout(Reshaped(moved, input), input);
    }

    private static int[] Whole(Operator op, DepthToSpaceAttributes attributes)
    {
        int[] input = op.Inputs[0].Shape;
        return [input[0], input[1] * attributes.BlockH, input[2] * attributes.BlockW, op.Output.Shape[3]];
    }

    private static int[] Split(Operator op, DepthToSpaceAttributes attributes)
    {
        int[] input = op.Inputs[0].Shape;
        int channels = op.Output.Shape[3];
        return attributes.IsChannelMajor
            ? [input[0], input[1], input[2], channels, attributes.BlockH, attributes.BlockW]
            : [input[0], input[1], input[2], attributes.BlockH, attributes.BlockW, channels];
    }

    /// <summary>The operand that was taken gets the gradient; both do where they are equal.</summary>
    private void ExtremumBackward(Operator op, string gradient)
    {
        for (int i = 0; i < 2; i++)
        {
            if (!op.Inputs[i].IsConstant)
            {
                string taken = ToFloat(_builder.Node("Equal", [Operand(op, i), NameOf(op.Output)]));
                Accumulate(op.Inputs[i], SummedTo(_builder.Node("Mul", [gradient, taken]), op.Output.Shape, op.Inputs[i].Shape));
            }
        }
    }

    private string L2Norm(Operator op)
    {
        int rank = op.Output.Shape.Length;
        string input = NameOf(op.Inputs[0]);
        string norm = _builder.Node("ReduceL2", [input], null, OnnxGraphBuilder.Attribute("axes", [InternalAxis(rank - 1, rank)]), OnnxGraphBuilder.Attribute("keepdims", 1L));
        return op.Kind == OperatorKind.ReduceL2 ? norm : _builder.Node("Div", [input, _builder.Node("Max", [norm, _builder.Floats([1e-12f])])]);
    }

    /// <summary>x * (1 + gate) / 2.</summary>
    private string HalfGated(string x, string gate) => _builder.Node("Mul", [x, Affine(gate, 0.5f, 0.5f)]);
}
