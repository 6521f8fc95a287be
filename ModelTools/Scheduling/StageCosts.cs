using System;
using System.Collections.Concurrent;
using Edge.ModelTools.Lowering;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Costs of stages, each computed once: a stage looks the same in most of the ranges that it is part of, and those share what is kept of it.
/// </summary>
/// <param name="cost">Cost of a stage whose weights are streamed by so many channels, or resident when that is 0.</param>
internal sealed class StageCosts(Func<StagePlan, int, double> cost)
{
    private readonly ConcurrentDictionary<(DeviceTensor Output, DeviceOperator? Operator, int OpCode, int Calls, int RowStep, bool IsInRing), StageCost> _known = [];

    /// <summary>The cost of a stage of a simulated group.</summary>
    public StageCost Of(StagePlan stage)
    {
        // Calls, rows at a time and whether inputs lie in a ring are all that a range changes.
        bool isInRing = stage.Inputs.Count > 0 && stage.Inputs[0].RingRows < stage.Inputs[0].Tensor.Height;
        return _known.GetOrAdd((stage.Output.Tensor, stage.Operator, stage.OpCode, stage.Calls, stage.RowStep, isInRing), static (_, known) => new StageCost(known.stage, known.cost), (stage, cost));
    }
}
