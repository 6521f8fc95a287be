using System;
using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// The kernels' scratch memory: packed inputs and sums of a tile of pixels. More lets tiles grow, so that weights are taken
/// apart less often; what is least and what still helps is the kernels' own arithmetic (<see cref="PackedScratch"/>).
/// </summary>
internal static class KernelScratch
{
    /// <summary>Longs that are reserved when they help: 8 KB.</summary>
    public const int DefaultLongs = 1024;

    /// <summary>Sets a schedule's scratch sizes.</summary>
    /// <param name="schedule">Stages with their row steps and blocks.</param>
    /// <param name="mostLongs">No more than this, unless an operator cannot run with less.</param>
    public static void Size(Schedule schedule, int mostLongs)
    {
        schedule.LaneLongs = 0;
        schedule.ScratchBytes = 0;
        foreach (StagePlan stage in schedule.Groups.SelectMany(group => group.Stages))
        {
            int useful = Math.Min(Longs(stage, true), mostLongs);
            schedule.LaneLongs = Math.Max(schedule.LaneLongs, Math.Max(useful, Longs(stage, false)));
            if (stage.Operator is not null)
            {
                schedule.ScratchBytes = Math.Max(schedule.ScratchBytes, PackedScratch.Bytes(stage.OpCode, stage.Inputs[0].Tensor.Channels));
            }
        }

        if (schedule.LaneLongs > BlobFormat.MaxArrayBytes / sizeof(long))
        {
            schedule.LaneLongs = BlobFormat.MaxArrayBytes / sizeof(long);
        }
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
            ? PackedScratch.UsefulLongs(op.OpCode, op.TapsPerChannel, op.LaneTaps, channels, op.KernelH, op.StrideW, op.Output.Width, pixels)
            : PackedScratch.MinimumLongs(op.OpCode, op.TapsPerChannel, op.LaneTaps, channels, op.KernelH, op.StrideW, op.Output.Width);
    }
}
