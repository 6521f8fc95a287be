using System.Linq;
using Edge.ModelTools.Data;

namespace Edge.ModelTools.Graph.Passes;

/// <summary>Takes a float graph back to plain real numbers: Quantize operators go, nothing remembers a scale, and what goes in and out are reals.</summary>
internal static class RemoveQuantization
{
    /// <summary>Runs the pass.</summary>
    public static void Run(ModelGraph graph)
    {
        var index = new GraphIndex(graph);
        foreach (Operator op in graph.Operators.Where(op => op.Kind == OperatorKind.Quantize))
        {
            index.Bypass(op);
        }

        index.Commit();
        foreach (Tensor tensor in graph.Operators.SelectMany(op => op.Inputs.Concat(op.Outputs)).Concat(graph.Inputs))
        {
            tensor.Quantization = null;
        }

        for (int i = 0; i < graph.SourceInputs.Count; i++)
        {
            graph.SourceInputs[i] = graph.SourceInputs[i] with { Type = ElementType.Float32 };
        }

        for (int i = 0; i < graph.Parts.Count; i++)
        {
            graph.Parts[i] = graph.Parts[i] with { Source = graph.Parts[i].Source with { Type = ElementType.Float32 } };
        }

        for (int i = 0; i < graph.SourceOutputs.Count; i++)
        {
            graph.SourceOutputs[i] = graph.SourceOutputs[i] with { Type = ElementType.Float32 };
        }
    }
}
