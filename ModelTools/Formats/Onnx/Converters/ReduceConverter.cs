using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// ReduceMean, ReduceSum, ReduceMax and ReduceMin over any axes but the batch. A sum is the mean times the number of elements; a maximum
/// is a pool over all of height and width, over channels one whose window lies along them.
/// </summary>
internal sealed class ReduceConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);
        if (Axes(node, input.Shape.Length) is not { } isReduced)
        {
            import.Alias(node, input);
            return;
        }

        bool keeps = node.Flag("keepdims", true);
        if (isReduced[0] && (!keeps || input.Shape[0] != 1))
        {
            throw node.Unsupported("it removes the batch dimension", "reduce over channels, height and width only");
        }

        int[] shape = [.. Enumerable.Range(0, input.Shape.Length).Where(axis => keeps || !isReduced[axis]).Select(axis => isReduced[axis] ? 1 : input.Shape[axis])];
        if (node.Type is "ReduceMax" or "ReduceMin")
        {
            Extremum(node, import, input, isReduced, shape, keeps);
            return;
        }

        int[] order = keeps ? input.Order : Renumber(input.Order, isReduced);
        int[] axes = [.. Enumerable.Range(0, input.Shape.Length).Where(position => isReduced[input.Order[position]])];
        var mean = new MeanAttributes(axes, keeps);
        if (node.Type == "ReduceMean")
        {
            import.Emit(node, OperatorKind.Mean, [input.Activation!], shape, order, mean);
            return;
        }

        int count = axes.Aggregate(1, (product, axis) => product * input.Activation!.Shape[axis]);
        Tensor average = import.EmitAuxiliary(node, OperatorKind.Mean, [input.Activation!], OnnxLayout.Apply(shape, order), "mean", mean);
        import.Emit(node, OperatorKind.Mul, [average, import.MakeTensor($"{node.OutputName}/count", [1], [count])], shape, order, new ArithmeticAttributes());
    }

    /// <summary>Whether each axis is reduced; null where the node does nothing. Axes are an attribute, of newer operator sets an input.</summary>
    private static bool[]? Axes(OnnxNode node, int rank)
    {
        bool areInput = node.Opset >= (node.Type == "ReduceSum" ? 13 : 18);
        long[] listed = (areInput ? node.OptionalIntegers(1, "axes") : node.Ints("axes")) ?? [];
        if (listed.Length == 0)
        {
            if (areInput && node.Flag("noop_with_empty_axes", false))
            {
                return null;
            }

            listed = OnnxShape.ToLongs(OnnxLayout.RowMajor(rank));
        }

        bool[] isReduced = new bool[rank];
        foreach (long axis in listed)
        {
            isReduced[node.Axis(axis, rank)] = true;
        }

        return isReduced;
    }

    private static void Extremum(OnnxNode node, OnnxImporter import, OnnxValue input, bool[] isReduced, int[] shape, bool keeps)
    {
        int rank = input.Shape.Length;
        if (rank is < 2 or > 4)
        {
            throw node.Unsupported($"its input has {rank} dimensions", "reduce [N,C,H,W], [N,C,L] or [N,C]");
        }

        Tensor value = import.ChannelsLast(node, input);
        value = import.EmitAuxiliary(
            node, OperatorKind.Reshape, [value], [1, rank == 4 ? input.Shape[2] : 1, rank == 2 ? 1 : input.Shape[^1], input.Shape[1]], "image");
        value = Negated(node, import, value, "negated");
        int height = rank == 4 && isReduced[2] ? value.Shape[1] : 1;
        int width = rank > 2 && isReduced[rank - 1] ? value.Shape[2] : 1;
        if (height * width > 1)
        {
            int[] pooled = [1, value.Shape[1] / height, value.Shape[2] / width, value.Shape[3]];
            value = import.EmitAuxiliary(node, OperatorKind.MaxPool, [value], pooled, "pixels", new PoolAttributes(height, width, 1, 1, Padding.None));
        }

        if (isReduced[1])
        {
            int pixels = value.Shape[1] * value.Shape[2];
            int channels = value.Shape[3];
            value = import.EmitAuxiliary(node, OperatorKind.Reshape, [value], [1, pixels, channels, 1], "columns");
            value = import.EmitAuxiliary(node, OperatorKind.MaxPool, [value], [1, pixels, 1, 1], "channels", new PoolAttributes(1, channels, 1, 1, Padding.None));
        }

        int[] order = OnnxLayout.ChannelsLast(rank);
        value = Negated(node, import, value, "restored");
        import.Emit(node, OperatorKind.Reshape, [value], shape, keeps ? order : Renumber(order, isReduced));
    }

    // The smallest is the negated largest of the negated.
    private static Tensor Negated(OnnxNode node, OnnxImporter import, Tensor value, string suffix) => node.Type == "ReduceMin"
        ? import.EmitAuxiliary(node, OperatorKind.Unary, [value], value.Shape, suffix, new UnaryAttributes(UnaryFunction.Neg))
        : value;

    // The order of the axes that stay, which are numbered anew from 0.
    private static int[] Renumber(int[] order, bool[] isReduced)
    {
        int[] kept = Array.FindAll(order, axis => !isReduced[axis]);
        return Array.ConvertAll(kept, axis => kept.Count(other => other < axis));
    }
}
