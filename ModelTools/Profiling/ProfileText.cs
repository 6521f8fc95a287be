using System;
using Edge.ModelTools.Execution;
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
        BoardProfile board = report.Board;
        console.WriteLine($"{report.Model}, {report.Kernels} kernels, on {board.Name} ({board.Title})");
        console.Write(GroupTable(report));
        console.Write(KindTable(report));
        console.Write(Bars(report));
        console.WriteLine(
            $"{profile.Weighted / 1e6:F2} million weighted instructions, {profile.Macs} MAC, {profile.WeightedPerMac:F1} per MAC");
        console.WriteLine(
            $"{Milliseconds(report.TimeMs)} ms and {report.EnergyMicrojoule / 1000:F2} mJ for each inference, {ProfileReport.Label}: "
            + $"{Milliseconds(report.TimeMs / board.UncertaintyFactor)} to {Milliseconds(report.TimeMs * board.UncertaintyFactor)} ms (factor {board.UncertaintyFactor:G3})");
        console.WriteLine($"{Milliseconds(report.LoadMs)} ms to load and check the model, once after each start, {ProfileReport.Label} ({profile.LoadWeighted / 1e6:F2} million weighted instructions)");
        console.WriteLine($"{board.NsPerInstruction:G3} ns per instruction, {board.Source}");
        if (report.Kernels == KernelSets.Native)
        {
            console.WriteLine($"{NativeProfiler.NanosecondsPerInstruction(board):G3} ns per native instruction, {NativeProfiler.Source}");
        }

        console.WriteLine($"{board.Currents.ComputeMicroamps / 1000.0:F1} mA computing at {board.Currents.CpuMegahertz} MHz, {board.Currents.Source}");
    }

    private static Table GroupTable(ProfileReport report)
    {
        Table table = MakeTable("group", "operators", "kMAC", "k instr", "per MAC", "read B", "ms", "uJ");
        foreach (GroupEstimate group in report.Groups)
        {
            table.AddRow(
                group.Index.ToString(),
                Markup.Escape(group.Operators),
                $"{group.Macs / 1000.0:F1}",
                $"{group.Weighted / 1000:F1}",
                PerMac(group.Weighted, group.Macs),
                group.WeightBytes.ToString(),
                Milliseconds(group.TimeMs),
                $"{group.EnergyMicrojoule:F0}");
        }

        return table;
    }

    private static Table KindTable(ProfileReport report)
    {
        Table table = MakeTable("share", "kind", "kMAC", "k instr", "per MAC");
        foreach (KindEstimate kind in report.Kinds)
        {
            table.AddRow($"{kind.Share:P1}", Markup.Escape(kind.Kind), $"{kind.Macs / 1000.0:F1}", $"{kind.Weighted / 1000:F1}", PerMac(kind.Weighted, kind.Macs));
        }

        return table;
    }

    private static BarChart Bars(ProfileReport report)
    {
        BarChart chart = new BarChart().Width(BarChartWidth).Label($"ms by group, {ProfileReport.Label}").LeftAlignLabel();
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
            table.AddColumn(i == 1 ? column : column.RightAligned());
        }

        return table;
    }

    private static string PerMac(double weighted, long macs)
    {
        return macs == 0 ? "-" : $"{weighted / macs:F1}";
    }

    private static string Milliseconds(double value)
    {
        return value < 10 ? $"{value:F2}" : $"{value:F0}";
    }
}
