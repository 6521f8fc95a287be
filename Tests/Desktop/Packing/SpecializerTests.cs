using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Edge.Benchmarks;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Packing.Contents;
using Edge.ModelTools.Packing.Specialization;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Quantization;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Desktop.DeviceLimits;
using Edge.Tests.Desktop.Firmware;
using Edge.Tests.Desktop.Quantization;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;

namespace Edge.Tests.Desktop.Packing;

/// <summary>Kernels with constant weights: what is generated compiles, fits the device, computes the same bytes and costs less.</summary>
[TestClass]
public sealed class SpecializerTests
{
    private static readonly Lazy<byte[]> s_digits = new(() => MakeBlob("digits_mbv3se"));

    // Compiling and counting takes seconds, and gives the same each time.
    private static readonly Lazy<SpecializedSource> s_source = new(() => Specializer.Specialize("digits", s_digits.Value));

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Digits_network_gives_the_same_bytes_and_keeps_the_device_limits()
    {
        SpecializedSource source = s_source.Value;
        using var assembly = new SpecializedAssembly(source.Assemblies);
        AssertSameBytes(s_digits.Value, assembly.Create());

        Assert.IsGreaterThan(3, source.Assemblies.Count);
        AssertDeviceLimits(source, assembly);
    }

    [TestMethod]
    public void Every_block_is_called_once_where_it_is()
    {
        SpecializedSource source = s_source.Value;
        var declared = new List<string>();
        foreach (GeneratedAssembly part in source.Assemblies.SkipLast(1))
        {
            foreach (PackedFile file in part.Files)
            {
                string text = Encoding.UTF8.GetString(file.Content);
                StringAssert.Contains(text, $"namespace {part.Name}\n");
                string prefix = part.Name[(SpecializedSource.AssemblyName.Length + 1)..] + "." + Path.GetFileNameWithoutExtension(file.Name);
                declared.AddRange(Regex.Matches(text, @"public static void (Block\d+)\(").Select(match => $"{prefix}.{match.Groups[1].Value}"));
            }
        }

        string kernels = Encoding.UTF8.GetString(source.Assemblies[^1].Files.Single().Content);
        string[] called = [.. Regex.Matches(kernels, @"Part\d+\.Operator\d+\.Block\d+").Select(match => match.Value)];
        CollectionAssert.AreEquivalent(declared, called);
        CollectionAssert.AllItemsAreUnique(called);
        Assert.IsTrue(declared.GroupBy(name => name.Split('.')[1]).Any(group => group.Select(name => name.Split('.')[0]).Distinct().Count() > 1), "an operator lies in two assemblies");
    }

    [TestMethod]
    public void Digits_network_costs_less_than_packed()
    {
        AssertCheaper("digits_mbv3se", s_digits.Value, 103);
    }

    [TestMethod]
    public void Weights_chosen_for_the_code_make_it_smaller_and_cheaper()
    {
        ModelGraph graph = TinyNetworks.Relu(3);
        CalibrationSet samples = TinyNetworks.Samples(graph, 64, 5);
        var recipe = new QuantizationRecipe { Correction = CorrectionMethod.Rounding };
        byte[] accurate = MakeBlob(graph, samples, recipe);
        byte[] thrifty = MakeBlob(graph, samples, recipe with { InstructionPrice = 16 });
        Assert.IsGreaterThan(5, CountShifted(thrifty), "multipliers that are powers of two");
        Assert.AreEqual(0, CountShifted(accurate));

        SpecializedSource before = Specializer.Specialize("accurate", accurate);
        SpecializedSource after = Specializer.Specialize("thrifty", thrifty);
        using var first = new SpecializedAssembly(before.Assemblies);
        using var second = new SpecializedAssembly(after.Assemblies);
        AssertSameBytes(thrifty, second.Create());
        double costBefore = first.Profile("accurate", accurate).WeightedPerMac;
        double costAfter = second.Profile("thrifty", thrifty).WeightedPerMac;
        TestContext.WriteLine($"{costBefore:F1} and {costAfter:F1} per MAC, {before.IlBytes} and {after.IlBytes} bytes of IL");
        Assert.IsLessThan(costBefore * 0.96, costAfter);
        Assert.IsLessThan(before.IlBytes, after.IlBytes);
    }

    [TestMethod]
    [TestCategory("Shared")]
    [DataRow("mlp_kws_int8", 75)]
    [DataRow("mlp_vww_96_int8", 66)]
    public void Shared_network_costs_less_than_packed(string name, int budget)
    {
        SharedFolder.Require(string.Empty);
        AssertCheaper(name, MakeBlob(name), budget);
    }

    [TestMethod]
    public void Kernels_of_another_model_compute_what_this_one_says()
    {
        SpecializedSource source = s_source.Value;
        Assert.AreEqual(0, source.Operators[0], "the other model's convolution has this number");
        using var assembly = new SpecializedAssembly(source.Assemblies);
        AssertSameBytes(TinyModel.Blob(), assembly.Create());
    }

    [TestMethod]
    public void Model_without_a_convolution_to_take_is_refused()
    {
        DiagnosticAssert.Throws(DiagnosticId.PackNothingToSpecialize, () => Specializer.Specialize("none", Array.Empty<OperatorCode>(), 1000));
    }

    [TestMethod]
    public void Too_little_flash_takes_less_and_none_is_refused_with_the_sizes()
    {
        SpecializedSource all = s_source.Value;
        Assert.AreEqual(all.NeededBytes, all.FlashBytes);
        Assert.AreEqual(all.NeededParts, all.Assemblies.Count - 1);

        SpecializedSource exact = Specializer.Specialize("digits", s_digits.Value, all.NeededBytes);
        Assert.AreEqual(all.Candidates, exact.Operators.Count);
        SpecializedSource less = Specializer.Specialize("digits", s_digits.Value, all.NeededBytes - 1);
        Assert.IsLessThan(all.Candidates, less.Operators.Count);
        Assert.IsLessThan(all.NeededBytes, less.FlashBytes);
        Assert.AreEqual(all.NeededBytes, less.NeededBytes);
        DiagnosticAssert.Throws(
            DiagnosticId.PackNothingToSpecialize, () => Specializer.Specialize("digits", s_digits.Value, 1000), $"all take {all.NeededBytes}", "there are 1000 for them");
        DiagnosticAssert.Throws(DiagnosticId.PackNothingToSpecialize, () => Specializer.Specialize("digits", s_digits.Value, -5), "there are 0 for them");
    }

    private static byte[] MakeBlob(string name)
    {
        BenchmarkNetwork network = BenchmarkNetwork.ReadAll().Single(each => each.Name == name);
        return network.MakeBlob(network.FindRoot()!);
    }

    private static int CountShifted(byte[] blob)
    {
        var recorder = new OperatorRecorder();
        ModelRunner.RunZero(Int8Model.Load(new MemoryWeightSource(blob), recorder));
        return recorder.Operators.Where(each => !each.IsDepthwise).Sum(each => Enumerable.Range(0, each.Channels).Count(channel => ConstantChannel.Make(each, channel).Result!.IndexMask != 0));
    }

    private static byte[] MakeBlob(ModelGraph graph, CalibrationSet samples, QuantizationRecipe recipe)
    {
        ModelGraph quantized = Quantizer.Quantize(graph, samples, new QuantizerOptions { Recipe = recipe });
        DeviceProgram program = Lowerer.Lower(quantized, new LoweringOptions(RoundingMode.Single, false));
        return ScheduledBlob.Write(new RowFusedScheduler(program, OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Auto).Build(64 * 1024)).Blob;
    }

    private static void AssertSameBytes(byte[] blob, KernelSet kernels)
    {
        Int8Model expected = Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels());
        Int8Model actual = Int8Model.Load(new MemoryWeightSource(blob), kernels);
        var random = new Random(7);
        for (int run = 0; run < 5; run++)
        {
            byte[] bytes = new byte[expected.Input.Length];
            random.NextBytes(bytes);
            sbyte[] input = Array.ConvertAll(bytes, value => (sbyte)(run == 0 ? 127 : run == 1 ? -128 : value));
            sbyte[][] reference = ModelRunner.Run(expected, input);
            sbyte[][] specialized = ModelRunner.Run(actual, input);
            for (int i = 0; i < reference.Length; i++)
            {
                CollectionAssert.AreEqual(reference[i], specialized[i], $"run {run}, output {i}");
            }
        }
    }

    private static void AssertDeviceLimits(SpecializedSource source, SpecializedAssembly assembly)
    {
        string[] ours = ["Edge.Runtime.Int8", "Edge.Runtime.Int8.Lanes", "Edge.Runtime.Int8.Depthwise", "Edge.Runtime.Int8.Micro", "Edge.Runtime.Int8.Packed", .. source.Assemblies.Select(each => each.Name)];
        foreach ((GeneratedAssembly expected, string path) in source.Assemblies.Zip(assembly.Paths))
        {
            var checker = new DeviceLimitChecker(DeviceApi.Load(DeviceApiTests.FilePath, ["mscorlib"]), ours);
            using ModuleDefinition module = ModuleDefinition.ReadModule(path);
            var violations = checker.Check(module, type => type.Name == "<Module>");
            Assert.IsEmpty(violations, string.Join('\n', violations));
            int measured = AssemblyTables.Measure([.. module.GetTypes()]).Il;
            Assert.IsLessThanOrEqualTo(expected.IlBytes, measured, $"{expected.Name}: the estimate is an upper bound");
            Assert.IsLessThanOrEqualTo(PartSplitter.MostIlBytes, expected.IlBytes);
        }
    }

    // Budgets: weighted instructions per MAC of the operators that became code.
    private void AssertCheaper(string name, byte[] blob, int budget)
    {
        SpecializedSource source = NetworkCost.Specialize(name, blob)!;
        using var assembly = new SpecializedAssembly(source.Assemblies);
        AssertSameBytes(blob, assembly.Create());
        InferenceProfile packed = ModelProfiler.Profile(name, blob, "packed");
        InferenceProfile special = assembly.Profile(name, blob);
        double taken = special.Operators.Where(each => source.Operators.Contains(each.Id)).Sum(each => each.Weighted) / source.Macs;
        double before = packed.Operators.Where(each => source.Operators.Contains(each.Id)).Sum(each => each.Weighted) / source.Macs;
        TestContext.WriteLine(
            $"{name}: {source.Operators.Count} of {source.Candidates} convolutions, {source.Macs} of {special.Macs} MAC, {source.IlBytes} of {source.NeededBytes} bytes of IL; "
            + $"they take {taken:F1} per MAC, packed {before:F1}; all {special.WeightedPerMac:F1}, packed {packed.WeightedPerMac:F1}");
        Assert.IsLessThanOrEqualTo(budget, taken, $"{name}: {taken:F1} weighted instructions per MAC");
        Assert.IsLessThan(packed.WeightedPerMac, special.WeightedPerMac, name);
    }
}
