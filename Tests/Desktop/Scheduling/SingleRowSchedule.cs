using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>Schedules whose cuts a test chooses.</summary>
internal static class SingleRowSchedule
{
    /// <summary>Groups of single rows that end before the given positions, weights streamed, everything placed.</summary>
    public static Schedule Cut(DeviceProgram program, params int[] cuts)
    {
        Schedule schedule = Unplaced(program, cuts);
        MemoryPlanner.Place(schedule);
        return schedule;
    }

    /// <summary>The same, before anything is placed.</summary>
    public static Schedule Unplaced(DeviceProgram program, params int[] cuts)
    {
        ExecutionOrder order = ExecutionOrder.Plain(program);
        var schedule = new Schedule(program);
        int first = 0;
        foreach (int end in cuts.Append(order.Count))
        {
            schedule.Groups.Add(GroupBuilder.Build(order, first, end, GroupBuilder.SingleRows));
            first = end;
        }

        foreach (StagePlan stage in schedule.Groups.SelectMany(group => group.Stages).Where(stage => stage.Operator is { IsConvolution: true }))
        {
            stage.IsStreamed = true;
            stage.BlockChannels = 1;
        }

        return schedule;
    }
}
