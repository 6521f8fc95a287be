using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Cuts an execution order so that the largest group is as small as it can be, and among such cuts into as few groups as possible: a
/// bottleneck shortest path, found in one pass whatever the cost of the groups.
/// </summary>
internal static class SmallestGroups
{
    /// <summary>Finds the cut.</summary>
    /// <param name="count">Positions of the order.</param>
    /// <param name="maxLength">Longest group.</param>
    /// <param name="plan">The smallest plan of a range, or null where it is no group. Ranges of one position always have one.</param>
    public static List<SegmentPlan> Find(int count, int maxLength, Func<int, int, SegmentPlan?> plan)
    {
        var segments = new SegmentPlan?[count, maxLength + 1];
        Parallel.For(0, count, first =>
        {
            for (int length = 1; length <= maxLength && first + length <= count; length++)
            {
                segments[first, length] = plan(first, first + length);
            }
        });
        var largest = new int[count + 1];
        var groups = new int[count + 1];
        var last = new SegmentPlan?[count + 1];
        for (int end = 1; end <= count; end++)
        {
            for (int length = 1; length <= maxLength && length <= end; length++)
            {
                int first = end - length;
                if (segments[first, length] is not { } segment)
                {
                    continue;
                }

                int bytes = Math.Max(largest[first], segment.Bytes);
                if (last[end] is null || bytes < largest[end] || (bytes == largest[end] && groups[first] + 1 < groups[end]))
                {
                    (largest[end], groups[end], last[end]) = (bytes, groups[first] + 1, segment);
                }
            }
        }

        var result = new List<SegmentPlan>();
        for (int end = count; end > 0; end = last[end]!.First)
        {
            result.Insert(0, last[end]!);
        }

        return result;
    }
}
