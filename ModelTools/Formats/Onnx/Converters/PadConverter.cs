using System;
using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Formats.Onnx.Wire;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>Pad with a constant, or with what the input holds (reflect, edge, wrap), which is a selection; amounts and value are attributes up to opset 10, inputs since.</summary>
internal sealed class PadConverter : IOnnxConverter
{
    private const int MaxAmount = ushort.MaxValue;

    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["Pad"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);
        string mode = node.Text("mode", "constant");
        if (mode is not ("constant" or "reflect" or "edge" or "wrap"))
        {
            throw node.Unsupported($"mode {OnnxName.Quote(mode)} is not supported (only constant, reflect, edge and wrap)", "pad with a constant");
        }

        int rank = input.Shape.Length;
        bool hasInputs = node.Opset >= 11;
        long[] pads = (hasInputs ? node.OptionalIntegers(1, "pads") : node.Ints("pads")) ?? throw node.Mismatch("its pads are missing");
        float value = hasInputs ? node.Scalar(2, "value", 0) : node.Float("value", 0);
        long[] axes = node.OptionalIntegers(3, "axes") ?? OnnxShape.ToLongs(OnnxLayout.RowMajor(rank));
        if (pads.Length != 2 * axes.Length)
        {
            throw node.Mismatch($"{pads.Length} pads for {axes.Length} axes");
        }

        int[] before = new int[rank];
        int[] after = new int[rank];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = node.Axis(axes[i], rank);
            before[axis] = Amount(node, pads[i]);
            after[axis] = Amount(node, pads[axes.Length + i]);
        }

        if (rank == 0 || before[0] + after[0] > 0)
        {
            throw node.Unsupported("it pads the batch", "pad channels, height and width only");
        }

        int[] shape = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            shape[axis] = before[axis] + input.Shape[axis] + after[axis];
        }

        if (shape.AsSpan().SequenceEqual(input.Shape))
        {
            import.Alias(node, input);
            return;
        }

        if (mode != "constant")
        {
            int[]?[] picks = new int[]?[rank];
            for (int axis = 0; axis < rank; axis++)
            {
                picks[axis] = before[axis] + after[axis] == 0 ? null : Picks(node, mode, input.Shape[axis], before[axis], after[axis]);
            }

            import.Emit(
                node, OperatorKind.Select, [input.Activation!], shape, input.Order, new SelectAttributes(Array.ConvertAll(input.Order, axis => picks[axis])));
            return;
        }

        import.Emit(
            node,
            OperatorKind.Pad,
            [input.Activation!],
            shape,
            input.Order,
            new PadAttributes(OnnxLayout.Apply(before, input.Order), OnnxLayout.Apply(after, input.Order), value));
    }

    // What lies where the padding is: the same elements mirrored about the first and the last, those two repeated, or all of them again.
    private static int[] Picks(OnnxNode node, string mode, int size, int before, int after)
    {
        if ((mode == "reflect" && Math.Max(before, after) >= size) || (mode == "wrap" && Math.Max(before, after) > size))
        {
            throw node.Mismatch($"it pads {size} elements by {before} + {after} in mode {mode}");
        }

        int[] picks = new int[before + size + after];
        for (int i = 0; i < picks.Length; i++)
        {
            int source = i - before;
            picks[i] = mode switch
            {
                "edge" => Math.Clamp(source, 0, size - 1),
                "wrap" => (source + size) % size,
                _ => source < 0 ? -source : source < size ? source : (2 * (size - 1)) - source,
            };
        }

        return picks;
    }

    private static int Amount(OnnxNode node, long amount) => amount is >= 0 and <= MaxAmount
        ? (int)amount
        : throw node.Error(DiagnosticId.OnnxAttributeBad, $"it pads by {amount}", $"pad by 0 to {MaxAmount}");
}
