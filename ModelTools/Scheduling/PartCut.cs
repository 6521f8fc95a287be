using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>What the groups take that a strip or a slice is cut into: a bottleneck shortest path over the narrow tensors of the strip.</summary>
/// <param name="Bytes">Bytes of the largest group.</param>
/// <param name="Accumulators">Most sums of means.</param>
internal sealed record PartCut(int Bytes, int Accumulators)
{
    /// <summary>Longest group.</summary>
    public const int MaxGroupLength = 24;

    /// <summary>The cut whose largest group is smallest; null where there is none.</summary>
    /// <param name="program">A program in strips or slices.</param>
    /// <param name="planner">Knows the ranges of its plain order.</param>
    /// <param name="first">First operator of the part.</param>
    /// <param name="end">One past the last.</param>
    /// <param name="windowBytes">Size of the window.</param>
    /// <param name="isCut">Whether it may be more than one group.</param>
    public static PartCut? Smallest(DeviceProgram program, SegmentPlanner planner, int first, int end, int windowBytes, bool isCut)
    {
        // Position i of an order is operator i - 1, and the input belongs to what begins with it.
        IEnumerable<int> inside = isCut ? Enumerable.Range(first + 1, end - first - 1).Where(index => IsNarrow(program, index)).Select(index => index + 1) : [];
        int[] cuts = [first == 0 ? 0 : first + 1, .. inside, end + 1];
        var best = new PartCut?[cuts.Length];
        best[0] = new PartCut(0, 0);
        for (int to = 1; to < cuts.Length; to++)
        {
            for (int from = to - 1; from >= 0 && cuts[to] - cuts[from] <= MaxGroupLength; from--)
            {
                // A longer group before does not make this one smaller than it is.
                bool canBeLess = best[from] is PartCut known && (best[to] is null || known.Bytes < best[to]!.Bytes);
                if (canBeLess && planner.Least(cuts[from], cuts[to], windowBytes) is { } plan)
                {
                    int bytes = Math.Max(best[from]!.Bytes, plan.Bytes);
                    best[to] = best[to] is null || bytes < best[to]!.Bytes ? new PartCut(bytes, Math.Max(best[from]!.Accumulators, plan.AccumulatorInts)) : best[to];
                }
            }
        }

        return best[^1];
    }

    /// <summary>Whether a group may end before an operator: behind a narrow tensor that a convolution reads, or the picking of its columns.</summary>
    private static bool IsNarrow(DeviceProgram program, int index)
    {
        DeviceOperator before = program.Operators[index - 1];
        DeviceOperator after = program.Operators[index];
        return before.OpCode != OpCode.Select && before.Inputs.Count > 0 && (after.IsConvolution || after.OpCode == OpCode.Select)
            && before.Output.Bytes <= before.Inputs.Max(input => input.Bytes);
    }
}
