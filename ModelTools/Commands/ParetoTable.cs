using System;
using System.Collections.Generic;
using System.IO;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Scheduling;

namespace Edge.ModelTools.Commands;

/// <summary>Prints the memory/cost front that <c>edge convert --pareto</c> shows.</summary>
internal static class ParetoTable
{
    /// <summary>One line for each point, the taken one marked.</summary>
    /// <param name="points">By peak.</param>
    /// <param name="programMacs">Multiply-accumulates without recomputation.</param>
    /// <param name="board">Board whose time is predicted.</param>
    /// <param name="writer">Receives the table.</param>
    public static void Print(IReadOnlyList<ParetoPoint> points, long programMacs, Board board, TextWriter writer)
    {
        writer.WriteLine($"    budget    peak    MACs  weight bytes read  M instr  ms on {board.Name}");
        foreach (ParetoPoint point in points)
        {
            ScheduledBlob scheduled = ScheduledBlob.Write(point.Scheduled);
            double ratio = (programMacs + scheduled.RecomputedMacs) / (double)Math.Max(programMacs, 1);
            string read = $"{scheduled.WeightBytesRead} ({scheduled.WeightBytesRead / (double)Math.Max(scheduled.StoredWeightBytes, 1):0.00}x)";
            writer.WriteLine($"  {(point.IsTaken ? '>' : ' ')} {point.BudgetBytes,6}  {scheduled.PeakSramBytes,6}  {ratio,5:0.00}x  {read,17}  "
                + $"{point.Scheduled.Cost / 1e6,7:0.0}  {point.Scheduled.Cost * board.NsPerInstruction / 1e6,8:0}{(point.IsTaken ? "  <== taken" : string.Empty)}");
        }

        writer.WriteLine($"  M instr: million weighted instructions, modelled for the packed kernels; time: estimated, within a factor of {board.NsUncertaintyFactor:0.#}. edge profile counts them.");
    }
}
