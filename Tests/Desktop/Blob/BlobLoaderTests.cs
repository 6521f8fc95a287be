using System;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Inspection;
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
        schedule.WindowBytes = 64;
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
        schedule.AccumulatorInts--;
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
        program.Operators.First(op => op.Name == "mean").Axes = 7;
        Assert.AreEqual(ModelError.BadShape, ErrorOf(OperatorScheduler.Build(program)));
    }

    /// <summary>Program bytes changed at random with a correct checksum: refused, or run without an exception.</summary>
    [TestMethod]
    public void Mutated_programs_are_refused_or_run()
    {
        int mutations = int.TryParse(Environment.GetEnvironmentVariable("EDGE_FUZZ"), out int asked) ? asked : 10_000;
        byte[][] sections = Sections(BlobWriter.Write(Fused()));
        var random = new Random(11);
        int loaded = 0;
        for (int i = 0; i < mutations; i++)
        {
            byte[][] mutated = [.. sections];
            int section = random.Next(3);
            mutated[section] = Mutate(sections[section], random);
            byte[] blob = BlobWriter.Assemble(mutated);
            Int8Model model;
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                model = Load(blob);
            }
            catch (ModelFormatException)
            {
                continue;
            }
            finally
            {
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.IsTrue(allocated < 64 << 20, $"mutation {i} allocated {allocated} bytes");
            }

            loaded++;
            if (IsQuick(model, blob))
            {
                sbyte[][] outputs = [.. Enumerable.Range(0, model.OutputCount).Select(k => new sbyte[model.GetOutput(k).Length])];
                model.Run(new sbyte[model.Input.Length], outputs);
            }
        }

        Assert.IsTrue(loaded > 0 && loaded < mutations, $"{loaded} of {mutations} mutations loaded");
    }

    /// <summary>A valid program may be as long as it likes; only those that end soon are run.</summary>
    private static bool IsQuick(Int8Model model, byte[] blob)
    {
        BlobDescription description = BlobInspector.Describe(model, blob);
        long elements = description.Groups.Sum(group => group.Stages.Sum(stage => stage.Shape.Split('x').Aggregate(1L, (product, part) => product * int.Parse(part))));
        return description.Macs < 1 << 20 && elements < 1 << 16;
    }

    private static byte[] Mutate(byte[] section, Random random)
    {
        byte[] mutated = [.. section];
        int changes = 1 + random.Next(3);
        for (int i = 0; i < changes && mutated.Length > 0; i++)
        {
            int at = random.Next(mutated.Length);
            mutated[at] = random.Next(3) switch
            {
                0 => (byte)random.Next(256),
                1 => (byte)(mutated[at] ^ (1 << random.Next(8))),
                _ => (byte)(mutated[at] + random.Next(-1, 2)),
            };
        }

        return random.Next(20) == 0 ? mutated[..random.Next(mutated.Length)] : mutated;
    }

    private static byte[][] Sections(byte[] blob)
    {
        var sections = new BlobSections(new MemoryWeightSource(blob));
        return [.. Enumerable.Range(1, BlobFormat.SectionCount).Select(kind => blob.AsSpan(sections.Offset(kind), sections.Size(kind)).ToArray())];
    }

    private static Schedule Fused()
    {
        return new RowFusedScheduler(TinyProgram.Build(), OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Spill).BuildSmallest().Schedule;
    }

    private static Int8Model Load(byte[] blob) => Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels());

    private static ModelError ErrorOf(Schedule schedule) => ErrorOf(BlobWriter.Write(schedule));

    private static ModelError ErrorOf(byte[] blob) => Assert.ThrowsExactly<ModelFormatException>(() => Load(blob)).Error;
}
