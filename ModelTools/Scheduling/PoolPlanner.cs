using System;

namespace Edge.ModelTools.Scheduling;

/// <summary>Int parameters and accumulators of a group lie one after the other; the pools are as large as the largest group needs.</summary>
internal static class PoolPlanner
{
    /// <summary>Fills in the places in the pools and the sizes of pools and scratch.</summary>
    public static void Place(Schedule schedule)
    {
        schedule.ParameterInts = 0;
        schedule.AccumulatorInts = 0;
        foreach (GroupPlan group in schedule.Groups)
        {
            int parameters = 0;
            int streamed = 0;
            int accumulators = 0;
            foreach (StagePlan stage in group.Stages)
            {
                stage.AccumulatorBase = accumulators;
                accumulators += StageMemory.AccumulatorInts(stage);
                if (!stage.IsStreamed)
                {
                    stage.ParameterBase = parameters;
                    parameters += StageMemory.ParameterInts(stage);
                }
            }

            // Every block of streamed weights brings its parameters along, so all streamed stages share one place.
            foreach (StagePlan stage in group.Stages)
            {
                if (stage.IsStreamed)
                {
                    stage.ParameterBase = parameters;
                    streamed = Math.Max(streamed, StageMemory.ParameterInts(stage));
                }
            }

            schedule.ParameterInts = Math.Max(schedule.ParameterInts, parameters + streamed);
            schedule.AccumulatorInts = Math.Max(schedule.AccumulatorInts, accumulators);
        }

        KernelScratch.Size(schedule);
    }
}
