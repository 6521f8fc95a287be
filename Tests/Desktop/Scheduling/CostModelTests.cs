using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8.Blob;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>Costs of stages, added up by hand from the figures that docs/cost-model.md gives.</summary>
[TestClass]
public sealed class CostModelTests
{
    [TestMethod]
    public void Inputs_and_constants_cost_their_bytes()
    {
        var sketch = new ProgramSketch(4, 4, 2);
        DeviceTensor constant = ProgramSketch.Constant(4, 4, 2);
        GroupPlan group = sketch.Output(sketch.Combine(OpCode.Add, sketch.Input, constant)).Group(1);
        Assert.AreEqual(32 * 300.0, Cost(ProgramSketch.Stage(group, sketch.Input)));
        Assert.AreEqual(32 * 300.0, Cost(ProgramSketch.Stage(group, constant)));
    }

    [TestMethod]
    public void Elementwise_operators_cost_calls_outputs_and_half_a_move_of_their_first_input()
    {
        var sketch = new ProgramSketch(8, 4, 2);
        DeviceTensor sum = sketch.Combine(OpCode.Add, sketch.Input, sketch.Input);
        GroupPlan group = sketch.Output(sum).Group(1);
        Assert.AreEqual((8 * 15000.0) + (64 * 450) + (64 * 150), Cost(ProgramSketch.Stage(group, sum)));
    }

    [TestMethod]
    public void Resident_weights_are_read_once()
    {
        // 6 calls, 8 weights, 144 MACs, 72 results; four reads of 8 + 4 * 9 bytes, 4 channels decoded.
        StagePlan stage = Pointwise(6, 3);
        Assert.AreEqual(90000.0 + (6 * 8 * 270) + (36 * 330) + (144 * 90) + (72 * 450) + 24000 + 44 + 8000, Cost(stage));
    }

    [TestMethod]
    [DataRow(4, 1)]
    [DataRow(2, 2)]
    [DataRow(3, 2)]
    [DataRow(1, 4)]
    public void Streamed_weights_are_read_for_each_call_and_inputs_packed_for_each_block(int blockChannels, int blocks)
    {
        StagePlan stage = Pointwise(6, 3);
        double expected = 90000.0 + (6 * 8 * 270) + (36 * blocks * 330) + (144 * 90) + (72 * 450) + (6 * blocks * 6000) + (6 * 44) + (6 * 8000);
        Assert.AreEqual(expected, CostModel.Of(stage, blockChannels));
    }

    [TestMethod]
    public void Weights_are_taken_apart_anew_for_each_tile_of_sixteen_triples()
    {
        double rest = 15000.0 + (192 * 330) + (768 * 90) + (384 * 450) + 24000 + 44 + 8000;
        Assert.AreEqual(rest + (2 * 8 * 270), Cost(Pointwise(1, 96)));
    }

    [TestMethod]
    public void What_is_left_over_in_the_last_triple_is_paid()
    {
        // Four pixels take six lanes: half as much again for products and results.
        Assert.AreEqual(15000.0 + (8 * 270) + (8 * 330) + (32 * 90 * 1.5) + (16 * 450 * 1.5) + 24000 + 44 + 8000, Cost(Pointwise(1, 4)));
    }

    [TestMethod]
    public void Depthwise_pays_for_channels_taken_up_and_rows_seen_twice()
    {
        // Stride 1: 6 calls, 4 pixels in two triples; two of three kernel rows were seen by the call before.
        double expected = 90000.0 + (6 * 18 * 270) + (6 * 2 * (5000 + (2 * 2 * 2500))) + (432 * 150 * 1.5) + (48 * 450 * 1.5) + 24000 + 36 + 4000;
        Assert.AreEqual(expected, Cost(Depthwise(3, 1)));

        // Stride 2: 3 calls, 2 pixels in one triple; one kernel row was seen before.
        expected = 45000.0 + (3 * 18 * 270) + (3 * 2 * (5000 + 2500)) + (108 * 150 * 1.5) + (12 * 450 * 1.5) + 24000 + 36 + 4000;
        Assert.AreEqual(expected, Cost(Depthwise(3, 2)));

        // A kernel of one row sees nothing again, and gets nothing back for its stride.
        expected = 45000.0 + (3 * 2 * 270) + (3 * 2 * 5000) + (12 * 150 * 1.5) + (12 * 450 * 1.5) + 24000 + 20 + 4000;
        Assert.AreEqual(expected, Cost(Depthwise(1, 2)));
    }

    [TestMethod]
    public void A_table_is_read_as_well()
    {
        StagePlan plain = Pointwise(6, 3);
        double without = Cost(plain);
        plain.Operator!.Table = new byte[BlobFormat.TableEntries];
        Assert.AreEqual(without + 256, Cost(plain));
    }

    /// <summary>With weights that are kept.</summary>
    private static double Cost(StagePlan stage) => CostModel.Of(stage, 0);

    /// <summary>A depthwise convolution of two channels, 4 pixels wide, row by row.</summary>
    private static StagePlan Depthwise(int kernel, int stride)
    {
        var sketch = new ProgramSketch(6, 4, 2);
        DeviceTensor output = sketch.Depthwise(sketch.Input, kernel, stride);
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
