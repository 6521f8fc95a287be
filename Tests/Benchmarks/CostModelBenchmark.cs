using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Scheduling;
using Spectre.Console;

namespace Edge.Benchmarks;

/// <summary>
/// How well the scheduler's cost model predicts what is counted: networks by budgets, from the smallest peak to one operator at a time. The
/// same numbers on every machine.
/// </summary>
internal static class CostModelBenchmark
{
    private const int Budgets = 8;
    private const string FitOption = "--fit";

    /// <summary>Prints a row for each schedule and the worst error.</summary>
    /// <param name="arguments">
    /// Names of networks or paths of models; none for those of <see cref="SramBenchmark"/>. Before them may stand <c>--fit FILE</c>: the model is
    /// fitted to what was counted, and its figures are written as source.
    /// </param>
    /// <param name="console">Receives the table.</param>
    public static void Print(IReadOnlyList<string> arguments, IAnsiConsole console)
    {
        bool isFitted = arguments.Count > 1 && arguments[0] == FitOption;
        IReadOnlyList<string> selection = isFitted ? [.. arguments.Skip(2)] : arguments;
        var fit = new CostModelFit();
        var table = new Table().Border(TableBorder.Simple).Title("million weighted instructions, predicted and counted");
        table.AddColumn("network");
        foreach (string heading in new[] { "budget", "peak", "predicted", "counted", "error" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        var errors = new List<double>();
        foreach ((string name, DeviceProgram program) in SramBenchmark.Programs(selection, console))
        {
            ZeroSkipping.Choose(program, samples: null);
            foreach ((int budget, ScheduledProgram scheduled) in Schedules(program))
            {
                InferenceProfile counted = ModelProfiler.Profile(name, ScheduledBlob.Write(scheduled).Blob, KernelSets.DeviceDefault);
                fit.Add(scheduled.Schedule, counted);
                double error = (scheduled.Cost / counted.Weighted) - 1;
                errors.Add(Math.Abs(error));
                table.AddRow(name, $"{budget}", $"{scheduled.PeakSramBytes}", $"{scheduled.Cost / 1e6:F1}", $"{counted.Weighted / 1e6:F1}", $"{error:P0}");
            }
        }

        console.Write(table);
        console.WriteLine(errors.Count == 0 ? "nothing to count" : $"{errors.Count} schedules: worst error {errors.Max():P0}, mean {errors.Average():P0}");
        if (isFitted)
        {
            fit.Write(arguments[1]);
        }
    }

    private static IEnumerable<(int Budget, ScheduledProgram Scheduled)> Schedules(DeviceProgram program)
    {
        var scheduler = new RowFusedScheduler(program, OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Auto) { MaxMacRatio = 1.1, MaxStrips = RowFusedScheduler.MostStrips };
        ScheduledProgram smallest = scheduler.BuildSmallest();
        yield return (smallest.PeakSramBytes, smallest);
        double factor = Math.Pow(OperatorScheduler.Build(program).PeakSramBytes / (double)smallest.PeakSramBytes, 1.0 / (Budgets - 1));
        for (int i = 1; i < Budgets; i++)
        {
            int budget = (int)Math.Ceiling(smallest.PeakSramBytes * Math.Pow(factor, i));
            if (scheduler.TryBuild(budget, out _) is ScheduledProgram scheduled)
            {
                yield return (budget, scheduled);
            }
        }
    }
}
