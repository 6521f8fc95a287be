using System;
using System.Linq;

namespace Edge.ModelTools.Graph.Passes;

/// <summary>
/// Fewer selections: a channel shuffle spelled out as reshape, transpose, reshape is one; one of another is one; a new order of all
/// channels moves into the weights of the convolution that reads them, and one of a convolution's own channels into its filters.
/// </summary>
internal static class FoldSelections
{
    /// <summary>Runs the pass.</summary>
    public static void Run(ModelGraph graph)
    {
        var index = new GraphIndex(graph);
        foreach (Operator op in graph.Operators)
        {
            RecogniseShuffle(index, op);
            Merge(index, op);
            MoveIntoWeights(index, op);
        }

        foreach (Operator op in graph.Operators)
        {
            MoveIntoFilters(index, op);
        }

        index.Commit();
        RemoveUnused.Run(graph);
    }

    private static void RecogniseShuffle(GraphIndex index, Operator op)
    {
        if (op.Kind != OperatorKind.Reshape
            || index.ProducerOf(op.Inputs[0]) is not { Kind: OperatorKind.Transpose } transpose
            || index.ProducerOf(transpose.Inputs[0]) is not { Kind: OperatorKind.Reshape } split)
        {
            return;
        }

        int[] source = split.Inputs[0].Shape;
        int[] shape = transpose.Inputs[0].Shape;
        int[] permutation = ((TransposeAttributes)transpose.Attributes!).Permutation;
        int kept = 0;
        while (kept < permutation.Length && permutation[kept] == kept)
        {
            kept++;
        }

        int channels = shape[kept..].Aggregate(1, (product, size) => product * size);
        if (kept == permutation.Length || source[^1] != channels || !op.Output.Shape.SequenceEqual(source))
        {
            return;
        }

        int[] order = TransposedIndices.Of(shape[kept..], [.. permutation[kept..].Select(axis => axis - kept)]);
        index.Rewrite(op, OperatorKind.Select, ChannelsOf(source.Length, order), split.Inputs[0]);
    }

    private static void Merge(GraphIndex index, Operator op)
    {
        while (op.Kind == OperatorKind.Select && index.ProducerOf(op.Inputs[0]) is { Attributes: SelectAttributes { IsPart: false } first } earlier)
        {
            int[]?[] inner = first.Indices;
            int[]?[] outer = ((SelectAttributes)op.Attributes!).Indices;
            int[]?[] merged = [.. inner.Zip(outer, (a, b) => a is null ? b : b is null ? a : Array.ConvertAll(b, i => a[i]))];
            index.Rewrite(op, OperatorKind.Select, new SelectAttributes(merged), earlier.Inputs[0]);
        }
    }

    /// <summary>Input channel order[i] of the convolution is what it read as channel i: its weights move there.</summary>
    private static void MoveIntoWeights(GraphIndex index, Operator op)
    {
        if (op is not { Kind: OperatorKind.Conv2D, Attributes: ConvAttributes { Groups: 1 } }
            || index.ProducerOf(op.Inputs[0]) is not { Kind: OperatorKind.Select } select
            || ChannelOrder(select) is not { } order
            || order.Length != select.Inputs[0].Shape[^1]
            || order.Distinct().Count() != order.Length)
        {
            return;
        }

        Tensor weights = op.Inputs[1];
        float[] moved = new float[weights.Floats.Length];
        for (int i = 0; i < moved.Length; i++)
        {
            int channel = i % order.Length;
            moved[i - channel + order[channel]] = weights.Floats[i];
        }

        index.SetInput(op, 1, new Tensor(weights.Name, weights.Type, weights.Shape) { Data = moved, Quantization = weights.Quantization });
        index.SetInput(op, 0, select.Inputs[0]);
    }

    /// <summary>Only the filters that are picked are computed, in the order in which they are picked.</summary>
    private static void MoveIntoFilters(GraphIndex index, Operator op)
    {
        if (op.Kind != OperatorKind.Select
            || ChannelOrder(op) is not { } order
            || index.ProducerOf(op.Inputs[0]) is not { Kind: OperatorKind.Conv2D, Attributes: ConvAttributes { Groups: 1 } } convolution
            || index.OnlyConsumerOf(op.Inputs[0]) != op)
        {
            return;
        }

        for (int i = 1; i < convolution.Inputs.Count; i++)
        {
            Tensor values = convolution.Inputs[i];
            int length = values.Floats.Length / values.Shape[0];
            float[] picked = [.. order.SelectMany(filter => values.Floats.AsSpan(filter * length, length).ToArray())];
            index.SetInput(convolution, i, new Tensor(values.Name, values.Type, [order.Length, .. values.Shape[1..]]) { Data = picked, Quantization = Picked(values.Quantization, order) });
        }

        index.Absorb(convolution, op);
    }

    private static QuantizationParameters? Picked(QuantizationParameters? quantization, int[] order)
    {
        return quantization is null || quantization.Scales.Length == 1
            ? quantization
            : new QuantizationParameters(
                Array.ConvertAll(order, filter => quantization.Scales[filter]), Array.ConvertAll(order, filter => quantization.ZeroPoints[filter]), quantization.Axis);
    }

    /// <summary>The channels that a selection picks when it picks nothing else, or null.</summary>
    private static int[]? ChannelOrder(Operator select)
    {
        int[]?[] indices = ((SelectAttributes)select.Attributes!).Indices;
        return indices.Length == 4 && indices[1] is null && indices[2] is null ? indices[3] : null;
    }

    private static SelectAttributes ChannelsOf(int rank, int[] order)
    {
        int[]?[] indices = new int[]?[rank];
        indices[^1] = order;
        return new SelectAttributes(indices);
    }
}
