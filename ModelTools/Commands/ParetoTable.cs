using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Scheduling;

namespace Edge.ModelTools.Commands;

/// <summary>
/// Prints the memory/cost front that <c>edge convert --pareto</c> shows. The search goes by a model; what is printed is counted, because the
/// model is at its worst where memory is shortest.
/// </summary>
internal static class ParetoTable
{
    /// <summary>One line for each point, the taken one and the knee marked.</summary>
    /// <param name="points">By peak.</param>
    /// <param name="programMacs">Multiply-accumulates without recomputation.</param>
    /// <param name="board">Board whose time is predicted.</param>
    /// <param name="writer">Receives the table.</param>
    /// <param name="isNative">Count native kernels, not the packed ones.</param>
    public static void Print(IReadOnlyList<ParetoPoint> points, long programMacs, Board board, TextWriter writer, bool isNative = false)
    {
        (ParetoPoint Point, ScheduledBlob Blob, double Instructions)[] rows = [.. points.Select(point =>
        {
            ScheduledBlob scheduled = ScheduledBlob.Write(point.Scheduled);
            return (point, scheduled, Count(scheduled, board, isNative));
        })];

        // Counted, a point may lose against a smaller one that the model took for dearer.
        rows = [.. rows.Where(row => row.Point.IsTaken || !rows.Any(other =>
            other.Blob.PeakSramBytes < row.Blob.PeakSramBytes && other.Instructions <= row.Instructions))];
        int knee = Knee([.. rows.Select(row => ((double)row.Blob.PeakSramBytes, row.Instructions))]);
        writer.WriteLine($"    budget    peak    MACs  weight bytes read  M instr  ms on {board.Name}");
        foreach ((int index, (ParetoPoint point, ScheduledBlob scheduled, double instructions)) in rows.Index())
        {
            double ratio = (programMacs + scheduled.RecomputedMacs) / (double)Math.Max(programMacs, 1);
            string read = $"{scheduled.WeightBytesRead} ({scheduled.WeightBytesRead / (double)Math.Max(scheduled.StoredWeightBytes, 1):0.00}x)";
            writer.WriteLine($"  {(point.IsTaken ? '>' : ' ')} {point.BudgetBytes,6}  {scheduled.PeakSramBytes,6}  {ratio,5:0.00}x  {read,17}  "
                + $"{instructions / 1e6,7:0.0}  {instructions * board.NsPerInstruction / 1e6,8:0}{(index == knee ? "  knee" : string.Empty)}{(point.IsTaken ? "  <== taken" : string.Empty)}");
        }

        writer.WriteLine($"  M instr: million weighted instructions of an inference with {(isNative ? KernelSets.Native : KernelSets.DeviceDefault)} kernels, counted; "
            + $"time: estimated, within a factor of {board.NsUncertaintyFactor:0.#}. Knee: beyond it, less memory costs the most.");
    }

    /// <summary>The point furthest below the line from the first to the last, both axes logarithmic; -1 when none lies below.</summary>
    /// <param name="points">Bytes and instructions, by bytes.</param>
    public static int Knee(IReadOnlyList<(double Bytes, double Instructions)> points)
    {
        int knee = -1;
        double most = 1e-9;
        for (int i = 1; i + 1 < points.Count; i++)
        {
            double along = Math.Log(points[i].Bytes / points[0].Bytes) / Math.Log(points[^1].Bytes / points[0].Bytes);
            double line = Math.Log(points[0].Instructions) + (along * Math.Log(points[^1].Instructions / points[0].Instructions));
            double below = line - Math.Log(points[i].Instructions);
            if (below > most)
            {
                most = below;
                knee = i;
            }
        }

        return knee;
    }

    private static double Count(ScheduledBlob scheduled, Board board, bool isNative)
    {
        string name = scheduled.Schedule.Program.Name;
        return (isNative ? NativeProfiler.Profile(name, scheduled.Blob, board) : ModelProfiler.Profile(name, scheduled.Blob, KernelSets.DeviceDefault)).Weighted;
    }
}
