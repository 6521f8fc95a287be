using System;
using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Rough cost of a stage in weighted interpreter instructions, for choosing between schedules; <c>edge profile</c> counts the
/// real ones. What a stage does (<see cref="KernelWork"/>) times what that takes (<see cref="CostFigures"/>, fitted to counted schedules).
/// </summary>
internal static class CostModel
{
    /// <summary>Kind of what is done around kernels, whatever they are.</summary>
    public const string Around = "around kernels";

    /// <summary>Kind of what results take in addition without a table of results.</summary>
    public const string NoTable = "results without table";

    /// <summary>Cost of a stage in one inference, weights streamed by <paramref name="blockChannels"/>, or resident when that is 0.</summary>
    public static double Of(StagePlan stage, int blockChannels) => Of(stage, blockChannels, ScratchRoom.Useful);

    /// <summary>The same with less scratch memory.</summary>
    public static double Of(StagePlan stage, int blockChannels, ScratchRoom scratch)
    {
        (string kind, double[] work) = KernelWork.Of(stage, blockChannels, scratch);
        double[] apart = KernelWork.WithoutTable(stage, kind, scratch);
        return Cost(kind, work) + Cost(Around, WorkAround(stage, blockChannels)) + Cost(NoTable, apart);
    }

    /// <summary>Cost of a placed schedule.</summary>
    public static double Of(Schedule schedule)
    {
        var scratch = new ScratchRoom(schedule.LaneLongs, schedule.ScratchBytes);
        return schedule.Groups.Sum(group => group.Stages.Sum(stage => Of(stage, stage.IsStreamed ? stage.BlockChannels : 0, scratch)));
    }

    /// <summary>Calls, reads, bytes read, channels decoded, bytes delivered or handed over, and the stage itself.</summary>
    public static double[] WorkAround(StagePlan stage, int blockChannels)
    {
        if (stage.Operator is not DeviceOperator op || op.OpCode == OpCode.Input)
        {
            bool isConstant = stage.OpCode == OpCode.Constant;
            return [stage.Calls, isConstant ? 1 : 0, isConstant ? stage.Output.Tensor.Bytes : 0, 0, isConstant ? 0 : stage.Output.Tensor.Bytes, 1];
        }

        int passes = blockChannels > 0 ? Math.Max(stage.Calls, 1) : 1;
        int channels = op.FoldedBias.Length;
        int blocks = blockChannels > 0 ? (channels + blockChannels - 1) / blockChannels : 1;
        double tables = (op.Table is null ? 0 : BlobFormat.TableEntries) + (4L * op.Exponentials.Length) + (2L * op.IndexMaps.Length);
        double bytes = op.Weights.Length + ((double)BlobFormat.ParameterBytes * channels);
        return [stage.Calls, channels > 0 ? (double)passes * blocks : 0, tables + (bytes * passes), (double)passes * channels, 0, 1];
    }

    /// <summary>Cost of some work of a kind.</summary>
    public static double Cost(string kind, double[] work)
    {
        double[] figures = CostFigures.Of(kind);
        double cost = 0;
        for (int i = 0; i < work.Length; i++)
        {
            cost += work[i] * figures[i];
        }

        return cost;
    }
}
