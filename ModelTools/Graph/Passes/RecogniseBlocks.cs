using System.Collections.Generic;

namespace Edge.ModelTools.Graph.Passes;

/// <summary>
/// Marks MBConv blocks (inverted residuals of MobileNetV2/V3, EfficientNet): 1x1 expand with activation, depthwise with or
/// without activation, squeeze-excite, 1x1 project without activation, residual addition; the depthwise and the project are
/// required. Activation operators carry the role of the operator before them.
/// </summary>
internal static class RecogniseBlocks
{
    /// <summary>Runs the pass; blocks are numbered from 0 in order of execution.</summary>
    public static void Run(ModelGraph graph)
    {
        var index = new GraphIndex(graph);
        int count = 0;
        foreach (Operator op in graph.Operators)
        {
            // A 1x1 depthwise is a batch normalisation that could not be folded.
            bool isDepthwise = op is { Kind: OperatorKind.DepthwiseConv2D, BlockIndex: < 0 } && op.Inputs[1].Shape is not [_, 1, 1, _];
            if (isDepthwise && TryMark(index, op, count))
            {
                count++;
            }
        }
    }

    private static bool TryMark(GraphIndex index, Operator depthwise, int block)
    {
        var members = new List<(Operator Op, BlockRole Role)> { (depthwise, BlockRole.Depthwise) };
        Tensor value = FollowActivation(index, depthwise, BlockRole.Depthwise, members);
        Operator? project = index.OnlyConsumerOf(value);
        if (project is null && FindScale(index, value, members) is { } scale)
        {
            project = index.OnlyConsumerOf(scale.Output);
        }

        if (project is null || !IsPointwise(project) || project.BlockIndex >= 0 || HasActivation(index, project))
        {
            return false;
        }

        members.Add((project, BlockRole.Project));
        Tensor input = FindExpand(index, depthwise, members);
        if (index.OnlyConsumerOf(project.Output) is { Kind: OperatorKind.Add } add && add.Inputs.Contains(input) && add.BlockIndex < 0)
        {
            members.Add((add, BlockRole.Residual));
        }

        foreach ((Operator op, BlockRole role) in members)
        {
            op.BlockIndex = block;
            op.Role = role;
        }

        return true;
    }

    // The output of an operator behind the activation functions that follow it; these become members.
    private static Tensor FollowActivation(GraphIndex index, Operator op, BlockRole role, List<(Operator Op, BlockRole Role)> members)
    {
        Tensor value = op.Output;
        while (index.OnlyConsumerOf(value) is { Kind: OperatorKind.Unary or OperatorKind.PRelu } activation)
        {
            members.Add((activation, role));
            value = activation.Output;
        }

        return value;
    }

    // The product that scales a value by its squeeze-excite gate; all operators of the gate become members.
    private static Operator? FindScale(GraphIndex index, Tensor value, List<(Operator Op, BlockRole Role)> members)
    {
        foreach (Operator scale in index.ConsumersOf(value))
        {
            if (scale.Role != BlockRole.SqueezeScale || RecogniseSqueezeExcite.Scaled(index, scale) != value)
            {
                continue;
            }

            members.Add((scale, BlockRole.SqueezeScale));
            Tensor gate = scale.Inputs[0] == value ? scale.Inputs[1] : scale.Inputs[0];
            while (gate != value && index.ProducerOf(gate) is { } op)
            {
                members.Add((op, op.Role));
                gate = op.Inputs[0];
            }

            return scale;
        }

        return null;
    }

    // The block's input: what the expand reads, or the depthwise when there is none.
    private static Tensor FindExpand(GraphIndex index, Operator depthwise, List<(Operator Op, BlockRole Role)> members)
    {
        Tensor value = depthwise.Inputs[0];
        var found = new List<(Operator Op, BlockRole Role)>();
        Operator? op = index.ProducerOf(value);
        while (op is { Kind: OperatorKind.Unary or OperatorKind.PRelu } && index.OnlyConsumerOf(op.Output) is not null)
        {
            found.Add((op, BlockRole.Expand));
            op = index.ProducerOf(op.Inputs[0]);
        }

        // Without an activation it is the project of the block before.
        bool isExpand = op is not null && IsPointwise(op) && op.BlockIndex < 0 && HasActivation(index, op) && index.OnlyConsumerOf(op.Output) is not null;
        if (!isExpand)
        {
            return value;
        }

        members.Add((op!, BlockRole.Expand));
        members.AddRange(found);
        return op!.Inputs[0];
    }

    private static bool HasActivation(GraphIndex index, Operator op) =>
        op.Attributes is ConvAttributes { Activation: not null } || index.OnlyConsumerOf(op.Output) is { Kind: OperatorKind.Unary or OperatorKind.PRelu };

    private static bool IsPointwise(Operator op) =>
        op is { Kind: OperatorKind.Conv2D, Attributes: ConvAttributes { Groups: 1, StrideH: 1, StrideW: 1 } conv }
        && !conv.Padding.Any
        && op.Inputs[1].Shape is [_, 1, 1, _];
}
