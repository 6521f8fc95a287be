using System;
using System.Linq;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Terminal;
using Spectre.Console;

namespace Edge.ModelTools.Profiling;

/// <summary>A profile for people: a table of groups, a table of operator kinds, a bar for the time of each group.</summary>
internal static class ProfileText
{
    private const int BarChartWidth = 78;

    /// <summary>Prints a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="console">Receives the text.</param>
    public static void Print(ProfileReport report, IAnsiConsole console)
    {
        InferenceProfile profile = report.Profile;
        Board board = report.Board;
        console.WriteLine($"{OneLine.Of(report.Model)}, {report.Kernels} kernels, on {board.Name} ({board.Title})");
        FittedTable.Write(console, report.Groups.Max(group => group.Operators.Length), longestName => GroupTable(report, longestName));
        console.Write(KindTable(report));
        console.Write(Bars(report, Math.Min(BarChartWidth, console.Profile.Width)));
        console.WriteLine(
            $"{profile.Weighted / 1e6:F2} million weighted instructions, {profile.Macs} MAC, {profile.WeightedPerMac:F1} per MAC");
        console.WriteLine(
            $"{Quantity.Milliseconds(report.TimeMs)} and {Quantity.Millijoules(report.EnergyMicrojoule)} for each inference, {ProfileReport.Label}: "
            + $"{Quantity.Number(report.TimeMs / board.NsUncertaintyFactor)} to {Quantity.Milliseconds(report.TimeMs * board.NsUncertaintyFactor)} (factor {board.NsUncertaintyFactor:G3})");
        console.WriteLine($"{Quantity.Milliseconds(report.LoadMs)} to load and check the model, once after each start, {ProfileReport.Label} ({profile.LoadWeighted / 1e6:F2} million weighted instructions)");
        console.WriteLine($"{board.NsPerInstruction:G3} ns per instruction, {board.NsSource}");
        if (report.Kernels == KernelSets.Native)
        {
            console.WriteLine($"{NativeProfiler.NanosecondsPerInstruction(board):G3} ns per native instruction, {NativeProfiler.Source}");
        }

        console.WriteLine($"{board.Currents.ComputeMicroamps / 1000.0:F1} mA computing at {board.Currents.CpuMegahertz} MHz, {board.Currents.Source}");
    }

    private static Table GroupTable(ProfileReport report, int longestName)
    {
        Table table = MakeTable("group", "operators", "kMAC", "k instr", "per MAC", "bytes read", "ms", "mJ");
        foreach (GroupEstimate group in report.Groups)
        {
            table.AddRow(
                group.Index.ToString(),
                Cell.Of(group.Operators, longestName),
                $"{group.Macs / 1000.0:F1}",
                $"{group.Weighted / 1000:F1}",
                PerMac(group.Weighted, group.Macs),
                group.WeightBytes.ToString(),
                Quantity.Number(group.TimeMs),
                Quantity.MillijouleNumber(group.EnergyMicrojoule));
        }

        return table;
    }

    private static Table KindTable(ProfileReport report)
    {
        Table table = MakeTable("share", "kind", "kMAC", "k instr", "per MAC");
        foreach (KindEstimate kind in report.Kinds)
        {
            table.AddRow($"{kind.Share:P1}", Cell.Of(kind.Kind), $"{kind.Macs / 1000.0:F1}", $"{kind.Weighted / 1000:F1}", PerMac(kind.Weighted, kind.Macs));
        }

        return table;
    }

    private static BarChart Bars(ProfileReport report, int width)
    {
        BarChart chart = new BarChart().Width(width).Label($"ms by group, {ProfileReport.Label}").LeftAlignLabel();
        foreach (GroupEstimate group in report.Groups)
        {
            chart.AddItem(group.Index.ToString(), Math.Round(group.TimeMs, 2), Color.Blue);
        }

        return chart;
    }

    private static Table MakeTable(params string[] columns)
    {
        Table table = new Table().Border(TableBorder.Simple);
        for (int i = 0; i < columns.Length; i++)
        {
            var column = new TableColumn(columns[i]);
            table.AddColumn(i == 1 ? column.NoWrap() : column.RightAligned());
        }

        return table;
    }

    private static string PerMac(double weighted, long macs)
    {
        return macs == 0 ? "-" : $"{weighted / macs:F1}";
    }
}
