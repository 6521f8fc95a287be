using System;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// How much work a step of the quantizer may be given, in multiply-accumulates: it depends on the network alone, never on the clock,
/// so that results repeat.
/// </summary>
internal static class GraphWork
{
    /// <summary>Multiply-accumulates of one inference.</summary>
    public static long Macs(ModelGraph graph) => graph.Operators.Sum(op => op.Kind switch
    {
        OperatorKind.Conv2D => (long)op.Output.ElementCount * (op.Inputs[1].ElementCount / op.Inputs[1].Shape[0]),
        OperatorKind.DepthwiseConv2D => (long)op.Output.ElementCount * op.Inputs[1].Shape[1] * op.Inputs[1].Shape[2],
        OperatorKind.FullyConnected => op.Inputs[1].ElementCount,
        _ => op.Output.ElementCount,
    });

    /// <summary>Samples whose inferences fit a budget.</summary>
    public static int Samples(ModelGraph graph, double gigaMacs, int fewest, int most) =>
        (int)Math.Min(most, Math.Max(fewest, gigaMacs * 1e9 / Macs(graph)));
}
