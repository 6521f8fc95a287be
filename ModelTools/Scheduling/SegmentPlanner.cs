using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Plans single groups: what a range of the execution order costs within a memory limit. Ranges are simulated once and their numbers
/// kept, because the search asks for each of them with many limits.
/// </summary>
internal sealed class SegmentPlanner
{
    private static readonly int[] s_rowSteps = [GroupBuilder.SingleRows, 1, 2, 4, 8, GroupBuilder.AllRows];
    private readonly ExecutionOrder _order;
    private readonly ConcurrentDictionary<(int First, int End), RangeShape?[]> _shapes = [];
    private readonly StageCosts _costs;
    private readonly SearchEffort? _effort;

    /// <summary>Makes a planner for one execution order.</summary>
    /// <param name="order">The order.</param>
    /// <param name="cost">Cost of a stage whose weights are streamed by so many channels, or resident when that is 0.</param>
    /// <param name="effort">Counts what is simulated, or null.</param>
    public SegmentPlanner(ExecutionOrder order, Func<StagePlan, int, double> cost, SearchEffort? effort = null)
    {
        _effort = effort;
        _order = order;
        _costs = new StageCosts(cost);
    }

    /// <summary>Bytes below which no limit lets a range through, whatever the window and the row step; above any limit when it is no group.</summary>
    private int LeastBytes(int first, int end, int mostAccumulators)
    {
        // Single rows, the first step, hold the least.
        RangeShape shape = Shape(first, end, 0);
        return shape.IsGroup && shape.AccumulatorInts <= mostAccumulators ? shape.Bytes : int.MaxValue;
    }

    /// <summary>The cheapest plan of a range that fits, or null.</summary>
    /// <param name="first">First position.</param>
    /// <param name="end">One past the last position.</param>
    /// <param name="windowBytes">Largest window; the least block of a group where that is more.</param>
    /// <param name="limit">Bytes for rows, weights, tables, int parameters and the window.</param>
    /// <param name="mostAccumulators">Most sums of means.</param>
    public SegmentPlan? Plan(int first, int end, int windowBytes, int limit, int mostAccumulators = int.MaxValue)
    {
        if (LeastBytes(first, end, mostAccumulators) > limit)
        {
            return null;
        }

        int best = -1;
        double bestCost = double.PositiveInfinity;
        for (int step = 0; step < s_rowSteps.Length; step++)
        {
            double cost = Fill(Shape(first, end, step).Cost(windowBytes), limit, null).Cost;
            if (cost < bestCost)
            {
                best = step;
                bestCost = cost;
            }
        }

        if (best < 0)
        {
            return null;
        }

        var resident = new HashSet<int>();
        (_, int used) = Fill(Shape(first, end, best).Cost(windowBytes), limit, resident);
        return new SegmentPlan(first, end, s_rowSteps[best], windowBytes, resident, used, bestCost) { AccumulatorInts = Shape(first, end, best).AccumulatorInts };
    }

    /// <summary>Bytes and sums of means of <see cref="Smallest"/>, without its cost; null where the range is no group.</summary>
    public (int Bytes, int AccumulatorInts)? Least(int first, int end, int windowBytes)
    {
        RangeShape shape = Shape(first, end, 0);
        return shape.IsGroup ? (shape.StreamedBytes(windowBytes), shape.AccumulatorInts) : null;
    }

    /// <summary>The plan of a range that takes the least memory: single rows, every weight streamed; null where it is no group.</summary>
    public SegmentPlan? Smallest(int first, int end, int windowBytes)
    {
        RangeShape shape = Shape(first, end, 0);
        if (!shape.IsGroup)
        {
            return null;
        }

        RangeCost range = shape.Cost(windowBytes);
        return new SegmentPlan(first, end, s_rowSteps[0], windowBytes, new HashSet<int>(), range.Bytes, range.Cost) { AccumulatorInts = shape.AccumulatorInts };
    }

    /// <summary>The same group with all weights streamed.</summary>
    public SegmentPlan WithoutResidents(SegmentPlan plan)
    {
        RangeCost range = Shape(plan.First, plan.End, Array.IndexOf(s_rowSteps, plan.Rows)).Cost(plan.WindowBytes);
        return plan with { Resident = new HashSet<int>(), Bytes = range.Bytes, Cost = range.Cost };
    }

    /// <summary>Makes the group of a plan, ready to be placed.</summary>
    public GroupPlan Build(SegmentPlan plan)
    {
        GroupPlan group = GroupBuilder.Build(_order, plan.First, plan.End, plan.Rows);
        for (int i = 0; i < group.Stages.Count; i++)
        {
            StagePlan stage = group.Stages[i];
            if (stage.Operator is { IsConvolution: true })
            {
                stage.IsStreamed = !plan.Resident.Contains(i);
                stage.BlockChannels = stage.IsStreamed ? WeightBlocks.Channels(stage.Operator, plan.WindowBytes) : 0;
            }
        }

        group.WindowBytes = group.Stages.Max(stage => StageMemory.WindowBytes(stage.Operator, stage.BlockChannels, plan.WindowBytes));

        return group;
    }

    /// <summary>Cost and bytes of a range in which all weights are kept that a limit has room for, those that save most for their bytes first.</summary>
    /// <param name="range">The range.</param>
    /// <param name="limit">Bytes for all of it.</param>
    /// <param name="resident">Receives the stages whose weights are kept, or null.</param>
    private static (double Cost, int Bytes) Fill(RangeCost range, int limit, HashSet<int>? resident)
    {
        if (range.Bytes > limit)
        {
            return (double.PositiveInfinity, range.Bytes);
        }

        int used = range.Bytes;
        double cost = range.Cost;
        foreach (ResidentCandidate candidate in range.Candidates)
        {
            if (used + candidate.Bytes <= limit)
            {
                used += candidate.Bytes;
                cost -= candidate.Saved;
                resident?.Add(candidate.Stage);
            }
        }

        return (cost, used);
    }

    private RangeShape Shape(int first, int end, int step)
    {
        RangeShape?[] shapes = _shapes.GetOrAdd((first, end), _ => new RangeShape?[s_rowSteps.Length]);
        if (shapes[step] is null)
        {
            _effort?.CountRange();
        }

        return shapes[step] ??= new RangeShape(GroupBuilder.Build(_order, first, end, s_rowSteps[step]), ThroughBytes(first, end), _costs);
    }

    /// <summary>Tensors made before the range and read only after it.</summary>
    private int ThroughBytes(int first, int end)
    {
        int bytes = 0;
        for (int position = 0; position < first; position++)
        {
            if (_order.LastReader(position) < end)
            {
                continue;
            }

            bool isReadHere = false;
            for (int i = first; i < end; i++)
            {
                isReadHere |= Array.IndexOf(_order.Producers(i), position) >= 0;
            }

            bytes += isReadHere ? 0 : _order.Tensor(position).Bytes;
        }

        return bytes;
    }
}
