using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Scheduling;

namespace Edge.Benchmarks;

/// <summary>
/// Fits the scheduler's cost model to counted schedules: for each kind of kernel the figures, none below zero, that come closest to what was
/// counted, large stages and small ones alike.
/// </summary>
internal sealed class CostModelFit
{
    private const int Sweeps = 20000;
    private readonly Dictionary<string, List<(double[] Work, double Counted)>> _samples = [];
    private readonly List<(string Kind, double[] Work, double[] Apart, double Counted)> _withoutTable = [];

    /// <summary>Takes up what a schedule's kernels and groups took.</summary>
    public void Add(Schedule schedule, InferenceProfile counted)
    {
        Dictionary<(int Group, int Id), double> kernels = counted.Operators.ToDictionary(each => (each.Group, each.Id), each => each.Weighted);
        var scratch = new ScratchRoom(schedule.LaneLongs, schedule.ScratchBytes);
        foreach ((int index, GroupPlan group) in schedule.Groups.Index())
        {
            double[]? around = null;
            foreach (StagePlan stage in group.Stages)
            {
                int block = stage.IsStreamed ? stage.BlockChannels : 0;
                double[] work = CostModel.WorkAround(stage, block);
                around = around is null ? work : [.. around.Zip(work, (one, other) => one + other)];
                (string kind, double[] ofKernel) = KernelWork.Of(stage, block, scratch);
                if (stage.Operator is not null && kernels.TryGetValue((index, stage.Operator.Id), out double weighted))
                {
                    double[] apart = KernelWork.WithoutTable(stage, kind, scratch);
                    if (apart.Length == 0)
                    {
                        Add(kind, ofKernel, weighted);
                    }
                    else
                    {
                        _withoutTable.Add((kind, ofKernel, apart, weighted));
                    }
                }
            }

            Add(CostModel.Around, around!, counted.Groups[index].Weighted - kernels.Where(each => each.Key.Group == index).Sum(each => each.Value));
        }
    }

    /// <summary>Writes the figures as source; kinds without samples keep theirs.</summary>
    public void Write(string path)
    {
        // What results take without their table is what the kernels' own figures leave.
        Dictionary<string, double[]> kernels = _withoutTable.Select(sample => sample.Kind).Distinct().ToDictionary(kind => kind, Figures);
        foreach ((string kind, double[] work, double[] apart, double counted) in _withoutTable)
        {
            Add(CostModel.NoTable, apart, counted - kernels[kind].Zip(work, (figure, each) => figure * each).Sum());
        }

        IEnumerable<string> lines = CostFigures.Kinds.Select(kind => $"        [\"{kind}\"] = [{string.Join(", ", Figures(kind).Select(Text))}], // {_samples.GetValueOrDefault(kind)?.Count ?? 0} samples");
        File.WriteAllText(path, $$"""
            using System.Collections.Generic;

            namespace Edge.ModelTools.Scheduling;

            // Generated: dotnet run -c Release --project Tests/Benchmarks -- costmodel --fit ModelTools/Scheduling/CostFigures.cs

            /// <summary>Weighted instructions for each unit of <see cref="KernelWork"/>, by kind of kernel.</summary>
            internal static class CostFigures
            {
                private static readonly Dictionary<string, double[]> s_figures = new()
                {
            {{string.Join('\n', lines)}}
                };

                /// <summary>All kinds.</summary>
                public static IEnumerable<string> Kinds => s_figures.Keys;

                /// <summary>Whether a kind has figures of its own.</summary>
                public static bool Has(string kind) => s_figures.ContainsKey(kind);

                /// <summary>The figures of a kind.</summary>
                public static double[] Of(string kind) => s_figures[kind];
            }

            """.ReplaceLineEndings("\n"));
    }

    private static string Text(double figure) => figure.ToString(figure < 100 ? "0.##" : "0", CultureInfo.InvariantCulture);

    private void Add(string kind, double[] work, double counted)
    {
        if (!_samples.TryGetValue(kind, out List<(double[] Work, double Counted)>? samples))
        {
            _samples.Add(kind, samples = []);
        }

        samples.Add((work, counted));
    }

    /// <summary>
    /// Least squares of what is off, in coordinates one after the other. A stage is weighed by what it took to the power of -1.5: between what is off in
    /// all (-1), in which a few large stages decide, and what is off in parts of each (-2), in which those decide that hardly count.
    /// </summary>
    private double[] Figures(string kind)
    {
        if (!_samples.TryGetValue(kind, out List<(double[] Work, double Counted)>? samples))
        {
            return CostFigures.Of(kind);
        }

        int count = samples[0].Work.Length;
        double[] figures = new double[count];
        double[,] squares = new double[count, count];
        double[] products = new double[count];
        foreach ((double[] work, double counted) in samples.Where(sample => sample.Counted > 0))
        {
            for (int i = 0; i < count; i++)
            {
                products[i] += work[i] / Math.Sqrt(counted);
                for (int k = 0; k < count; k++)
                {
                    squares[i, k] += work[i] * work[k] / (counted * Math.Sqrt(counted));
                }
            }
        }

        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            for (int i = 0; i < count; i++)
            {
                double others = Enumerable.Range(0, count).Where(k => k != i).Sum(k => squares[i, k] * figures[k]);
                figures[i] = squares[i, i] > 0 ? Math.Max((products[i] - others) / squares[i, i], 0) : 0;
            }
        }

        return figures;
    }
}
