using System;
using System.Linq;

namespace Edge.ModelTools.Graph.Passes;

/// <summary>
/// Turns a network over images of one row by a quarter when a row is longer than an array of the device: [1,1,L,C] becomes [1,L,1,C], a
/// row of the image one step of the sequence, and 1 x k windows become k x 1. The elements keep their sequence, so nothing moves.
/// </summary>
internal static class TurnSequences
{
    /// <summary>Runs the pass.</summary>
    /// <param name="mostRowBytes">Elements of the longest row that stays as it is.</param>
    public static void Run(ModelGraph graph, int mostRowBytes)
    {
        Tensor[] images = [.. graph.Inputs.Concat(graph.Operators.Select(op => op.Output)).Where(tensor => tensor.Shape.Length == 4)];
        bool isSequence = images.All(tensor => tensor.Shape[1] == 1) && graph.Operators.TrueForAll(CanTurn);
        if (!isSequence || !images.Any(tensor => tensor.ElementCount > mostRowBytes))
        {
            return;
        }

        foreach (Tensor tensor in images.Distinct())
        {
            tensor.Shape = Turned(tensor.Shape);
        }

        foreach (Operator op in graph.Operators)
        {
            Turn(op);
        }
    }

    /// <summary>A transpose of images would have to be another one.</summary>
    private static bool CanTurn(Operator op) => op.Kind is not (OperatorKind.Transpose or OperatorKind.DepthToSpace) || op.Inputs[0].Shape.Length != 4;

    private static void Turn(Operator op)
    {
        bool isImage = op.Inputs[0].Shape.Length == 4;
        if (op.Kind is OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D)
        {
            Tensor weights = op.Inputs[1];
            op.Inputs[1] = new Tensor(weights.Name, weights.Type, Turned(weights.Shape))
            {
                Data = weights.Data, Quantization = weights.Quantization, SourceIndex = weights.SourceIndex,
            };
        }
        else
        {
            for (int i = 0; i < op.Inputs.Count; i++)
            {
                Tensor constant = op.Inputs[i];
                if (constant.IsConstant && constant.Shape.Length is 3 or 4 && isImage)
                {
                    int[] shape = constant.Shape.Length == 3 ? [1, .. constant.Shape] : constant.Shape;
                    op.Inputs[i] = new Tensor(constant.Name, constant.Type, Turned(shape)) { Data = constant.Data, Quantization = constant.Quantization, SourceIndex = constant.SourceIndex };
                }
            }
        }

        op.Attributes = op.Attributes switch
        {
            ConvAttributes conv => conv with { StrideH = conv.StrideW, StrideW = conv.StrideH, Padding = Turned(conv.Padding) },
            PoolAttributes pool => pool with { KernelH = pool.KernelW, KernelW = pool.KernelH, StrideH = pool.StrideW, StrideW = pool.StrideH, Padding = Turned(pool.Padding) },
            MeanAttributes mean when isImage => mean with { Axes = [.. mean.Axes.Select(Turned).Order()] },
            PadAttributes pad when isImage => pad with { Before = Turned(pad.Before), After = Turned(pad.After) },
            ConcatAttributes concat when isImage => concat with { Axis = Turned(concat.Axis) },
            SelectAttributes select when isImage => select with { Indices = Turned(select.Indices) },
            _ => op.Attributes,
        };
    }

    private static Padding Turned(Padding padding) => new(padding.Left, padding.Top, padding.Right, padding.Bottom);

    private static int Turned(int axis) => axis switch { 1 => 2, 2 => 1, _ => axis };

    private static T[] Turned<T>(T[] perAxis) => [perAxis[0], perAxis[2], perAxis[1], perAxis[3]];
}
