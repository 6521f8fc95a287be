using System.IO;
using Edge.Benchmarks.Micro;
using Edge.ModelTools.Profiling;

namespace Edge.Benchmarks;

/// <summary>What the cost counter predicts for the five microbenchmarks.</summary>
internal static class MicroBenchmarks
{
    private static readonly string[] s_names = [nameof(NaiveMac), nameof(LaneMac), nameof(RequantizeRow), nameof(Dispatch), nameof(RowTransfer)];

    /// <summary>Prints weighted instructions per iteration in each column of the cost table.</summary>
    /// <param name="output">Receives the table.</param>
    public static void Print(TextWriter output)
    {
        CountedAssemblies assemblies = CountedAssemblies.Load([typeof(NaiveMac).Assembly.Location]);
        CostColumn[] columns = [CostColumn.O3X64, CostColumn.OsDebugX64, CostColumn.OsDebugI386];
        foreach (string name in s_names)
        {
            string type = "Edge.Benchmarks.Micro." + name;
            CountSnapshot start = assemblies.TakeSnapshot();
            assemblies.Invoke(type, "Run", MicroProgram.Iterations);
            CountSnapshot once = assemblies.TakeSnapshot();
            assemblies.Invoke(type, "Run", 2 * MicroProgram.Iterations);
            CountSnapshot twice = assemblies.TakeSnapshot();
            output.Write($"{name,-14}");
            foreach (CostColumn column in columns)
            {
                var counter = new CostCounter(assemblies, column);
                double perIteration = (counter.Weigh(twice.Since(once)) - counter.Weigh(once.Since(start))) / MicroProgram.Iterations;
                output.Write($" {perIteration,12:F1}");
            }

            output.WriteLine();
        }
    }
}
