using System.Collections.Generic;
using Edge.ModelTools.Scheduling.Strips;

namespace Edge.ModelTools.Scheduling;

/// <summary>Ranges of a program to compute in strips of columns.</summary>
/// <param name="Ranges">The ranges in ascending order; none where groups of whole rows are small enough.</param>
/// <param name="LargestBytes">Bytes of the largest group or strip, scratch, log and placement not counted.</param>
/// <param name="RecomputedMacs">Multiply-accumulates that are done again.</param>
internal sealed record StripPlan(IReadOnlyList<StripRange> Ranges, int LargestBytes, long RecomputedMacs);
