using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// What the search needs to know of a range of the execution order at one row step, whatever the window and the limit. A search keeps
/// one for each range, so it holds numbers and not the group they were taken from.
/// </summary>
internal sealed class RangeShape
{
    private readonly StageCost[] _stages;
    private readonly List<RangeCost> _costs = [];

    /// <summary>Takes the numbers from a simulated group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="throughBytes">Tensors that only live through it.</param>
    /// <param name="costs">Costs of stages.</param>
    public RangeShape(GroupPlan group, int throughBytes, StageCosts costs)
    {
        // The input is delivered from top to bottom, again for each strip of columns: two deliveries can't take turns.
        IsGroup = group.Stages.Count <= BlobFormat.MaxStages && group.Stages.Count(stage => stage.OpCode == OpCode.Input) <= 1;
        Bytes = throughBytes + group.BufferBytes + group.TableBytes;
        AccumulatorInts = group.Stages.Sum(StageMemory.AccumulatorInts);
        _stages = [.. group.Stages.Select(costs.Of)];
    }

    /// <summary>Rows, tables, and what only lives through the range.</summary>
    public int Bytes { get; }

    /// <summary>Sums of means, which have an array of their own.</summary>
    public int AccumulatorInts { get; }

    /// <summary>Whether the range may be a group: neither too long, nor does it take the network's input twice.</summary>
    public bool IsGroup { get; }

    /// <summary>Bytes and cost with a window, and the weights that are worth keeping.</summary>
    public RangeCost Cost(int windowBytes)
    {
        RangeCost? known = _costs.Find(cost => cost.WindowBytes == windowBytes);
        if (known is null)
        {
            known = Compute(windowBytes);
            _costs.Add(known);
        }

        return known;
    }

    /// <summary>Bytes with all weights streamed through a window, which the numbers of those that may be kept come through, too.</summary>
    public int StreamedBytes(int windowBytes)
    {
        int window = BlobFormat.MinWindowBytes;
        int streamedInts = 0;
        int otherInts = 0;
        foreach (StageCost stage in _stages)
        {
            if (stage.Operator is not { IsConvolution: true } op)
            {
                otherInts += StageMemory.ParameterInts(stage.Operator, 0);
                window = Math.Max(window, StageMemory.WindowBytes(stage.Operator, 0, windowBytes));
                continue;
            }

            int block = WeightBlocks.Channels(op, windowBytes);
            streamedInts = Math.Max(streamedInts, StageMemory.ParameterInts(op, block));
            window = Math.Max(window, StageMemory.WindowBytes(op, block, windowBytes));
            window = CanBeKept(stage, op) ? Math.Max(window, StageMemory.WindowBytes(op, 0, windowBytes)) : window;
        }

        return Bytes + window + (sizeof(int) * (otherInts + streamedInts));
    }

    private static bool CanBeKept(StageCost stage, DeviceOperator op) => stage.Calls > 1 && op.Weights.Length <= BlobFormat.MaxArrayBytes;

    private RangeCost Compute(int windowBytes)
    {
        double total = 0;
        int bytes = StreamedBytes(windowBytes);
        var candidates = new List<ResidentCandidate>();
        for (int i = 0; i < _stages.Length; i++)
        {
            StageCost stage = _stages[i];
            if (stage.Operator is not { IsConvolution: true } op)
            {
                total += stage.Of(0);
                continue;
            }

            // Streamed unless it pays to keep the weights; one call reads them once either way.
            double streamed = stage.Of(WeightBlocks.Channels(op, windowBytes));
            double saved = streamed - stage.Of(0);
            total += streamed;
            if (saved > 0 && CanBeKept(stage, op))
            {
                candidates.Add(new ResidentCandidate(i, saved, op.Weights.Length + (sizeof(int) * StageMemory.ParameterInts(op, 0))));
            }
        }

        return new RangeCost(windowBytes, bytes, total, [.. candidates.OrderByDescending(candidate => candidate.Saved / candidate.Bytes)]);
    }
}
