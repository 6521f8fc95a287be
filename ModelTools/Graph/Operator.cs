using System.Collections.Generic;

namespace Edge.ModelTools.Graph;

/// <summary>One operator of a <see cref="ModelGraph"/>.</summary>
internal sealed class Operator
{
    /// <summary>Makes an operator; it joins a graph by being added to <see cref="ModelGraph.Operators"/>.</summary>
    public Operator(OperatorKind kind, string name, IEnumerable<Tensor> inputs, IEnumerable<Tensor> outputs, OperatorAttributes? attributes = null)
    {
        Kind = kind;
        Name = name;
        Inputs = [.. inputs];
        Outputs = [.. outputs];
        Attributes = attributes;
        Location = name;
    }

    /// <summary>What it computes.</summary>
    public OperatorKind Kind { get; set; }

    /// <summary>Name for reports; unique within a graph where the source has names.</summary>
    public string Name { get; set; }

    /// <summary>Where it stands in the source file, for messages: "operator 37 DEPTHWISE_CONV_2D", "node 12 'Conv_12' (Conv)".</summary>
    public string Location { get; set; }

    /// <summary>Index of the source operator whose result this operator's output is, or -1; a fused operator has the index of the last one.</summary>
    public int SourceIndex { get; set; } = -1;

    /// <summary>Inputs, as <see cref="OperatorKind"/> lists them.</summary>
    public List<Tensor> Inputs { get; }

    /// <summary>Outputs.</summary>
    public List<Tensor> Outputs { get; }

    /// <summary>Attributes, or null where the kind has none.</summary>
    public OperatorAttributes? Attributes { get; set; }

    /// <summary>The only or first output.</summary>
    public Tensor Output => Outputs[0];

    /// <summary>The MBConv block this operator belongs to, or -1; set by the block recogniser.</summary>
    public int BlockIndex { get; set; } = -1;

    /// <summary>Its part in that block.</summary>
    public BlockRole Role { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Name}";
}
