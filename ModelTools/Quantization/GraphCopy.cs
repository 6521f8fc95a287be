using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>A copy of a graph whose operators and tensors may be changed without touching the original. Constant values are copied too.</summary>
internal static class GraphCopy
{
    /// <summary>Copies a graph.</summary>
    public static ModelGraph Of(ModelGraph graph) => Of(graph, out _);

    /// <summary>Copies a graph and says which tensor became which.</summary>
    public static ModelGraph Of(ModelGraph graph, out Dictionary<Tensor, Tensor> copies)
    {
        var tensors = new Dictionary<Tensor, Tensor>();
        var copy = new ModelGraph(graph.Name) { Labels = graph.Labels, PixelNormalisation = graph.PixelNormalisation };
        copy.Inputs.AddRange(graph.Inputs.Select(Copy));
        foreach (Operator op in graph.Operators)
        {
            copy.Operators.Add(new Operator(op.Kind, op.Name, op.Inputs.Select(Copy), op.Outputs.Select(Copy), op.Attributes)
            {
                Location = op.Location,
                SourceIndex = op.SourceIndex,
                BlockIndex = op.BlockIndex,
                Role = op.Role,
            });
        }

        copy.Outputs.AddRange(graph.Outputs.Select(Copy));
        copy.SourceInputs.AddRange(graph.SourceInputs);
        copy.Parts.AddRange(graph.Parts);
        copy.SourceOutputs.AddRange(graph.SourceOutputs);
        copies = tensors;
        return copy;

        Tensor Copy(Tensor tensor)
        {
            if (!tensors.TryGetValue(tensor, out Tensor? made))
            {
                made = new Tensor(tensor.Name, tensor.Type, [.. tensor.Shape])
                {
                    Quantization = tensor.Quantization,
                    Data = (System.Array?)tensor.Data?.Clone(),
                    SourceIndex = tensor.SourceIndex,
                };
                tensors.Add(tensor, made);
            }

            return made;
        }
    }
}
