using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>A program and how it is run: groups in order, and the memory they need.</summary>
internal sealed class Schedule
{
    private const int LogBytesPerGroup = 16;

    /// <summary>Makes an empty schedule.</summary>
    public Schedule(DeviceProgram program)
    {
        Program = program;
    }

    public DeviceProgram Program { get; }

    public List<GroupPlan> Groups { get; } = [];

    /// <summary>Bytes of each bank.</summary>
    public List<int> BankBytes { get; } = [];

    /// <summary>The peak that placing it was to reach; 0 for the smallest.</summary>
    public int GoalBytes { get; set; }

    /// <summary>Ints of the pool of parameters and accumulators.</summary>
    public int ParameterInts { get; set; }

    /// <summary>Longs of the kernels' scratch memory.</summary>
    public int LaneLongs { get; set; }

    /// <summary>Bytes of the kernels' scratch memory.</summary>
    public int ScratchBytes { get; set; }

    /// <summary>Whether they have room for the table of results, without which each result takes a few times as long.</summary>
    public bool HasResultTable { get; set; } = true;

    /// <summary>Bytes in the arrays that the runtime allocates: what Int8Model.PeakSramBytes will say.</summary>
    public int PeakSramBytes => BlobFormat.ProgramPieceBytes + BankBytes.Sum() + (4 * ParameterInts)
        + (8 * LaneLongs) + ScratchBytes + (LogBytesPerGroup * Groups.Count);

    /// <summary>Tensors by their number in the blob: those of the program, then those that are made again.</summary>
    public IReadOnlyList<DeviceTensor> Tensors()
    {
        IEnumerable<BufferPlan> again = Groups.SelectMany(group => group.Buffers).Where(buffer => buffer.Number >= Program.Tensors.Count);
        return [.. Program.Tensors, .. again.DistinctBy(buffer => buffer.Number).OrderBy(buffer => buffer.Number).Select(buffer => buffer.Tensor)];
    }

    /// <summary>Bytes of rows, resident weights, tables and the window of a group, without what only lives through it, as they are placed.</summary>
    public int GroupBytes(int index)
    {
        GroupPlan group = Groups[index];
        int bytes = group.Buffers.Where(buffer => buffer.AliasOf is null).Sum(buffer => buffer.Bytes - buffer.BytesOver());
        bytes += group.WindowBytes + group.TableBytes;
        foreach (StagePlan stage in group.Stages)
        {
            bytes += stage.Operator is { IsConvolution: true } && !stage.IsStreamed ? stage.Operator.Weights.Length : 0;
        }

        return bytes;
    }
}
