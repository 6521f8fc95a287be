using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Profiling;

namespace Edge.ModelTools.Blocks;

/// <summary>The figures of several blocks side by side, as a Markdown table (which reads well on a terminal, too) or JSON.</summary>
internal static class BlockTable
{
    /// <summary>One row for each block, one pair of columns (ms, mJ) for each board and kernel set.</summary>
    public static string ToMarkdown(IReadOnlyList<BlockFigures> blocks)
    {
        List<string[]> rows = [Header(blocks[0]), .. blocks.Select(Row)];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        for (int i = 0; i < rows.Count; i++)
        {
            text.WriteLine($"| {string.Join(" | ", rows[i].Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c])))} |");
            if (i == 0)
            {
                text.WriteLine($"|{string.Join("|", widths.Select((width, c) => c == 0 ? new string('-', width + 2) : new string('-', width + 1) + ":"))}|");
            }
        }

        return text.ToString();
    }

    /// <summary>The same as one JSON object.</summary>
    public static string ToJson(BlockRequest request, IReadOnlyList<BlockFigures> blocks)
    {
        return JsonSerializer.Serialize(
            new
            {
                request,
                timeLabel = ProfileReport.Label,
                energyLabel = ProfileReport.Label,
                blocks = blocks.Select(block => new
                {
                    name = block.Design.Name,
                    layers = block.Design.Layers,
                    parameters = block.Parameters,
                    macs = block.Macs,
                    blobBytes = block.BlobBytes,
                    peakSramBytes = block.PeakSramBytes,
                    predictions = block.Reports.Select(report => new
                    {
                        kernels = report.Kernels,
                        board = report.Board.Name,
                        weightedInstructions = Math.Round(report.Profile.Weighted),
                        weightedIlPerMac = Math.Round(report.Profile.WeightedPerMac, 1),
                        timeMs = Math.Round(report.TimeMs, 3),
                        energyMicrojoule = Math.Round(report.EnergyMicrojoule, 3),
                    }),
                }),
            },
            JsonOutput.Options);
    }

    private static string[] Header(BlockFigures block)
    {
        return
        [
            "block", "parameters", "MACs", "blob bytes", "SRAM bytes",
            .. block.Reports.GroupBy(report => report.Kernels).SelectMany(set => (string[])
            [
                $"{set.Key}: M instructions", $"{set.Key}: per MAC", .. set.Select(report => $"{report.Board.Name} ms"), .. set.Select(report => $"{report.Board.Name} mJ"),
            ]),
        ];
    }

    private static string[] Row(BlockFigures block)
    {
        return
        [
            block.Design.Name, Number(block.Parameters), Number(block.Macs), Number(block.BlobBytes), Number(block.PeakSramBytes),
            .. block.Reports.GroupBy(report => report.Kernels).SelectMany(set => (string[])
            [
                Digits(set.First().Profile.Weighted / 1e6), Digits(set.First().Profile.WeightedPerMac), .. set.Select(report => Digits(report.TimeMs)), .. set.Select(report => Digits(report.EnergyMicrojoule / 1000)),
            ]),
        ];
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    // Three digits tell all that a prediction knows.
    private static string Digits(double value) => value >= 100 ? value.ToString("N0", CultureInfo.InvariantCulture) : value.ToString(value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
