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
    private readonly (int Stage, StagePlan Plan)[] _convolutions;
    private readonly Dictionary<int, RangeCost> _costs = [];
    private readonly List<DeviceOperator> _others;
    private readonly double _otherCost;
    private readonly int _otherInts;

    /// <summary>Takes the numbers from a simulated group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="throughBytes">Tensors that only live through it.</param>
    /// <param name="cost">Cost of a stage whose weights are streamed by so many channels, or resident when that is 0.</param>
    public RangeShape(GroupPlan group, int throughBytes, Func<StagePlan, int, double> cost)
    {
        // The input is delivered from top to bottom, again for each strip of columns: two deliveries can't take turns.
        IsGroup = group.Stages.Count <= BlobFormat.MaxStages && group.Stages.Count(stage => stage.OpCode == OpCode.Input) <= 1;
        Bytes = throughBytes + group.BufferBytes + group.TableBytes;
        AccumulatorInts = group.Stages.Sum(StageMemory.AccumulatorInts);
        _convolutions = [.. group.Stages.Index().Where(stage => stage.Item.Operator is { IsConvolution: true })];
        _others = [.. group.Stages.Where(stage => stage.Operator is { IsConvolution: false }).Select(stage => stage.Operator!)];
        foreach (StagePlan stage in group.Stages.Where(stage => stage.Operator is not { IsConvolution: true }))
        {
            _otherCost += cost(stage, 0);
            _otherInts += StageMemory.ParameterInts(stage.Operator, 0);
        }

        // Stages are kept for their cost, and with them their buffers; what rows may take the place of others is counted in the bytes above.
        group.Buffers.ForEach(buffer => buffer.Overlay = null);
    }

    /// <summary>Rows, tables, and what only lives through the range.</summary>
    public int Bytes { get; }

    /// <summary>Sums of means, which have an array of their own.</summary>
    public int AccumulatorInts { get; }

    /// <summary>Whether the range may be a group: neither too long, nor does it take the network's input twice.</summary>
    public bool IsGroup { get; }

    /// <summary>Bytes and cost with a window, and the weights that are worth keeping.</summary>
    public RangeCost Cost(int windowBytes, Func<StagePlan, int, double> cost)
    {
        if (!_costs.TryGetValue(windowBytes, out RangeCost? known))
        {
            known = Compute(windowBytes, cost);
            _costs.Add(windowBytes, known);
        }

        return known;
    }

    private RangeCost Compute(int windowBytes, Func<StagePlan, int, double> cost)
    {
        double total = _otherCost;
        int streamedInts = 0;
        int window = _others.Select(op => StageMemory.WindowBytes(op, 0, windowBytes)).DefaultIfEmpty(BlobFormat.MinWindowBytes).Max();
        var candidates = new List<ResidentCandidate>();
        foreach ((int index, StagePlan stage) in _convolutions)
        {
            // Streamed unless it pays to keep the weights; one call reads them once either way.
            int block = WeightBlocks.Channels(stage.Operator!, windowBytes);
            double streamed = cost(stage, block);
            double saved = streamed - cost(stage, 0);
            total += streamed;
            window = Math.Max(window, StageMemory.WindowBytes(stage.Operator, block, windowBytes));
            streamedInts = Math.Max(streamedInts, StageMemory.ParameterInts(stage.Operator, block));
            int weightBytes = stage.Operator!.Weights.Length;
            if (saved > 0 && stage.Calls > 1 && weightBytes <= BlobFormat.MaxArrayBytes)
            {
                window = Math.Max(window, StageMemory.WindowBytes(stage.Operator, 0, windowBytes));
                candidates.Add(new ResidentCandidate(index, saved, weightBytes + (sizeof(int) * StageMemory.ParameterInts(stage.Operator, 0))));
            }
        }

        int bytes = Bytes + window + (sizeof(int) * (_otherInts + streamedInts));
        return new RangeCost(bytes, total, [.. candidates.OrderByDescending(candidate => candidate.Saved / candidate.Bytes)]);
    }
}
