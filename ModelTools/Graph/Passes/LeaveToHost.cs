using System.Linq;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Graph.Passes;

/// <summary>
/// Takes a LogSoftmax or ArgMax before an output away: neither changes which class is the largest, and the scores that the device
/// gives are worth more in int8. The output remembers it, so that tools give what the source model gives.
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
            while (last is { Kind: OperatorKind.Reshape } && FinishOf(graph.ProducerOf(last.Inputs[0])) != OutputFinish.None)
            {
                last = graph.ProducerOf(last.Inputs[0]); // of an ArgMax that lost its axis
            }

            if (FinishOf(last) is not OutputFinish.None and OutputFinish finish)
            {
                Tensor scores = last!.Inputs[0];
                SourceInterface source = graph.SourceOutputs[i];
                int[] shape = source.IsChannelsFirst ? [scores.Shape[0], scores.Shape[3], scores.Shape[1], scores.Shape[2]] : scores.Shape;
                graph.Outputs[i] = scores;
                graph.SourceOutputs[i] = source with { Finish = finish, Shape = shape, Type = scores.Type };
            }
        }

        RemoveUnused.Run(graph);
        if (graph.Operators.FirstOrDefault(op => FinishOf(op) != OutputFinish.None) is { } inside)
        {
            throw new EdgeException(
                DiagnosticId.UnsupportedOperator, inside.Location, $"{inside.Kind} is supported only as the last operator before an output", "end the model there, and let the app do the rest");
        }
    }

    private static OutputFinish FinishOf(Operator? op) => op?.Kind switch
    {
        OperatorKind.LogSoftmax => OutputFinish.LogSoftmax,
        OperatorKind.ArgMax => OutputFinish.ArgMax,
        _ => OutputFinish.None,
    };
}
