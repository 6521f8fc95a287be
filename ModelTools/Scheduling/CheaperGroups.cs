using System;
using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Gives groups that need less than the largest more rows at a time, larger windows, or weights to keep. The smallest schedules have single rows,
/// small blocks and nothing kept in all groups, which is dear.
/// </summary>
/// <param name="planner">Plans of the order's ranges.</param>
/// <param name="windows">Windows to try.</param>
/// <param name="assemble">Makes a schedule of plans.</param>
/// <param name="place">Places a schedule, with a peak that is good enough.</param>
internal sealed class CheaperGroups(SegmentPlanner planner, int[] windows, Func<List<SegmentPlan>, Schedule> assemble, Func<Schedule, int, Schedule> place)
{
    /// <summary>Finds a cheaper schedule of the same groups.</summary>
    /// <param name="segments">Plans of the groups; receives the cheaper ones.</param>
    /// <param name="bytes">Peak of these plans.</param>
    /// <param name="peakBytes">Peak that may be reached.</param>
    /// <returns>The placed schedule, or null where nothing cheaper fits.</returns>
    public Schedule? Find(List<SegmentPlan> segments, int bytes, int peakBytes)
    {
        int largest = segments.Max(segment => segment.Bytes) + Math.Max(peakBytes - bytes, 0);
        Schedule cheaper = assemble(segments);
        var steps = new Stack<(int Group, SegmentPlan Before)>();
        foreach ((int group, List<SegmentPlan> cheap) in segments.Index()
            .Select(each => (each.Index, Cheap: Plans(each.Item, largest)))
            .Where(each => each.Cheap.Count > 0)
            .OrderByDescending(each => segments[each.Index].Cost - each.Cheap[0].Cost).ToList())
        {
            SegmentPlan before = segments[group];
            SegmentPlan? better = cheap.Find(plan => IsWithin(cheaper, group, plan, peakBytes));
            if (better is not null)
            {
                steps.Push((group, before));
                segments[group] = better;
            }

            cheaper.Groups[group] = planner.Build(segments[group]);
        }

        // What placement loses is known only now: the steps that save least are taken back.
        while (steps.Count > 0 && place(cheaper, peakBytes).PeakSramBytes > peakBytes)
        {
            for (int back = (steps.Count + 1) / 2; back > 0; back--)
            {
                (int group, SegmentPlan before) = steps.Pop();
                segments[group] = before;
            }

            cheaper = assemble(segments);
        }

        return steps.Count == 0 ? null : cheaper;
    }

    /// <summary>Plans of a group that cost less within a limit, the cheapest first: what the largest blocks need in the pools may be too much.</summary>
    private List<SegmentPlan> Plans(SegmentPlan before, int limit)
    {
        return [.. windows.Select(window => planner.Plan(before.First, before.End, window, limit)).OfType<SegmentPlan>()
            .SelectMany(plan => new[] { plan, planner.WithoutResidents(plan) })
            .Where(plan => plan.Cost < before.Cost).OrderBy(plan => plan.Cost).DistinctBy(plan => (plan.Cost, plan.Bytes))];
    }

    private bool IsWithin(Schedule schedule, int group, SegmentPlan plan, int peakBytes)
    {
        schedule.Groups[group] = planner.Build(plan);
        return MemoryPlanner.LeastPeak(schedule) <= peakBytes;
    }
}
