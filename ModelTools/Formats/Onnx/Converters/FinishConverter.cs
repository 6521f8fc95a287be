using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>LogSoftmax and ArgMax over the channels: <see cref="Graph.Passes.LeaveToHost"/> takes them from the end of the graph.</summary>
internal sealed class FinishConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["LogSoftmax", "ArgMax"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);
        bool isArgMax = node.Type == "ArgMax";
        int rank = input.Shape.Length;
        int axis = node.Axis(node.Int("axis", isArgMax ? 0 : node.Opset < 13 ? 1 : -1), rank);
        int last = input.Shape.Length == 4 && input.Order is [0, 2, 3, 1] ? 1 : rank - 1;
        bool isFlattening = node.Opset < 13 && !isArgMax && input.Shape[axis..].Count(size => size > 1) > 1;
        if (axis != last || isFlattening)
        {
            throw node.Unsupported($"it runs over axis {axis} of {OnnxShape.Text(input.Shape)}", "run it over the channels");
        }

        if (isArgMax && node.Flag("select_last_index", false))
        {
            throw node.Unsupported("of equals it takes the last", "export with select_last_index=0");
        }

        bool keeps = !isArgMax || node.Flag("keepdims", true);
        int[] shape = [.. input.Shape.Select((size, other) => isArgMax && other == axis ? 1 : size)];
        if (keeps)
        {
            import.Emit(node, isArgMax ? OperatorKind.ArgMax : OperatorKind.LogSoftmax, [input.Activation!], shape, input.Order);
            return;
        }

        Tensor indices = import.EmitAuxiliary(node, OperatorKind.ArgMax, [input.Activation!], OnnxLayout.Apply(shape, input.Order), "indices");
        int[] kept = [.. Enumerable.Range(0, rank - 1)];
        import.Emit(node, OperatorKind.Reshape, [indices], [.. shape.Where((_, other) => other != axis)], kept);
    }
}
