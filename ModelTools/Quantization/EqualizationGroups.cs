using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Finds where channels may be rescaled (cross-layer equalization, after Nagel et al. 2019, arXiv:1906.04721, extended to trees of
/// operators): through ReLU, PReLU and leaky ReLU, which are positively homogeneous; through additions, pools, means, zero padding
/// and resizing; through the product with a squeeze-excite gate. Never through swish, sigmoid and the like, whose inputs and outputs
/// keep their scale; ReLU6 only below its bound.
/// </summary>
internal sealed class EqualizationGroups
{
    private readonly ModelGraph _graph;
    private readonly Dictionary<Tensor, Tensor> _parents = [];
    private readonly HashSet<Tensor> _fixed = [];

    private EqualizationGroups(ModelGraph graph)
    {
        _graph = graph;
        foreach (Tensor tensor in FloatReference.Activations(graph))
        {
            _parents[tensor] = tensor;
        }
    }

    /// <summary>The groups of a prepared float graph, in its order.</summary>
    public static List<EqualizationGroup> Find(ModelGraph graph)
    {
        var finder = new EqualizationGroups(graph);
        finder._fixed.UnionWith(graph.Inputs);
        finder._fixed.UnionWith(graph.Outputs);
        foreach (Operator op in graph.Operators)
        {
            finder.Link(op);
        }

        return finder.Collect();
    }

    /// <summary>Channels of a tensor's last dimension; a flattened image [1, H*W*C] has those of the image.</summary>
    private static int ChannelsOf(Tensor tensor) => tensor.Shape[^1];

    private void Link(Operator op)
    {
        switch (op.Kind)
        {
            case OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D or OperatorKind.FullyConnected:
                FixUnlessHomogeneous(op, ClampOf(op));
                break;
            case OperatorKind.Add or OperatorKind.Sub:
                FixUnlessHomogeneous(op, ClampOf(op));
                LinkOperands(op);
                break;
            case OperatorKind.Mul:
                FixUnlessHomogeneous(op, ClampOf(op));
                LinkProduct(op);
                break;
            case OperatorKind.AveragePool or OperatorKind.MaxPool when ClampOf(op) is null:
            case OperatorKind.ResizeNearest or OperatorKind.ResizeBilinear or OperatorKind.PRelu:
            case OperatorKind.Unary when op.Attributes is UnaryAttributes { Function: UnaryFunction.Relu or UnaryFunction.LeakyRelu }:
            case OperatorKind.Pad when op.Attributes is PadAttributes { Value: 0 } pad && pad.Before[^1] == 0 && pad.After[^1] == 0:
            case OperatorKind.Mean when op.Inputs[0].Shape.Length == 4 && op.Attributes is MeanAttributes mean && !mean.Axes.Contains(3):
            case OperatorKind.Select when op.Attributes is SelectAttributes select && select.Indices[^1] is null:
            case OperatorKind.Reshape when KeepsChannels(op):
                Union(op.Inputs[0], op.Output);
                break;
            default:
                _fixed.UnionWith(op.Inputs.Where(input => !input.IsConstant));
                _fixed.UnionWith(op.Outputs);
                break;
        }
    }

    /// <summary>
    /// [1,1,1,C] and [1,C] alike. A flattened image has more elements than channels; it is left to <see cref="Union"/>, which fixes it.
    /// </summary>
    private static bool KeepsChannels(Operator op) => op.Inputs[0].Shape[^1] == op.Output.Shape[^1];

    private void FixUnlessHomogeneous(Operator op, Clamp? clamp)
    {
        if (clamp is not null && (clamp.Min != 0 || !(clamp.Max > 0)))
        {
            _fixed.Add(op.Output);
        }
    }

    private void LinkOperands(Operator op)
    {
        foreach (Tensor input in op.Inputs)
        {
            if (!input.IsConstant)
            {
                Union(input, op.Output);
            }
            else if (input.Data is not float[] || (input.ElementCount != 1 && input.Shape[^1] != ChannelsOf(op.Output)))
            {
                _fixed.Add(op.Output);
            }
        }
    }

    private void LinkProduct(Operator op)
    {
        if (op.Inputs.Any(input => input.IsConstant))
        {
            Union(op.Inputs.First(input => !input.IsConstant), op.Output);
            return;
        }

        // The factor of the product goes to one operand; the other, the smaller one or else the gate, keeps its scale.
        Tensor gate = op.Inputs[0].ElementCount < op.Inputs[1].ElementCount || IsGate(op.Inputs[0]) ? op.Inputs[0] : op.Inputs[1];
        Tensor scaled = gate == op.Inputs[0] ? op.Inputs[1] : op.Inputs[0];
        _fixed.Add(gate);
        Union(scaled, op.Output);
    }

    private bool IsGate(Tensor tensor) => _graph.ProducerOf(tensor) is { Kind: OperatorKind.Unary };

    private void Union(Tensor first, Tensor second)
    {
        if (ChannelsOf(first) != ChannelsOf(second))
        {
            _fixed.Add(first);
            _fixed.Add(second);
            return;
        }

        _parents[Root(first)] = Root(second);
    }

    private Tensor Root(Tensor tensor)
    {
        while (_parents[tensor] != tensor)
        {
            tensor = _parents[tensor];
        }

        return tensor;
    }

    private List<EqualizationGroup> Collect()
    {
        HashSet<Tensor> fixedRoots = [.. _fixed.Select(Root)];
        var groups = new Dictionary<Tensor, EqualizationGroup>();
        foreach (Tensor tensor in _parents.Keys.Where(tensor => !fixedRoots.Contains(Root(tensor))))
        {
            if (!groups.TryGetValue(Root(tensor), out EqualizationGroup? group))
            {
                group = new EqualizationGroup(ChannelsOf(tensor));
                groups.Add(Root(tensor), group);
            }

            group.Tensors.Add(tensor);
        }

        foreach (Operator op in _graph.Operators)
        {
            bool isLinear = op.Kind is OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D or OperatorKind.FullyConnected;
            if (groups.TryGetValue(Root(op.Output), out EqualizationGroup? made))
            {
                if (isLinear)
                {
                    made.Producers.Add(op);
                }
                else if (op.Kind is OperatorKind.Add or OperatorKind.Sub && op.Inputs.Any(input => input.IsConstant))
                {
                    made.Offsets.Add(op);
                }

                if (ClampOf(op) is { } clamp && !float.IsPositiveInfinity(clamp.Max))
                {
                    made.Caps.Add((op.Output, clamp.Max));
                }
            }

            if (isLinear && groups.TryGetValue(Root(op.Inputs[0]), out EqualizationGroup? read))
            {
                read.Consumers.Add(op);
            }
        }

        return [.. groups.Values.Where(group => group.Channels > 1 && group.Producers.Count != 0 && group.Consumers.Count != 0)];
    }

    private static Clamp? ClampOf(Operator op) => op.Attributes switch
    {
        ConvAttributes conv => conv.Activation,
        FullyConnectedAttributes full => full.Activation,
        ArithmeticAttributes arithmetic => arithmetic.Activation,
        PoolAttributes pool => pool.Activation,
        _ => null,
    };
}
