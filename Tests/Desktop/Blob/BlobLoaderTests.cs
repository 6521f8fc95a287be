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

/// <summary>Each lie that a blob can tell has its own code, found when it is opened.</summary>
[TestClass]
public sealed class BlobLoaderTests
{
    [TestMethod]
    public void A_correct_blob_loads_and_runs()
    {
        Int8Model model = Load(BlobWriter.Write(Fused()));
        model.Run(new sbyte[model.Input.Length], new sbyte[4]);
        Assert.AreEqual("tiny", model.Name);
        Assert.AreEqual("c", model.ReadLabel(2));
        Assert.IsNull(model.ReadLabel(4));
    }

    [TestMethod]
    public void Every_truncation_is_refused()
    {
        byte[] blob = BlobWriter.Write(Fused());
        for (int length = 0; length < blob.Length; length++)
        {
            byte[] cut = blob[..length];
            Assert.ThrowsExactly<ModelFormatException>(() => Load(cut), $"cut to {length} bytes");
        }
    }

    [TestMethod]
    public void Every_flipped_bit_is_refused()
    {
        byte[] blob = BlobWriter.Write(Fused());
        for (int i = 0; i < blob.Length; i++)
        {
            byte[] flipped = [.. blob];
            flipped[i] ^= (byte)(1 << (i % 8));
            Assert.ThrowsExactly<ModelFormatException>(() => Load(flipped), $"bit {i % 8} of byte {i}");
        }
    }

    [TestMethod]
    public void Wrong_magic_and_version_have_their_codes()
    {
        byte[] blob = BlobWriter.Write(Fused());
        Assert.AreEqual(ModelError.BadMagic, ErrorOf([.. blob.Select((value, i) => i == 0 ? (byte)'X' : value)]));
        Assert.AreEqual(ModelError.UnsupportedVersion, ErrorOf([.. blob.Select((value, i) => i == BlobFormat.VersionOffset ? (byte)9 : value)]));
    }

    [TestMethod]
    public void A_source_longer_than_its_blob_is_accepted()
    {
        byte[] blob = BlobWriter.Write(Fused());
        Assert.AreEqual(blob.Length, Load([.. blob, 1, 2, 3]).BlobBytes);
    }

    [TestMethod]
    public void A_ring_that_is_too_shallow_is_refused()
    {
        Schedule schedule = Fused();
        BufferPlan ring = schedule.Groups.SelectMany(group => group.Buffers).First(buffer => buffer.RingRows is > 1 and < 6);
        ring.RingRows--;
        ring.BandRows = ring.RingRows;
        Assert.AreEqual(ModelError.RingTooShallow, ErrorOf(schedule));
    }

    [TestMethod]
    public void A_window_below_the_largest_block_is_refused()
    {
        Schedule schedule = OperatorScheduler.Build(TinyProgram.Build());
        schedule.Groups.MaxBy(group => group.WindowBytes)!.WindowBytes--;
        Assert.AreEqual(ModelError.WindowTooSmall, ErrorOf(schedule));
    }

    [TestMethod]
    public void Groups_in_the_wrong_order_are_refused()
    {
        Schedule schedule = OperatorScheduler.Build(TinyProgram.Build());
        (schedule.Groups[1], schedule.Groups[2]) = (schedule.Groups[2], schedule.Groups[1]);
        Assert.AreEqual(ModelError.ReadBeforeWrite, ErrorOf(schedule));
    }

    [TestMethod]
    public void Buffers_that_overlap_are_refused()
    {
        Schedule schedule = OperatorScheduler.Build(TinyProgram.Build());
        GroupPlan group = schedule.Groups[1];
        group.Buffers[1].Bands[0] = group.Buffers[0].Bands[0];
        schedule.Groups[2].Buffers[0].Bands = group.Buffers[1].Bands;
        Assert.AreEqual(ModelError.Overlap, ErrorOf(schedule));
    }

    [TestMethod]
    public void A_buffer_outside_its_bank_is_refused()
    {
        Schedule schedule = OperatorScheduler.Build(TinyProgram.Build());
        schedule.BankBytes[0]--;
        Assert.AreEqual(ModelError.BadPlacement, ErrorOf(schedule));
    }

    [TestMethod]
    public void Pools_that_are_too_small_are_refused()
    {
        Schedule schedule = OperatorScheduler.Build(TinyProgram.Build());
        schedule.ParameterInts--;
        Assert.AreEqual(ModelError.PoolTooSmall, ErrorOf(schedule));
        schedule = OperatorScheduler.Build(TinyProgram.Build());
        StagePlan mean = schedule.Groups.SelectMany(group => group.Stages).Last(stage => StageMemory.AccumulatorInts(stage) > 0);
        mean.AccumulatorBase = schedule.ParameterInts - StageMemory.AccumulatorInts(mean) + 1;
        Assert.AreEqual(ModelError.PoolTooSmall, ErrorOf(schedule));
    }

    [TestMethod]
    public void A_tile_beyond_the_tensor_is_refused()
    {
        Schedule schedule = OperatorScheduler.Build(TinyProgram.Build());
        StagePlan stage = schedule.Groups[1].Stages.First(candidate => candidate.IsStreamed);
        stage.BlockChannels = stage.Operator!.Output.Channels + 1;
        Assert.AreEqual(ModelError.BadValue, ErrorOf(schedule));
    }

    [TestMethod]
    public void A_broken_lane_promise_is_refused()
    {
        DeviceProgram program = TinyProgram.Build();
        DeviceOperator classes = program.Operators.First(op => op.Name == "classes");
        Array.Fill(classes.Weights, (sbyte)127);
        classes.LaneTaps = 48;
        Assert.AreEqual(ModelError.LaneOverflow, ErrorOf(OperatorScheduler.Build(program)));
    }

    [TestMethod]
    public void Shapes_that_do_not_fit_are_refused()
    {
        DeviceProgram program = TinyProgram.Build();
        program.Operators.First(op => op.Name == "mean").ReducedAxes = 7;
        Assert.AreEqual(ModelError.BadShape, ErrorOf(OperatorScheduler.Build(program)));
    }

    private static Schedule Fused()
    {
        return new RowFusedScheduler(TinyProgram.Build(), OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Spill).BuildSmallest().Schedule;
    }

    private static Int8Model Load(byte[] blob) => Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels());

    private static ModelError ErrorOf(Schedule schedule) => ErrorOf(BlobWriter.Write(schedule));

    private static ModelError ErrorOf(byte[] blob) => Assert.ThrowsExactly<ModelFormatException>(() => Load(blob)).Error;
}
