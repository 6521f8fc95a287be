using System;

namespace Edge.ModelTools.Graph.Passes;

/// <summary>
/// Removes reshapes and transposes that move nothing, merges those that follow each other, and moves those before a fully
/// connected operator into it: it flattens its input itself, and a transpose is a new order of its weights' columns.
/// </summary>
internal static class SimplifyLayout
{
    /// <summary>Runs the pass.</summary>
    public static void Run(ModelGraph graph)
    {
        var index = new GraphIndex(graph);
        foreach (Operator op in graph.Operators)
        {
            switch (op.Kind)
            {
                case OperatorKind.Transpose:
                    SimplifyTranspose(index, op);
                    break;
                case OperatorKind.FullyConnected:
                    MoveIntoWeights(index, op);
                    break;
            }

            if (op.Kind == OperatorKind.Reshape)
            {
                SimplifyReshape(index, op);
            }
        }

        index.Commit();
        RemoveUnused.Run(graph);
    }

    private static void SimplifyReshape(GraphIndex index, Operator op)
    {
        while (index.ProducerOf(op.Inputs[0]) is { Kind: OperatorKind.Reshape } earlier)
        {
            index.SetInput(op, 0, earlier.Inputs[0]);
        }

        if (op.Inputs[0].Shape.AsSpan().SequenceEqual(op.Output.Shape))
        {
            index.Bypass(op);
        }
    }

    private static void SimplifyTranspose(GraphIndex index, Operator op)
    {
        int[] permutation = Permutation(op);
        while (index.ProducerOf(op.Inputs[0]) is { Kind: OperatorKind.Transpose } earlier)
        {
            permutation = Array.ConvertAll(permutation, axis => Permutation(earlier)[axis]);
            index.SetInput(op, 0, earlier.Inputs[0]);
        }

        op.Attributes = new TransposeAttributes(permutation);
        if (MovesNothing(op.Inputs[0].Shape, permutation))
        {
            op.Kind = OperatorKind.Reshape;
            op.Attributes = null;
        }
    }

    // Whether axes longer than 1 keep their sequence.
    private static bool MovesNothing(int[] shape, int[] permutation)
    {
        int last = -1;
        foreach (int axis in permutation)
        {
            if (shape[axis] > 1)
            {
                if (axis < last)
                {
                    return false;
                }

                last = axis;
            }
        }

        return true;
    }

    private static void MoveIntoWeights(GraphIndex index, Operator op)
    {
        while (index.ProducerOf(op.Inputs[0]) is { Kind: OperatorKind.Reshape or OperatorKind.Transpose } earlier)
        {
            if (earlier.Kind == OperatorKind.Transpose)
            {
                PermuteColumns(index, op, earlier.Inputs[0].Shape, Permutation(earlier));
            }

            index.SetInput(op, 0, earlier.Inputs[0]);
        }
    }

    // Column j of the weights belongs to element j of the transposed tensor; it moves to where that element was before.
    private static void PermuteColumns(GraphIndex index, Operator op, int[] shape, int[] permutation)
    {
        int rank = shape.Length;
        int[] strides = new int[rank];
        int depth = 1;
        for (int axis = rank - 1; axis >= 0; axis--)
        {
            strides[axis] = depth;
            depth *= shape[axis];
        }

        int[] sources = new int[depth];
        int[] position = new int[rank];
        for (int j = 0; j < depth; j++)
        {
            for (int i = 0; i < rank; i++)
            {
                sources[j] += position[i] * strides[permutation[i]];
            }

            for (int i = rank - 1; i >= 0 && ++position[i] == shape[permutation[i]]; i--)
            {
                position[i] = 0;
            }
        }

        Tensor weights = op.Inputs[1];
        float[] permuted = new float[weights.Floats.Length];
        for (int row = 0; row < permuted.Length; row += depth)
        {
            for (int j = 0; j < depth; j++)
            {
                permuted[row + sources[j]] = weights.Floats[row + j];
            }
        }

        index.SetInput(op, 1, new Tensor(weights.Name, weights.Type, weights.Shape) { Data = permuted, Quantization = weights.Quantization });
    }

    private static int[] Permutation(Operator op) => ((TransposeAttributes)op.Attributes!).Permutation;
}
