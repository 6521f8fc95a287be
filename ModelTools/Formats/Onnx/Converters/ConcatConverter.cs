using System;
using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Formats.Onnx.Wire;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>Concat along any axis but the batch.</summary>
internal sealed class ConcatConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["Concat"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        var inputs = new List<OnnxValue>();
        for (int i = 0; i < node.InputCount; i++)
        {
            inputs.Add(node.Input(i).Constant is null ? OnnxImporter.Activation(node, i) : node.Input(i));
        }

        int rank = node.Input(0).Shape.Length;
        int axis = node.Axis(node.Int("axis", 0), rank);
        long[] shape = OnnxShape.ToLongs(inputs[0].Shape);
        int[] order = inputs.Find(input => input.Constant is null)!.Order; // all constant: folded before
        for (int i = 1; i < inputs.Count; i++)
        {
            int[] other = inputs[i].Shape;
            for (int a = 0; a < rank; a++)
            {
                if (other.Length != rank || (a != axis && other[a] != shape[a]))
                {
                    throw node.Mismatch($"shapes {OnnxShape.Text(inputs[0].Shape)} and {OnnxShape.Text(other)} do not fit along axis {axis}");
                }
            }

            shape[axis] += other[axis];
            order = inputs[i].Constant is null && inputs[i].Order.AsSpan().SequenceEqual(OnnxLayout.ChannelsLast(rank)) ? inputs[i].Order : order;
        }

        if (axis == 0)
        {
            throw node.Unsupported("it concatenates along the batch", "concatenate channels, height or width only");
        }

        if (inputs.Count == 1)
        {
            import.Alias(node, inputs[0]);
            return;
        }

        import.Emit(
            node,
            OperatorKind.Concat,
            [.. inputs.ConvertAll(input => input.Constant is null ? import.InOrder(node, input, order) : Part(node, import, input, order))],
            OnnxImporter.CheckedShape(node, shape),
            order,
            new ConcatAttributes(OnnxLayout.Position(order, axis)));
    }

    private static Tensor Part(OnnxNode node, OnnxImporter import, OnnxValue part, int[] order)
    {
        OnnxConstant constant = part.Constant!;
        return constant.IsFloat
            ? import.MakeTensor(part.Name, OnnxLayout.Apply(part.Shape, order), constant.Permuted(order).Floats)
            : throw node.Error(DiagnosticId.OnnxTypeUnsupported, $"its part {OnnxName.Quote(part.Name)} is of integers", "export the model again");
    }
}
