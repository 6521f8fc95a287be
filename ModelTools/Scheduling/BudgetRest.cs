using System;
using System.Collections.Generic;

namespace Edge.ModelTools.Scheduling;

/// <summary>What is done with the bytes of a budget that a schedule leaves: the table of results, larger bands, scratch memory for the kernels.</summary>
/// <param name="isForNativeKernels">Costs are those of native kernels, which do not depend on scratch memory.</param>
internal sealed class BudgetRest(bool isForNativeKernels)
{
    /// <summary>Whether costs are those of native kernels.</summary>
    public bool IsForNativeKernels { get; } = isForNativeKernels;

    /// <summary>The same schedule with the table of results, where a budget has room for it, or without: the kernels can do without.</summary>
    public ScheduledProgram WithTable(ScheduledProgram scheduled, bool hasTable, int budget)
    {
        Schedule schedule = scheduled.Schedule;
        int scratch = schedule.ScratchBytes;
        schedule.HasResultTable = hasTable;
        KernelScratch.Size(schedule);

        // Placed again, banks are to be what they were.
        schedule.GoalBytes = schedule.GoalBytes > 0 ? Math.Max(schedule.GoalBytes + schedule.ScratchBytes - scratch, 1) : 0;
        if (hasTable && schedule.PeakSramBytes > budget)
        {
            return WithTable(scheduled, false, budget);
        }

        return new ScheduledProgram(schedule, IsForNativeKernels ? scheduled.Cost : CostModel.Of(schedule), scheduled.RecomputedMacs);
    }

    /// <summary>The same schedule, with what the budget leaves free given to the kernels: larger bands, more scratch.</summary>
    public ScheduledProgram WithRest(ScheduledProgram scheduled, int budget)
    {
        MemoryPlanner.Widen(scheduled.Schedule, budget);
        KernelScratch.Grow(scheduled.Schedule, budget - scheduled.Schedule.PeakSramBytes);
        return new ScheduledProgram(scheduled.Schedule, IsForNativeKernels ? scheduled.Cost : CostModel.Of(scheduled.Schedule), scheduled.RecomputedMacs);
    }

    /// <summary>
    /// Schedules that leave the kernels less than others do, or no table of results: where memory is short that may be worth more elsewhere. A larger
    /// budget could cost more than a smaller one otherwise.
    /// </summary>
    public IEnumerable<ScheduledProgram> Tighter(OrderSearch order, int budgetBytes)
    {
        foreach (int limit in new[] { budgetBytes - (budgetBytes / KernelScratch.BudgetShare / 2), budgetBytes, budgetBytes + KernelScratch.TableBytes })
        {
            ScheduledProgram? within = order.Within(limit);
            within = within is not null && limit > budgetBytes ? WithTable(within, false, 0) : within;
            if (within?.PeakSramBytes <= budgetBytes)
            {
                yield return WithRest(within, budgetBytes);
            }
        }
    }
}
