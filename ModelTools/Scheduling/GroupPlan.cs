using System.Collections.Generic;

namespace Edge.ModelTools.Scheduling;

/// <summary>Stages that run together, row by row, and the buffers they touch.</summary>
internal sealed class GroupPlan
{
    /// <summary>In topological order.</summary>
    public List<StagePlan> Stages { get; } = [];

    /// <summary>All buffers, each once; an alias stands after its target.</summary>
    public List<BufferPlan> Buffers { get; } = [];
}
