using System;
using System.Collections.Generic;
using Edge.ModelTools.Formats.Onnx.Import;
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
            inputs.Add(OnnxImporter.Activation(node, i));
        }

        int rank = node.Input(0).Shape.Length;
        int axis = node.Axis(node.Int("axis", 0), rank);
        long[] shape = OnnxShape.ToLongs(inputs[0].Shape);
        int[] order = inputs[0].Order;
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
            order = inputs[i].Order.AsSpan().SequenceEqual(OnnxLayout.ChannelsLast(rank)) ? inputs[i].Order : order;
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
            [.. inputs.ConvertAll(input => import.InOrder(node, input, order))],
            OnnxImporter.CheckedShape(node, shape),
            order,
            new ConcatAttributes(OnnxLayout.Position(order, axis)));
    }
}
