using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Quantization;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>
/// Networks whose squeeze-excite blocks are computed twice where memory is short: at every budget the blob loads, takes what was promised
/// and gives the bytes of the plain schedule in every kernel set.
/// </summary>
[TestClass]
public sealed class GatedNetworkTests
{
    private const int Budgets = 12;
    private const int Window = OperatorScheduler.DefaultWindowBytes;

    public static IEnumerable<object[]> Networks =>
        from seed in Enumerable.Range(1, 6) from mode in Enum.GetValues<SqueezeExciteMode>() select new object[] { seed, mode };

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Random_networks_keep_their_promises_at_every_budget(int seed, object mode)
    {
        Sweep(RandomGatedNetwork.Make(seed), (SqueezeExciteMode)mode, Budgets);
    }

    [TestMethod]
    public void A_tensor_that_is_made_twice_in_one_group_has_two_numbers()
    {
        ScheduledProgram[] smallest = [.. Enumerable.Range(1, 6).Select(seed => new RowFusedScheduler(RandomGatedNetwork.Make(seed), Window, SqueezeExciteMode.Recompute).BuildSmallest())];
        Assert.IsTrue(smallest.All(scheduled => scheduled.RecomputedMacs > 0));
        foreach (GroupPlan group in smallest.SelectMany(scheduled => scheduled.Schedule.Groups))
        {
            Assert.AreEqual(group.Buffers.Count, group.Buffers.Select(buffer => buffer.Number).Distinct().Count());
        }

        Assert.IsTrue(smallest.Any(scheduled => scheduled.Schedule.Groups.Any(group => group.Buffers.DistinctBy(buffer => buffer.Tensor).Count() < group.Buffers.Count)));
    }

    [TestMethod]
    [TestCategory("Shared")]
    [DataRow(SqueezeExciteMode.Auto)]
    [DataRow(SqueezeExciteMode.Recompute)]
    public void The_network_that_ended_in_an_exception_is_scheduled(object mode)
    {
        ModelGraph graph = SourceModel.Read(SharedFolder.Require(Path.Combine("repro", "onnx", "se_recompute.onnx")), null);
        var random = new Random(5);
        float[] sample = [.. Enumerable.Range(0, graph.Inputs[0].Shape.Aggregate(1, (product, size) => product * size)).Select(_ => random.NextSingle())];
        ModelGraph quantized = Quantizer.Quantize(graph, CalibrationSet.From("noise", [sample]), new QuantizerOptions { Recipe = QuantizationRecipe.Naive });
        DeviceProgram program = Lowerer.Lower(quantized, new LoweringOptions(RoundingMode.Single, IsTflite: false));
        Sweep(program, (SqueezeExciteMode)mode, 2);
    }

    [TestMethod]
    [DataRow(1.1, RowFusedScheduler.MostStrips)]
    [DataRow(double.PositiveInfinity, 1)]
    public void A_larger_budget_does_not_bring_a_much_dearer_schedule(double ratio, int strips)
    {
        var sketch = new ProgramSketch(32, 32, 16);
        DeviceTensor inner = sketch.Depthwise(sketch.Conv(sketch.Input, 96), 3);
        DeviceTensor gates = sketch.Lookup(sketch.Conv(sketch.Conv(sketch.Mean(inner), 24), 96));
        DeviceTensor block = sketch.Combine(OpCode.Add, sketch.Conv(sketch.Combine(OpCode.Mul, inner, gates), 16), sketch.Input);
        var scheduler = new RowFusedScheduler(sketch.Output(block).Program, Window, SqueezeExciteMode.Auto) { MaxMacRatio = ratio, MaxStrips = strips };
        double least = double.PositiveInfinity;
        for (int kilobytes = 40; kilobytes <= 136; kilobytes += 8)
        {
            if (scheduler.TryBuild(kilobytes * 1024, out _) is ScheduledProgram scheduled)
            {
                Assert.IsLessThanOrEqualTo(1.1 * least, scheduled.Cost, $"{kilobytes} KB");
                least = Math.Min(least, scheduled.Cost);
            }
        }

        Assert.IsTrue(double.IsFinite(least));
    }

    private static void Sweep(DeviceProgram program, SqueezeExciteMode mode, int budgets)
    {
        Schedule plain = OperatorScheduler.Build(program);
        sbyte[] input = [.. Enumerable.Range(0, program.Input.Bytes).Select(i => (sbyte)((i * 73) ^ (i >> 3)))];
        byte[] expected = Outputs(BlobWriter.Write(plain), "reference", input, plain.PeakSramBytes);
        var scheduler = new RowFusedScheduler(program, Window, mode);
        ScheduledBlob smallest = ScheduledBlob.Write(scheduler.BuildSmallest());
        Check(smallest, expected, input);
        byte[] last = smallest.Blob;
        for (int i = 0; i < budgets; i++)
        {
            int budget = smallest.PeakSramBytes + ((Math.Max(plain.PeakSramBytes, smallest.PeakSramBytes + budgets) - smallest.PeakSramBytes) * i / budgets);
            ScheduledBlob scheduled = ScheduledBlob.Write(scheduler.Build(budget));
            Assert.IsLessThanOrEqualTo(budget, scheduled.PeakSramBytes);
            if (!scheduled.Blob.AsSpan().SequenceEqual(last))
            {
                Check(scheduled, expected, input);
                last = scheduled.Blob;
            }
        }
    }

    private static void Check(ScheduledBlob scheduled, byte[] expected, sbyte[] input)
    {
        foreach (string kernels in KernelSets.Names)
        {
            CollectionAssert.AreEqual(expected, Outputs(scheduled.Blob, kernels, input, scheduled.PeakSramBytes), $"{scheduled.PeakSramBytes} bytes, {kernels}");
        }
    }

    private static byte[] Outputs(byte[] blob, string kernels, sbyte[] input, int peakSramBytes)
    {
        Int8Model model = Int8Model.Load(new MemoryWeightSource(blob), KernelSets.Create(kernels));
        if (kernels != KernelSets.Native)
        {
            Assert.AreEqual(peakSramBytes, model.PeakSramBytes); // the native walk keeps a program of its own on top
        }

        return [.. ModelRunner.Run(model, input).SelectMany(output => output).Select(value => (byte)value)];
    }
}
