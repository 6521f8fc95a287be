using System.Collections.Generic;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Walks a group in the runtime's own order, without computing, and finds how many rows of each buffer must be held and how
/// often each stage is called.
/// </summary>
internal sealed class RingSimulator : GroupWalker
{
    private readonly List<StagePlan> _plans;
    private readonly Stage[] _stages;
    private readonly OverlayFinder _overlays;

    private RingSimulator(GroupPlan group)
    {
        _plans = group.Stages;
        _stages = new Stage[group.Stages.Count];
        var rows = new Dictionary<BufferPlan, RowBuffer>();
        var producers = new Dictionary<BufferPlan, int>();
        for (int i = 0; i < _stages.Length; i++)
        {
            StagePlan plan = group.Stages[i];
            _stages[i] = Make(plan, rows, producers);
            _stages[i].OperatorId = i;
            plan.Calls = 0;
            if (plan.OpCode != OpCode.Output)
            {
                producers[plan.Output] = i;
            }
        }

        _overlays = new OverlayFinder(group, _stages);
    }

    /// <summary>Sets RingRows of every buffer that the group makes, and Calls of every stage.</summary>
    /// <returns>Which results may take the place of rows that have been read.</returns>
    public static OverlayFinder Run(GroupPlan group)
    {
        var simulator = new RingSimulator(group);
        foreach (BufferPlan buffer in group.Buffers)
        {
            bool isWhole = buffer.IsReady || buffer.IsKept || buffer.Tensor.Data is not null;
            buffer.RingRows = isWhole ? buffer.Tensor.Height : 1;
        }

        simulator.Walk(simulator._stages, simulator._stages.Length);
        return simulator._overlays;
    }

    /// <inheritdoc/>
    protected override void MakeRows(Stage stage, int first, int count)
    {
        StagePlan plan = _plans[stage.OperatorId];
        plan.Calls++;
        Hold(plan.Output, count);
        if (stage.OpCode != OpCode.Output)
        {
            _overlays.RowsMade(stage, plan.Output, first, count);
        }

        if (stage.Accumulates)
        {
            return;
        }

        for (int i = 0; i < stage.InputCount; i++)
        {
            // The first row that needs any needs the oldest.
            for (int oy = first; oy < first + count; oy++)
            {
                int needed = RowMapping.First(stage, i, oy);
                if (needed <= RowMapping.Last(stage, i, oy))
                {
                    HoldFrom(stage, i, needed);
                    break;
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override void AddRow(Stage stage, int outputRow, int inputRow, bool isFirst)
    {
        HoldFrom(stage, 0, inputRow);
    }

    private static Stage Make(StagePlan plan, Dictionary<BufferPlan, RowBuffer> rows, Dictionary<BufferPlan, int> producers)
    {
        DeviceOperator? op = plan.Operator;
        var stage = new Stage
        {
            OpCode = plan.OpCode,
            InputCount = plan.Inputs.Count,
            Output = Rows(plan.Output, rows),
            RowStep = plan.RowStep,
            IsRoot = plan.IsRoot,
        };
        for (int i = 0; i < plan.Inputs.Count; i++)
        {
            stage.Inputs[i] = Rows(plan.Inputs[i], rows);
            stage.InputStages[i] = plan.Inputs[i].IsReady ? -1 : producers[plan.Inputs[i]];
        }

        stage.Input = stage.Inputs[0];
        if (op is not null)
        {
            op.CopyTo(stage);
            stage.Accumulates = StageMemory.AccumulatorInts(plan) > 0;
        }

        return stage;
    }

    private static RowBuffer Rows(BufferPlan plan, Dictionary<BufferPlan, RowBuffer> rows)
    {
        if (!rows.TryGetValue(plan, out RowBuffer? buffer))
        {
            DeviceTensor tensor = plan.Tensor;
            buffer = new RowBuffer(1) { Height = tensor.Height, Width = tensor.Width, Channels = tensor.Channels, RowBytes = tensor.RowBytes };
            rows.Add(plan, buffer);
        }

        return buffer;
    }

    private void HoldFrom(Stage stage, int input, int row)
    {
        int producer = stage.InputStages[input];
        if (producer >= 0)
        {
            Hold(_plans[stage.OperatorId].Inputs[input], _stages[producer].NextRow - row);
        }
    }

    private static void Hold(BufferPlan buffer, int rows)
    {
        buffer.RingRows = buffer.RingRows < rows ? rows : buffer.RingRows;
    }
}
