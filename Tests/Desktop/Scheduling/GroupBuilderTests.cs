using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8.Blob;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>Stages, buffers, roots, steps and shared memory of a group.</summary>
[TestClass]
public sealed class GroupBuilderTests
{
    [TestMethod]
    public void Constants_come_first_and_once_however_many_read_them()
    {
        var sketch = new ProgramSketch(4, 4, 2);
        DeviceTensor constant = ProgramSketch.Constant(4, 4, 2);
        DeviceTensor first = sketch.Combine(OpCode.Add, sketch.Input, constant);
        DeviceTensor second = sketch.Combine(OpCode.Add, first, constant);
        GroupPlan group = sketch.Output(second).Group(1);
        CollectionAssert.AreEqual(
            new[] { OpCode.Constant, OpCode.Input, OpCode.Add, OpCode.Add, OpCode.Output }, group.Stages.ConvertAll(stage => stage.OpCode));
        Assert.IsFalse(group.Stages[0].IsRoot);
    }

    [TestMethod]
    public void What_comes_from_before_is_ready_and_what_is_read_later_is_kept()
    {
        var sketch = new ProgramSketch(4, 4, 2);
        DeviceTensor a = sketch.Conv(sketch.Input, 2);
        DeviceTensor b = sketch.Conv(a, 2);
        DeviceTensor c = sketch.Conv(b, 2);
        Schedule schedule = sketch.Output(c).Cut(1, 2, 3);
        BufferPlan made = ProgramSketch.Buffer(schedule.Groups[0], a);
        Assert.IsTrue(made.IsKept && !made.IsReady);
        BufferPlan read = ProgramSketch.Buffer(schedule.Groups[1], a);
        Assert.IsTrue(read.IsReady && !read.IsKept);
        Assert.IsTrue(ProgramSketch.Buffer(schedule.Groups[1], b).IsKept);
        BufferPlan last = ProgramSketch.Buffer(schedule.Groups[2], c);
        Assert.IsTrue(!last.IsReady && !last.IsKept);
    }

    [TestMethod]
    public void A_tensor_that_passes_a_group_stays_kept_in_it()
    {
        var sketch = new ProgramSketch(4, 4, 2);
        DeviceTensor a = sketch.Conv(sketch.Input, 2);
        DeviceTensor b = sketch.Conv(a, 2);
        DeviceTensor c = sketch.Combine(OpCode.Add, b, a);
        Schedule schedule = sketch.Output(c).Cut(1, 2, 3);
        BufferPlan passing = ProgramSketch.Buffer(schedule.Groups[1], a);
        Assert.IsTrue(passing.IsReady && passing.IsKept);
    }

    [TestMethod]
    public void Roots_are_outputs_and_what_later_groups_or_nobody_reads()
    {
        var sketch = new ProgramSketch(4, 4, 2);
        DeviceTensor a = sketch.Conv(sketch.Input, 2);
        DeviceTensor b = sketch.Conv(a, 2);
        DeviceTensor unread = sketch.Conv(a, 2);
        DeviceTensor c = sketch.Conv(b, 2);
        Schedule schedule = sketch.Output(c).Cut(1, 4);
        GroupPlan first = schedule.Groups[0];
        Assert.IsFalse(ProgramSketch.Stage(first, a).IsRoot);
        Assert.IsTrue(ProgramSketch.Stage(first, b).IsRoot);
        Assert.IsTrue(ProgramSketch.Stage(first, unread).IsRoot);
        Assert.IsFalse(ProgramSketch.Stage(schedule.Groups[1], c).IsRoot, "its Output stage is the root");
        StagePlan output = schedule.Groups[1].Stages.Single(stage => stage.OpCode == OpCode.Output);
        Assert.IsTrue(output.IsRoot);
        Assert.AreEqual(0, output.OutputIndex);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_product_is_not_written_in_place_where_what_is_made_of_it_is_worth_more_in_that_place(bool isOver)
    {
        var sketch = new ProgramSketch(16, 8, 4);
        DeviceTensor scaled = sketch.Conv(sketch.Input, 4);
        DeviceTensor product = sketch.Lookup(scaled);
        DeviceTensor result = isOver ? sketch.Conv(product, 4) : sketch.Mean(product);
        Schedule schedule = sketch.Output(sketch.Conv(result, 2)).Cut(1, 2, 4);
        GroupPlan group = schedule.Groups[1];
        BufferPlan dying = ProgramSketch.Buffer(group, scaled);
        BufferPlan written = ProgramSketch.Buffer(group, product);
        BufferPlan kept = ProgramSketch.Buffer(group, result);
        if (isOver)
        {
            Assert.IsNull(written.AliasOf);
            Assert.AreEqual(1, written.RingRows);
            Assert.AreSame(dying, kept.Overlay?.Target);
            Assert.AreEqual(dying.Bytes + written.Bytes + kept.Bytes - kept.Overlay!.SavedBytes(kept), group.BufferBytes);
        }
        else
        {
            Assert.AreSame(dying, written.AliasOf);
            Assert.IsNull(kept.Overlay);
        }
    }

    [TestMethod]
    [DataRow(GroupBuilder.SingleRows, 1, 1, 1)]
    [DataRow(1, 4, 2, 1)]
    [DataRow(2, 8, 4, 2)]
    [DataRow(8, 32, 16, 8)]
    [DataRow(9, 32, 16, 8)]
    [DataRow(GroupBuilder.AllRows, 32, 16, 8)]
    public void A_stage_makes_what_its_readers_take_in_a_step_strides_included(int rows, int input, int middle, int last)
    {
        var sketch = new ProgramSketch(32, 4, 2);
        DeviceTensor a = sketch.Conv(sketch.Input, 2, 3, 2);
        DeviceTensor b = sketch.Conv(a, 2, 3, 2);
        GroupPlan group = sketch.Output(b).Group(rows);
        Assert.AreEqual(input, ProgramSketch.Stage(group, sketch.Input).RowStep);
        Assert.AreEqual(middle, ProgramSketch.Stage(group, a).RowStep);
        Assert.AreEqual(last, ProgramSketch.Stage(group, b).RowStep);
    }

    [TestMethod]
    public void The_greediest_reader_sets_the_step()
    {
        var sketch = new ProgramSketch(32, 4, 2);
        DeviceTensor a = sketch.Conv(sketch.Input, 2);
        DeviceTensor strided = sketch.Conv(a, 2, 3, 4);
        DeviceTensor plain = sketch.Conv(a, 2);
        GroupPlan group = sketch.Output(strided).Output(plain).Group(2);
        Assert.AreEqual(8, ProgramSketch.Stage(group, a).RowStep);
    }

    [TestMethod]
    public void A_sum_over_the_whole_height_asks_for_one_row_at_a_time()
    {
        var sketch = new ProgramSketch(32, 4, 2);
        DeviceTensor a = sketch.Conv(sketch.Input, 2);
        GroupPlan group = sketch.Output(sketch.Mean(a)).Group(4);
        Assert.AreEqual(4, ProgramSketch.Stage(group, a).RowStep, "rows at a time times one");
    }

    [TestMethod]
    [DataRow(OpCode.Add)]
    [DataRow(OpCode.Mul)]
    public void An_elementwise_result_lies_over_an_input_that_is_held_whole_and_read_once(int opCode)
    {
        var sketch = new ProgramSketch(8, 4, 2);
        DeviceTensor a = sketch.Conv(sketch.Input, 2);
        DeviceTensor gate = sketch.Conv(sketch.Mean(a), 2);
        DeviceTensor scaled = sketch.Combine(opCode, a, gate);
        Schedule schedule = sketch.Output(sketch.Conv(scaled, 2)).Cut(1, 2, 4);
        GroupPlan last = schedule.Groups[2];
        BufferPlan target = ProgramSketch.Buffer(last, a);
        Assert.AreSame(target, ProgramSketch.Buffer(last, scaled).AliasOf);
        Assert.AreEqual(target.RingRows, ProgramSketch.Buffer(last, scaled).RingRows);
    }

    [TestMethod]
    public void A_table_lies_over_its_input_as_well()
    {
        var sketch = new ProgramSketch(8, 4, 2);
        DeviceTensor a = sketch.Conv(sketch.Input, 2);
        DeviceTensor table = sketch.Lookup(a);
        GroupPlan last = sketch.Output(sketch.Conv(table, 2)).Cut(1, 2).Groups[1];
        Assert.AreSame(ProgramSketch.Buffer(last, a), ProgramSketch.Buffer(last, table).AliasOf);
    }

    [TestMethod]
    public void A_convolution_never_lies_over_its_input()
    {
        var sketch = new ProgramSketch(8, 4, 2);
        DeviceTensor a = sketch.Conv(sketch.Input, 2);
        DeviceTensor b = sketch.Conv(a, 2);
        Assert.IsNull(ProgramSketch.Buffer(sketch.Output(b).Cut(1, 2).Groups[1], b).AliasOf);
    }

    [TestMethod]
    public void Memory_that_others_still_read_is_not_written_over()
    {
        var sketch = new ProgramSketch(8, 4, 2);
        DeviceTensor a = sketch.Conv(sketch.Input, 2);
        DeviceTensor twice = sketch.Combine(OpCode.Add, a, a);
        Assert.IsNull(ProgramSketch.Buffer(sketch.Output(twice).Cut(1, 2).Groups[1], twice).AliasOf, "both operands are the one input");

        sketch = new ProgramSketch(8, 4, 2);
        a = sketch.Conv(sketch.Input, 2);
        DeviceTensor table = sketch.Lookup(a);
        Schedule kept = sketch.Output(sketch.Combine(OpCode.Add, sketch.Conv(table, 2), a)).Cut(1, 2, 3);
        Assert.IsNull(ProgramSketch.Buffer(kept.Groups[1], table).AliasOf, "a later group reads the input");
    }

    [TestMethod]
    public void A_ring_is_written_over_and_a_constant_is_not()
    {
        var sketch = new ProgramSketch(8, 4, 2);
        DeviceTensor a = sketch.Conv(sketch.Input, 2);
        DeviceTensor sum = sketch.Combine(OpCode.Add, ProgramSketch.Constant(8, 4, 2), a);
        GroupPlan group = sketch.Output(sum).Group(1);
        Assert.AreSame(ProgramSketch.Buffer(group, a), ProgramSketch.Buffer(group, sum).AliasOf);
    }

    [TestMethod]
    public void A_larger_result_does_not_lie_over_a_smaller_operand()
    {
        var sketch = new ProgramSketch(8, 4, 2);
        DeviceTensor gate = sketch.Conv(sketch.Mean(sketch.Input), 2);
        DeviceTensor product = sketch.Combine(OpCode.Mul, sketch.Conv(sketch.Input, 2), gate);
        GroupPlan last = sketch.Output(product).Cut(1, 3).Groups[1];
        Assert.AreSame(ProgramSketch.Buffer(last, product).AliasOf, last.Stages.Single(stage => stage.OpCode == OpCode.Mul).Inputs[0]);
    }
}
