using System.Collections.Generic;

namespace Edge.ModelTools.Comparison;

/// <summary>What a comparison found.</summary>
internal sealed class ComparisonReport
{
    /// <summary>Tensors compared, all vectors together.</summary>
    public int Compared { get; set; }

    /// <summary>Tensors of the reference that the other side does not have, each once.</summary>
    public SortedSet<string> Missing { get; } = [];

    /// <summary>One sentence for each tensor that differs, in the order the tensors are made.</summary>
    public List<string> Differences { get; } = [];

    /// <summary>Whether everything that was compared is equal, and something was compared.</summary>
    public bool IsEqual => Compared > 0 && Differences.Count == 0;
}
