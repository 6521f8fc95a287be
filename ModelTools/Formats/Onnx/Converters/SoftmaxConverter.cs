using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// Softmax over one axis (opset 13 and up) or over all axes from one on (before). The axis is brought to the end;
/// several axes are flattened into one.
/// </summary>
internal sealed class SoftmaxConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["Softmax"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);
        int[] shape = input.Shape;
        int rank = shape.Length;
        bool isFlattening = node.Opset < 13;
        int axis = node.Axis(node.Int("axis", isFlattening ? 1 : -1), rank);

        // Axes of length 1 behind the axis, or a single longer one among those flattened, leave one axis to work on.
        int[] longer = [.. Enumerable.Range(axis, rank - axis).Where(other => shape[other] > 1)];
        if (!isFlattening || longer.Length <= 1)
        {
            int last = isFlattening && longer.Length == 1 ? longer[0] : axis;
            int[] order = OnnxLayout.EndingWith(input.Order, last);
            import.Emit(node, OperatorKind.Softmax, [import.InOrder(node, input, order)], shape, order, new SoftmaxAttributes());
            return;
        }

        int[] flat = [OnnxShape.Count(shape[..axis]), OnnxShape.Count(shape[axis..])];
        Tensor flattened = import.EmitAuxiliary(node, OperatorKind.Reshape, [import.RowMajor(node, input)], flat, "flatten");
        Tensor result = import.EmitAuxiliary(node, OperatorKind.Softmax, [flattened], flat, "softmax", new SoftmaxAttributes());
        import.Emit(node, OperatorKind.Reshape, [result], shape, OnnxLayout.RowMajor(rank));
    }
}
