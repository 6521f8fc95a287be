using System.Linq;
using Edge.ModelTools.Lowering;

namespace Edge.ModelTools.Scheduling;

/// <summary>A schedule that a search chose, and what it costs.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Cost">Predicted weighted instructions.</param>
/// <param name="RecomputedMacs">Multiply-accumulates that are done twice.</param>
internal sealed record ScheduledProgram(Schedule Schedule, double Cost, long RecomputedMacs)
{
    /// <summary>Bytes in the arrays that the runtime allocates.</summary>
    public int PeakSramBytes { get; } = Schedule.PeakSramBytes;

    /// <summary>The group with the most bytes in rows, resident weights and tables, for messages.</summary>
    public string LargestGroup()
    {
        int index = Enumerable.Range(0, Schedule.Groups.Count).MaxBy(g => Schedule.GroupBytes(g));
        GroupPlan group = Schedule.Groups[index];
        DeviceOperator? first = group.Stages.Find(stage => stage.Operator is not null)?.Operator;
        return $"group {index} ({first?.Location ?? "the network input"}) with {Schedule.GroupBytes(index)} bytes";
    }
}
