using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Edge.Benchmarks.Micro;
using Edge.ModelTools.Profiling;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;

namespace Edge.Tests.Desktop.Profiling;

/// <summary>The five microbenchmarks: counted as a plain interpreter counts them, and priced as the real interpreter is.</summary>
[TestClass]
public sealed class MicroBenchmarkTests
{
    private const int Iterations = 20;

    private static string AssemblyPath => typeof(NaiveMac).Assembly.Location;

    [TestMethod]
    [DataRow(nameof(NaiveMac))]
    [DataRow(nameof(LaneMac))]
    [DataRow(nameof(RequantizeRow))]
    public void Counts_equal_those_of_a_plain_interpreter(string name)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(AssemblyPath);
        var interpreter = new IlInterpreter();
        MethodDefinition run = assembly.MainModule.GetType(TypeName(name)).Methods.Single(method => method.Name == "Run");
        object? expectedResult = interpreter.Run(run, Iterations);

        CountedAssemblies assemblies = CountedAssemblies.Load([AssemblyPath]);
        object? result = assemblies.Invoke(TypeName(name), "Run", Iterations);
        SortedDictionary<string, long> counts = new CostCounter(assemblies).CountOpcodes(assemblies.TakeSnapshot());
        Assert.AreEqual(expectedResult, result);
        Assert.AreEqual(Text(interpreter.Counts), Text(counts));
    }

    [TestMethod]
    [DataRow(nameof(NaiveMac))]
    [DataRow(nameof(LaneMac))]
    [DataRow(nameof(RequantizeRow))]
    [DataRow(nameof(Dispatch))]
    [DataRow(nameof(RowTransfer))]
    public void Woven_copy_computes_what_the_original_computes(string name)
    {
        MethodInfo original = typeof(NaiveMac).Assembly.GetType(TypeName(name))!.GetMethod("Run")!;
        Assert.AreEqual(original.Invoke(null, [Iterations]), CountedAssemblies.Load([AssemblyPath]).Invoke(TypeName(name), "Run", Iterations));
    }

    // Measured: host instructions per iteration, callgrind on nanoCLR (nf-interpreter a3e8139), docs/cost-model.md.
    [TestMethod]
    [DataRow(nameof(NaiveMac), 20818, 29863, 41116)]
    [DataRow(nameof(LaneMac), 2908, 4424, 6225)]
    [DataRow(nameof(RequantizeRow), 100288, 142972, 200366)]
    [DataRow(nameof(Dispatch), 11190, 15900, 22010)]
    [DataRow(nameof(RowTransfer), 7353, 9784, 13722)]
    public void Prediction_is_within_15_percent_of_the_real_interpreter(string name, int o3, int os64, int os32)
    {
        CountedAssemblies assemblies = CountedAssemblies.Load([AssemblyPath]);
        assemblies.Invoke(TypeName(name), "Run", MicroProgram.Iterations);
        CountSnapshot once = assemblies.TakeSnapshot();
        assemblies.Invoke(TypeName(name), "Run", 2 * MicroProgram.Iterations);
        CountSnapshot twice = assemblies.TakeSnapshot().Since(once);
        foreach ((CostColumn column, int measured) in new[] { (CostColumn.O3X64, o3), (CostColumn.OsDebugX64, os64), (CostColumn.OsDebugI386, os32) })
        {
            var counter = new CostCounter(assemblies, column);
            double predicted = (counter.Weigh(twice) - counter.Weigh(once)) / MicroProgram.Iterations;
            Assert.IsTrue(predicted > 0.85 * measured && predicted < 1.15 * measured, $"{name}, {column}: predicted {predicted:F0}, measured {measured}");
        }
    }

    [TestMethod]
    public void Live_total_equals_the_weight_of_a_snapshot()
    {
        CountedAssemblies assemblies = CountedAssemblies.Load([AssemblyPath]);
        assemblies.Invoke(TypeName(nameof(RowTransfer)), "Run", Iterations);
        var counter = new CostCounter(assemblies);
        Assert.AreEqual(counter.Weigh(assemblies.TakeSnapshot()), counter.WeighNow());
        Assert.IsGreaterThan(0, counter.WeighNow());
    }

    [TestMethod]
    public void Same_run_gives_the_same_count_every_time()
    {
        CountedAssemblies first = CountedAssemblies.Load([AssemblyPath]);
        CountedAssemblies second = CountedAssemblies.Load([AssemblyPath]);
        first.Invoke(TypeName(nameof(Dispatch)), "Run", Iterations);
        second.Invoke(TypeName(nameof(Dispatch)), "Run", Iterations);
        CollectionAssert.AreEqual(first.TakeSnapshot().Counts, second.TakeSnapshot().Counts);
    }

    private static string TypeName(string name)
    {
        return "Edge.Benchmarks.Micro." + name;
    }

    private static string Text(SortedDictionary<string, long> counts)
    {
        return string.Join(", ", counts.Select(each => $"{each.Key} {each.Value}"));
    }
}
