using System;
using System.Collections.Generic;
using Edge.ModelTools.Lowering;

namespace Edge.ModelTools.Scheduling;

/// <summary>What a stage costs, by the channels of a block of its weights.</summary>
internal sealed class StageCost
{
    private readonly StagePlan _stage;
    private readonly Func<StagePlan, int, double> _cost;
    private readonly List<(int BlockChannels, double Cost)> _known = [];

    /// <summary>Keeps what cost depends on of a stage, and nothing of the group that it was planned in.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="cost">Cost of a stage whose weights are streamed by so many channels, or resident when that is 0.</param>
    public StageCost(StagePlan stage, Func<StagePlan, int, double> cost)
    {
        _cost = cost;
        _stage = new StagePlan(stage.OpCode, stage.Operator, stage.Inputs.ConvertAll(Alone), Alone(stage.Output)) { Calls = stage.Calls, RowStep = stage.RowStep };
    }

    /// <summary>Its operator, or null.</summary>
    public DeviceOperator? Operator => _stage.Operator;

    /// <summary>Calls of its kernel in one inference.</summary>
    public int Calls => _stage.Calls;

    /// <summary>Weighted instructions.</summary>
    /// <param name="blockChannels">Channels of a streamed block; 0 where weights are resident.</param>
    public double Of(int blockChannels)
    {
        foreach ((int known, double cost) in _known)
        {
            if (known == blockChannels)
            {
                return cost;
            }
        }

        double computed = _cost(_stage, blockChannels);
        _known.Add((blockChannels, computed));
        return computed;
    }

    private static BufferPlan Alone(BufferPlan buffer) => new(buffer.Tensor, buffer.RingRows);
}
