using System;
using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// The kernels' scratch memory: packed inputs and sums of a tile of pixels. More lets tiles grow, so that weights are taken
/// apart less often; the kernel sets of devices say what is least and what still helps, since a blob runs on each of them.
/// </summary>
internal static class KernelScratch
{
    /// <summary>The part of a budget, one in this many, that is left for <see cref="Grow"/> where a schedule fits the rest.</summary>
    public const int BudgetShare = 8;

    /// <summary>What the table of results takes of the scratch bytes.</summary>
    public const int TableBytes = ResultTable.End - ResultTable.Start;

    /// <summary>No more longs than this, however large the budget: 8 KB.</summary>
    private const int MostLongs = 1024;

    private static readonly KernelSet[] s_sets = [new ReferenceKernels(), new PackedKernels()];

    /// <summary>Sets a schedule's scratch sizes to what its stages cannot do without.</summary>
    public static void Size(Schedule schedule)
    {
        StagePlan[] stages = [.. schedule.Groups.SelectMany(group => group.Stages)];
        schedule.LaneLongs = stages.Select(stage => Longs(stage, false)).DefaultIfEmpty().Max();
        schedule.ScratchBytes = Bytes(schedule, (set, stage) => schedule.HasResultTable ? set.UsualScratchBytes(stage) : set.LeastScratchBytes(stage));
    }

    /// <summary>Gives the kernels what a budget leaves free, as far as it helps.</summary>
    /// <param name="schedule">A sized schedule.</param>
    /// <param name="freeBytes">Bytes between its peak and the budget.</param>
    public static void Grow(Schedule schedule, int freeBytes)
    {
        // A larger number may take one or two more bytes in the program.
        const int NumberBytes = 2;
        int more = Math.Max(Math.Min(UsefulBytes(schedule), freeBytes - (2 * NumberBytes)), 0);

        // Windows of a tile and their sums: one is of no use without the other.
        int bytes = Math.Min(UsefulScratchBytes(schedule), Math.Max(more / 2, more - UsefulLaneBytes(schedule)));
        schedule.ScratchBytes += bytes;
        schedule.LaneLongs += Math.Min(more - bytes, UsefulLaneBytes(schedule)) / sizeof(long);
    }

    /// <summary>Bytes by which <see cref="Grow"/> makes the scratch of a sized schedule larger where nothing limits it.</summary>
    public static int UsefulBytes(Schedule schedule) => UsefulLaneBytes(schedule) + UsefulScratchBytes(schedule);

    private static int UsefulScratchBytes(Schedule schedule)
    {
        // What else they are of use for begins behind the table.
        return schedule.HasResultTable ? Math.Max(Bytes(schedule, (set, stage) => set.UsefulScratchBytes(stage)) - schedule.ScratchBytes, 0) : 0;
    }

    private static int Bytes(Schedule schedule, Func<KernelSet, Stage, int> bytes)
    {
        return schedule.Groups.SelectMany(group => group.Stages).Select(stage => s_sets.Max(set => bytes(set, Describe(stage, schedule.Program.Rounding)))).DefaultIfEmpty().Max();
    }

    private static int UsefulLaneBytes(Schedule schedule)
    {
        int useful = Math.Min(MostLongs, schedule.Groups.SelectMany(group => group.Stages).Select(stage => Longs(stage, true)).DefaultIfEmpty().Max());
        return Math.Max(useful - schedule.LaneLongs, 0) * sizeof(long);
    }

    /// <summary>Longs that a stage needs, or those with which it runs at full speed.</summary>
    public static int Longs(StagePlan stage, bool isUseful)
    {
        // The number of sums does not depend on how they are rounded.
        Stage described = Describe(stage, RoundingMode.Single);
        return s_sets.Max(set => isUseful ? set.UsefulScratchLongs(described) : set.LeastScratchLongs(described));
    }

    /// <summary>What kernels ask for depends on: the shapes of a stage and how it rounds, without weights and rows.</summary>
    public static Stage Describe(StagePlan plan, RoundingMode rounding)
    {
        var stage = new Stage
        {
            OpCode = plan.OpCode,
            Rounding = rounding,
            Output = Rows(plan.Output.Tensor),
            RowStep = plan.RowStep,
            IsStreamed = plan.IsStreamed,
            BlockChannels = plan.BlockChannels,
            InputCount = plan.Inputs.Count,
        };
        for (int i = 0; i < plan.Inputs.Count; i++)
        {
            stage.Inputs[i] = Rows(plan.Inputs[i].Tensor);
        }

        stage.Input = plan.Inputs.Count > 0 ? stage.Inputs[0] : null;
        plan.Operator?.CopyTo(stage);
        return stage;
    }

    private static RowBuffer Rows(DeviceTensor tensor)
    {
        return new RowBuffer(0)
        {
            Height = tensor.Height,
            Width = tensor.Width,
            Channels = tensor.Channels,
            RowBytes = tensor.Width * tensor.Channels,
            ZeroPoint = tensor.ZeroPoint,
        };
    }
}
