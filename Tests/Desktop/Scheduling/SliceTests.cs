using System.Collections.Generic;
using System.Linq;
using Edge.Benchmarks.Networks;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Inspection;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.ModelTools.Scheduling.Strips;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>Squeeze-excite blocks and means in slices of channels: the same bytes, the promised memory, and each multiply-accumulate counted.</summary>
[TestClass]
public sealed class SliceTests
{
    private const string Reference = "reference";
    private const int Window = OperatorScheduler.DefaultWindowBytes;

    [TestMethod]
    [DataRow(16, 2, "9 7")]
    [DataRow(240, 4, "60 60 60 60")]
    [DataRow(96, 8, "12 12 12 12 12 12 12 12")]
    [DataRow(7, 1, "7")]
    public void Slices_are_of_whole_triples_but_the_last(int channels, int count, string expected)
    {
        Assert.IsTrue(SliceRange.CanSplit(channels, count));
        Assert.AreEqual(expected, string.Join(" ", new SliceRange(0, 1, count, 0).Channels(channels).Select(slice => slice.Count)));
    }

    [TestMethod]
    public void Channels_that_make_fewer_slices_are_not_split_so()
    {
        Assert.IsFalse(SliceRange.CanSplit(16, 4), "three of six");
        Assert.IsFalse(SliceRange.CanSplit(9, 4), "three of three");
    }

    [TestMethod]
    public void Every_block_in_slices_gives_the_same_bytes_in_every_kernel_set()
    {
        int seen = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            DeviceProgram program = RandomGatedNetwork.Make(seed);
            sbyte[] expected = SampleNetwork.Run(Load(BlobWriter.Write(OperatorScheduler.Build(program)), Reference), seed);
            foreach (SliceRange range in Ranges(program).Where((_, i) => (i + seed) % 2 == 0))
            {
                StripProgram slices = StripProgram.Build(program, [range]);
                byte[] blob = BlobWriter.Write(OperatorScheduler.Build(slices.Program));
                foreach (string kernels in KernelSets.Names)
                {
                    CollectionAssert.AreEqual(expected, SampleNetwork.Run(Load(blob, kernels), seed), $"seed {seed}, {range}, {kernels}");
                }

                Assert.AreEqual(range.RecomputesBlocks, slices.RecomputedMacs > 0);
                Assert.AreEqual(Describe(blob).Macs, program.Macs + slices.RecomputedMacs);
                seen++;
            }
        }

        Assert.IsGreaterThan(60, seen);
    }

    [TestMethod]
    public void A_block_that_scales_or_sums_the_input_can_run_on_to_the_end_of_the_next()
    {
        DeviceProgram program = new RandomNetwork("two blocks", 24).Convolve(12, 3, 2).Block(12, 10, 3, 1, squeezed: 4).Block(24, 8, 3, 2).Mean().Convolve(5).Finish();
        sbyte[] expected = SampleNetwork.Run(Load(BlobWriter.Write(OperatorScheduler.Build(program)), Reference), 3);
        SliceShape shape = SliceShape.Find(program, 0)!;
        foreach (int again in new[] { 0, 1, 2, 3 })
        {
            StripProgram slices = StripProgram.Build(program, [new SliceRange(0, shape.End + 3, 4, again)]);
            foreach (string kernels in KernelSets.Names)
            {
                CollectionAssert.AreEqual(expected, SampleNetwork.Run(Load(BlobWriter.Write(OperatorScheduler.Build(slices.Program)), kernels), 3), $"{again}, {kernels}");
            }
        }
    }

    [TestMethod]
    public void What_others_read_is_not_sliced()
    {
        DeviceProgram program = Gated();
        Assert.AreEqual(program.Operators.FindIndex(op => op.OpCode == Runtime.Int8.Blob.OpCode.Add) + 1, SliceShape.Find(program, 1)!.End, "to the sum");
        program.Outputs.Add(program.Operators[2].Output);
        Assert.IsNull(SliceShape.Find(program, 1), "the depthwise result is an output, too");
        Assert.IsNull(SliceShape.Find(program, 0), "the block adds what it reads");
    }

    [TestMethod]
    public void A_block_whose_inside_is_an_output_of_the_network_is_not_sliced()
    {
        int multiply = Gated().Operators.FindIndex(op => op.OpCode == Runtime.Int8.Blob.OpCode.Mul);
        for (int inside = 1; inside <= multiply; inside++)
        {
            DeviceProgram program = Gated();
            program.Outputs.Add(program.Operators[inside].Output);
            Assert.IsNull(SliceShape.Find(program, 1), $"operator {inside}");
        }

        DeviceProgram projected = Gated();
        projected.Outputs.Add(projected.Operators[multiply + 1].Output);
        Assert.AreEqual(multiply + 2, SliceShape.Find(projected, 1)!.End, "without the sum");
    }

    [TestMethod]
    public void The_smallest_schedules_keep_their_promises()
    {
        DeviceProgram program = Gated();
        sbyte[] expected = SampleNetwork.Run(Load(BlobWriter.Write(OperatorScheduler.Build(program)), Reference), 5);
        int last = int.MaxValue;
        foreach (double ratio in new[] { 1, 1.1, 1.3, 2 })
        {
            var scheduler = new RowFusedScheduler(program, Window, SqueezeExciteMode.Auto) { MaxMacRatio = ratio };
            ScheduledBlob smallest = ScheduledBlob.Write(scheduler.BuildSmallest());
            Assert.IsLessThanOrEqualTo(last, smallest.PeakSramBytes);
            Assert.IsLessThanOrEqualTo((ratio - 1) * program.Macs, (double)smallest.RecomputedMacs);
            Assert.AreEqual(program.Macs + smallest.RecomputedMacs, Describe(smallest.Blob).Macs);
            last = smallest.PeakSramBytes;
            foreach (string kernels in KernelSets.Names)
            {
                Int8Model model = Load(smallest.Blob, kernels);
                CollectionAssert.AreEqual(expected, SampleNetwork.Run(model, 5), $"{ratio}, {kernels}");
                Assert.IsTrue(kernels == KernelSets.Native || model.PeakSramBytes == smallest.PeakSramBytes, kernels);
            }
        }
    }

    [TestMethod]
    public void A_part_of_a_block_is_held_and_the_rest_computed_again()
    {
        DeviceProgram program = Gated();
        int spilled = Smallest(program, 1).PeakSramBytes;
        ScheduledProgram some = Smallest(program, 1.25);
        ScheduledProgram all = Smallest(program, 3);
        Assert.IsLessThan(spilled, some.PeakSramBytes);
        Assert.IsLessThan(some.PeakSramBytes, all.PeakSramBytes);
        Assert.IsGreaterThan(0, some.RecomputedMacs);
        Assert.IsLessThan(all.RecomputedMacs, some.RecomputedMacs);
        var spill = new RowFusedScheduler(program, Window, SqueezeExciteMode.Spill) { MaxMacRatio = 3 };
        Assert.AreEqual(0, spill.BuildSmallest().RecomputedMacs, "not where blocks are to be held");
    }

    [TestMethod]
    public void Sums_of_a_wide_mean_are_held_for_a_slice_at_a_time()
    {
        DeviceProgram program = new RandomNetwork("wide mean", 16).Convolve(8, 3, 2).Convolve(512).Mean().Convolve(5).Finish();
        Schedule schedule = Smallest(program, 1).Schedule;
        Assert.IsLessThanOrEqualTo(256, schedule.Groups.Max(group => group.Stages.Sum(StageMemory.AccumulatorInts)));
        Assert.IsLessThan(512, schedule.ParameterInts, "what all sums at once would take");
    }

    private static ScheduledProgram Smallest(DeviceProgram program, double ratio)
    {
        return new RowFusedScheduler(program, Window, SqueezeExciteMode.Auto) { MaxMacRatio = ratio }.BuildSmallest();
    }

    /// <summary>A block with a gate and a sum, whose wide result is most of what the network holds.</summary>
    private static DeviceProgram Gated()
    {
        return new RandomNetwork("gated", 28).Convolve(8, 3, 2).Block(72, 8, 5, 1, hasTable: true, squeezed: 12).Mean().Convolve(5).Finish();
    }

    private static IEnumerable<SliceRange> Ranges(DeviceProgram program)
    {
        return from first in Enumerable.Range(0, program.Operators.Count)
               let shape = SliceShape.Find(program, first)
               where shape is not null
               from count in new[] { 1, 2, 3, 4 }
               where SliceRange.CanSplit(shape.Channels, count)
               from again in Enumerable.Range(0, shape.Multiply >= 0 ? count + 1 : 1)
               select new SliceRange(first, shape.End, count, again);
    }

    private static BlobDescription Describe(byte[] blob) => BlobInspector.Describe(Load(blob, Reference), blob);

    private static Int8Model Load(byte[] blob, string kernels) => Int8Model.Load(new MemoryWeightSource(blob), KernelSets.Create(kernels));
}
