using System;
using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// The kernels' scratch memory: packed inputs and sums of a tile of pixels. More lets tiles grow, so that weights are taken
/// apart less often; what is least and what still helps is the kernels' own arithmetic (<see cref="PackedScratch"/>).
/// </summary>
internal static class KernelScratch
{
    /// <summary>The part of a budget, one in this many, that is left for <see cref="Grow"/> where a schedule fits the rest.</summary>
    public const int BudgetShare = 8;

    /// <summary>No more longs than this, however large the budget: 8 KB.</summary>
    private const int MostLongs = 1024;

    /// <summary>Sets a schedule's scratch sizes to what its stages cannot do without.</summary>
    public static void Size(Schedule schedule)
    {
        StagePlan[] stages = [.. schedule.Groups.SelectMany(group => group.Stages)];
        schedule.LaneLongs = stages.Select(stage => Longs(stage, false)).DefaultIfEmpty().Max();
        schedule.ScratchBytes = stages.Select(stage => PackedScratch.Bytes(stage.OpCode)).DefaultIfEmpty().Max();
    }

    /// <summary>Gives the kernels what a budget leaves free, as far as it helps.</summary>
    /// <param name="schedule">A sized schedule.</param>
    /// <param name="freeBytes">Bytes between its peak and the budget.</param>
    public static void Grow(Schedule schedule, int freeBytes)
    {
        // A larger number may take one or two more bytes in the program.
        const int NumberBytes = 2;
        int more = Math.Min(UsefulBytes(schedule), freeBytes - NumberBytes) / sizeof(long);
        schedule.LaneLongs += Math.Max(more, 0);
    }

    /// <summary>Bytes by which <see cref="Grow"/> makes the scratch of a sized schedule larger where nothing limits it.</summary>
    public static int UsefulBytes(Schedule schedule)
    {
        int useful = Math.Min(MostLongs, schedule.Groups.SelectMany(group => group.Stages).Select(stage => Longs(stage, true)).DefaultIfEmpty().Max());
        return Math.Max(useful - schedule.LaneLongs, 0) * sizeof(long);
    }

    /// <summary>Longs that a stage needs, or those with which it runs at full speed.</summary>
    public static int Longs(StagePlan stage, bool isUseful)
    {
        if (stage.Operator is not DeviceOperator { IsConvolution: true } op)
        {
            return 0;
        }

        int channels = stage.IsStreamed ? stage.BlockChannels : op.Output.Channels;
        int pixels = Math.Min(stage.RowStep, op.Output.Height) * op.Output.Width;
        return isUseful
            ? PackedScratch.UsefulLongs(op.OpCode, op.TapsPerChannel, op.LaneTaps, channels, op.Output.Width, pixels)
            : PackedScratch.MinimumLongs(op.OpCode, op.TapsPerChannel, op.LaneTaps, channels, op.Output.Width);
    }
}
