using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Lowering;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Cuts a network into groups of row-fused operators so that it fits a memory budget at the lowest predicted cost.
/// Dynamic programming over cut positions; the window size and the squeeze-excite strategy are tried in turn; the plan is
/// placed, and the limit is lowered until the real peak fits. docs/scheduling.md explains it with numbers.
/// </summary>
internal sealed class RowFusedScheduler
{
    private const int MaxGroupLength = 24;
    private const int MaxRefinements = 12;

    /// <summary>Larger windows are not worth trying where every byte counts.</summary>
    private const int SmallWindow = 512;

    /// <summary>Instructions that a group fewer may cost where every byte counts: its entry in the log takes memory.</summary>
    private const double PerGroup = 20000;

    /// <summary>The search for the smallest peak begins this part above the least that any cut needs,</summary>
    private const int SmallestSlack = 2;

    /// <summary>and at least this many bytes above it: in a small network scratch, parameters and log outweigh the rows.</summary>
    private const int LeastSlackBytes = 4096;

    private static readonly int[] s_windows = [8192, 4096, 2048, 1024, 512, 256, 128, 64];
    private readonly DeviceProgram _program;
    private readonly int _maxWindow;
    private readonly SqueezeExciteMode _mode;

    /// <summary>Makes a scheduler.</summary>
    /// <param name="program">The program.</param>
    /// <param name="maxWindowBytes">Largest window.</param>
    /// <param name="mode">Squeeze-excite strategy.</param>
    public RowFusedScheduler(DeviceProgram program, int maxWindowBytes, SqueezeExciteMode mode)
    {
        _program = program;
        _maxWindow = maxWindowBytes;
        _mode = mode;
    }

    /// <summary>Most multiply-accumulates, recomputed ones included, for each one of the network; no limit unless set.</summary>
    public double MaxMacRatio { get; init; } = double.PositiveInfinity;

    /// <summary>Chooses by what native kernels take: products and calls cost little, reading weights what it always does.</summary>
    public bool IsForNativeKernels { get; init; }

    /// <summary>The cheapest schedule whose arrays take at most <paramref name="budgetBytes"/>.</summary>
    /// <exception cref="EdgeException">None fits; the message has the smallest budget that does and the group that sets it.</exception>
    public ScheduledProgram Build(int budgetBytes)
    {
        return TryBuild(budgetBytes, out ScheduledProgram? smallest) ?? throw new EdgeException(
            DiagnosticId.BudgetTooSmall,
            _program.Name,
            $"no schedule fits {budgetBytes} bytes of SRAM; the smallest takes {smallest!.PeakSramBytes}, set by {smallest.LargestGroup()}",
            $"give --sram {smallest.PeakSramBytes} or more (--sram min takes it)");
    }

    /// <summary>The cheapest schedule whose arrays take at most <paramref name="budgetBytes"/>, or null.</summary>
    /// <param name="smallest">The schedule with the smallest peak, where the search came to it.</param>
    public ScheduledProgram? TryBuild(int budgetBytes, out ScheduledProgram? smallest)
    {
        smallest = null;
        foreach (ExecutionOrder order in Orders())
        {
            ScheduledProgram? best = BuildWithin(order, budgetBytes - (budgetBytes / KernelScratch.BudgetShare))
                ?? BuildWithin(order, budgetBytes)
                ?? SmallestWithin(order, budgetBytes);
            if (best is not null)
            {
                return WithRest(best, budgetBytes);
            }
        }

        // The search above goes by cost; where nothing was found the smallest schedule may still fit.
        smallest = BuildSmallest();
        return smallest.PeakSramBytes <= budgetBytes ? WithRest(smallest, budgetBytes) : null;
    }

    /// <summary>The schedule with the smallest peak that the search finds.</summary>
    public ScheduledProgram BuildSmallest()
    {
        ScheduledProgram? best = null;
        foreach (ExecutionOrder order in Orders())
        {
            best = Shrink(order, best);
        }

        return SmallestCuts().Aggregate(best!, (smallest, next) => Smaller(smallest, next.Cut));
    }

    /// <summary>
    /// Rules a budget out, many times as fast as <see cref="TryBuild"/> does: no order of execution has groups as small as it asks for.
    /// </summary>
    /// <returns>A schedule with about the smallest peak there is; null where the budget may do.</returns>
    public ScheduledProgram? RuleOut(int budgetBytes)
    {
        ScheduledProgram? best = null;
        foreach ((ScheduledProgram cut, int leastBytes) in SmallestCuts())
        {
            if (leastBytes <= budgetBytes)
            {
                return null;
            }

            best = Smaller(best, cut);
        }

        return best;
    }

    /// <summary>
    /// The search by cost can miss a budget just above the smallest peak; before an order is given up for one that computes more, its
    /// smallest schedule is looked at.
    /// </summary>
    private ScheduledProgram? SmallestWithin(ExecutionOrder order, int budget)
    {
        if (LeastLimit(order, MakePlanner(order), Windows().Last()) + Windows().Last() > budget)
        {
            return null;
        }

        ScheduledProgram? smallest = Shrink(order, null);
        return smallest is not null && smallest.PeakSramBytes <= budget ? smallest : null;
    }

    private ScheduledProgram? Shrink(ExecutionOrder order, ScheduledProgram? best)
    {
        SegmentPlanner planner = MakePlanner(order);
        foreach (int window in Windows().Where(window => window <= SmallWindow).DefaultIfEmpty(Windows().Last()))
        {
            best = Shrink(order, planner, window, best);
        }

        return best;
    }

    /// <summary>For each order of execution the schedule whose largest group is smallest, and what no other schedule of it can go below.</summary>
    private IEnumerable<(ScheduledProgram Cut, int LeastBytes)> SmallestCuts()
    {
        int window = Windows().Last();
        foreach (ExecutionOrder order in Orders())
        {
            var planner = new SegmentPlanner(order, CostModel.Of);
            List<SegmentPlan> segments = SmallestGroups.Find(order.Count, MaxGroupLength, (first, end) => planner.Smallest(first, end, window));
            yield return (Describe(order, Assemble(planner, segments, window), segments), segments.Max(segment => segment.Bytes) + window);
        }
    }

    private static ScheduledProgram Smaller(ScheduledProgram? one, ScheduledProgram other)
    {
        return one is not null && one.PeakSramBytes <= other.PeakSramBytes ? one : other;
    }

    private SegmentPlanner MakePlanner(ExecutionOrder order) => new(order, IsForNativeKernels ? NativeCostModel.Of : CostModel.Of);

    /// <summary>The same schedule, with what the budget leaves free given to the kernels: larger bands, more scratch.</summary>
    private static ScheduledProgram WithRest(ScheduledProgram scheduled, int budget)
    {
        MemoryPlanner.Widen(scheduled.Schedule, budget);
        KernelScratch.Grow(scheduled.Schedule, budget - scheduled.Schedule.PeakSramBytes);
        return new ScheduledProgram(scheduled.Schedule, scheduled.Cost, scheduled.RecomputedMacs);
    }

    /// <summary>
    /// Execution orders from no recomputation to all of it: earlier blocks first, because their rows are the widest. Counts of
    /// blocks double, so that networks with many of them are scheduled in seconds.
    /// </summary>
    private IEnumerable<ExecutionOrder> Orders()
    {
        List<KeyValuePair<DeviceOperator, IReadOnlyList<DeviceOperator>>> blocks = SqueezeExciteRecompute.Find(_program);
        int from = _mode == SqueezeExciteMode.Recompute ? blocks.Count : 0;
        int to = _mode == SqueezeExciteMode.Spill ? 0 : blocks.Count;
        foreach (int count in Enumerable.Range(from, to - from + 1).Where(count => count == to || BitOperations.IsPow2(count) || count == 0))
        {
            var order = new ExecutionOrder(_program, blocks.Take(count).ToDictionary());
            if (count == from || _program.Macs + order.RecomputedMacs <= MaxMacRatio * _program.Macs)
            {
                yield return order;
            }
        }
    }

    private IEnumerable<int> Windows()
    {
        int smallest = WeightBlocks.SmallestWindow(_program);
        int largest = WeightBlocks.WindowBytes(_program, _maxWindow);
        return s_windows.Select(window => Math.Clamp(window, smallest, largest)).Distinct();
    }

    private ScheduledProgram? BuildWithin(ExecutionOrder order, int budget)
    {
        SegmentPlanner planner = MakePlanner(order);
        int smallestWindow = Windows().Last();
        if (FindCuts(order, planner, smallestWindow, budget - smallestWindow) is null)
        {
            // Larger windows leave even less.
            return null;
        }

        ScheduledProgram? best = null;
        foreach (int window in Windows())
        {
            int limit = budget - window;
            for (int attempt = 0; attempt < MaxRefinements && limit > 0; attempt++)
            {
                List<SegmentPlan>? segments = FindCuts(order, planner, window, limit);
                if (segments is null || (best is not null && segments.Sum(segment => segment.Cost) >= best.Cost))
                {
                    break;
                }

                Schedule candidate = Assemble(planner, segments, window);
                if (candidate.PeakSramBytes <= budget)
                {
                    best = Describe(order, candidate, segments);
                    break;
                }

                limit -= Math.Max(candidate.PeakSramBytes - budget, 16);
            }
        }

        return best;
    }

    /// <summary>Lowers the limit until no cut fits any more and keeps the smallest real peak.</summary>
    private ScheduledProgram? Shrink(ExecutionOrder order, SegmentPlanner planner, int window, ScheduledProgram? best)
    {
        // Placement, scratch and the log come on top of what a cut is sure to need, so the best one is rarely the tightest.
        int least = LeastLimit(order, planner, window);
        int limit = best is null ? least + Math.Max(least / SmallestSlack, LeastSlackBytes) : best.PeakSramBytes - window;
        while (FindCuts(order, planner, window, limit, PerGroup) is List<SegmentPlan> segments)
        {
            int largest = segments.Max(segment => segment.Bytes);

            // Weights that a group has room to keep make the pools of parameters and scratch larger than others need.
            List<SegmentPlan> streamed = segments.ConvertAll(planner.WithoutResidents);
            bool hasResidents = segments.Exists(segment => segment.Resident.Count > 0);
            foreach (List<SegmentPlan> plan in hasResidents ? new[] { segments, streamed } : [segments])
            {
                Schedule candidate = Assemble(planner, plan, window);
                if (best is null || candidate.PeakSramBytes < best.PeakSramBytes)
                {
                    best = Describe(order, candidate, plan);
                }
            }

            limit = Math.Min(largest - 1, largest - (largest / 32));
        }

        return best;
    }

    /// <summary>The smallest limit with which the order can be cut at all.</summary>
    private static int LeastLimit(ExecutionOrder order, SegmentPlanner planner, int window)
    {
        return SmallestGroups.Find(order.Count, MaxGroupLength, (first, end) => planner.Smallest(first, end, window)).Max(segment => segment.Bytes);
    }

    /// <summary>Cheapest sequence of groups that each fit the limit, or null.</summary>
    private static List<SegmentPlan>? FindCuts(ExecutionOrder order, SegmentPlanner planner, int window, int limit, double perGroup = 0)
    {
        int count = order.Count;
        var best = new double[count + 1];
        var last = new SegmentPlan?[count + 1];
        Array.Fill(best, double.PositiveInfinity);
        best[0] = 0;
        for (int end = 1; end <= count; end++)
        {
            for (int length = 1; length <= MaxGroupLength && length <= end; length++)
            {
                if (double.IsPositiveInfinity(best[end - length]))
                {
                    continue;
                }

                SegmentPlan? segment = planner.Plan(end - length, end, window, limit);
                if (segment is not null && best[end - length] + segment.Cost + perGroup < best[end])
                {
                    best[end] = best[end - length] + segment.Cost + perGroup;
                    last[end] = segment;
                }
            }
        }

        if (last[count] is null)
        {
            return null;
        }

        var result = new List<SegmentPlan>();
        for (int end = count; end > 0; end = last[end]!.First)
        {
            result.Insert(0, last[end]!);
        }

        return result;
    }

    private Schedule Assemble(SegmentPlanner planner, List<SegmentPlan> segments, int window)
    {
        var schedule = new Schedule(_program) { WindowBytes = window };
        schedule.Groups.AddRange(segments.Select(planner.Build));
        MemoryPlanner.Place(schedule);
        return schedule;
    }

    private static ScheduledProgram Describe(ExecutionOrder order, Schedule schedule, List<SegmentPlan> segments)
    {
        return new ScheduledProgram(schedule, segments.Sum(segment => segment.Cost), order.RecomputedMacs);
    }
}
