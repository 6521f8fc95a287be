using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Edge.Benchmarks.Networks;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Quantization;
using Edge.ModelTools.Scheduling;
using Spectre.Console;

namespace Edge.Benchmarks;

/// <summary>
/// The memory of networks by schedule, and what each schedule costs. Bytes, multiply-accumulates and instructions are the same on every
/// machine; only the seconds of the search are of this one.
/// </summary>
internal static class SramBenchmark
{
    private const string CountOption = "--count";
    private const int TableWidth = 230;
    private const string McuNetV2 = "te_mcunetv2_large";

    /// <summary>Most multiply-accumulates for each one of the network.</summary>
    private static readonly double[] s_ratios = [1.0, 1.1, 1.7];

    /// <summary>Prints a row for each network.</summary>
    /// <param name="arguments">Names of networks or paths of models, empty for all; <c>--count</c> counts instructions instead of predicting them.</param>
    /// <param name="console">Receives the table.</param>
    public static void Print(IReadOnlyList<string> arguments, IAnsiConsole console)
    {
        bool isCounted = arguments.Contains(CountOption);
        string[] selection = [.. arguments.Where(argument => argument != CountOption)];
        var table = new Table().Border(TableBorder.Simple)
            .Title($"peak SRAM in bytes, everything an inference touches besides code; instructions per MAC of the network, {(isCounted ? "counted" : "modelled")}");
        table.AddColumn("network");
        foreach (string heading in new[] { "one operator at a time", "1.00x", "instr", "with the input held" }
            .Concat(s_ratios.Skip(1).SelectMany(ratio => new[] { $"to {ratio:F1}x", "MACs", "instr" }))
            .Concat(["small", "MACs", "instr", "search s", "at 64 KB", "read", "instr", "search s", "ranges walked", "plans placed"]))
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach ((string name, DeviceProgram program) in Programs(selection, console))
        {
            table.AddRow(Row(name, program, isCounted));
        }

        console.Profile.Width = Math.Max(console.Profile.Width, TableWidth);
        console.Write(table);
    }

    /// <summary>Networks by name or path, all of the benchmark where none is named; those without files are skipped.</summary>
    public static IEnumerable<(string Name, DeviceProgram Program)> Programs(IReadOnlyList<string> selection, IAnsiConsole console)
    {
        IReadOnlyList<BenchmarkNetwork> known = BenchmarkNetwork.ReadAll();
        foreach (string name in selection.Count > 0 ? selection : [.. known.Where(network => !network.IsBuilt).Select(network => network.Name), McuNetV2, .. PublishedShapes.All.Keys])
        {
            if (Program(name, known) is DeviceProgram program)
            {
                yield return (File.Exists(name) ? Path.GetFileNameWithoutExtension(name) : name, program);
            }
            else
            {
                console.WriteLine($"{name}: skipped, there is no shared folder (set EDGE_SHARED)");
            }
        }
    }

    /// <summary>The network, or null when its files are not there.</summary>
    private static DeviceProgram? Program(string name, IReadOnlyList<BenchmarkNetwork> known)
    {
        if (PublishedShapes.All.TryGetValue(name, out Func<DeviceProgram>? build))
        {
            return build();
        }

        BenchmarkNetwork? network = known.FirstOrDefault(each => each.Name == name);
        if (network is { IsBuilt: true })
        {
            return BuiltNetwork.Program(name);
        }

        string? root = network is null ? BenchmarkNetwork.FindShared() : network.FindRoot();
        if (root is null && (network is not null || name == McuNetV2))
        {
            return null;
        }

        string model = network is not null ? Path.Combine(root!, network.Model) : name == McuNetV2 ? Path.Combine(root!, "golden", name, "model.tflite") : name;
        string? calibration = network?.Calibration is null ? null : Path.Combine(root!, network.Calibration);
        ModelGraph source = SourceModel.Read(model, inputShape: null);
        return ModelConverter.Convert(source, new ConversionOptions { CalibrationPath = calibration, IsPlain = true, Quantizer = new QuantizerOptions { Recipe = QuantizationRecipe.Naive } }).Program;
    }

    private static string[] Row(string name, DeviceProgram program, bool isCounted)
    {
        const int Window = OperatorScheduler.DefaultWindowBytes;
        const int DefaultBudget = 64 * 1024;
        Schedule plain = OperatorScheduler.Build(program, Window);
        var cells = new List<string> { name, $"{plain.PeakSramBytes}" };
        var seconds = new List<double>();
        var efforts = new List<SearchEffort>();
        int smallestPeak = 0;
        foreach (double ratio in s_ratios)
        {
            TimeSpan start = Process.GetCurrentProcess().TotalProcessorTime;
            var scheduler = new RowFusedScheduler(program, Window, SqueezeExciteMode.Auto) { MaxMacRatio = ratio, MaxStrips = ratio > 1 ? RowFusedScheduler.MostStrips : 1 };
            ScheduledProgram smallest = scheduler.BuildSmallest();
            efforts.Add(scheduler.Effort);
            seconds.Add((Process.GetCurrentProcess().TotalProcessorTime - start).TotalSeconds);
            cells.Add($"{smallest.PeakSramBytes}");
            if (ratio > 1)
            {
                cells.Add($"{(program.Macs + smallest.RecomputedMacs) / (double)program.Macs:F2}x");
            }

            cells.Add(Instructions(program, smallest, isCounted));
            if (ratio == 1)
            {
                cells.Add($"{smallest.PeakSramBytes + program.Input.Bytes}");
                smallestPeak = smallest.PeakSramBytes;
            }
        }

        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        ScheduledProgram small = new RowFusedScheduler(program, Window, SqueezeExciteMode.Auto) { MaxMacRatio = s_ratios[1], MaxStrips = RowFusedScheduler.MostStrips }.BuildSmallest(SramBudget.SmallCost);
        double smallSeconds = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
        cells.AddRange([$"{small.PeakSramBytes}", $"{(program.Macs + small.RecomputedMacs) / (double)program.Macs:F2}x", Instructions(program, small, isCounted), $"{smallSeconds:F1}"]);
        ScheduledProgram common = new RowFusedScheduler(program, Window, SqueezeExciteMode.Auto) { MaxMacRatio = 1 }.Build(Math.Max(DefaultBudget, smallestPeak));
        cells.AddRange([$"{common.PeakSramBytes}", Read(common), Instructions(program, common, isCounted), string.Join(" ", seconds.Select(each => $"{each:F1}")),
            string.Join(" ", efforts.Select(each => each.RangesWalked)), string.Join(" ", efforts.Select(each => each.PlansPlaced))]);
        return [.. cells];
    }

    private static string Instructions(DeviceProgram program, ScheduledProgram scheduled, bool isCounted)
    {
        double instructions = isCounted
            ? NetworkCost.Profile(program.Name, ScheduledBlob.Write(scheduled).Blob, KernelSets.DeviceDefault).Profile.Weighted
            : scheduled.Cost;
        return $"{instructions / program.Macs:F0}";
    }

    private static string Read(ScheduledProgram program)
    {
        ScheduledBlob scheduled = ScheduledBlob.Write(program);
        return $"{scheduled.WeightBytesRead / (double)Math.Max(scheduled.StoredWeightBytes, 1):F2}x";
    }
}
