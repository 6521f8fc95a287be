using System.IO;
using System.Linq;
using Edge.Benchmarks;
using Edge.Tests.Desktop.Firmware;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Spectre.Console;

namespace Edge.Tests.Desktop.Profiling;

/// <summary>The table of <c>Tests/Benchmarks -- cost</c>: reference, packed and generated kernels side by side.</summary>
[TestClass]
public sealed class CostBenchmarkTests
{
    [TestMethod]
    public void Three_kernel_sets_stand_side_by_side_by_operator_kind()
    {
        string folder = Directory.CreateTempSubdirectory("edge-cost-").FullName;
        string path = Path.Combine(folder, "tiny.edge8");
        File.WriteAllBytes(path, TinyModel.Blob());
        string[] lines = Print(path);
        Directory.Delete(folder, recursive: true);
        StringAssert.Matches(lines.Single(line => line.Contains("operator kind")), new("reference: M instr .* packed: M instr .* specialized: M instr"));
        StringAssert.Matches(lines.Single(line => line.TrimStart().StartsWith("all ")), new(@"^ +all +0\.0( +0\.\d\d +\d+\.\d){3}"));
        Assert.IsTrue(lines.Any(line => line.StartsWith("specialized: 1 of 1 convolutions")));
        Assert.AreEqual(3, lines.Count(line => line.Contains(", per MAC: O3X64 ")));
    }

    [TestMethod]
    [TestCategory("Shared")]
    public void Network_without_a_convolution_has_no_generated_kernels()
    {
        string[] lines = Print(SharedFolder.Require("golden/tflm_hello_world_int8/model.tflite"));
        StringAssert.Matches(lines.Single(line => line.TrimStart().StartsWith("all ")), new(@" - +- +- *$"));
        Assert.AreEqual(2, lines.Count(line => line.Contains(", per MAC: O3X64 ")));
    }

    private static string[] Print(string path)
    {
        using var writer = new StringWriter();
        CostBenchmark.Print([path], AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No }));
        return writer.ToString().Split('\n');
    }
}
