using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Inspection;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Studio.Jobs;

/// <summary>Memory against cost: the budgets of <c>edge convert --pareto</c>, each with the instructions that its blob executes, counted.</summary>
internal static class BudgetCurve
{
    /// <summary>Schedules and counts; takes seconds.</summary>
    /// <param name="name">Name of the blob, for messages.</param>
    /// <param name="options">Settings of the conversion.</param>
    /// <param name="result">The conversion.</param>
    /// <returns>By peak.</returns>
    public static IReadOnlyList<BudgetPoint> Count(string name, ConversionOptions options, ConversionResult result)
    {
        List<ParetoPoint> points = ParetoFront.Compute(result.Program, options.WindowBytes, FitCheck.MakeScheduler(result.Program, options), result.Scheduled.Program, result.BudgetBytes);
        return [.. points.Select(point => Count(name, point))];
    }

    private static BudgetPoint Count(string name, ParetoPoint point)
    {
        byte[] blob = ScheduledBlob.Write(point.Scheduled).Blob;
        Int8Model model = BlobFile.Load(name, blob, KernelSets.Create(KernelSets.Default));
        return new BudgetPoint(point.BudgetBytes, point.IsTaken, BlobInspector.Describe(model, blob, name), ModelProfiler.Profile(name, blob, KernelSets.DeviceDefault));
    }
}
