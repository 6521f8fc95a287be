using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Scheduling.Strips;

namespace Edge.ModelTools.Scheduling;

/// <summary>Ranges of a program to compute in strips of columns or slices of channels.</summary>
/// <param name="Ranges">The ranges in ascending order; none where groups of whole rows are small enough.</param>
/// <param name="LargestBytes">Bytes of the largest group, strip or slice, and of the most accumulators; scratch, log and placement not counted.</param>
/// <param name="RecomputedMacs">Multiply-accumulates that are done again.</param>
internal sealed record StripPlan(IReadOnlyList<PartRange> Ranges, int LargestBytes, long RecomputedMacs)
{
    /// <summary>Whether squeeze-excite blocks are computed twice.</summary>
    public bool RecomputesBlocks => Ranges.Any(range => range.RecomputesBlocks);
}
