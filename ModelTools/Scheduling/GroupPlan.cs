using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Scheduling;

/// <summary>Stages that run together, row by row, and the buffers they touch.</summary>
internal sealed class GroupPlan
{
    private int? _overlayBytes;

    /// <summary>In topological order.</summary>
    public List<StagePlan> Stages { get; } = [];

    /// <summary>All buffers, each once; an alias stands after its target.</summary>
    public List<BufferPlan> Buffers { get; } = [];

    /// <summary>Bytes of all rows, memory that two share counted once.</summary>
    public int BufferBytes => Buffers.Where(buffer => buffer.AliasOf is null).Sum(buffer => buffer.Bytes) - OverlayBytes;

    /// <summary>Bytes saved where results take the place of rows that have been read.</summary>
    public int OverlayBytes => _overlayBytes ??= Buffers.Sum(buffer => buffer.Overlay?.SavedBytes(buffer) ?? 0);
}
