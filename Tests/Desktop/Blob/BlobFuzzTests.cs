using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Inspection;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Desktop.Scheduling;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Blob;

/// <summary>
/// Valid blobs with changed bytes and repaired checksums: refused in little memory, or they run within what was allowed and give the same
/// bytes in every kernel set, whatever lay in memory before. EDGE_FUZZ says how many; by default 20,000, or those of a minute.
/// </summary>
[TestClass]
public sealed class BlobFuzzTests
{
    private const int DefaultMutations = 20_000;
    private const int DefaultSeconds = 60;
    private static readonly LoadLimits s_limits = new() { MaxRows = 1 << 14, MaxMacs = 1 << 21, MaxSramBytes = 1 << 20 };

    [TestMethod]
    public void Changed_blobs_are_refused_or_run_alike()
    {
        string? asked = Environment.GetEnvironmentVariable("EDGE_FUZZ");
        int mutations = asked is null ? DefaultMutations : int.Parse(asked, CultureInfo.InvariantCulture);
        byte[][][] seeds = [.. Seeds().Select(BlobMutator.Sections)];
        Assert.HasCount(20, seeds);
        var clock = Stopwatch.StartNew();
        int loaded = 0;
        int done = 0;
        for (; done < mutations && (asked is not null || clock.Elapsed.TotalSeconds < DefaultSeconds); done++)
        {
            byte[] blob = BlobMutator.Mutate(seeds[done % seeds.Length], new Random(done));
            try
            {
                loaded += Check(blob) ? 1 : 0;
            }
            catch (Exception exception)
            {
                Assert.Fail($"mutation {done}: {exception}");
            }
        }

        Console.WriteLine($"{done} mutations in {clock.Elapsed.TotalSeconds:F0} s, {loaded} loaded");
        Assert.IsTrue(loaded > done / 100 && loaded < done, $"{loaded} of {done} mutations loaded");
    }

    /// <summary>Five networks, two roundings, two budgets.</summary>
    private static IEnumerable<byte[]> Seeds()
    {
        foreach (RoundingMode rounding in new[] { RoundingMode.Double, RoundingMode.Single })
        {
            DeviceProgram[] programs = [.. Enumerable.Range(1, 4).Select(seed => RandomGatedNetwork.Make(seed, rounding)), AssortedNetwork.Build(rounding)];
            foreach (DeviceProgram program in programs)
            {
                yield return BlobWriter.Write(OperatorScheduler.Build(program));
                yield return BlobWriter.Write(new RowFusedScheduler(program, OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Recompute).BuildSmallest().Schedule);
            }
        }
    }

    /// <summary>Whether the blob loads; fails when it is no blob and no refusal.</summary>
    private static bool Check(byte[] blob)
    {
        Int8Model? model = Load(blob);
        if (model is null)
        {
            return false;
        }

        CheckInformation(model, blob);
        var random = new Random(blob.Length);
        sbyte[] input = [.. Enumerable.Range(0, model.Input.Length).Select(_ => (sbyte)random.Next(-128, 128))];
        byte[] expected = Run(model, input, null);
        foreach (string kernels in KernelSets.Names)
        {
            Int8Model other = Int8Model.Load(new MemoryWeightSource(blob), KernelSets.Create(kernels), s_limits);
            CollectionAssert.AreEqual(expected, Run(other, input, random), kernels);
        }

        return true;
    }

    private static Int8Model? Load(byte[] blob)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            // The set that asks for the most scratch memory.
            return Int8Model.Load(new MemoryWeightSource(blob), new PackedKernels(), s_limits);
        }
        catch (ModelFormatException exception)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.IsLessThanOrEqualTo((2L * blob.Length) + (64 * 1024), allocated, $"{exception.Error} at {exception.Offset}");
            return null;
        }
    }

    private static void CheckInformation(Int8Model model, byte[] blob)
    {
        try
        {
            BlobInfo.Read(model, blob);
        }
        catch (EdgeException exception)
        {
            Assert.AreEqual(DiagnosticId.BlobInvalid, exception.Id);
            return;
        }

        BlobInspector.Describe(model, blob);
    }

    /// <summary>The outputs; memory holds noise before when there is a generator.</summary>
    private static byte[] Run(Int8Model model, sbyte[] input, Random? noise)
    {
        if (noise is not null)
        {
            Array.ForEach(model.Arena.Banks, noise.NextBytes);
            noise.NextBytes(model.Arena.Window);
            noise.NextBytes(model.Arena.ScratchBytes);
            Fill(model.Arena.Parameters, noise);
            Fill(model.Arena.Accumulators, noise);
            for (int i = 0; i < model.Arena.Lanes.Length; i++)
            {
                model.Arena.Lanes[i] = noise.NextInt64();
            }
        }

        var meter = new RunMeter();
        model.Observe(meter);
        byte[] outputs = [.. ModelRunner.Run(model, input).SelectMany(output => output).Select(value => (byte)value)];
        Assert.IsLessThanOrEqualTo(s_limits.MaxMacs, meter.Macs);
        Assert.IsLessThanOrEqualTo((long)s_limits.MaxRows, meter.Rows);
        return outputs;
    }

    private static void Fill(int[] values, Random noise)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = noise.Next(int.MinValue, int.MaxValue);
        }
    }

    /// <summary>What an inference really does.</summary>
    private sealed class RunMeter : IRowObserver
    {
        public long Macs { get; private set; }

        public long Rows { get; private set; }

        public void RowsMade(Stage stage, int first, int count)
        {
            Rows += count;
            Macs += (long)count * stage.Output.RowBytes * Math.Max(stage.TapsPerChannel, 1);
        }
    }
}
