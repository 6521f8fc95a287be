using System.Collections.Generic;
using Edge.ModelTools.Lowering;

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
}
