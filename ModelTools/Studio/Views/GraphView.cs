using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Edge.ModelTools.Evaluation;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Graph.Passes;

namespace Edge.ModelTools.Studio.Views;

/// <summary>A network as the page draws it: its operators in order, each with its block, its shapes and what it costs.</summary>
internal static class GraphView
{
    /// <summary>Describes a network.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="layers">Errors of its layers by tensor; empty when they are not known.</param>
    public static object Of(ModelGraph graph, IReadOnlyList<LayerError> layers)
    {
        RecogniseBlocksOfImported(graph);
        var makers = new Dictionary<Tensor, int>();
        var errors = new Dictionary<string, LayerError>();
        foreach (LayerError layer in layers)
        {
            errors[layer.Tensor] = layer;
        }

        var nodes = new List<object>();
        foreach (Operator op in graph.Operators)
        {
            errors.TryGetValue(op.Output.Name, out LayerError? error);
            Tensor? weights = WeightsOf(op);
            nodes.Add(new
            {
                kind = op.Kind == OperatorKind.Unary ? ((UnaryAttributes)op.Attributes!).Function.ToString() : op.Kind.ToString(),
                name = op.Output.Name,
                role = op.Role,
                block = op.BlockIndex,
                shape = ShapeOf(op.Output),
                detail = Detail(op),
                macs = MacsOf(op),
                weightBytes = weights?.ElementCount ?? 0,
                inputs = op.Inputs.Where(input => !input.IsConstant).Select(input => makers.GetValueOrDefault(input, -1)),
                sqnrDb = error is not null && double.IsFinite(error.SqnrDecibels) ? error.SqnrDecibels : (double?)null,
                cause = error?.Cause,
                reason = error?.Reason,
            });
            foreach (Tensor output in op.Outputs)
            {
                makers[output] = nodes.Count - 1;
            }
        }

        return new { input = ShapeOf(graph.Inputs[0]), nodes };
    }

    /// <summary>The readers of float models recognise blocks; in models that come quantized nobody has looked for them.</summary>
    private static void RecogniseBlocksOfImported(ModelGraph graph)
    {
        if (graph.Operators.TrueForAll(op => op.Role == BlockRole.None))
        {
            RecogniseSqueezeExcite.Run(graph);
            RecogniseBlocks.Run(graph);
        }
    }

    private static string ShapeOf(Tensor tensor)
    {
        IEnumerable<int> sizes = tensor.Shape.Length > 1 ? tensor.Shape.Skip(1) : tensor.Shape;
        return string.Join("×", sizes.Select(size => size.ToString(CultureInfo.InvariantCulture)));
    }

    private static Tensor? WeightsOf(Operator op)
    {
        return op.Kind is OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D or OperatorKind.FullyConnected ? op.Inputs[1] : null;
    }

    private static long MacsOf(Operator op)
    {
        long pixels = op.Kind == OperatorKind.FullyConnected ? 1 : op.Output.Shape.Skip(1).SkipLast(1).Aggregate(1L, (product, size) => product * size);
        return WeightsOf(op) is Tensor weights ? pixels * weights.ElementCount : 0;
    }

    private static string Detail(Operator op)
    {
        switch (op.Attributes)
        {
            case ConvAttributes convolution:
                int[] weights = op.Inputs[1].Shape;
                string groups = convolution.Groups > 1 ? $", {convolution.Groups} groups" : string.Empty;
                return Window(weights[1], weights[2], convolution.StrideH, convolution.StrideW) + groups;
            case PoolAttributes pool:
                return Window(pool.KernelH, pool.KernelW, pool.StrideH, pool.StrideW);
            default:
                return string.Empty;
        }
    }

    private static string Window(int height, int width, int strideHeight, int strideWidth)
    {
        string stride = strideHeight == strideWidth ? $"{strideHeight}" : $"{strideHeight}×{strideWidth}";
        return strideHeight * strideWidth == 1 ? $"{height}×{width}" : $"{height}×{width}, stride {stride}";
    }
}
