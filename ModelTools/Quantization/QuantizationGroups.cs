using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Which activations have to have the same scale and zero point, because an operator between them moves int8 values without
/// changing them, or compares them: pooling, reshape, transpose, pad, resize, concatenation, selection, maximum and minimum.
/// </summary>
internal sealed class QuantizationGroups
{
    private readonly Dictionary<Tensor, Tensor> _parents = [];

    /// <summary>Finds the groups of a graph.</summary>
    public QuantizationGroups(ModelGraph graph)
    {
        foreach (Tensor tensor in FloatReference.Activations(graph))
        {
            _parents[tensor] = tensor;
        }

        foreach (Operator op in graph.Operators.Where(KeepsQuantization))
        {
            foreach (Tensor input in op.Inputs.Where(input => !input.IsConstant))
            {
                _parents[Root(input)] = Root(op.Output);
            }
        }
    }

    /// <summary>Whether an operator needs one quantization for its inputs and its output.</summary>
    public static bool KeepsQuantization(Operator op) => op.Kind is OperatorKind.MaxPool or OperatorKind.AveragePool or OperatorKind.Pad
        or OperatorKind.Reshape or OperatorKind.Transpose or OperatorKind.Concat or OperatorKind.ResizeNearest or OperatorKind.ResizeBilinear
        or OperatorKind.DepthToSpace or OperatorKind.Maximum or OperatorKind.Minimum
        || op.Attributes is SelectAttributes { IsPart: false };

    /// <summary>The tensor that stands for the group of <paramref name="tensor"/>.</summary>
    public Tensor Root(Tensor tensor)
    {
        while (_parents[tensor] != tensor)
        {
            tensor = _parents[tensor];
        }

        return tensor;
    }

    /// <summary>Every group, in the order of the graph.</summary>
    public IEnumerable<List<Tensor>> All() => _parents.Keys.GroupBy(Root).Select(group => group.ToList());
}
