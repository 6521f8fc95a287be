using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Lowering;

/// <summary>Picking rows, columns and channels, and moving channels to pixels.</summary>
internal static class SelectionLowering
{
    /// <summary>Lowers a Select: indices that ascend or descend evenly become start and step, others a map.</summary>
    public static void LowerSelect(LoweringContext context, Operator op)
    {
        DeviceTensor input = context.Get(op.Inputs[0]);
        int[]?[] axes = DeviceIndices(op);
        if (Array.TrueForAll(axes, indices => indices is null))
        {
            LayoutLowering.Move(context, op, input);
            return;
        }

        DeviceOperator lowered = LoweringContext.Start(op, OpCode.Select, [input], context.Declare(op.Output));
        var maps = new List<int>();
        (lowered.PadTop, lowered.StrideH) = Progression(axes[0], maps);
        (lowered.PadLeft, lowered.StrideW) = Progression(axes[1], maps);
        (lowered.PadFront, lowered.ChannelMultiplier) = Progression(axes[2], maps);
        lowered.IndexMaps = [.. maps];
        context.Add(lowered);
    }

    /// <summary>Lowers a DepthToSpace.</summary>
    public static void LowerDepthToSpace(LoweringContext context, Operator op)
    {
        var attributes = (DepthToSpaceAttributes)op.Attributes!;
        DeviceOperator lowered = LoweringContext.Start(op, OpCode.DepthToSpace, [context.Get(op.Inputs[0])], context.Declare(op.Output));
        lowered.StrideH = attributes.BlockH;
        lowered.StrideW = attributes.BlockW;
        lowered.PadTop = attributes.Top;
        lowered.PadLeft = attributes.Left;
        lowered.Groups = attributes.IsChannelMajor ? 1 : 0;
        context.Add(lowered);
    }

    /// <summary>The indices of each device axis; null where it stays. Several dimensions that are one device axis are picked together.</summary>
    private static int[]?[] DeviceIndices(Operator op)
    {
        int[]?[] picked = ((SelectAttributes)op.Attributes!).Indices;
        Tensor input = op.Inputs[0];
        int[]?[] device = new int[]?[3];
        for (int axis = 0; axis < picked.Length; axis++)
        {
            int target = TensorShape.AxisToDevice(input, axis, takesPart: true);
            if (target < 0)
            {
                if (picked[axis] is { } batch && !batch.SequenceEqual(Enumerable.Range(0, input.Shape[axis])))
                {
                    throw new EdgeException(DiagnosticId.UnsupportedShape, op.Location, "it picks from the batch", "export the model for a batch of 1");
                }

                continue;
            }

            int size = input.Shape[axis];
            int[] own = picked[axis] ?? [.. Enumerable.Range(0, size)];
            int[] outer = device[target] ?? [0];
            device[target] = [.. outer.SelectMany(index => own.Select(inner => (index * size) + inner))];
        }

        int[] sizes = TensorShape.ToDevice(input);
        for (int target = 0; target < 3; target++)
        {
            device[target] = device[target] is { } indices && indices.SequenceEqual(Enumerable.Range(0, sizes[target])) ? null : device[target];
        }

        return device;
    }

    private static (int Start, int Step) Progression(int[]? indices, List<int> maps)
    {
        if (indices is null)
        {
            return (0, 1);
        }

        int step = indices.Length > 1 ? indices[1] - indices[0] : 1;
        for (int i = 1; i < indices.Length; i++)
        {
            step = indices[i] - indices[i - 1] == step ? step : 0;
        }

        if (step == 0)
        {
            maps.AddRange(indices);
        }

        return step == 0 ? (0, 0) : (indices[0], step);
    }
}
