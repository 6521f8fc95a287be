using System.Linq;
using Edge.Benchmarks.Networks;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels.Packed;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>What stages do, by the kernel that runs them, and how near what is predicted comes to what is counted.</summary>
[TestClass]
public sealed class CostModelTests
{
    private static readonly ScratchRoom s_useful = ScratchRoom.Useful;

    [TestMethod]
    public void Inputs_and_constants_are_moved_around_kernels()
    {
        var sketch = new ProgramSketch(4, 4, 2);
        DeviceTensor constant = ProgramSketch.Constant(4, 4, 2);
        GroupPlan group = sketch.Output(sketch.Combine(OpCode.Add, sketch.Input, constant)).Group(1);
        CollectionAssert.AreEqual(new double[] { 4, 0, 0, 0, 32, 1 }, CostModel.WorkAround(ProgramSketch.Stage(group, sketch.Input), 0));
        CollectionAssert.AreEqual(new double[] { 4, 1, 32, 0, 0, 1 }, CostModel.WorkAround(ProgramSketch.Stage(group, constant), 0));
    }

    [TestMethod]
    public void Elementwise_operators_have_outputs_inputs_and_calls()
    {
        var sketch = new ProgramSketch(8, 4, 2);
        DeviceTensor sum = sketch.Combine(OpCode.Add, sketch.Input, sketch.Input);
        AssertWork("Add", [64, 64, 8], KernelWork.Of(ProgramSketch.Stage(sketch.Output(sum).Group(1), sum), 0, s_useful));
    }

    [TestMethod]
    [DataRow(0, 1, 1)]
    [DataRow(4, 6, 1)]
    [DataRow(2, 6, 2)]
    [DataRow(3, 6, 2)]
    [DataRow(1, 6, 4)]
    public void Weights_are_read_once_or_for_each_call_in_blocks(int blockChannels, int passes, int blocks)
    {
        // 6 calls; 8 weights and 4 times 9 bytes of parameters.
        double[] expected = [6, passes * blocks, passes * (8 + 36), passes * 4, 0, 1];
        CollectionAssert.AreEqual(expected, CostModel.WorkAround(Pointwise(6, 3), blockChannels));
    }

    [TestMethod]
    public void A_pointwise_kernel_takes_weights_apart_for_each_tile_and_less_scratch_makes_smaller_tiles()
    {
        (string kind, double[] work) = KernelWork.Of(Wide(), 0, s_useful);
        Assert.AreEqual("pointwise", kind);
        (string same, double[] tight) = KernelWork.Of(Wide(), 0, ScratchRoom.For(0));
        Assert.AreEqual(kind, same);
        Assert.IsGreaterThan(2 * work[2], tight[2]);
        Assert.AreEqual(work[0], tight[0]);
    }

    [TestMethod]
    public void Few_pixels_or_channels_are_dear()
    {
        StagePlan stage = Wide();
        Assert.IsGreaterThan(2 * CostModel.Of(stage, 32), CostModel.Of(stage, 1));

        // 4 rows of 48 pixels in blocks of one channel.
        AssertWork("pixels one by one", [4 * 48 * 32 * (40 + 19 + (5.6 * 32)), 4 * 48 * 32, 4 * 32, 4 * 32], KernelWork.Of(stage, 1, s_useful));

        // Four channels of two inputs for 6 rows of 3 pixels.
        AssertWork("pixels one by one", [6 * 3 * 4 * (40 + 19 + (5.6 * 2)), 6 * 3, 6, 6], KernelWork.Of(Pointwise(6, 3), 0, s_useful));
        AssertWork("dot products", [6 * 4 * (33 + 13 + (2.3 * 2)), 6 * (80 + 109 + (3.6 * 2)), 6], KernelWork.Of(Pointwise(6, 1), 0, s_useful));
    }

    [TestMethod]
    public void Lanes_of_few_pixels_take_weights_apart_once_where_the_scratch_memory_holds_all_triples()
    {
        var sketch = new ProgramSketch(6, 7, 48);
        DeviceTensor output = sketch.Conv(sketch.Input, 16);
        StagePlan stage = ProgramSketch.Stage(sketch.Output(output).Group(1), output);

        // Three triples of pixels in each of 6 calls.
        AssertWork("lanes of few", [6 * 3 * 48 * 16, 6 * 3 * 48, 6 * 48 * 16, 6 * 3 * 16, 6], KernelWork.Of(stage, 0, s_useful));
    }

    [TestMethod]
    public void Lanes_cost_more_where_the_scratch_memory_holds_fewer_than_four_triples()
    {
        Stage stage = KernelScratch.Describe(Wide(), RoundingMode.Single);
        Assert.AreEqual(Cost(4), Cost(9));
        Assert.IsGreaterThan(Cost(4), Cost(3));
        Assert.IsGreaterThan(Cost(2), Cost(1));
        Assert.AreEqual(Cost(1), Cost(0), "one is always there");

        long Cost(int triples)
        {
            stage.Lanes = new long[triples * PackedScratch.PerTriple(stage.TapsPerChannel, stage.LaneTaps, 8)];
            return PackedCosts.OfLanes(stage, 1, 8);
        }
    }

    [TestMethod]
    [DataRow(3, 1, 24, "depthwise 3x3 stride 1")]
    [DataRow(3, 2, 4, "depthwise 3x3 stride 2")]
    [DataRow(3, 2, 24, "octet depthwise 3x3 stride 2")]
    [DataRow(5, 2, 12, "depthwise 5x5 stride 2")]
    [DataRow(5, 2, 24, "narrow depthwise 5x5 stride 2")]
    [DataRow(7, 1, 24, "narrow depthwise 7x7 stride 1")]
    [DataRow(1, 2, 24, "depthwise lines")]
    public void Depthwise_kernels_have_figures_of_their_own(int kernel, int stride, int rows, string kind)
    {
        var sketch = new ProgramSketch(24, 24, 24);
        DeviceTensor output = sketch.Depthwise(sketch.Input, kernel, stride);
        StagePlan stage = ProgramSketch.Stage(sketch.Output(output).Group(rows / stride), output);
        Assert.AreEqual(kind, KernelWork.Of(stage, 0, s_useful).Kind);
    }

    [TestMethod]
    [DataRow(2, 8)]
    [DataRow(1, 14)]
    public void Rows_that_several_calls_of_a_depthwise_convolution_read_are_packed_by_each(int rows, int inputRows)
    {
        const int Channels = 24;
        var sketch = new ProgramSketch(4, 4, Channels);
        DeviceTensor output = sketch.Depthwise(sketch.Input, 5, 1);
        StagePlan stage = ProgramSketch.Stage(sketch.Output(output).Group(1), output);
        stage.RowStep = rows;
        stage.Calls = 4 / rows;
        (string kind, double[] work) = KernelWork.Of(stage, 0, s_useful);
        Assert.AreEqual("depthwise 5x5 stride 1", kind);
        Assert.AreEqual(inputRows * 2 * Channels, work[^1]); // two triples of columns
    }

    [TestMethod]
    public void What_is_predicted_is_within_a_factor_of_three_of_what_is_counted_whatever_the_budget()
    {
        DeviceProgram program = new RandomNetwork("blocks", 32).Convolve(8, 3, 2).Block(24, 8).Block(48, 16, 3, 2).Block(64, 16, 5).Mean().Convolve(10).Finish();
        var scheduler = new RowFusedScheduler(program, OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Auto) { MaxStrips = 8, MaxMacRatio = 1.1 };
        ScheduledProgram smallest = scheduler.BuildSmallest();
        foreach (ScheduledProgram scheduled in new[] { 1.1, 1.5, 3, 10 }.Select(factor => scheduler.Build((int)(smallest.PeakSramBytes * factor))).Prepend(smallest))
        {
            double counted = ModelProfiler.Profile(program.Name, ScheduledBlob.Write(scheduled).Blob, KernelSets.DeviceDefault).Weighted;
            Assert.IsInRange(1 / 3.0, 3, scheduled.Cost / counted, $"{scheduled.PeakSramBytes} bytes");
        }
    }

    private static void AssertWork(string kind, double[] work, (string Kind, double[] Work) actual)
    {
        Assert.AreEqual(kind, actual.Kind);
        CollectionAssert.AreEqual(work, actual.Work);
    }

    /// <summary>A 1x1 convolution from 32 to 32 channels, 48 pixels in a call.</summary>
    private static StagePlan Wide()
    {
        var sketch = new ProgramSketch(4, 48, 32);
        DeviceTensor output = sketch.Conv(sketch.Input, 32);
        return ProgramSketch.Stage(sketch.Output(output).Group(1), output);
    }

    /// <summary>A 1x1 convolution from 2 to 4 channels, row by row.</summary>
    private static StagePlan Pointwise(int height, int width)
    {
        var sketch = new ProgramSketch(height, width, 2);
        DeviceTensor output = sketch.Conv(sketch.Input, 4);
        return ProgramSketch.Stage(sketch.Output(output).Group(1), output);
    }
}
