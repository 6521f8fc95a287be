using System;

namespace Edge.ModelTools.Scheduling;

/// <summary>Int parameters and accumulators of a group lie one after the other in one pool, which is as large as the largest group needs.</summary>
internal static class PoolPlanner
{
    /// <summary>Fills in the places in the pool and the sizes of pool and scratch.</summary>
    public static void Place(Schedule schedule)
    {
        schedule.ParameterInts = 0;
        foreach (GroupPlan group in schedule.Groups)
        {
            int parameters = 0;
            int streamed = 0;
            foreach (StagePlan stage in group.Stages)
            {
                stage.AccumulatorBase = parameters;
                parameters += StageMemory.AccumulatorInts(stage);
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
        }

        KernelScratch.Size(schedule);
    }
}
