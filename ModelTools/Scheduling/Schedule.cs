using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>A program and how it is run: groups in order, and the memory they need.</summary>
internal sealed class Schedule
{
    /// <summary>Makes an empty schedule.</summary>
    public Schedule(DeviceProgram program)
    {
        Program = program;
    }

    public DeviceProgram Program { get; }

    public List<GroupPlan> Groups { get; } = [];

    /// <summary>Bytes of each bank.</summary>
    public List<int> BankBytes { get; } = [];

    public int WindowBytes { get; set; }

    public int ParameterInts { get; set; }

    public int AccumulatorInts { get; set; }

    /// <summary>
    /// Bytes in the arrays that the runtime allocates for <paramref name="blob"/>: what Int8Model.PeakSramBytes will say.
    /// </summary>
    public int PeakSramBytes(byte[] blob)
    {
        int programEntry = BlobFormat.HeaderBytes + ((BlobFormat.SectionProgram - 1) * BlobFormat.SectionEntryBytes);
        int programBytes = BinaryPrimitives.ReadInt32LittleEndian(blob.AsSpan(programEntry + 8));
        const int LogBytesPerGroup = 16;
        return programBytes + BankBytes.Sum() + WindowBytes + (4 * (ParameterInts + AccumulatorInts)) + (LogBytesPerGroup * Groups.Count);
    }
}
