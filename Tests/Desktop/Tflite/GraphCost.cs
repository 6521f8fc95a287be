using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Tflite;

/// <summary>Multiply-accumulates of a graph: convolutions and fully connected layers, padding counted as if it were there.</summary>
internal static class GraphCost
{
    public static long MultiplyAccumulates(ModelGraph graph)
    {
        long total = 0;
        foreach (Operator op in graph.Operators)
        {
            if (op.Kind is OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D or OperatorKind.FullyConnected)
            {
                // Every output element sums over all weights of its output channel.
                int channels = op.Kind == OperatorKind.DepthwiseConv2D ? op.Inputs[1].Shape[3] : op.Inputs[1].Shape[0];
                total += (long)op.Output.ElementCount * (op.Inputs[1].ElementCount / channels);
            }
        }

        return total;
    }
}
