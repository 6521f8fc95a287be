using System.Collections.Generic;
using Edge.ModelTools.Data;

namespace Edge.ModelTools.Graph.Passes;

/// <summary>
/// Replaces a ScaleShift that could not be folded: over [1,H,W,C] by a 1x1 depthwise convolution, which computes just that,
/// over other shapes by Mul and Add.
/// </summary>
internal static class LowerScaleShift
{
    /// <summary>Runs the pass.</summary>
    public static void Run(ModelGraph graph)
    {
        var index = new GraphIndex(graph);
        var replacements = new Dictionary<Operator, Operator[]>();
        foreach (Operator op in graph.Operators)
        {
            if (op.Kind != OperatorKind.ScaleShift)
            {
                continue;
            }

            Tensor scale = op.Inputs[1];
            Tensor shift = op.Inputs[2];
            if (op.Output.Shape.Length == 4)
            {
                var weights = new Tensor(scale.Name, ElementType.Float32, [1, 1, 1, scale.Floats.Length]) { Data = scale.Data };
                index.Rewrite(op, OperatorKind.DepthwiseConv2D, new ConvAttributes(1, 1, Padding.None), op.Inputs[0], weights, shift);
                continue;
            }

            var scaled = new Tensor($"{op.Output.Name}/scaled", ElementType.Float32, op.Output.Shape);
            var product = new Operator(OperatorKind.Mul, $"{op.Name}/scale", [op.Inputs[0], scale], [scaled], new ArithmeticAttributes()) { Location = op.Location };
            index.Rewrite(op, OperatorKind.Add, new ArithmeticAttributes(), scaled, shift);
            replacements.Add(op, [product, op]);
        }

        index.Replace(replacements);
    }
}
