using System.Collections.Generic;

namespace Edge.ModelTools.Scheduling;

/// <summary>A group that fits a memory limit.</summary>
/// <param name="First">First position of the execution order.</param>
/// <param name="End">One past the last.</param>
/// <param name="Rows">Rows at a time.</param>
/// <param name="WindowBytes">Largest window.</param>
/// <param name="Resident">Indexes of the stages whose weights stay in memory for the whole group.</param>
/// <param name="Bytes">Rows, resident weights, tables, parameters and window of the group, and what lives through it.</param>
/// <param name="Cost">Weighted instructions.</param>
internal sealed record SegmentPlan(int First, int End, int Rows, int WindowBytes, IReadOnlySet<int> Resident, int Bytes, double Cost)
{
    /// <summary>Sums of means.</summary>
    public int AccumulatorInts { get; init; }
}
