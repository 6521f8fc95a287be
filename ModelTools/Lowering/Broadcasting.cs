using System;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Lowering;

/// <summary>Operands of broadcasting operators as the device can align them, whose shapes have three dimensions.</summary>
internal static class Broadcasting
{
    /// <summary>
    /// The device tensor of an operand. Where the output has more dimensions than the device, a constant that does not repeat evenly
    /// is written out in full.
    /// </summary>
    /// <exception cref="EdgeException">An activation repeats along one of several dimensions that are the width.</exception>
    public static DeviceTensor Operand(LoweringContext context, Operator op, int index)
    {
        Tensor tensor = op.Inputs[index];
        int[] shape = op.Output.Shape;
        bool isRow = tensor.ElementCount == (tensor.Shape.Length == 0 ? 1 : tensor.Shape[^1]);
        if (isRow || !TensorShape.IsMerged(op.Output) || tensor.Shape.SequenceEqual(shape))
        {
            return context.Get(tensor);
        }

        if (!tensor.IsConstant)
        {
            throw new EdgeException(
                DiagnosticId.UnsupportedShape,
                op.Location,
                $"it repeats shape [{string.Join(",", tensor.Shape)}] to [{string.Join(",", shape)}], more dimensions than height, width and channels",
                "export the model with at most four dimensions here");
        }

        var full = new Tensor(tensor.Name + "/repeated", tensor.Type, shape) { Quantization = tensor.Quantization, Data = Repeated(tensor, shape) };
        return context.Get(full);
    }

    private static sbyte[] Repeated(Tensor tensor, int[] shape)
    {
        sbyte[] values = tensor.Int8s;
        var result = new sbyte[shape.Aggregate(1, (product, size) => product * size)];
        for (int i = 0; i < result.Length; i++)
        {
            int index = 0;
            int stride = 1;
            int rest = i;
            for (int axis = 1; axis <= shape.Length; axis++)
            {
                int position = rest % shape[^axis];
                rest /= shape[^axis];
                int size = axis <= tensor.Shape.Length ? tensor.Shape[^axis] : 1;
                index += Math.Min(position, size - 1) * stride;
                stride *= size;
            }

            result[i] = values[index];
        }

        return result;
    }
}
