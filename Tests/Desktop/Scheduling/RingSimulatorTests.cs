using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8.Blob;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>Rows that a group must hold, and calls of its stages, worked out by hand.</summary>
[TestClass]
public sealed class RingSimulatorTests
{
    [TestMethod]
    [DataRow(1, 1, 1, 1)]
    [DataRow(3, 1, 1, 3)]
    [DataRow(5, 1, 1, 5)]
    [DataRow(3, 2, 1, 3)]
    [DataRow(3, 1, 2, 4)]
    [DataRow(3, 1, 4, 6)]
    [DataRow(3, 2, 2, 5)]
    public void A_convolution_holds_the_rows_under_its_kernel_and_those_of_a_step(int kernel, int stride, int rows, int ring)
    {
        var sketch = new ProgramSketch(16, 4, 2);
        DeviceTensor output = sketch.Conv(sketch.Input, 3, kernel, stride);
        GroupPlan group = sketch.Output(output).Group(GroupBuilder.SingleRows);
        ProgramSketch.Stage(group, output).RowStep = rows;
        RingSimulator.Run(group);
        Assert.AreEqual(ring, ProgramSketch.Buffer(group, sketch.Input).RingRows);
        Assert.AreEqual(rows, ProgramSketch.Buffer(group, output).RingRows);
    }

    [TestMethod]
    public void A_producer_that_makes_rows_ahead_adds_them_to_the_ring()
    {
        var sketch = new ProgramSketch(16, 4, 2);
        DeviceTensor output = sketch.Conv(sketch.Input, 3, 3);
        GroupPlan group = sketch.Output(output).Group(GroupBuilder.SingleRows);
        ProgramSketch.Stage(group, sketch.Input).RowStep = 4;
        RingSimulator.Run(group);

        // Row 3 needs rows 2 to 4; 4 comes with 5, 6 and 7: six rows from 2 on.
        Assert.AreEqual(6, ProgramSketch.Buffer(group, sketch.Input).RingRows);
        Assert.AreEqual(4, ProgramSketch.Stage(group, sketch.Input).Calls);
    }

    [TestMethod]
    public void A_residual_keeps_the_rows_that_its_other_way_is_ahead_by()
    {
        var sketch = new ProgramSketch(16, 4, 2);
        DeviceTensor trunk = sketch.Conv(sketch.Input, 2);
        DeviceTensor first = sketch.Conv(trunk, 2, 3);
        DeviceTensor second = sketch.Conv(first, 2, 5);
        DeviceTensor sum = sketch.Combine(OpCode.Add, second, trunk);
        GroupPlan group = sketch.Output(sketch.Conv(sum, 2)).Group(GroupBuilder.SingleRows);

        // Row y of the second needs first y - 2 to y + 2, whose last needs trunk up to y + 3; the sum needs trunk y.
        Assert.AreEqual(5, ProgramSketch.Buffer(group, first).RingRows);
        Assert.AreEqual(4, ProgramSketch.Buffer(group, trunk).RingRows);
        Assert.AreEqual(1, ProgramSketch.Buffer(group, second).RingRows);
    }

    [TestMethod]
    [DataRow(GroupBuilder.SingleRows, 9)]
    [DataRow(2, 5)]
    [DataRow(4, 3)]
    [DataRow(9, 1)]
    [DataRow(GroupBuilder.AllRows, 1)]
    public void A_stage_is_called_once_for_each_step_and_once_for_the_rest(int rows, int calls)
    {
        var sketch = new ProgramSketch(9, 4, 2);
        DeviceTensor output = sketch.Conv(sketch.Input, 2);
        Assert.AreEqual(calls, ProgramSketch.Stage(sketch.Output(output).Group(rows), output).Calls);
    }

    [TestMethod]
    public void A_second_run_counts_calls_anew()
    {
        var sketch = new ProgramSketch(9, 4, 2);
        DeviceTensor output = sketch.Conv(sketch.Input, 2);
        GroupPlan group = sketch.Output(output).Group(1);
        RingSimulator.Run(group);
        Assert.AreEqual(9, ProgramSketch.Stage(group, output).Calls);
    }

    [TestMethod]
    public void A_mean_takes_its_rows_one_by_one()
    {
        var sketch = new ProgramSketch(9, 4, 2);
        DeviceTensor rows = sketch.Conv(sketch.Input, 2);
        GroupPlan group = sketch.Output(sketch.Mean(rows)).Group(GroupBuilder.SingleRows);
        Assert.AreEqual(1, ProgramSketch.Buffer(group, rows).RingRows);
    }

    [TestMethod]
    public void What_another_group_reads_or_made_and_constants_are_held_whole()
    {
        var sketch = new ProgramSketch(8, 4, 2);
        DeviceTensor kept = sketch.Conv(sketch.Input, 2);
        DeviceTensor constant = ProgramSketch.Constant(8, 4, 2);
        DeviceTensor sum = sketch.Combine(OpCode.Add, kept, constant);
        Schedule schedule = sketch.Output(sketch.Conv(sum, 2)).Cut(GroupBuilder.SingleRows, 2);
        Assert.AreEqual(8, ProgramSketch.Buffer(schedule.Groups[0], kept).RingRows);
        Assert.AreEqual(1, ProgramSketch.Buffer(schedule.Groups[0], sketch.Input).RingRows);
        Assert.AreEqual(8, ProgramSketch.Buffer(schedule.Groups[1], kept).RingRows);
        Assert.AreEqual(8, ProgramSketch.Buffer(schedule.Groups[1], constant).RingRows);
        Assert.IsTrue(schedule.Groups[1].Stages.Exists(stage => stage.OpCode == OpCode.Constant && stage.Output.Tensor == constant));
        Assert.IsFalse(schedule.Groups.SelectMany(group => group.Buffers).Any(buffer => buffer.RingRows > buffer.Tensor.Height));
    }
}
