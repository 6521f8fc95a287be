using System;
using System.Collections.Generic;
using System.IO;
using Edge.ModelTools.Scheduling;

namespace Edge.ModelTools.Commands;

/// <summary>Prints the memory/cost front that <c>edge convert --pareto</c> shows.</summary>
internal static class ParetoTable
{
    /// <summary>One line for each point, the taken one marked.</summary>
    /// <param name="points">By peak.</param>
    /// <param name="programMacs">Multiply-accumulates without recomputation.</param>
    /// <param name="writer">Receives the table.</param>
    public static void Print(IReadOnlyList<ParetoPoint> points, long programMacs, TextWriter writer)
    {
        writer.WriteLine("    budget    peak    MACs  weight bytes read  predicted cost (modelled, million weighted instructions)");
        foreach (ParetoPoint point in points)
        {
            ScheduledBlob scheduled = point.Scheduled;
            double ratio = (programMacs + scheduled.RecomputedMacs) / (double)Math.Max(programMacs, 1);
            string read = $"{scheduled.WeightBytesRead} ({scheduled.WeightBytesRead / (double)Math.Max(scheduled.StoredWeightBytes, 1):0.00}x)";
            writer.WriteLine($"  {(point.IsTaken ? '>' : ' ')} {point.BudgetBytes,6}  {scheduled.PeakSramBytes,6}  {ratio,5:0.00}x  {read,17}  "
                + $"{scheduled.Cost / 1e6:0.0}{(point.IsTaken ? "  <== taken" : string.Empty)}");
        }
    }
}
