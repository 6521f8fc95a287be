using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Graph.Passes;

/// <summary>
/// Makes one input of several: a vector that holds them one after the other, channels last. Each of them becomes a part that is picked
/// from it and has a quantization of its own.
/// </summary>
internal static class PackInputs
{
    private const string PackedName = "inputs";

    /// <summary>Runs the pass; a graph with one input stays as it is.</summary>
    /// <param name="mostElements">Elements of the longest row of the device.</param>
    /// <param name="mostParts">Most inputs.</param>
    /// <exception cref="EdgeException">Too many, too large, or of different types.</exception>
    public static void Run(ModelGraph graph, int mostElements, int mostParts)
    {
        List<Tensor> inputs = [.. graph.Inputs];
        if (inputs.Count < 2)
        {
            return;
        }

        long total = inputs.Sum(input => (long)input.ElementCount);
        ElementType type = graph.SourceInputs[0].Type;
        if (inputs.Count > mostParts || total > mostElements || graph.SourceInputs.Exists(source => source.Type != type))
        {
            throw new EdgeException(
                DiagnosticId.UnsupportedShape,
                graph.Name,
                $"it has {inputs.Count} inputs of {total} values together, of types {string.Join(", ", graph.SourceInputs.Select(source => source.Type).Distinct())}",
                $"Edge takes up to {mostParts} inputs of one type with {mostElements} values together");
        }

        var packed = new Tensor(FreeName(graph), inputs[0].Type, [1, (int)total]) { Quantization = inputs[0].Quantization };
        var picks = new List<Operator>();
        int start = 0;
        for (int i = 0; i < inputs.Count; i++)
        {
            Tensor input = inputs[i];
            var pick = new SelectAttributes([null, [.. Enumerable.Range(start, input.ElementCount)]], IsPart: true);
            start += input.ElementCount;
            graph.Parts.Add(new InputPart(pick, input.Shape, graph.SourceInputs[i]));
            Tensor part = input.Shape.Length == 2
                ? input
                : new Tensor($"{input.Name}/part", input.Type, [1, input.ElementCount]) { Quantization = input.Quantization };
            picks.Add(new Operator(OperatorKind.Select, part.Name, [packed], [part], pick) { Location = $"input '{input.Name}'" });
            if (part != input)
            {
                picks.Add(new Operator(OperatorKind.Reshape, input.Name, [part], [input]) { Location = $"input '{input.Name}'" });
            }
        }

        graph.Operators.InsertRange(0, picks);
        graph.Inputs.Clear();
        graph.Inputs.Add(packed);
        graph.SourceInputs.Clear();
        graph.SourceInputs.Add(new SourceInterface(packed.Name, type, packed.Shape, IsChannelsFirst: false));
    }

    private static string FreeName(ModelGraph graph)
    {
        var taken = new HashSet<string>(graph.Inputs.Concat(graph.Operators.SelectMany(op => op.Outputs)).Select(tensor => tensor.Name));
        string name = PackedName;
        while (taken.Contains(name))
        {
            name += "_";
        }

        return name;
    }
}
