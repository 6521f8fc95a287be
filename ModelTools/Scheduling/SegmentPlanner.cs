using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Plans single groups: what a range of the execution order costs within a memory limit. Simulated groups are kept, because
/// the search asks for each of them with many limits.
/// </summary>
internal sealed class SegmentPlanner
{
    private static readonly int[] s_rowSteps = [GroupBuilder.SingleRows, 1, 2, 4, 8, GroupBuilder.AllRows];
    private readonly ExecutionOrder _order;
    private readonly ConcurrentDictionary<(int First, int End, int Rows), (GroupPlan Group, int Bytes)> _groups = [];
    private readonly ConcurrentDictionary<(int First, int End), int> _through = [];

    private readonly Func<StagePlan, int, double> _cost;

    /// <summary>Makes a planner for one execution order.</summary>
    /// <param name="order">The order.</param>
    /// <param name="cost">Cost of a stage whose weights are streamed by so many channels, or resident when that is 0.</param>
    public SegmentPlanner(ExecutionOrder order, Func<StagePlan, int, double> cost)
    {
        _order = order;
        _cost = cost;
    }

    /// <summary>The cheapest plan of a range that fits, or null.</summary>
    /// <param name="first">First position.</param>
    /// <param name="end">One past the last position.</param>
    /// <param name="windowBytes">Size of the window.</param>
    /// <param name="limit">Bytes for rows, weights, tables and int parameters.</param>
    public SegmentPlan? Plan(int first, int end, int windowBytes, int limit)
    {
        SegmentPlan? best = null;
        foreach (int rows in s_rowSteps)
        {
            // Single rows, the first step, hold the least: where they do not fit, nothing does.
            if (rows != s_rowSteps[0] && Simulated(first, end, s_rowSteps[0]).Bytes > limit)
            {
                return null;
            }

            SegmentPlan? plan = Plan(first, end, rows, windowBytes, limit);
            if (plan is not null && (best is null || plan.Cost < best.Cost))
            {
                best = plan;
            }
        }

        return best;
    }

    /// <summary>The plan of a range that takes the least memory: single rows, every weight streamed; null where a group is too long.</summary>
    public SegmentPlan? Smallest(int first, int end, int windowBytes)
    {
        (GroupPlan group, int bytes) = Simulated(first, end, s_rowSteps[0]);
        if (group.Stages.Count > BlobFormat.MaxStages)
        {
            return null;
        }

        int parameterInts = 0;
        int streamedInts = 0;
        foreach (StagePlan stage in group.Stages)
        {
            if (stage.Operator is { IsConvolution: true } op)
            {
                streamedInts = Math.Max(streamedInts, StageMemory.ParameterInts(op, WeightBlocks.Channels(op, windowBytes)));
            }
            else
            {
                parameterInts += StageMemory.ParameterInts(stage.Operator, 0);
            }
        }

        return new SegmentPlan(first, end, s_rowSteps[0], windowBytes, new HashSet<int>(), bytes + (sizeof(int) * (parameterInts + streamedInts)), 0);
    }

    /// <summary>The same group with all weights streamed.</summary>
    public SegmentPlan WithoutResidents(SegmentPlan plan)
    {
        SegmentPlan streamed = plan with { Resident = new HashSet<int>() };
        return streamed with { Cost = Build(streamed).Stages.Sum(stage => _cost(stage, stage.IsStreamed ? stage.BlockChannels : 0)) };
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

        return group;
    }

    private SegmentPlan? Plan(int first, int end, int rows, int windowBytes, int limit)
    {
        (GroupPlan group, int bytes) = Simulated(first, end, rows);
        if (bytes > limit || group.Stages.Count > BlobFormat.MaxStages)
        {
            return null;
        }

        int parameterInts = 0;
        int streamedInts = 0;
        double cost = 0;
        var candidates = new List<(int Index, double Saved, int Bytes)>();
        for (int i = 0; i < group.Stages.Count; i++)
        {
            StagePlan stage = group.Stages[i];
            if (stage.Operator is not { IsConvolution: true } op)
            {
                cost += _cost(stage, 0);
                parameterInts += StageMemory.ParameterInts(stage.Operator, 0);
                continue;
            }

            // Streamed unless it pays to keep the weights; one call reads them once either way.
            int block = WeightBlocks.Channels(op, windowBytes);
            double streamed = _cost(stage, block);
            double saved = streamed - _cost(stage, 0);
            cost += streamed;
            streamedInts = Math.Max(streamedInts, StageMemory.ParameterInts(op, block));
            if (saved > 0 && stage.Calls > 1 && op.Weights.Length <= BlobFormat.MaxArrayBytes)
            {
                candidates.Add((i, saved, op.Weights.Length + (sizeof(int) * StageMemory.ParameterInts(op, 0))));
            }
        }

        int used = bytes + (sizeof(int) * (parameterInts + streamedInts));
        if (used > limit)
        {
            return null;
        }

        var resident = new HashSet<int>();
        foreach ((int index, double saved, int residentBytes) in candidates.OrderByDescending(candidate => candidate.Saved / candidate.Bytes))
        {
            if (used + residentBytes <= limit)
            {
                used += residentBytes;
                cost -= saved;
                resident.Add(index);
            }
        }

        return new SegmentPlan(first, end, rows, windowBytes, resident, used, cost);
    }

    private (GroupPlan Group, int Bytes) Simulated(int first, int end, int rows)
    {
        return _groups.GetOrAdd((first, end, rows), key => Simulate(key.First, key.End, key.Rows));
    }

    /// <summary>The group, and its bytes whatever the window: rows, tables, what only lives through it.</summary>
    private (GroupPlan Group, int Bytes) Simulate(int first, int end, int rows)
    {
        GroupPlan group = GroupBuilder.Build(_order, first, end, rows);
        int bytes = _through.GetOrAdd((first, end), key => ThroughBytes(key.First, key.End));
        foreach (BufferPlan buffer in group.Buffers)
        {
            bytes += buffer.AliasOf is null ? buffer.Bytes : 0;
        }

        foreach (StagePlan stage in group.Stages)
        {
            bytes += stage.Operator?.Table is null ? 0 : BlobFormat.TableEntries;
        }

        return (group, bytes);
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
