namespace Edge.ModelTools.Graph.Passes;

/// <summary>
/// Moves zero padding of height and width into the convolution or pooling operator that reads it, where that is exact:
/// always for convolutions; for average pooling when the padding counts; for max pooling when no input is negative.
/// </summary>
internal static class FusePadding
{
    /// <summary>Runs the pass.</summary>
    public static void Run(ModelGraph graph)
    {
        var index = new GraphIndex(graph);
        foreach (Operator op in graph.Operators)
        {
            if (op.Inputs.Count == 0 || index.ProducerOf(op.Inputs[0]) is not { Attributes: PadAttributes pad } padding || !IsSpatialZero(pad))
            {
                continue;
            }

            Tensor source = padding.Inputs[0];
            if (op.Attributes is ConvAttributes conv)
            {
                // The weights are [O, kh, kw, I] or [1, kh, kw, O].
                Padding sum = Sum(conv.Padding, pad);
                if (IsWithin(sum, op.Inputs[1].Shape[1], op.Inputs[1].Shape[2]))
                {
                    op.Attributes = conv with { Padding = sum };
                    index.SetInput(op, 0, source);
                }
            }
            else if (op.Attributes is PoolAttributes pool)
            {
                Padding sum = Sum(pool.Padding, pad);
                bool isAverage = op.Kind == OperatorKind.AveragePool;
                bool isExact = isAverage ? pool.CountPadding || !pool.Padding.Any : IsNeverNegative(index.ProducerOf(source));
                if (isExact && IsWithin(sum, pool.KernelH, pool.KernelW))
                {
                    op.Attributes = pool with { Padding = sum, CountPadding = isAverage };
                    index.SetInput(op, 0, source);
                }
            }
        }

        RemoveUnused.Run(graph);
    }

    private static bool IsSpatialZero(PadAttributes pad) =>
        pad.Value == 0 && pad.QuantizedValue is null && pad.Before is [0, _, _, 0] && pad.After is [0, _, _, 0];

    private static Padding Sum(Padding own, PadAttributes pad) =>
        new(own.Top + pad.Before[1], own.Left + pad.Before[2], own.Bottom + pad.After[1], own.Right + pad.After[2]);

    // Every window then holds at least one pixel of the image.
    private static bool IsWithin(Padding padding, int kernelH, int kernelW) =>
        padding.Top < kernelH && padding.Bottom < kernelH && padding.Left < kernelW && padding.Right < kernelW;

    // Max pooling leaves padding out; a zero changes nothing where something non-negative stands beside it.
    private static bool IsNeverNegative(Operator? producer) => producer?.Attributes switch
    {
        UnaryAttributes unary => FuseClamps.ClampOf(unary) is { Min: >= 0 } || unary.Function is UnaryFunction.Sigmoid or UnaryFunction.HardSigmoid,
        ConvAttributes conv => conv.Activation is { Min: >= 0 },
        ArithmeticAttributes arithmetic => arithmetic.Activation is { Min: >= 0 },
        _ => false,
    };
}
