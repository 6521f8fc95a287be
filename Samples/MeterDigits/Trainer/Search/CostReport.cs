using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.MeterDigits.Trainer.Architecture;
using Edge.ModelTools.Devices;

namespace Edge.MeterDigits.Trainer.Search;

/// <summary>Prints what a shape, or the network of a folder, takes on boards.</summary>
internal static class CostReport
{
    /// <summary>Prints a line for each board.</summary>
    /// <param name="what">Folder of a trained network, name of a shape, or a shape as text.</param>
    /// <param name="boardNames">Boards.</param>
    public static void Print(string what, IReadOnlyList<string> boardNames)
    {
        List<Board> boards = boardNames.Select(CandidateMeter.FindBoard).ToList();
        using var meter = new CandidateMeter();
        List<CandidateCost> costs = Directory.Exists(what)
            ? meter.Measure(what, boards)
            : boards.Select(board => meter.Measure(ShapeCatalog.Get(what), board)).ToList();
        for (int i = 0; i < boards.Count; i++)
        {
            CandidateCost cost = costs[i];
            Console.WriteLine(FormattableString.Invariant(
                $"{boards[i].Name}: {cost.Macs} MACs, {cost.WeightedInstructions / 1e6:F1} M weighted instructions (counted), blob {cost.BlobBytes} bytes, peak SRAM {cost.PeakSramBytes} bytes, {cost.TimeMs:F0} ms and {cost.EnergyMillijoule:F0} mJ (estimated)"));
        }
    }
}
