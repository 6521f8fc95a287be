using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Quantization;
using Edge.ModelTools.Scheduling;
using Spectre.Console;

namespace Edge.Benchmarks;

/// <summary>
/// The memory of networks by schedule. Bytes and reads are what the runtime allocates and reads, the same on every machine; only the
/// seconds of the search are of this one.
/// </summary>
internal static class SramBenchmark
{
    private const double MaxMacRatio = 1.3;
    private const int TableWidth = 170;

    /// <summary>Prints a row for each network.</summary>
    /// <param name="selection">Names in budgets.json or paths of int8 models; empty for all of budgets.json.</param>
    /// <param name="console">Receives the table.</param>
    public static void Print(IReadOnlyList<string> selection, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Simple).Title("peak SRAM in bytes, everything an inference touches besides code");
        table.AddColumn("network");
        foreach (string heading in new[] { "one operator at a time", "smallest", "with the input held", "read", "smallest to 1.3x MACs", "MACs", "peak at 64 KB", "read at 64 KB", "search s" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        IReadOnlyList<BenchmarkNetwork> known = BenchmarkNetwork.ReadAll();
        foreach (string name in selection.Count > 0 ? selection : known.Where(network => !network.IsBuilt).Select(network => network.Name))
        {
            BenchmarkNetwork? network = known.FirstOrDefault(each => each.Name == name);
            string? root = network?.FindRoot();
            if (network is not null && root is null)
            {
                console.WriteLine($"{name}: skipped, there is no shared folder (set EDGE_SHARED)");
                continue;
            }

            string model = network is null ? name : Path.Combine(root!, network.Model);
            string? calibration = network?.Calibration is null ? null : Path.Combine(root!, network.Calibration);
            table.AddRow(Row(network?.Name ?? Path.GetFileNameWithoutExtension(name), Program(model, calibration)));
        }

        console.Profile.Width = Math.Max(console.Profile.Width, TableWidth);
        console.Write(table);
    }

    private static DeviceProgram Program(string model, string? calibration)
    {
        ModelGraph source = SourceModel.Read(model, inputShape: null);
        return ModelConverter.Convert(source, new ConversionOptions { CalibrationPath = calibration, IsPlain = true, Quantizer = new QuantizerOptions { Recipe = QuantizationRecipe.Naive } }).Program;
    }

    private static string[] Row(string name, DeviceProgram program)
    {
        const int Window = OperatorScheduler.DefaultWindowBytes;
        const int DefaultBudget = 64 * 1024;
        Schedule plain = OperatorScheduler.Build(program, Window);
        var watch = Stopwatch.StartNew();
        ScheduledProgram smallest = new RowFusedScheduler(program, Window, SqueezeExciteMode.Spill).BuildSmallest();
        double seconds = watch.Elapsed.TotalSeconds;
        ScheduledProgram recomputed = new RowFusedScheduler(program, Window, SqueezeExciteMode.Auto) { MaxMacRatio = MaxMacRatio }.BuildSmallest();
        int budget = Math.Max(DefaultBudget, smallest.PeakSramBytes);
        ScheduledProgram common = new RowFusedScheduler(program, Window, SqueezeExciteMode.Auto).Build(budget);
        return
        [
            name,
            $"{plain.PeakSramBytes}",
            $"{smallest.PeakSramBytes}",
            $"{smallest.PeakSramBytes + program.Input.Bytes}",
            Read(smallest),
            $"{recomputed.PeakSramBytes}",
            $"{(program.Macs + recomputed.RecomputedMacs) / (double)program.Macs:F2}x",
            $"{common.PeakSramBytes}",
            Read(common),
            $"{seconds:F1}",
        ];
    }

    private static string Read(ScheduledProgram program)
    {
        ScheduledBlob scheduled = ScheduledBlob.Write(program);
        return $"{scheduled.WeightBytesRead / (double)Math.Max(scheduled.StoredWeightBytes, 1):F2}x";
    }
}
