using System.Linq;
using Edge.Benchmarks.Networks;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>Results that take the place of rows which no reader needs any more.</summary>
[TestClass]
public sealed class RowOverlayTests
{
    [TestMethod]
    public void A_residual_sum_is_written_over_the_input_that_its_own_block_still_reads()
    {
        GroupPlan block = Block(3).Groups[1];
        BufferPlan input = block.Buffers.Single(buffer => buffer.IsReady);
        Assert.AreSame(input, block.Buffers.Single(buffer => buffer.IsKept).AliasOf);
    }

    [TestMethod]
    public void A_sum_that_reads_its_input_before_others_are_done_with_it_takes_memory_of_its_own()
    {
        var sketch = new ProgramSketch(8, 4, 2);
        DeviceTensor input = sketch.Conv(sketch.Input, 2);
        DeviceTensor sum = sketch.Combine(OpCode.Add, input, sketch.Conv(input, 2));
        DeviceTensor late = sketch.Depthwise(input, 3);
        Schedule schedule = sketch.Output(sketch.Combine(OpCode.Add, sketch.Conv(sum, 2), sketch.Conv(late, 2))).Cut(1, 2, 5);
        Assert.AreNotSame(ProgramSketch.Buffer(schedule.Groups[1], input), ProgramSketch.Buffer(schedule.Groups[1], sum).AliasOf, "the depthwise convolution runs after the sum");
    }

    [TestMethod]
    [DataRow(1, 1, new[] { 0, 1, 2, 3, 4, 5, 6, 7 })]
    [DataRow(3, 1, new[] { 0, 0, 1, 2, 3, 4, 5, 6 })]
    [DataRow(3, 2, new[] { 0, 1, 3, 5 })]
    public void Rows_are_free_when_the_last_window_that_reaches_them_has_passed(int kernel, int stride, int[] expected)
    {
        // The convolution that writes a row still reads its own window: of row y the rows from y - 1 on, with stride 2 from 2y - 1 on.
        var sketch = new ProgramSketch(8, 4, 2);
        DeviceTensor input = sketch.Conv(sketch.Input, 2);
        DeviceTensor made = sketch.Conv(input, 2, kernel, stride);
        GroupPlan group = sketch.Output(sketch.Conv(made, 2)).Cut(1, 2, 3).Groups[1];
        int[] needed = ProgramSketch.Buffer(group, made).Overlay!.NeededRows;
        CollectionAssert.AreEqual(expected, needed);
    }

    [TestMethod]
    public void A_result_begins_before_its_input_by_the_rows_that_are_still_needed()
    {
        // Rows of 8 bytes; row y is written while rows from y - 1 on are needed: two rows ahead.
        var sketch = new ProgramSketch(8, 4, 2);
        DeviceTensor input = sketch.Conv(sketch.Input, 2);
        DeviceTensor made = sketch.Conv(input, 2, 3);
        GroupPlan group = sketch.Output(sketch.Conv(made, 2)).Cut(1, 2, 3).Groups[1];
        BufferPlan result = ProgramSketch.Buffer(group, made);
        Assert.AreEqual(16, result.Overlay!.LeadBytes(result, 8, 8, 0));
        Assert.AreEqual(64 - 16, result.Overlay.SavedBytes(result));

        // Bands of two rows, one band ahead: nothing is left to wait for.
        Assert.AreEqual(0, result.Overlay.LeadBytes(result, 2, 2, 1));
        Assert.AreEqual(16, result.Overlay.LeadBytes(result, 2, 2, 0));
    }

    [TestMethod]
    [DataRow("reference")]
    [DataRow("packed")]
    [DataRow("vector")]
    [DataRow("native")]
    public void Networks_that_write_over_consumed_rows_give_the_same_bytes(string kernels)
    {
        int seen = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            DeviceProgram program = RandomGatedNetwork.Make(seed);
            byte[] plain = BlobWriter.Write(OperatorScheduler.Build(program));
            ScheduledProgram smallest = new RowFusedScheduler(program, OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Spill).BuildSmallest();
            seen += smallest.Schedule.Groups.Sum(group => group.Buffers.Count(buffer => buffer.Over is not null));
            Int8Model expected = Int8Model.Load(new MemoryWeightSource(plain), new ReferenceKernels());
            Int8Model actual = Int8Model.Load(new MemoryWeightSource(BlobWriter.Write(smallest.Schedule)), ModelTools.Execution.KernelSets.Create(kernels));
            CollectionAssert.AreEqual(SampleNetwork.Run(expected, seed), SampleNetwork.Run(actual, seed), $"seed {seed}");
        }

        Assert.IsGreaterThan(5, seen);
    }

    [TestMethod]
    public void A_row_that_is_read_after_it_was_written_over_is_refused()
    {
        // What fits exactly: two rows ahead. One byte later the result reaches a row that its own window still reads.
        Schedule schedule = Overlapping(out BufferPlan input, out BufferPlan result);
        Assert.AreEqual(ModelError.None, Refusal(schedule));
        int start = result.Bands[0].Offset;
        int end = schedule.BankBytes[0];
        schedule.BankBytes[0] += input.Bytes + BlobFormat.MinWindowBytes;
        schedule.Groups[1].Window = new Placement(0, end + input.Bytes);
        for (int offset = start; offset < input.Bands[0].Offset + input.Bytes; offset++)
        {
            result.Bands[0] = new Placement(0, offset);
            Assert.AreEqual(offset == start ? ModelError.None : ModelError.ReadAfterOverwrite, Refusal(schedule), $"{offset - start} bytes later");
        }

        result.Bands[0] = new Placement(0, end);
        Assert.AreEqual(ModelError.None, Refusal(schedule), "apart");
    }

    [TestMethod]
    public void Memory_that_overlaps_without_saying_so_is_refused()
    {
        Schedule schedule = Overlapping(out _, out BufferPlan result);
        result.Over = null;
        Assert.AreEqual(ModelError.Overlap, Refusal(schedule));
    }

    [TestMethod]
    public void A_tensor_that_a_later_group_reads_is_not_written_over()
    {
        Schedule schedule = Overlapping(out BufferPlan input, out _);
        input.IsKept = true;
        Assert.AreEqual(ModelError.Overlap, Refusal(schedule));
    }

    [TestMethod]
    public void A_result_may_lie_over_the_tensor_that_it_names_and_over_no_other()
    {
        var network = new RandomNetwork("three tensors", 8);
        DeviceTensor a = network.Convolve(2).Last;
        DeviceTensor b = network.Convolve(2).Last;
        DeviceTensor c = network.Convolve(2, 3).Last;
        Schedule schedule = SingleRowSchedule.Cut(network.Convolve(2).AddTo(a).Finish(), 2, 3, 4);
        BufferPlan result = ProgramSketch.Buffer(schedule.Groups[2], c);
        result.Over = ProgramSketch.Buffer(schedule.Groups[2], b);
        result.Bands[0] = ProgramSketch.Buffer(schedule.Groups[0], a).Bands[0];
        Assert.AreEqual(ModelError.Overlap, Refusal(schedule));
    }

    /// <summary>A 3x3 convolution whose result lies two rows before its input, in a bank that both fill.</summary>
    private static Schedule Overlapping(out BufferPlan input, out BufferPlan result)
    {
        var network = new RandomNetwork("two rows ahead", 8);
        DeviceTensor from = network.Convolve(2).Last;
        DeviceTensor made = network.Convolve(2, 3).Last;
        Schedule schedule = SingleRowSchedule.Cut(network.Convolve(2).Finish(), 2, 3);
        input = ProgramSketch.Buffer(schedule.Groups[1], from);
        result = ProgramSketch.Buffer(schedule.Groups[1], made);
        Assert.AreSame(input, result.Over);
        Assert.AreEqual(input.Bands[0].Offset - 32, result.Bands[0].Offset);
        return schedule;
    }

    private static Schedule Block(int kernel)
    {
        var sketch = new ProgramSketch(8, 4, 2);
        DeviceTensor input = sketch.Conv(sketch.Input, 2);
        DeviceTensor projected = sketch.Conv(sketch.Depthwise(sketch.Conv(input, 12), kernel), 2);
        DeviceTensor sum = sketch.Combine(OpCode.Add, projected, input);
        return sketch.Output(sketch.Conv(sum, 2)).Cut(1, 2, 6);
    }

    private static ModelError Refusal(Schedule schedule)
    {
        try
        {
            Int8Model.Load(new MemoryWeightSource(BlobWriter.Write(schedule)), new ReferenceKernels());
            return ModelError.None;
        }
        catch (ModelFormatException exception)
        {
            return exception.Error;
        }
    }
}
