namespace Edge.ModelTools.Graph.Passes;

/// <summary>
/// Moves functions of single elements before the reshape from an image of one row to a sequence, so that they meet the convolution that
/// made the image: [1,1,L,C] to [1,L,C] to Relu becomes Relu, then the reshape. Scale and shift go the same way, since channels stay last.
/// </summary>
internal static class SinkReshapes
{
    /// <summary>Runs the pass.</summary>
    public static void Run(ModelGraph graph)
    {
        var index = new GraphIndex(graph);
        foreach (Operator op in graph.Operators)
        {
            if (op.Kind is OperatorKind.Unary or OperatorKind.ScaleShift
                && index.ProducerOf(op.Inputs[0]) is { Kind: OperatorKind.Reshape } reshape
                && IsToSequence(reshape)
                && index.OnlyConsumerOf(reshape.Output) == op)
            {
                // The two change places: the earlier one takes over the function, the later one the shape.
                OperatorAttributes? attributes = op.Attributes;
                OperatorKind kind = op.Kind;
                Tensor[] constants = [.. op.Inputs.GetRange(1, op.Inputs.Count - 1)];
                index.Rewrite(op, OperatorKind.Reshape, null, reshape.Output);
                reshape.Output.Shape = reshape.Inputs[0].Shape;
                index.Rewrite(reshape, kind, attributes, [reshape.Inputs[0], .. constants]);
            }
        }
    }

    private static bool IsToSequence(Operator reshape)
    {
        int[] from = reshape.Inputs[0].Shape;
        int[] to = reshape.Output.Shape;
        return from.Length == 4 && to.Length == 3 && from[1] == 1 && from[2] == to[1] && from[3] == to[2];
    }
}
