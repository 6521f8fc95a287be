using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Operators;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Watches the walk of a group and notes, whenever rows of a kept result are written, which rows of the tensors that die in the group
/// are still needed.
/// </summary>
internal sealed class OverlayFinder
{
    private readonly List<(BufferPlan Target, List<(Stage Reader, int Input)> Readers)> _targets = [];
    private readonly Dictionary<(BufferPlan Result, BufferPlan Target), (int[] All, int[] Others)> _needed = [];

    /// <summary>Looks for tensors that die in a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="stages">Its stages as they are walked, in the same order.</param>
    public OverlayFinder(GroupPlan group, Stage[] stages)
    {
        foreach (BufferPlan target in group.Buffers.Where(buffer => buffer is { IsReady: true, IsKept: false }))
        {
            var readers = new List<(Stage, int)>();
            for (int i = 0; i < stages.Length; i++)
            {
                readers.AddRange(group.Stages[i].Inputs.Index().Where(input => input.Item == target).Select(input => (stages[i], input.Index)));
            }

            _targets.Add((target, readers));
        }
    }

    /// <summary>A stage makes rows; its NextRow is still the first of them.</summary>
    public void RowsMade(Stage stage, BufferPlan result, int first, int count)
    {
        if (!result.IsKept)
        {
            return;
        }

        foreach ((BufferPlan target, List<(Stage Reader, int Input)> readers) in _targets)
        {
            int all = target.Tensor.Height;
            int others = all;
            foreach ((Stage reader, int input) in readers)
            {
                int needed = reader.NextRow >= reader.Output.Height ? target.Tensor.Height : RowMapping.First(reader, input, reader.NextRow);
                all = Math.Min(all, needed);
                others = reader == stage ? others : Math.Min(others, needed);
            }

            (int[] All, int[] Others) rows = Needed(result, target);
            Array.Fill(rows.All, all, first, count);
            Array.Fill(rows.Others, others, first, count);
        }
    }

    /// <summary>Whether an elementwise operator may write its rows over those of a dying input, although others read that, too.</summary>
    public bool CanRunInPlace(StagePlan stage, BufferPlan target)
    {
        DeviceTensor from = target.Tensor;
        DeviceTensor to = stage.Output.Tensor;
        bool isSameShape = from.Height == to.Height && from.Width == to.Width && from.Channels == to.Channels;
        return isSameShape && OperatorTable.All[stage.OpCode].CanRunInPlace && stage.Inputs.Contains(target)
            && _needed.TryGetValue((stage.Output, target), out (int[] All, int[] Others) rows) && rows.Others.Index().All(row => row.Item > row.Index);
    }

    /// <summary>The dying tensors whose place a result may take, and when.</summary>
    public IEnumerable<RowOverlay> Overlays(BufferPlan result)
    {
        return _targets.Where(target => _needed.ContainsKey((result, target.Target))).Select(target => new RowOverlay(target.Target, _needed[(result, target.Target)].All));
    }

    private (int[] All, int[] Others) Needed(BufferPlan result, BufferPlan target)
    {
        if (!_needed.TryGetValue((result, target), out (int[] All, int[] Others) rows))
        {
            rows = (new int[result.Tensor.Height], new int[result.Tensor.Height]);
            _needed.Add((result, target), rows);
        }

        return rows;
    }
}
