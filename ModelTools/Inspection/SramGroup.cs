using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Inspection;

/// <summary>What lies in the banks during a group.</summary>
/// <param name="Index">Number of the group.</param>
/// <param name="Items">Everything that lies there, in the order of <see cref="SramKind"/>.</param>
internal sealed record SramGroup(int Index, IReadOnlyList<SramItem> Items)
{
    /// <summary>Bytes of all items.</summary>
    public int Bytes { get; } = Items.Sum(item => item.Bytes);

    /// <summary>Bytes of one kind.</summary>
    public int BytesOf(SramKind kind)
    {
        return Items.Where(item => item.Kind == kind).Sum(item => item.Bytes);
    }
}
