using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Edge.ModelTools.Terminal;
using Spectre.Console;

namespace Edge.ModelTools.Monitoring;

/// <summary>A session for people: a line for each entry, a table of statistics.</summary>
internal static class MonitorText
{
    /// <summary>An entry in one line, or null for kinds that are not shown as they come.</summary>
    public static string? Line(LogEntry entry)
    {
        return entry.Kind switch
        {
            "B" => $"start: firmware {Field(entry, "firmware")} on {Field(entry, "target")}, {Field(entry, "cpu_mhz")} MHz, energy {Field(entry, "label")}: {Field(entry, "energy_source")}",
            "M" => $"model {Field(entry, "model")} from {Field(entry, "file")}, {Field(entry, "bytes")} bytes, peak SRAM {Field(entry, "peak_sram")} bytes, free {Field(entry, "free_bytes")} bytes, input {Field(entry, "input")}",
            "I" => Inference(entry),
            "D" => $"cycle: {Scaled(entry, "cycle_nj", 1e6, "0.###")} mJ {Field(entry, "label")}, average {Scaled(entry, "average_nw", 1e6, "0.###")} mW, battery {Field(entry, "battery_h")} h estimated",
            "E" => $"error {Field(entry, "code")} at {Field(entry, "where")} ({Field(entry, "detail")}): {FirmwareErrorText.Of(entry.Number("code") ?? 0)}",
            _ => null,
        };
    }

    /// <summary>The statistics.</summary>
    /// <param name="session">What the log said.</param>
    /// <param name="console">The table fits it.</param>
    public static Table Statistics(MonitorSession session, IAnsiConsole console)
    {
        int longest = session.Series.Select(series => series.Model.Length).DefaultIfEmpty().Max();
        return FittedTable.Fit(console, longest, length => Statistics(session, length));
    }

    private static Table Statistics(MonitorSession session, int longestName)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in new[] { "model", "energy is", "quantity", "n", "median", "mean", "min", "max", "dev" })
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        foreach (ModelSeries series in session.Series)
        {
            AddRow(table, series, longestName, "time ms", series.TimeMs);
            AddRow(table, series, longestName, "compute ms", series.ComputeMs);
            AddRow(table, series, longestName, "weights ms", series.ReadMs);
            AddRow(table, series, longestName, "energy mJ", series.EnergyMj);
            AddRow(table, series, longestName, "net mJ", series.NetMj);
            AddRow(table, series, longestName, "free bytes", series.FreeBytes);
        }

        return table;
    }

    /// <summary>What else the log said: starts, errors, damaged lines.</summary>
    public static IEnumerable<string> Summary(MonitorSession session)
    {
        yield return $"{session.Inferences.Count} inferences, {session.Starts} starts, {session.Errors.Values.Sum()} errors, {session.DamagedLines} damaged lines";
        foreach ((long code, int count) in session.Errors)
        {
            yield return $"  error {code}, {count} times: {FirmwareErrorText.Of(code)}";
        }
    }

    private static string Inference(LogEntry entry)
    {
        string energy = entry.Number("energy_nj") is null ? "energy not known" : $"{Scaled(entry, "energy_nj", 1e6, "0.000")} mJ {Field(entry, "label")}";
        string temperature = entry.Number("temp_dc") is null ? string.Empty : $", {Scaled(entry, "temp_dc", 10, "0.0")} C";
        return $"{Field(entry, "seq"),5} {Field(entry, "model")}: {Scaled(entry, "total_us", 1e3, "0.000")} ms (weights {Scaled(entry, "read_us", 1e3, "0.000")}), {energy}, "
            + $"{Field(entry, "weight_bytes")} bytes of weights, free {Field(entry, "free_bytes")} bytes{temperature}, class {Field(entry, "top")} ({Scaled(entry, "top_milli", 1e3, "0.000")})";
    }

    private static void AddRow(Table table, ModelSeries series, int longestName, string quantity, Series values)
    {
        if (values.Count > 0)
        {
            table.AddRow(
                [
                    Cell.Of(series.Model, longestName), Cell.Of(series.Label), quantity, values.Count.ToString(CultureInfo.InvariantCulture),
                    .. new[] { values.Median, values.Mean, values.Minimum, values.Maximum, values.Deviation }.Select(Quantity.Number),
                ]);
        }
    }

    private static string Field(LogEntry entry, string name)
    {
        return entry.Text(name) ?? "-";
    }

    private static string Scaled(LogEntry entry, string name, double divisor, string format)
    {
        return entry.Number(name) is long value ? (value / divisor).ToString(format, CultureInfo.InvariantCulture) : "-";
    }
}
