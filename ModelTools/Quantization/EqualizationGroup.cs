using System.Collections.Generic;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Activations whose channel c may be multiplied by one positive factor s[c] without changing what the network computes: the operators
/// that make them multiply their rows by s, those that read them divide their columns by s.
/// </summary>
internal sealed class EqualizationGroup
{
    /// <summary>Makes a group of tensors with <paramref name="channels"/> channels.</summary>
    public EqualizationGroup(int channels)
    {
        Channels = channels;
    }

    /// <summary>Number of factors. Element i of a tensor of the group belongs to channel i % Channels.</summary>
    public int Channels { get; }

    /// <summary>The activations.</summary>
    public List<Tensor> Tensors { get; } = [];

    /// <summary>Convolutions and fully connected layers that make one of them.</summary>
    public List<Operator> Producers { get; } = [];

    /// <summary>Convolutions and fully connected layers that read one of them.</summary>
    public List<Operator> Consumers { get; } = [];

    /// <summary>Additions of a constant within the group: the constant is multiplied too.</summary>
    public List<Operator> Offsets { get; } = [];

    /// <summary>
    /// Upper bounds of fused clamps in the group (6 for ReLU6) with the tensors they clamp. A bound stays where it is, so a channel
    /// may only grow, and only up to the bound.
    /// </summary>
    public List<(Tensor Tensor, float Bound)> Caps { get; } = [];
}
