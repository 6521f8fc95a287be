using System.Collections.Generic;

namespace Edge.ModelTools.Formats.PyTorch;

/// <summary>A tuple; lists are plain <see cref="List{T}"/>.</summary>
/// <param name="Items">Its values.</param>
internal sealed record PickleTuple(IReadOnlyList<object?> Items)
{
    /// <summary>The tuple without values.</summary>
    public static PickleTuple Empty { get; } = new([]);
}
