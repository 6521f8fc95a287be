using System.Linq;
using Edge.Benchmarks.Networks;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>Rows of elementwise results that lie in the ring of an input, row over row.</summary>
[TestClass]
public sealed class SharedRingTests
{
    [TestMethod]
    [DataRow(1, 1, GroupBuilder.SingleRows, 1)]
    [DataRow(3, 1, GroupBuilder.SingleRows, 3)]
    [DataRow(5, 2, GroupBuilder.SingleRows, 5)]
    [DataRow(3, 1, 2, 5)]
    [DataRow(3, 2, 2, 5)]
    public void One_ring_holds_what_the_larger_of_both_needs(int kernel, int stride, int rows, int expected)
    {
        GroupPlan group = Scaled(kernel, stride).Group(rows);
        StagePlan table = group.Stages.Single(stage => stage.OpCode == OpCode.Table);
        Assert.AreSame(table.Inputs[0], table.Output.AliasOf);
        Assert.AreEqual(expected, table.Inputs[0].RingRows);
        Assert.AreEqual(expected, table.Output.RingRows);
    }

    [TestMethod]
    public void Rings_that_others_read_stay_apart()
    {
        var sketch = new ProgramSketch(8, 4, 2);
        DeviceTensor a = sketch.Conv(sketch.Input, 2);
        DeviceTensor table = sketch.Lookup(a);
        GroupPlan group = sketch.Output(sketch.Combine(OpCode.Add, sketch.Conv(table, 2, 3), sketch.Conv(a, 2))).Group(GroupBuilder.SingleRows);
        Assert.IsNull(ProgramSketch.Buffer(group, table).AliasOf);
    }

    /// <summary>A row of the input is ready for each row of the sum; what is made ahead of it takes the slots of rows that the convolution still reads.</summary>
    [TestMethod]
    [DataRow(1, 3, ModelError.None)]
    [DataRow(2, 3, ModelError.RingTooShallow)]
    [DataRow(2, 4, ModelError.None)]
    [DataRow(4, 5, ModelError.RingTooShallow)]
    [DataRow(4, 6, ModelError.None)]
    public void Rows_made_ahead_in_a_ring_that_two_share_need_slots_of_their_own(int step, int ring, ModelError expected)
    {
        var network = new RandomNetwork("sum", 12);
        DeviceTensor a = network.Convolve(4).Last;
        DeviceProgram program = network.Convolve(4).AddTo(a).Convolve(3, 3).Finish();
        Schedule schedule = SingleRowSchedule.Unplaced(program);
        GroupPlan group = schedule.Groups[0];
        StagePlan sum = group.Stages.Single(stage => stage.OpCode == OpCode.Add);
        BufferPlan target = sum.Output.AliasOf!;
        group.Stages.Single(stage => stage.Output == target).RowStep = step;
        BufferPlan residual = sum.Inputs.Single(input => input != target);
        residual.RingRows = residual.Tensor.Height;
        ProgramSketch.Buffer(group, program.Input).RingRows = program.Input.Height;
        target.RingRows = ring;
        sum.Output.RingRows = ring;
        MemoryPlanner.Place(schedule);
        byte[] blob = BlobWriter.Write(schedule);
        if (expected != ModelError.None)
        {
            Assert.AreEqual(expected, Assert.ThrowsExactly<ModelFormatException>(() => Load(blob, "reference")).Error);
            return;
        }

        sbyte[] plain = SampleNetwork.Run(Load(BlobWriter.Write(OperatorScheduler.Build(program)), "reference"), step);
        foreach (string kernels in KernelSets.Names)
        {
            CollectionAssert.AreEqual(plain, SampleNetwork.Run(Load(blob, kernels), step), kernels);
        }
    }

    [TestMethod]
    public void Networks_whose_rings_are_shared_give_the_same_bytes_in_every_kernel_set()
    {
        int seen = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            DeviceProgram program = RandomGatedNetwork.Make(seed);
            sbyte[] plain = SampleNetwork.Run(Load(BlobWriter.Write(OperatorScheduler.Build(program)), "reference"), seed);
            Schedule smallest = new RowFusedScheduler(program, OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Recompute).BuildSmallest().Schedule;
            seen += smallest.Groups.Sum(group => group.Buffers.Count(buffer => buffer.AliasOf is { IsReady: false } && buffer.RingRows < buffer.Tensor.Height));
            byte[] blob = BlobWriter.Write(smallest);
            foreach (string kernels in KernelSets.Names)
            {
                CollectionAssert.AreEqual(plain, SampleNetwork.Run(Load(blob, kernels), seed), $"seed {seed}, {kernels}");
            }
        }

        Assert.IsGreaterThan(20, seen);
    }

    private static ProgramSketch Scaled(int kernel, int stride)
    {
        var sketch = new ProgramSketch(16, 4, 2);
        return sketch.Output(sketch.Conv(sketch.Lookup(sketch.Conv(sketch.Input, 2)), 2, kernel, stride));
    }

    private static Int8Model Load(byte[] blob, string kernels) => Int8Model.Load(new MemoryWeightSource(blob), KernelSets.Create(kernels));
}
