using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Lowering;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Searches schedules of one execution order. What is known of its ranges is shared by all searches (<see cref="SegmentPlanner"/>):
/// simulating them takes most of the time.
/// </summary>
internal sealed class OrderSearch
{
    private const int MaxGroupLength = 24;
    private const int MaxRefinements = 12;

    /// <summary>Refinements that lower the limit by what was too much; the others lower it by this part of it, one in this many, at least.</summary>
    private const int FineRefinements = 4;
    private const int CoarseSteps = 32;

    /// <summary>The window where every byte counts.</summary>
    private const int SmallWindow = 256;

    /// <summary>Costs that differ by less are the same: the shorter group, which leaves the kernels more memory, is taken.</summary>
    private const double Equal = 1 - 1e-9;

    /// <summary>The smallest blocks must save this part of the peak, one in this many: kernels take inputs apart for each of them.</summary>
    private const int WorthBlocks = 32;

    /// <summary>Instructions that a group fewer may cost where every byte counts: its entry in the log takes memory.</summary>
    private const double PerGroup = 20000;

    /// <summary>The search for the smallest peak raises its limit by this part of it, one in this many.</summary>
    private const int SmallestSteps = 32;

    /// <summary>And places no more schedules than this for each window, those that may be smallest: placing takes most of the time.</summary>
    private const int MostPlaced = 12;

    /// <summary>And lowers the accumulators by this part of them.</summary>
    private const int AccumulatorSteps = 8;

    private readonly DeviceProgram _program;
    private readonly ExecutionOrder _order;
    private readonly SegmentPlanner _planner;
    private readonly int[] _windows;
    private readonly long _stripMacs;
    private readonly SearchEffort _effort;
    private readonly double _perGroup;
    private readonly Dictionary<Schedule, List<SegmentPlan>> _segments = [];

    /// <summary>Makes a search.</summary>
    /// <param name="program">The program.</param>
    /// <param name="order">An order of its operators.</param>
    /// <param name="windows">Windows to try, from the largest to the smallest.</param>
    /// <param name="cost">Cost of a stage, see <see cref="SegmentPlanner"/>.</param>
    /// <param name="effort">Counts what the search does.</param>
    /// <param name="stripMacs">Multiply-accumulates that strips of columns and slices of channels do again.</param>
    /// <param name="perGroup">What a group takes beside its stages.</param>
    public OrderSearch(
        DeviceProgram program, ExecutionOrder order, int[] windows, Func<StagePlan, int, double> cost, SearchEffort effort, long stripMacs = 0, double perGroup = 0)
    {
        _perGroup = perGroup;
        RecomputesBlocks = order.RecomputedMacs > 0;
        _effort = effort;
        _stripMacs = stripMacs;
        _program = program;
        _order = order;
        _windows = windows;
        _planner = new SegmentPlanner(order, cost, effort);
    }

    /// <summary>Whether squeeze-excite blocks are computed twice.</summary>
    public bool RecomputesBlocks { get; init; }

    /// <summary>About what its largest group takes, where that is known before the search; else 0.</summary>
    public int LargestBytes { get; init; }

    /// <summary>Ranges of the order.</summary>
    public SegmentPlanner Planner => _planner;

    /// <summary>The cheapest schedule whose real peak fits a budget, or null where none was found: the search goes by cost.</summary>
    public ScheduledProgram? Within(int budget)
    {
        int smallestWindow = _windows[^1];
        if (FindCuts(smallestWindow, budget) is null)
        {
            // Larger windows leave even less.
            return null;
        }

        ScheduledProgram? best = null;
        foreach (int window in _windows)
        {
            int limit = budget;
            for (int attempt = 0; attempt < MaxRefinements && limit > 0; attempt++)
            {
                List<SegmentPlan>? segments = FindCuts(window, limit, _perGroup);
                if (segments is null || (best is not null && CostOf(segments) >= best.Cost))
                {
                    break;
                }

                Schedule candidate = Assemble(segments);
                int peak = MemoryPlanner.LeastPeak(candidate);
                peak = peak <= budget ? Place(candidate, budget).PeakSramBytes : peak;
                if (peak <= budget)
                {
                    best = Describe(candidate, segments);
                    break;
                }

                limit -= Math.Max(peak - budget, attempt < FineRefinements ? 16 : limit / CoarseSteps);
            }
        }

        return best;
    }

    /// <summary>
    /// The smallest schedule where it fits a budget, or null. The search by cost can miss a budget just above the smallest peak; before an
    /// order is given up for one that computes more, its smallest schedule is looked at.
    /// </summary>
    public ScheduledProgram? SmallestWithin(int budget)
    {
        if (LeastBytes() > budget)
        {
            return null;
        }

        ScheduledProgram? smallest = Shrink(null);
        return smallest is not null && smallest.PeakSramBytes <= budget ? Cheapen(smallest, budget) : null;
    }

    /// <summary>Searches for a real peak below that of the best schedule so far, and returns the better one.</summary>
    public ScheduledProgram? Shrink(ScheduledProgram? best)
    {
        best = Shrink(Math.Min(SmallWindow, _windows[0]), best);

        // Smaller blocks save a window and its parameters at most.
        int worth = best!.PeakSramBytes / WorthBlocks;
        if (_windows[^1] < SmallWindow && worth <= 2 * SmallWindow)
        {
            ScheduledProgram smaller = Shrink(_windows[^1], best)!;
            best = smaller.PeakSramBytes + worth <= best.PeakSramBytes ? smaller : best;
        }

        return best;
    }

    /// <summary>
    /// Makes a schedule of this order cheaper within a peak: a group with less than the largest takes more rows at a time and keeps weights, where
    /// that saves most first. The smallest schedules have single rows and nothing kept in all groups, and rows of few pixels are dear.
    /// </summary>
    public ScheduledProgram Cheapen(ScheduledProgram scheduled, int peakBytes)
    {
        List<SegmentPlan> segments = [.. _segments[scheduled.Schedule]];
        Schedule? cheaper = new CheaperGroups(_planner, _windows, Assemble, Place).Find(segments, scheduled.PeakSramBytes, peakBytes);
        return cheaper is null ? scheduled : Describe(cheaper, segments);
    }

    /// <summary>The schedule whose largest group is smallest.</summary>
    public ScheduledProgram SmallestCut() => SmallestCut(Math.Min(SmallWindow, _windows[0]));

    /// <summary>The same, with the smallest blocks where they are worth it: about what the search for the smallest peak finds.</summary>
    public ScheduledProgram LeastCut()
    {
        ScheduledProgram cut = SmallestCut();
        ScheduledProgram smaller = cut.PeakSramBytes / WorthBlocks <= 2 * SmallWindow ? SmallestCut(_windows[^1]) : cut;
        return smaller.PeakSramBytes + (cut.PeakSramBytes / WorthBlocks) <= cut.PeakSramBytes ? smaller : cut;
    }

    private ScheduledProgram SmallestCut(int window)
    {
        List<SegmentPlan> segments = SmallestGroupsWith(window);
        int accumulators = Enumerable.Range(0, _order.Count).Max(position => _planner.Least(position, position + 1, window)!.Value.AccumulatorInts);
        List<SegmentPlan> few = SmallestGroupsWith(window, accumulators);
        segments = few.Max(segment => segment.Bytes) == segments.Max(segment => segment.Bytes) ? few : segments;
        return Describe(Place(Assemble(segments)), segments);
    }

    /// <summary>Raises the limit from the least on until what is sure to be needed is above the smallest real peak.</summary>
    private ScheduledProgram? Shrink(int window, ScheduledProgram? best)
    {
        // Placement, scratch and the log come on top of what a cut is sure to need, so the best one is rarely the tightest.
        var tried = new HashSet<double>();
        var candidates = new List<(List<SegmentPlan> Plan, int LeastPeak)>();
        for (int limit = LeastLimit(window); best is null || limit < best.PeakSramBytes; limit += Math.Max(limit / SmallestSteps, 1))
        {
            // Long groups with many means have accumulators for all of them, in an array of its own.
            int mostAccumulators = int.MaxValue;
            while (FindCuts(window, limit, PerGroup, mostAccumulators) is List<SegmentPlan> segments)
            {
                if (tried.Add(segments.Sum(segment => segment.Cost)))
                {
                    candidates.AddRange(Variants(segments, window).Select(plan => (plan, MemoryPlanner.LeastPeak(Assemble(plan)))));
                    best ??= Describe(Place(Assemble(segments)), segments);
                }

                int accumulators = segments.Max(segment => segment.AccumulatorInts);
                mostAccumulators = accumulators - (accumulators / AccumulatorSteps) - 1;
            }
        }

        foreach ((List<SegmentPlan> plan, int leastPeak) in candidates.OrderBy(candidate => candidate.LeastPeak).Take(MostPlaced))
        {
            if (leastPeak < best.PeakSramBytes)
            {
                Schedule candidate = Place(Assemble(plan));
                best = candidate.PeakSramBytes < best.PeakSramBytes ? Describe(candidate, plan) : best;
            }
        }

        return best;
    }

    /// <summary>
    /// A cut as it is, with all weights streamed, and with single rows, too. Weights that a group has room to keep make the pools of parameters
    /// and scratch larger than others need, and rows that it has room for leave less to what lives through it. What is cheap again within the
    /// peak, <see cref="Cheapen"/> finds.
    /// </summary>
    private IEnumerable<List<SegmentPlan>> Variants(List<SegmentPlan> segments, int window)
    {
        return [segments, segments.ConvertAll(_planner.WithoutResidents), segments.ConvertAll(segment => _planner.Smallest(segment.First, segment.End, window)!)];
    }

    /// <summary>What no schedule of the order can go below.</summary>
    public int LeastBytes() => LeastLimit(_windows[^1]);

    /// <summary>The smallest limit with which the order can be cut at all.</summary>
    private int LeastLimit(int window) => SmallestGroupsWith(window).Max(segment => segment.Bytes);

    private List<SegmentPlan> SmallestGroupsWith(int window, int mostAccumulators = int.MaxValue)
    {
        return SmallestGroups.Find(
            _order.Count,
            MaxGroupLength,
            (first, end) => _planner.Least(first, end, window) is { } least && least.AccumulatorInts <= mostAccumulators ? least.Bytes : null)
            .ConvertAll(group => _planner.Smallest(group.First, group.End, window)!);
    }

    /// <summary>Cheapest sequence of groups that each fit the limits, or null.</summary>
    private List<SegmentPlan>? FindCuts(int window, int limit, double perGroup = 0, int mostAccumulators = int.MaxValue)
    {
        int count = _order.Count;
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

                SegmentPlan? segment = _planner.Plan(end - length, end, window, limit, mostAccumulators);
                if (segment is not null && best[end - length] + segment.Cost + perGroup < best[end] * Equal)
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

    private double CostOf(List<SegmentPlan> segments) => segments.Sum(segment => segment.Cost + _perGroup);

    private Schedule Assemble(List<SegmentPlan> segments)
    {
        var schedule = new Schedule(_program);
        schedule.Groups.AddRange(segments.Select(_planner.Build));
        return schedule;
    }

    private Schedule Place(Schedule schedule, int goalBytes = 0)
    {
        _effort.CountPlan();
        MemoryPlanner.Place(schedule, goalBytes);
        return schedule;
    }

    private ScheduledProgram Describe(Schedule schedule, List<SegmentPlan> segments)
    {
        _segments[schedule] = segments;
        return new ScheduledProgram(schedule, CostOf(segments), _order.RecomputedMacs + _stripMacs);
    }
}
