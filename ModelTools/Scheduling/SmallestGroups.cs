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
    /// <param name="bytes">The least bytes of a range, or null where it is no group. Ranges of one position always are.</param>
    /// <returns>First position of each group and one past its last.</returns>
    public static List<(int First, int End)> Find(int count, int maxLength, Func<int, int, int?> bytes)
    {
        var ranges = new int?[count, maxLength + 1];
        Parallel.For(0, count, first =>
        {
            for (int length = 1; length <= maxLength && first + length <= count; length++)
            {
                ranges[first, length] = bytes(first, first + length);
            }
        });
        var largest = new int[count + 1];
        var groups = new int[count + 1];
        int[] begins = new int[count + 1];
        for (int end = 1; end <= count; end++)
        {
            for (int length = 1; length <= maxLength && length <= end; length++)
            {
                int first = end - length;
                if (ranges[first, length] is not int own)
                {
                    continue;
                }

                int most = Math.Max(largest[first], own);
                if (groups[end] == 0 || most < largest[end] || (most == largest[end] && groups[first] + 1 < groups[end]))
                {
                    (largest[end], groups[end], begins[end]) = (most, groups[first] + 1, first);
                }
            }
        }

        var result = new List<(int First, int End)>();
        for (int end = count; end > 0; end = begins[end])
        {
            result.Insert(0, (begins[end], end));
        }

        return result;
    }
}
