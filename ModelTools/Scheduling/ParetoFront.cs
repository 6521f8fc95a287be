using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Lowering;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// What a network costs in a series of budgets, from the smallest feasible to what the plain schedule takes: each next budget is the
/// same factor larger, because cost changes most where memory is short.
/// </summary>
internal static class ParetoFront
{
    private const int Budgets = 6;

    /// <summary>Schedules the program for each budget.</summary>
    /// <param name="program">The program.</param>
    /// <param name="windowBytes">Largest window of the plain schedule.</param>
    /// <param name="scheduler">Searches as the conversion did.</param>
    /// <param name="taken">The schedule that was chosen; always in the result.</param>
    /// <param name="takenBudget">Its budget, or null when the smallest was asked for.</param>
    /// <returns>By peak. Points that another beats in both peak and predicted cost are left out, unless taken.</returns>
    public static List<ParetoPoint> Compute(DeviceProgram program, int windowBytes, RowFusedScheduler scheduler, ScheduledProgram taken, int? takenBudget)
    {
        ScheduledProgram smallest = takenBudget is null ? taken : scheduler.BuildSmallest();
        Schedule plain = OperatorScheduler.Build(program, windowBytes);
        double factor = Math.Max(1, plain.PeakSramBytes / (double)smallest.PeakSramBytes);
        var points = new List<ParetoPoint> { new(takenBudget ?? taken.PeakSramBytes, taken, true) };
        Add(points, new ParetoPoint(smallest.PeakSramBytes, smallest, false));
        for (int i = 1; i < Budgets; i++)
        {
            int budget = (int)Math.Ceiling(smallest.PeakSramBytes * Math.Pow(factor, i / (Budgets - 1.0)));
            if (TryBuild(scheduler, budget) is ScheduledProgram scheduled)
            {
                Add(points, new ParetoPoint(budget, scheduled, false));
            }
        }

        return [.. points.Where(point => point.IsTaken || !points.Exists(other => Beats(other.Scheduled, point.Scheduled)))
            .OrderBy(point => point.Scheduled.PeakSramBytes).ThenBy(point => point.BudgetBytes)];
    }

    /// <summary>The search by cost can miss budgets just above the smallest peak; the smallest schedule, always a point, stands for them.</summary>
    private static ScheduledProgram? TryBuild(RowFusedScheduler scheduler, int budget)
    {
        try
        {
            return scheduler.Build(budget);
        }
        catch (EdgeException exception) when (exception.Id == DiagnosticId.BudgetTooSmall)
        {
            return null;
        }
    }

    private static void Add(List<ParetoPoint> points, ParetoPoint point)
    {
        bool isKnown = points.Exists(other => other.Scheduled.PeakSramBytes == point.Scheduled.PeakSramBytes
            && other.Scheduled.Cost.Equals(point.Scheduled.Cost));
        if (!isKnown)
        {
            points.Add(point);
        }
    }

    private static bool Beats(ScheduledProgram one, ScheduledProgram other)
    {
        return one.PeakSramBytes <= other.PeakSramBytes && one.Cost <= other.Cost
            && (one.PeakSramBytes < other.PeakSramBytes || one.Cost < other.Cost);
    }
}
