namespace Edge.ModelTools.Graph.Passes;

/// <summary>
/// Marks squeeze-excite: a global mean of y, two 1x1 convolutions or fully connected operators with an activation between
/// and a gate behind them, and the product of y with that gate. Sets roles only; <see cref="RecogniseBlocks"/> assigns blocks.
/// </summary>
internal static class RecogniseSqueezeExcite
{
    /// <summary>Runs the pass.</summary>
    public static void Run(ModelGraph graph)
    {
        var index = new GraphIndex(graph);
        foreach (Operator op in graph.Operators)
        {
            if (op is not { Kind: OperatorKind.Mul, Role: BlockRole.None } || op.Inputs[0].IsConstant || op.Inputs[1].IsConstant)
            {
                continue;
            }

            if (!Mark(index, op, op.Inputs[0], op.Inputs[1]))
            {
                Mark(index, op, op.Inputs[1], op.Inputs[0]);
            }
        }
    }

    /// <summary>The value that a marked product scales: the input that isn't the gate.</summary>
    public static Tensor Scaled(GraphIndex index, Operator scale) =>
        index.ProducerOf(scale.Inputs[0]) is { Role: BlockRole.SqueezeExpand } ? scale.Inputs[1] : scale.Inputs[0];

    private static bool Mark(GraphIndex index, Operator scale, Tensor value, Tensor gate)
    {
        Operator? expand = Dense(index, gate);
        Operator? reduce = expand is null ? null : Dense(index, expand.Inputs[0]);
        Operator? pool = reduce is null ? null : SkipBack(index, reduce.Inputs[0], isActivation: false);
        if (pool is null || !IsGlobalMean(pool) || pool.Inputs[0] != value || value.Shape.Length != 4)
        {
            return false;
        }

        scale.Role = BlockRole.SqueezeScale;
        MarkBack(index, gate, expand!, BlockRole.SqueezeExpand);
        MarkBack(index, expand!.Inputs[0], reduce!, BlockRole.SqueezeReduce);
        MarkBack(index, reduce!.Inputs[0], pool, BlockRole.SqueezePool);
        return true;
    }

    // The 1x1 convolution of one pixel, or the fully connected operator, that makes a tensor, looking through its activation.
    private static Operator? Dense(GraphIndex index, Tensor tensor)
    {
        Operator? op = SkipBack(index, tensor, isActivation: true);
        bool isDense = op is { Kind: OperatorKind.FullyConnected }
            || (op is { Kind: OperatorKind.Conv2D, Attributes: ConvAttributes { Groups: 1 } } && op.Output.Shape is [_, 1, 1, _] && op.Inputs[0].Shape is [_, 1, 1, _]);
        return isDense && index.OnlyConsumerOf(op!.Output) is not null ? op : null;
    }

    // The producer of a tensor before reshapes and, if asked, activation functions.
    private static Operator? SkipBack(GraphIndex index, Tensor tensor, bool isActivation)
    {
        Operator? op = index.ProducerOf(tensor);
        while (op is { Kind: OperatorKind.Reshape } || (isActivation && op is { Kind: OperatorKind.Unary or OperatorKind.PRelu }))
        {
            op = index.ProducerOf(op.Inputs[0]);
        }

        return op;
    }

    private static void MarkBack(GraphIndex index, Tensor tensor, Operator last, BlockRole role)
    {
        for (Operator? op = index.ProducerOf(tensor); op is not null; op = op == last ? null : index.ProducerOf(op.Inputs[0]))
        {
            op.Role = role;
        }
    }

    private static bool IsGlobalMean(Operator op) => op.Inputs[0].Shape is [_, int height, int width, int channels]
        && op.Output.ElementCount == channels
        && op.Attributes switch
        {
            MeanAttributes mean => mean.Axes is [1, 2],
            PoolAttributes pool => op.Kind == OperatorKind.AveragePool && pool.KernelH == height && pool.KernelW == width && !pool.Padding.Any && pool.Activation is null,
            _ => false,
        };
}
