using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>ReduceMean over any axes but the batch; axes are an attribute, or from opset 18 on an input.</summary>
internal sealed class ReduceMeanConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["ReduceMean"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);
        int rank = input.Shape.Length;
        long[] listed = (node.Opset >= 18 ? node.OptionalIntegers(1, "axes") : node.Ints("axes")) ?? [];
        if (listed.Length == 0)
        {
            if (node.Opset >= 18 && node.Flag("noop_with_empty_axes", false))
            {
                import.Alias(node, input);
                return;
            }

            listed = OnnxShape.ToLongs(OnnxLayout.RowMajor(rank));
        }

        bool[] isReduced = new bool[rank];
        foreach (long axis in listed)
        {
            isReduced[node.Axis(axis, rank)] = true;
        }

        bool keeps = node.Flag("keepdims", true);
        if (isReduced[0] && !keeps)
        {
            throw node.Unsupported("it removes the batch dimension", "reduce over channels, height and width only");
        }

        int[] shape = [.. Enumerable.Range(0, rank).Where(axis => keeps || !isReduced[axis]).Select(axis => isReduced[axis] ? 1 : input.Shape[axis])];
        int[] order = keeps ? input.Order : Renumber(input.Order, isReduced);
        int[] axes = [.. Enumerable.Range(0, rank).Where(position => isReduced[input.Order[position]])];
        import.Emit(node, OperatorKind.Mean, [input.Activation!], shape, order, new MeanAttributes(axes, keeps));
    }

    // The order of the axes that stay, which are numbered anew from 0.
    private static int[] Renumber(int[] order, bool[] isReduced)
    {
        int[] kept = Array.FindAll(order, axis => !isReduced[axis]);
        return Array.ConvertAll(kept, axis => kept.Count(other => other < axis));
    }
}
