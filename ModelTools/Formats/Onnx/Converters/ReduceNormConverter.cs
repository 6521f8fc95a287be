using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// LpNormalization of order 2, and ReduceL2, which is of use only as what the same value is divided by: <see cref="Normalisation"/>
/// looks through it. The L2Normalization that stands for it is dropped when nothing else reads it.
/// </summary>
internal sealed class ReduceNormConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["LpNormalization", "ReduceL2"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);
        if (node.Type == "LpNormalization")
        {
            if (node.Int("p", 2) != 2)
            {
                throw node.Unsupported($"its order is {node.Int("p", 2)}", "normalise by the root of the sum of squares (p=2)");
            }

            Normalisation.Emit(node, import, input, node.Axis(node.Int("axis", -1), input.Shape.Length));
            return;
        }

        int axis = AxisOf(node, input.Shape.Length);
        int[] shape = [.. input.Shape.Select((size, other) => other == axis ? 1 : size)];
        int[] order = OnnxLayout.EndingWith(input.Order, axis);
        import.Emit(node, OperatorKind.ReduceL2, [import.InOrder(node, input, order)], shape, order);
    }

    /// <summary>The one axis of a ReduceL2 that keeps it.</summary>
    public static int AxisOf(OnnxNode node, int rank)
    {
        long[] axes = (node.Opset >= 18 ? node.OptionalIntegers(1, "axes") : node.Ints("axes")) ?? [];
        return axes.Length == 1 && node.Flag("keepdims", true)
            ? node.Axis(axes[0], rank)
            : throw node.Unsupported("it is not a norm over one axis that stays", "divide by the norm over one axis (keepdims=1)");
    }
}
