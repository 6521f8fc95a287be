using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Graph.Passes;

/// <summary>
/// Takes a LogSoftmax or ArgMax before an output away: neither changes which class is the largest, and the scores that the device
/// gives are worth more in int8. So it does with a Softmax or Sigmoid that a quantized model leaves in real numbers. The output
/// remembers it, so that tools give what the source model gives.
/// </summary>
internal static class LeaveToHost
{
    /// <summary>Runs the pass.</summary>
    /// <exception cref="EdgeException">One of them stands elsewhere.</exception>
    public static void Run(ModelGraph graph)
    {
        for (int i = 0; i < graph.Outputs.Count; i++)
        {
            Operator? last = graph.ProducerOf(graph.Outputs[i]);
            while (last is { Kind: OperatorKind.Reshape } && FinishOf(graph, graph.ProducerOf(last.Inputs[0])) != OutputFinish.None)
            {
                last = graph.ProducerOf(last.Inputs[0]); // of an ArgMax that lost its axis
            }

            if (FinishOf(graph, last) is not OutputFinish.None and OutputFinish finish)
            {
                Tensor scores = Scores(graph, last!.Inputs[0]);
                SourceInterface source = graph.SourceOutputs[i];
                int[] shape = source.IsChannelsFirst ? [scores.Shape[0], scores.Shape[3], scores.Shape[1], scores.Shape[2]] : scores.Shape;
                graph.Outputs[i] = scores;
                graph.SourceOutputs[i] = source with { Finish = finish, Shape = shape, Type = scores.Type };
            }
        }

        RemoveUnused.Run(graph);
        if (graph.Operators.FirstOrDefault(op => op.Kind is OperatorKind.LogSoftmax or OperatorKind.ArgMax) is { } inside)
        {
            throw new EdgeException(
                DiagnosticId.UnsupportedOperator, inside.Location, $"{inside.Kind} is supported only as the last operator before an output", "end the model there, and let the app do the rest");
        }
    }

    private static OutputFinish FinishOf(ModelGraph graph, Operator? op) => op switch
    {
        { Kind: OperatorKind.LogSoftmax } => OutputFinish.LogSoftmax,
        { Kind: OperatorKind.ArgMax } => OutputFinish.ArgMax,
        { Kind: OperatorKind.Softmax, Attributes: SoftmaxAttributes { Beta: 1 } } when IsBehindQuantized(graph, op) => OutputFinish.Softmax,
        { Kind: OperatorKind.Unary, Attributes: UnaryAttributes { Function: UnaryFunction.Sigmoid } } when IsBehindQuantized(graph, op) => OutputFinish.Sigmoid,
        _ => OutputFinish.None,
    };

    /// <summary>Whether an operator takes quantized values, and gives real ones.</summary>
    private static bool IsBehindQuantized(ModelGraph graph, Operator op)
    {
        Tensor scores = Scores(graph, op.Inputs[0]);
        return op.Output.Type == ElementType.Float32
            && (scores.Type == ElementType.Int8 || graph.ProducerOf(scores) is { Kind: OperatorKind.Quantize });
    }

    /// <summary>The tensor that the device gives: before the step to real numbers, and before reshapes that leave the channels.</summary>
    private static Tensor Scores(ModelGraph graph, Tensor tensor)
    {
        while (graph.ProducerOf(tensor) is { } op
            && (op.Kind == OperatorKind.Dequantize || (op.Kind == OperatorKind.Reshape && tensor.Type == ElementType.Float32 && op.Inputs[0].Shape[^1] == tensor.Shape[^1])))
        {
            tensor = op.Inputs[0];
        }

        return tensor;
    }
}
