using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Operators;

namespace Edge.ModelTools.Scheduling;

/// <summary>Makes the stages and buffers of a group from a range of the execution order.</summary>
internal static class GroupBuilder
{
    /// <summary>Rows "all at once".</summary>
    public const int AllRows = int.MaxValue;

    /// <summary>Every stage one row at a time, strides or not: the smallest rings.</summary>
    public const int SingleRows = 0;

    /// <summary>Builds the group of positions <paramref name="first"/> to <paramref name="end"/> - 1 and simulates its rings.</summary>
    /// <param name="order">The execution order.</param>
    /// <param name="first">First position.</param>
    /// <param name="end">One past the last position.</param>
    /// <param name="rows">Rows that the last operators make at a time; operators before them make as many as that takes.</param>
    public static GroupPlan Build(ExecutionOrder order, int first, int end, int rows)
    {
        var group = new GroupPlan();
        var buffers = new Dictionary<int, BufferPlan>();
        var constants = new Dictionary<DeviceTensor, BufferPlan>();
        for (int i = first; i < end; i++)
        {
            AddConstants(order.Operator(i), group, constants);
        }

        for (int i = first; i < end; i++)
        {
            AddStage(order, i, first, end, group, buffers, constants);
        }

        SetRoots(group);
        SetRowSteps(group, rows);
        OverlayFinder overlays = RingSimulator.Run(group);
        ShareMemory(group, overlays);
        return group;
    }

    private static void AddConstants(DeviceOperator? op, GroupPlan group, Dictionary<DeviceTensor, BufferPlan> constants)
    {
        foreach (DeviceTensor input in op?.Inputs ?? [])
        {
            if (input.Data is not null && !constants.ContainsKey(input))
            {
                var buffer = new BufferPlan(input, input.Height);
                constants.Add(input, buffer);
                group.Buffers.Add(buffer);
                group.Stages.Add(new StagePlan(OpCode.Constant, null, [], buffer));
            }
        }
    }

    private static void AddStage(
        ExecutionOrder order,
        int position,
        int first,
        int end,
        GroupPlan group,
        Dictionary<int, BufferPlan> buffers,
        Dictionary<DeviceTensor, BufferPlan> constants)
    {
        DeviceOperator? op = order.Operator(position);
        var inputs = new List<BufferPlan>();
        int[] producers = order.Producers(position);
        for (int k = 0; k < producers.Length; k++)
        {
            inputs.Add(producers[k] < 0 ? constants[op!.Inputs[k]] : Buffer(order, producers[k], first, end, group, buffers));
        }

        BufferPlan output = Buffer(order, position, first, end, group, buffers);
        group.Stages.Add(new StagePlan(op?.OpCode ?? OpCode.Input, op, inputs, output));
        for (int i = 0; i < order.Program.Outputs.Count; i++)
        {
            // A network output that is made again has been written the first time.
            if (order.Program.Outputs[i] == output.Tensor && output.Number == output.Tensor.Id)
            {
                group.Stages.Add(new StagePlan(OpCode.Output, null, [output], output) { OutputIndex = i, IsRoot = true });
            }
        }
    }

    private static BufferPlan Buffer(ExecutionOrder order, int position, int first, int end, GroupPlan group, Dictionary<int, BufferPlan> buffers)
    {
        if (!buffers.TryGetValue(position, out BufferPlan? buffer))
        {
            DeviceTensor tensor = order.Tensor(position);
            buffer = new BufferPlan(tensor, tensor.Height)
            {
                Number = order.Number(position),
                IsReady = position < first,
                IsKept = order.LastReader(position) >= end,
            };
            buffers.Add(position, buffer);
            group.Buffers.Add(buffer);
        }

        return buffer;
    }

    /// <summary>Roots are what later groups read, and what nobody in the group reads.</summary>
    private static void SetRoots(GroupPlan group)
    {
        var read = new HashSet<BufferPlan>();
        foreach (StagePlan stage in group.Stages)
        {
            read.UnionWith(stage.OpCode == OpCode.Output ? [stage.Output] : stage.Inputs);
        }

        foreach (StagePlan stage in group.Stages)
        {
            stage.IsRoot |= stage.OpCode != OpCode.Constant && (stage.Output.IsKept || !read.Contains(stage.Output));
        }
    }

    /// <summary>A stage makes as many rows at a time as its readers take in one step, strides included.</summary>
    private static void SetRowSteps(GroupPlan group, int rows)
    {
        var factors = new Dictionary<BufferPlan, long>();
        for (int i = group.Stages.Count - 1; i >= 0; i--)
        {
            StagePlan stage = group.Stages[i];
            int height = stage.Output.Tensor.Height;
            long factor = stage.OpCode == OpCode.Output ? 1 : factors.GetValueOrDefault(stage.Output, 1);
            stage.RowStep = rows == SingleRows ? 1 : (int)Math.Min(height, rows == AllRows ? height : rows * factor);
            foreach (BufferPlan input in stage.Inputs)
            {
                // Sums over the whole height take their rows one by one.
                bool isSum = StageMemory.AccumulatorInts(stage) > 0;
                long needed = isSum ? 1 : factor * (stage.Operator?.StrideH ?? 1);
                factors[input] = Math.Max(factors.GetValueOrDefault(input, 1), Math.Min(needed, 1 << 16));
            }
        }
    }

    /// <summary>
    /// Finds results that take the place of others. An elementwise operator that writes a few rows for the same group over a dying tensor keeps what is
    /// made of them from taking its place: where that is worth more, only what later groups read is written in place.
    /// </summary>
    private static void ShareMemory(GroupPlan group, OverlayFinder overlays)
    {
        int[] rings = [.. group.Buffers.Select(buffer => buffer.RingRows)];
        WriteInPlace(group, overlays, _ => true);
        FindOverlays(group, overlays);
        if (group.Buffers.Exists(buffer => buffer is { IsKept: false, AliasOf: { IsReady: true, IsKept: false } }))
        {
            int bytes = BufferBytes(group);
            Reset(group, rings);
            WriteInPlace(group, overlays, output => output.IsKept);
            FindOverlays(group, overlays);
            if (BufferBytes(group) >= bytes)
            {
                Reset(group, rings);
                WriteInPlace(group, overlays, _ => true);
                FindOverlays(group, overlays);
            }
        }
    }

    private static void Reset(GroupPlan group, int[] rings)
    {
        foreach ((int index, BufferPlan buffer) in group.Buffers.Index())
        {
            buffer.RingRows = rings[index];
            buffer.AliasOf = null;
            buffer.Overlay = null;
        }
    }

    private static int BufferBytes(GroupPlan group)
    {
        return group.Buffers.Where(buffer => buffer.AliasOf is null).Sum(buffer => buffer.Bytes - (buffer.Overlay?.SavedBytes(buffer) ?? 0));
    }

    /// <summary>
    /// Elementwise operators write over an input that is held whole and of which nobody else reads the row any more: residual adds and
    /// squeeze-excite multiplies after a spill.
    /// </summary>
    private static void WriteInPlace(GroupPlan group, OverlayFinder overlays, Func<BufferPlan, bool> isWanted)
    {
        foreach (StagePlan stage in group.Stages)
        {
            if (!OperatorTable.All[stage.OpCode].CanRunInPlace || !isWanted(stage.Output))
            {
                continue;
            }

            BufferPlan output = stage.Output;
            BufferPlan? target = stage.Inputs.Find(input => CanOverwrite(group, input, stage) || (IsFree(group, input) && overlays.CanRunInPlace(stage, input)))
                ?? stage.Inputs.Find(input => CanShareRing(group, input, stage));
            if (target is not null)
            {
                output.RingRows = Math.Max(target.RingRows, output.RingRows);
                target.RingRows = output.RingRows;
                output.AliasOf = target;
            }
        }
    }

    /// <summary>Any other result that later groups read may take the place of rows that have been read, the one that saves most.</summary>
    private static void FindOverlays(GroupPlan group, OverlayFinder overlays)
    {
        foreach (BufferPlan result in group.Buffers.Where(buffer => buffer is { IsReady: false, IsKept: true, AliasOf: null }))
        {
            RowOverlay? best = overlays.Overlays(result)
                .Where(overlay => IsFree(group, overlay.Target) && group.Buffers.IndexOf(overlay.Target) < group.Buffers.IndexOf(result))
                .MaxBy(overlay => overlay.SavedBytes(result));
            result.Overlay = best?.SavedBytes(result) > 0 ? best : null;
        }
    }

    /// <summary>Whether no other buffer has been given the place of this one.</summary>
    private static bool IsFree(GroupPlan group, BufferPlan target)
    {
        return !group.Buffers.Exists(buffer => buffer.AliasOf == target || buffer.Overlay?.Target == target);
    }

    private static bool CanOverwrite(GroupPlan group, BufferPlan input, StagePlan stage)
    {
        return input.RingRows == input.Tensor.Height && IsOnlyRead(group, input, stage);
    }

    /// <summary>
    /// Whether the rows of an input and those written over them, row over row, can lie in one ring, the larger of both: the input is made in steps
    /// of the same rows, so that none of it is ahead of what is made of it. What later groups read is held whole, and may take the place of more.
    /// </summary>
    private static bool CanShareRing(GroupPlan group, BufferPlan input, StagePlan stage)
    {
        return !input.IsReady && !stage.Output.IsKept && IsFree(group, input) && IsOnlyRead(group, input, stage)
            && group.Stages.Find(other => other.OpCode != OpCode.Output && other.Output == input)!.RowStep == stage.RowStep;
    }

    /// <summary>Whether a tensor of the same shape as the stage's result dies with it.</summary>
    private static bool IsOnlyRead(GroupPlan group, BufferPlan input, StagePlan stage)
    {
        DeviceTensor from = input.Tensor;
        DeviceTensor to = stage.Output.Tensor;
        bool isSameShape = from.Height == to.Height && from.Width == to.Width && from.Channels == to.Channels;
        if (!isSameShape || input.IsKept || input.AliasOf is not null || from.Data is not null)
        {
            return false;
        }

        int readers = 0;
        foreach (StagePlan other in group.Stages)
        {
            foreach (BufferPlan read in other.Inputs)
            {
                readers += read == input ? 1 : 0;
            }
        }

        return readers == 1;
    }
}
