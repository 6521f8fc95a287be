using System.Collections.Generic;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// The plain schedule: one group per operator, every tensor held whole, weights streamed in blocks of channels that fill the
/// window, each block applied to all rows. It defines the result that every other schedule must reproduce.
/// </summary>
internal static class OperatorScheduler
{
    /// <summary>Default window, bytes.</summary>
    public const int DefaultWindowBytes = 8 * 1024;

    /// <summary>Schedules a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="windowBytes">Largest window; enlarged to one channel's weights where that is more.</param>
    public static Schedule Build(DeviceProgram program, int windowBytes = DefaultWindowBytes)
    {
        var schedule = new Schedule(program);
        int window = WeightBlocks.WindowBytes(program, windowBytes);
        Dictionary<DeviceTensor, int> lastReader = LastReaders(program);
        AddInput(schedule, lastReader);
        for (int i = 0; i < program.Operators.Count; i++)
        {
            AddOperator(schedule, program.Operators[i], i + 1, lastReader, window);
        }

        MemoryPlanner.Place(schedule);
        KernelScratch.Grow(schedule, int.MaxValue);
        return schedule;
    }

    /// <summary>Group number (operator index + 1) of the last reader of each tensor.</summary>
    private static Dictionary<DeviceTensor, int> LastReaders(DeviceProgram program)
    {
        var last = new Dictionary<DeviceTensor, int>();
        for (int i = 0; i < program.Operators.Count; i++)
        {
            foreach (DeviceTensor input in program.Operators[i].Inputs)
            {
                last[input] = i + 1;
            }
        }

        return last;
    }

    private static void AddInput(Schedule schedule, Dictionary<DeviceTensor, int> lastReader)
    {
        DeviceTensor input = schedule.Program.Input;
        var group = new GroupPlan();
        var buffer = new BufferPlan(input, input.Height) { IsKept = lastReader.ContainsKey(input) };
        group.Buffers.Add(buffer);
        group.Stages.Add(new StagePlan(OpCode.Input, null, [], buffer) { IsRoot = true, RowStep = input.Height });
        AddOutputs(schedule, group, buffer);
        schedule.Groups.Add(group);
    }

    private static void AddOperator(Schedule schedule, DeviceOperator op, int index, Dictionary<DeviceTensor, int> lastReader, int window)
    {
        var group = new GroupPlan();
        var inputs = new List<BufferPlan>();
        foreach (DeviceTensor input in op.Inputs)
        {
            BufferPlan? buffer = group.Buffers.Find(other => other.Tensor == input);
            if (buffer is null)
            {
                bool isConstant = input.Data is not null;
                buffer = new BufferPlan(input, input.Height) { IsReady = !isConstant, IsKept = !isConstant && lastReader[input] > index };
                group.Buffers.Add(buffer);
                if (isConstant)
                {
                    group.Stages.Add(new StagePlan(OpCode.Constant, null, [], buffer));
                }
            }

            inputs.Add(buffer);
        }

        var output = new BufferPlan(op.Output, op.Output.Height) { IsKept = lastReader.ContainsKey(op.Output) };
        group.Buffers.Add(output);
        var stage = new StagePlan(op.OpCode, op, inputs, output) { IsRoot = true, RowStep = op.Output.Height };
        if (op.IsConvolution)
        {
            stage.IsStreamed = true;
            stage.BlockChannels = WeightBlocks.Channels(op, window);
        }

        group.WindowBytes = StageMemory.WindowBytes(op, stage.BlockChannels, window);

        group.Stages.Add(stage);
        AddOutputs(schedule, group, output);
        schedule.Groups.Add(group);
    }

    /// <summary>Copies rows to the caller as soon as they are complete, so that outputs need not be kept.</summary>
    private static void AddOutputs(Schedule schedule, GroupPlan group, BufferPlan buffer)
    {
        for (int i = 0; i < schedule.Program.Outputs.Count; i++)
        {
            if (schedule.Program.Outputs[i] == buffer.Tensor)
            {
                group.Stages.Add(new StagePlan(OpCode.Output, null, [buffer], buffer) { OutputIndex = i, IsRoot = true, RowStep = buffer.Tensor.Height });
            }
        }
    }
}
