using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Packing.Specialization;
using Edge.ModelTools.Profiling;
using Spectre.Console;

namespace Edge.Benchmarks;

/// <summary>Weighted instructions of networks, the kernel sets side by side, by kind of operator.</summary>
internal static class CostBenchmark
{
    private const double Million = 1e6;

    // Three sets side by side; where the output is no terminal, its width is 80.
    private const int TableWidth = 150;

    /// <summary>Counts networks and prints a table for each.</summary>
    /// <param name="selection">Names in budgets.json or paths of models; empty for all of budgets.json.</param>
    /// <param name="console">Receives the tables.</param>
    public static void Print(IReadOnlyList<string> selection, IAnsiConsole console)
    {
        console.Profile.Width = Math.Max(console.Profile.Width, TableWidth);
        IReadOnlyList<BenchmarkNetwork> known = BenchmarkNetwork.ReadAll();
        IEnumerable<string> names = selection.Count > 0 ? selection : known.Select(network => network.Name);
        foreach (string name in names)
        {
            BenchmarkNetwork? network = known.FirstOrDefault(each => each.Name == name);
            if (network is null)
            {
                Print(Path.GetFileNameWithoutExtension(name), NetworkCost.MakeBlob(name, calibrationPath: null), console);
            }
            else if (network.FindRoot() is string root)
            {
                Print(name, network.MakeBlob(root), console);
            }
            else
            {
                console.WriteLine($"{name}: skipped, there is no shared folder (set EDGE_SHARED)");
            }
        }
    }

    private static void Print(string name, byte[] blob, IAnsiConsole console)
    {
        SpecializedSource? source = NetworkCost.Specialize(name, blob);
        using SpecializedAssembly? generated = source is null ? null : new SpecializedAssembly(source.Assemblies);
        ProfileReport[] reports = [.. Profile(name, blob, generated, CostColumn.O3X64)];
        var table = new Table().Border(TableBorder.Simple).Title($"{name}: {reports[0].Profile.Macs} MAC, {blob.Length} bytes");
        table.AddColumn("operator kind").AddColumn(new TableColumn("kMAC").RightAligned());
        foreach (string kernels in KernelSets.DeviceNames.Append(NetworkCost.Specialized))
        {
            table.AddColumn(new TableColumn(kernels + ": M instr").RightAligned());
            table.AddColumn(new TableColumn("per MAC").RightAligned());
            table.AddColumn(new TableColumn("share").RightAligned());
        }

        string[] missing = generated is null ? ["-", "-", "-"] : [];
        foreach (string kind in reports[0].Kinds.Select(each => each.Kind))
        {
            KindEstimate[] kinds = [.. reports.Select(report => report.Kinds.First(each => each.Kind == kind))];
            table.AddRow([kind, $"{kinds[0].Macs / 1000.0:F1}", .. kinds.SelectMany(Cells), .. missing]);
        }

        table.AddRow(["all", $"{reports[0].Profile.Macs / 1000.0:F1}", .. reports.SelectMany(report => Cells(report.Profile)), .. missing]);
        console.Write(table);
        if (source is not null)
        {
            SpecializedText.Write(console.Profile.Out.Writer, NetworkCost.Specialized, source);
        }

        PrintColumns(name, blob, generated, console);
    }

    private static void PrintColumns(string name, byte[] blob, SpecializedAssembly? generated, IAnsiConsole console)
    {
        CostColumn[] columns = [CostColumn.O3X64, CostColumn.OsDebugX64, CostColumn.OsDebugI386];
        ProfileReport[] reports = [.. columns.SelectMany(column => Profile(name, blob, generated, column))];
        int sets = reports.Length / columns.Length;
        for (int set = 0; set < sets; set++)
        {
            IEnumerable<string> perMac = columns.Select((column, i) => $"{column} {reports[(i * sets) + set].Profile.WeightedPerMac:F1}");
            console.WriteLine($"{reports[set].Kernels}, per MAC: {string.Join(", ", perMac)}");
        }
    }

    private static IEnumerable<ProfileReport> Profile(string name, byte[] blob, SpecializedAssembly? generated, CostColumn column)
    {
        IEnumerable<ProfileReport> reports = KernelSets.DeviceNames.Select(kernels => NetworkCost.Profile(name, blob, kernels, column));
        return generated is null ? reports : reports.Append(NetworkCost.Profile(name, blob, generated, column));
    }

    private static string[] Cells(KindEstimate kind)
    {
        return [$"{kind.Weighted / Million:F2}", kind.Macs == 0 ? "-" : $"{kind.Weighted / kind.Macs:F1}", $"{kind.Share:P1}"];
    }

    private static string[] Cells(InferenceProfile profile)
    {
        return [$"{profile.Weighted / Million:F2}", $"{profile.WeightedPerMac:F1}", string.Empty];
    }
}
