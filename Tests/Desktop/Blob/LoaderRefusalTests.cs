using System;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Blob;

/// <summary>Conditions of the loader that no other test would miss.</summary>
[TestClass]
public sealed class LoaderRefusalTests
{
    [TestMethod]
    public void A_result_over_a_tensor_that_is_still_kept_is_refused()
    {
        Schedule schedule = OperatorScheduler.Build(TinyProgram.Build());
        GroupPlan group = schedule.Groups.First(candidate => candidate.Stages[0].OpCode == OpCode.Mul);
        BufferPlan target = group.Buffers[0];
        BufferPlan result = group.Stages[0].Output;
        target.IsKept = true;
        result.AliasOf = target;
        result.BandRows = target.BandRows;
        result.Bands = target.Bands;
        Assert.AreEqual(ModelError.Overlap, Refusal(schedule));
    }

    [TestMethod]
    public void A_stage_that_writes_a_tensor_of_an_earlier_group_is_refused()
    {
        Schedule schedule = OperatorScheduler.Build(TinyProgram.Build());
        schedule.Groups[2].Stages[0].Output.IsReady = true;
        Assert.AreEqual(ModelError.Overlap, Refusal(schedule));
    }

    [TestMethod]
    public void A_buffer_that_two_stages_write_is_refused()
    {
        Schedule schedule = OperatorScheduler.Build(TinyProgram.Build());
        GroupPlan group = schedule.Groups.First(candidate => candidate.Stages[0].Operator?.Name == "stem");
        StagePlan stage = group.Stages[0];
        group.Stages.Add(new StagePlan(stage.OpCode, stage.Operator, stage.Inputs, stage.Output) { IsRoot = true, IsStreamed = true, BlockChannels = stage.BlockChannels, ParameterBase = stage.ParameterBase });
        Assert.AreEqual(ModelError.Overlap, Refusal(schedule));
    }

    [TestMethod]
    public void Two_tensors_of_one_number_in_a_group_are_refused()
    {
        Schedule schedule = OperatorScheduler.Build(TinyProgram.Build());
        BufferPlan[] buffers = [.. schedule.Groups.First(candidate => candidate.Stages[0].OpCode == OpCode.Mul).Buffers];
        GroupPlan group = schedule.Groups.First(candidate => candidate.Buffers.Contains(buffers[0]));
        StagePlan stage = group.Stages[0];
        var again = new BufferPlan(stage.Output.Tensor, stage.Output.RingRows) { Number = buffers[0].Number, BandRows = stage.Output.BandRows, Bands = stage.Output.Bands };
        group.Buffers[group.Buffers.IndexOf(stage.Output)] = again;
        group.Stages[0] = new StagePlan(stage.OpCode, stage.Operator, stage.Inputs, again) { IsRoot = true, RowStep = stage.RowStep };
        Assert.AreEqual(ModelError.Overlap, Refusal(schedule));
    }

    [TestMethod]
    [DataRow(256, 20, -1)]
    [DataRow(255, 20, 1)]
    [DataRow(0, 20, 1)]
    [DataRow(256, 19, 1)]
    public void Stages_whose_parameters_or_sums_overlap_are_found(int secondBase, int secondAccumulator, int expected)
    {
        var first = new Stage { OpCode = OpCode.Softmax, ParameterBase = 0, AccumulatorBase = 10, AccumulatorCount = 10 };
        var second = new Stage { OpCode = OpCode.Conv2D, ParameterBase = secondBase, ParameterStride = 4, AccumulatorBase = secondAccumulator, AccumulatorCount = 5 };
        Assert.AreEqual(expected, PoolChecker.FindOverlap([first, second], 2, isOnePool: false));
        Assert.AreEqual(expected, PoolChecker.FindOverlap([second, first], 2, isOnePool: false));
    }

    /// <summary>In one pool the sums of a stage and the parameters of another, or its own, may not meet either, streamed or not.</summary>
    [TestMethod]
    [DataRow(22, 12, -1)]
    [DataRow(21, 12, 1)]
    [DataRow(22, 11, 0)]
    [DataRow(22, 22, 1)]
    public void Sums_among_the_parameters_of_one_pool_are_found(int secondBase, int firstSums, int expected)
    {
        foreach (bool isStreamed in new[] { false, true })
        {
            var first = new Stage { OpCode = OpCode.Conv2D, ParameterBase = 0, ParameterStride = 4, IsStreamed = isStreamed, AccumulatorBase = firstSums, AccumulatorCount = 10 };
            var second = new Stage { OpCode = OpCode.Conv2D, ParameterBase = secondBase, ParameterStride = 4, IsStreamed = isStreamed };
            Assert.AreEqual(expected, PoolChecker.FindOverlap([first, second], 2, isOnePool: true));
            int turned = PoolChecker.FindOverlap([second, first], 2, isOnePool: true);
            Assert.AreEqual(expected < 0, turned < 0);
            Assert.AreEqual(-1, PoolChecker.FindOverlap([first, new Stage { OpCode = OpCode.Conv2D, ParameterBase = 22, ParameterStride = 4 }], 2, isOnePool: false));
        }
    }

    [TestMethod]
    public void Streamed_stages_may_share_their_parameters()
    {
        Stage[] stages = [.. Enumerable.Range(0, 2).Select(_ => new Stage { OpCode = OpCode.Conv2D, ParameterStride = 4, IsStreamed = true })];
        Assert.AreEqual(-1, PoolChecker.FindOverlap(stages, 2, isOnePool: true));
        stages[0].IsStreamed = false;
        Assert.AreEqual(1, PoolChecker.FindOverlap(stages, 2, isOnePool: true));
    }

    [TestMethod]
    public void Index_maps_that_go_back_or_leave_the_input_are_refused()
    {
        foreach ((int index, int value) in new[] { (5, 1), (11, 6), (15, 0), (21, 5) })
        {
            DeviceProgram program = AssortedNetwork.Build(RoundingMode.Single);
            program.Operators.First(op => op.OpCode == OpCode.Resize).IndexMaps[index] = value;
            Assert.AreEqual(ModelError.BadShape, Refusal(OperatorScheduler.Build(program)), $"entry {index}");
        }
    }

    [TestMethod]
    public void Numbers_of_31_bits_are_read_and_larger_ones_refused()
    {
        byte[] largest = [0xFF, 0xFF, 0xFF, 0xFF, 0x07];
        Assert.AreEqual(int.MaxValue, new ByteCursor(largest, largest.Length, 0).ReadUnsigned());
        foreach (byte[] tooLarge in new byte[][] { [0x80, 0x80, 0x80, 0x80, 0x08], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0x80, 0x80, 0x80, 0x80, 0x80, 0x01] })
        {
            ModelFormatException exception = Assert.ThrowsExactly<ModelFormatException>(() => new ByteCursor(tooLarge, tooLarge.Length, 0).ReadUnsigned());
            Assert.AreEqual(ModelError.BadValue, exception.Error);
        }
    }

    private static ModelError Refusal(Schedule schedule)
    {
        byte[] blob = BlobWriter.Write(schedule);
        return Assert.ThrowsExactly<ModelFormatException>(() => Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels())).Error;
    }
}
