using System;
using System.IO;
using System.Linq;
using Edge.Benchmarks.Networks;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>Every schedule gives the bytes of the plain one, in exactly the memory it promised.</summary>
[TestClass]
public sealed class RowFusedSchedulerTests
{
    private const int Window = OperatorScheduler.DefaultWindowBytes;

    [TestMethod]
    public void Every_budget_gives_the_same_bytes_in_the_promised_memory()
    {
        Sweep(SampleNetwork.Program, 6);
    }

    [TestMethod]
    [DataRow(SqueezeExciteMode.Spill)]
    [DataRow(SqueezeExciteMode.Recompute)]
    public void Both_squeeze_excite_strategies_give_the_same_bytes(object mode)
    {
        DeviceProgram program = SampleNetwork.Program;
        ScheduledBlob scheduled = ScheduledBlob.Write(new RowFusedScheduler(program, Window, (SqueezeExciteMode)mode).BuildSmallest());
        CheckAgainst(Plain(program), scheduled);
        Assert.AreEqual((SqueezeExciteMode)mode == SqueezeExciteMode.Recompute, scheduled.RecomputedMacs > 0);
    }

    [TestMethod]
    public void The_smallest_schedule_of_the_sample_network_stays_below_11_KB_without_recomputation()
    {
        ScheduledBlob scheduled = ScheduledBlob.Write(new RowFusedScheduler(SampleNetwork.Program, Window, SqueezeExciteMode.Spill).BuildSmallest());
        Assert.IsTrue(scheduled.PeakSramBytes <= 11 * 1024, $"{scheduled.PeakSramBytes} bytes");
    }

    [TestMethod]
    public void Weights_are_read_once_in_the_default_budget()
    {
        ScheduledBlob scheduled = ScheduledBlob.Write(new RowFusedScheduler(SampleNetwork.Program, Window, SqueezeExciteMode.Auto).Build(64 * 1024));
        Int8Model model = SampleNetwork.Load(scheduled.Blob);
        SampleNetwork.Run(model, 1);
        Assert.IsTrue(model.Log.TotalWeightBytes <= 1.05 * scheduled.StoredWeightBytes, $"{model.Log.TotalWeightBytes} of {scheduled.StoredWeightBytes}");
    }

    [TestMethod]
    [DataRow(1.25)]
    [DataRow(2.0)]
    [DataRow(4.0)]
    public void The_smallest_schedule_of_a_price_costs_no_more_and_little_less_memory_costs_more(double mostCost)
    {
        DeviceProgram program = SampleNetwork.Program;
        var scheduler = new RowFusedScheduler(program, Window, SqueezeExciteMode.Auto) { MaxMacRatio = 1.1, MaxStrips = RowFusedScheduler.MostStrips };
        double usual = scheduler.Build(1 << 20).Cost;
        ScheduledProgram small = scheduler.BuildSmallest(mostCost);
        Assert.IsLessThanOrEqualTo(usual * mostCost, small.Cost);
        ScheduledProgram? less = scheduler.TryBuild(small.PeakSramBytes * 7 / 8, out _);
        Assert.IsTrue(less is null || less.Cost > usual * mostCost, $"{less?.PeakSramBytes} bytes would have done");
        CheckAgainst(Plain(program), ScheduledBlob.Write(small));
    }

    [TestMethod]
    public void Any_price_takes_the_smallest_schedule()
    {
        var scheduler = new RowFusedScheduler(SampleNetwork.Program, Window, SqueezeExciteMode.Spill);
        int smallest = scheduler.BuildSmallest().PeakSramBytes;
        Assert.AreEqual(smallest, scheduler.BuildSmallest(double.PositiveInfinity).PeakSramBytes);
        Assert.AreEqual(smallest, scheduler.BuildSmallest(1000).PeakSramBytes, "where the smallest costs less");
    }

    [TestMethod]
    public void A_budget_that_is_too_small_names_the_smallest_one()
    {
        var scheduler = new RowFusedScheduler(SampleNetwork.Program, Window, SqueezeExciteMode.Auto);
        EdgeException exception = Assert.ThrowsExactly<EdgeException>(() => scheduler.Build(2000));
        Assert.AreEqual(DiagnosticId.BudgetTooSmall, exception.Id);
        StringAssert.Contains(exception.Message, scheduler.BuildSmallest().PeakSramBytes.ToString());
    }

    [TestMethod]
    public void The_same_program_gives_the_same_blob()
    {
        byte[] first = BlobWriter.Write(new RowFusedScheduler(SampleNetwork.Program, Window, SqueezeExciteMode.Auto).Build(20 * 1024).Schedule);
        byte[] second = BlobWriter.Write(new RowFusedScheduler(SampleNetwork.Program, Window, SqueezeExciteMode.Auto).Build(20 * 1024).Schedule);
        CollectionAssert.AreEqual(first, second);
    }

    [TestMethod]
    [TestCategory("Shared")]
    [DataRow("te_vww", 23 * 1024)]
    [DataRow("mlp_vww_96_int8", 20 * 1024)]
    [DataRow("mlp_kws_int8", 9 * 1024)]
    [DataRow("mlp_ic_resnet_int8", 16 * 1024)]
    [DataRow("jomjol_dig_class11_2000_s2_q", 8 * 1024)]
    [DataRow("emlearn_mnist_cnn_int8", 4 * 1024)]
    [DataRow("maix_mnist_dw_q", 4 * 1024)]
    [DataRow("tflm_micro_speech", 14 * 1024)]
    [DataRow("tflm_hello_world_int8", 2 * 1024)]
    public void Public_networks_fit_their_targets_without_recomputation(string network, int smallestTarget)
    {
        DeviceProgram program = SampleNetwork.LowerInt8(Path.Combine(SharedFolder.Require(Path.Combine("golden", network)), "model.tflite"));
        int smallest = Sweep(program, 6);
        Assert.IsTrue(smallest <= smallestTarget, $"the smallest schedule takes {smallest} bytes, the target is {smallestTarget}");
    }

    [TestMethod]
    [TestCategory("Shared")]
    public void The_cifar_network_takes_at_most_22_KB_its_whole_input_included()
    {
        DeviceProgram program = SampleNetwork.LowerFloat(
            Path.Combine(SharedFolder.Require(Path.Combine("models", "cifar_mbv3se")), "cifar_mbv3se.onnx"),
            SharedFolder.Require(Path.Combine("data", "cifar10", "calib")));
        Assert.IsLessThanOrEqualTo(22 * 1024, Sweep(program, 6) + program.Input.Bytes);
    }

    [TestMethod]
    public void Memory_that_a_budget_leaves_free_goes_to_the_kernels()
    {
        var scheduler = new RowFusedScheduler(SampleNetwork.Program, Window, SqueezeExciteMode.Spill);
        ScheduledBlob smallest = ScheduledBlob.Write(scheduler.BuildSmallest());
        ScheduledBlob roomy = ScheduledBlob.Write(scheduler.Build(64 * 1024));
        Assert.AreEqual(smallest.Schedule.Groups.Max(group => group.Stages.Max(stage => KernelScratch.Longs(stage, false))), smallest.Schedule.LaneLongs);
        Assert.IsTrue(roomy.Schedule.LaneLongs >= 4 * smallest.Schedule.LaneLongs, $"{roomy.Schedule.LaneLongs} longs");
    }

    /// <summary>Checks budgets from the smallest feasible to the plain schedule's; returns the smallest peak.</summary>
    private static int Sweep(DeviceProgram program, int budgets)
    {
        ScheduledBlob plain = Plain(program);
        var scheduler = new RowFusedScheduler(program, Window, SqueezeExciteMode.Spill);
        ScheduledBlob smallest = ScheduledBlob.Write(scheduler.BuildSmallest());
        CheckAgainst(plain, smallest);
        for (int i = 0; i < budgets; i++)
        {
            int budget = smallest.PeakSramBytes + (int)((long)Math.Max(plain.PeakSramBytes - smallest.PeakSramBytes, 0) * i / (budgets - 1));
            ScheduledBlob scheduled = ScheduledBlob.Write(scheduler.Build(budget));
            Assert.IsTrue(scheduled.PeakSramBytes <= budget);
            CheckAgainst(plain, scheduled);
        }

        return smallest.PeakSramBytes;
    }

    private static ScheduledBlob Plain(DeviceProgram program)
    {
        Schedule schedule = OperatorScheduler.Build(program);
        return ScheduledBlob.Write(new ScheduledProgram(schedule, 0, 0));
    }

    [TestMethod]
    public void A_larger_budget_costs_hardly_more_than_a_smaller_one()
    {
        const double Hardly = 1.12;
        DeviceProgram program = new RandomNetwork("dense", 24).Convolve(64, 3, 2).Convolve(96, 3).Convolve(64, 3, 2).Mean().Convolve(10).Finish();
        int least = Make().BuildSmallest().PeakSramBytes;
        double cheapest = double.PositiveInfinity;
        for (int budget = least; budget < 4 * least; budget = budget * 27 / 26)
        {
            double cost = Make().Build(budget).Cost;
            Assert.IsLessThanOrEqualTo(Hardly * cheapest, cost, $"{budget} bytes");
            cheapest = Math.Min(cheapest, cost);
        }

        RowFusedScheduler Make() => new(program, OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Auto);
    }

    private static void CheckAgainst(ScheduledBlob plain, ScheduledBlob scheduled)
    {
        Int8Model expected = SampleNetwork.Load(plain.Blob);
        Int8Model actual = SampleNetwork.Load(scheduled.Blob);
        Assert.AreEqual(scheduled.PeakSramBytes, actual.PeakSramBytes);
        CollectionAssert.AreEqual(SampleNetwork.Run(expected, 7), SampleNetwork.Run(actual, 7));
        Assert.AreEqual(scheduled.WeightBytesRead, actual.Log.TotalWeightBytes);
        Assert.AreEqual(0, AllocatedByRun(actual));
    }

    private static long AllocatedByRun(Int8Model model)
    {
        var input = new sbyte[model.Input.Length];
        sbyte[][] outputs = [.. Enumerable.Range(0, model.OutputCount).Select(i => new sbyte[model.GetOutput(i).Length])];
        model.Run(input, outputs);

        // What Run itself allocates, it allocates every time; the runtime's own work on this thread (tiering, collections) comes once.
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 3 && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            model.Run(input, outputs);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
