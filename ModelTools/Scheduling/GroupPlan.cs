using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>Stages that run together, row by row, and the buffers they touch.</summary>
internal sealed class GroupPlan
{
    private int? _overlayBytes;

    /// <summary>In topological order.</summary>
    public List<StagePlan> Stages { get; } = [];

    /// <summary>All buffers, each once; an alias stands after its target.</summary>
    public List<BufferPlan> Buffers { get; } = [];

    /// <summary>Bytes of the window that its weights are read through.</summary>
    public int WindowBytes { get; set; } = BlobFormat.MinWindowBytes;

    /// <summary>Where the window lies.</summary>
    public Placement Window { get; set; }

    /// <summary>Bytes of all rows, memory that two share counted once.</summary>
    public int BufferBytes => Buffers.Where(buffer => buffer.AliasOf is null).Sum(buffer => buffer.Bytes) - OverlayBytes;

    /// <summary>Bytes of tables: slices of an operator share one.</summary>
    public int TableBytes => BlobFormat.TableEntries * Stages.Select(stage => stage.Operator?.Table).OfType<byte[]>().Distinct().Count();

    /// <summary>Bytes saved where results take the place of rows that have been read.</summary>
    public int OverlayBytes => _overlayBytes ??= Buffers.Sum(buffer => buffer.Overlay?.SavedBytes(buffer) ?? 0);
}
