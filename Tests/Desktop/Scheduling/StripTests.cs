using System;
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
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>Ranges of a network in strips of columns: the same bytes, the promised memory, and each multiply-accumulate counted.</summary>
[TestClass]
public sealed class StripTests
{
    private const string Reference = "reference";
    private const int Window = OperatorScheduler.DefaultWindowBytes;

    [TestMethod]
    [DataRow(1, 1, 0, 0, 3)]
    [DataRow(1, 1, 1, 3, 6)]
    [DataRow(3, 1, 0, 0, 4)]
    [DataRow(3, 1, 1, 2, 7)]
    [DataRow(3, 1, 2, 5, 9)]
    [DataRow(3, 2, 0, 0, 4)]
    [DataRow(3, 2, 1, 3, 9)]
    public void A_strip_reads_its_columns_and_a_halo_inside_the_image(int kernel, int stride, int strip, int start, int end)
    {
        var sketch = new ProgramSketch(4, 9, 2);
        DeviceTensor made = sketch.Conv(sketch.Input, 2, kernel, stride);
        DeviceProgram program = sketch.Output(made).Program;
        var range = new StripRange(0, 1, stride == 1 ? 3 : 2);
        Assert.AreEqual(new ColumnSpan(start, end), StripColumns.Find(program, range, strip)!.Of(sketch.Input));
    }

    [TestMethod]
    public void Every_range_that_can_run_in_strips_gives_the_same_bytes_in_every_kernel_set()
    {
        int seen = 0;
        for (int seed = 0; seed < 25; seed++)
        {
            DeviceProgram program = RandomGatedNetwork.Make(seed);
            sbyte[] expected = SampleNetwork.Run(Load(BlobWriter.Write(OperatorScheduler.Build(program)), Reference), seed);
            foreach (StripRange range in Ranges(program).Where((_, i) => (i + seed) % 3 == 0))
            {
                StripProgram strips = StripProgram.Build(program, [range]);
                byte[] blob = BlobWriter.Write(OperatorScheduler.Build(strips.Program));
                foreach (string kernels in KernelSets.Names)
                {
                    CollectionAssert.AreEqual(expected, SampleNetwork.Run(Load(blob, kernels), seed), $"seed {seed}, {range}, {kernels}");
                }

                Assert.AreEqual(Describe(blob).Macs, program.Macs + strips.RecomputedMacs);
                seen++;
            }
        }

        Assert.IsGreaterThan(100, seen);
    }

    [TestMethod]
    public void Two_ranges_one_behind_the_other_give_the_same_bytes()
    {
        DeviceProgram program = Wide();
        sbyte[] expected = SampleNetwork.Run(Load(BlobWriter.Write(OperatorScheduler.Build(program)), Reference), 1);
        StripProgram strips = StripProgram.Build(program, [new StripRange(0, 4, 3), new StripRange(4, 7, 2)]);
        foreach (string kernels in KernelSets.Names)
        {
            CollectionAssert.AreEqual(expected, SampleNetwork.Run(Load(BlobWriter.Write(OperatorScheduler.Build(strips.Program)), kernels), 1), kernels);
        }
    }

    [TestMethod]
    public void The_smallest_schedules_keep_their_promises()
    {
        int smaller = 0;
        foreach (DeviceProgram program in Enumerable.Range(0, 12).Select(seed => RandomGatedNetwork.Make(seed)).Append(Wide()))
        {
            sbyte[] expected = SampleNetwork.Run(Load(BlobWriter.Write(OperatorScheduler.Build(program)), Reference), 5);
            int without = new RowFusedScheduler(program, Window, SqueezeExciteMode.Spill).BuildSmallest().PeakSramBytes;
            ScheduledBlob with = ScheduledBlob.Write(new RowFusedScheduler(program, Window, SqueezeExciteMode.Spill) { MaxStrips = 8 }.BuildSmallest());
            Assert.IsLessThanOrEqualTo(without, with.PeakSramBytes);
            smaller += with.PeakSramBytes < without ? 1 : 0;
            Assert.IsTrue(with.PeakSramBytes < without || with.RecomputedMacs == 0, "nothing is computed again in vain");
            Assert.AreEqual(program.Macs + with.RecomputedMacs, Describe(with.Blob).Macs);
            foreach (string kernels in KernelSets.Names)
            {
                Int8Model model = Load(with.Blob, kernels);
                CollectionAssert.AreEqual(expected, SampleNetwork.Run(model, 5), $"{program.Name}, {kernels}");
                Assert.IsTrue(kernels == KernelSets.Native || model.PeakSramBytes == with.PeakSramBytes, kernels);
            }
        }

        Assert.IsGreaterThan(0, smaller);
    }

    [TestMethod]
    public void A_factor_bounds_what_strips_compute_again()
    {
        DeviceProgram program = Wide();
        int last = int.MaxValue;
        foreach (double ratio in new[] { 1, 1.05, 1.2, 2 })
        {
            ScheduledProgram smallest = new RowFusedScheduler(program, Window, SqueezeExciteMode.Auto) { MaxStrips = 8, MaxMacRatio = ratio }.BuildSmallest();
            Assert.IsLessThanOrEqualTo((ratio - 1) * program.Macs, (double)smallest.RecomputedMacs);
            Assert.IsLessThanOrEqualTo(last, smallest.PeakSramBytes);
            last = smallest.PeakSramBytes;
        }
    }

    [TestMethod]
    public void A_budget_below_what_whole_rows_reach_is_met_with_strips_and_one_above_without()
    {
        DeviceProgram program = Wide();
        var scheduler = new RowFusedScheduler(program, Window, SqueezeExciteMode.Auto) { MaxStrips = 8, MaxMacRatio = 1.5 };
        int whole = new RowFusedScheduler(program, Window, SqueezeExciteMode.Auto).BuildSmallest().PeakSramBytes;
        int strips = scheduler.BuildSmallest().PeakSramBytes;
        Assert.IsLessThan(whole, strips);
        Assert.AreEqual(0, scheduler.Build(4 * whole).RecomputedMacs);
        ScheduledProgram tight = scheduler.Build(whole);
        Assert.IsLessThanOrEqualTo(new RowFusedScheduler(program, Window, SqueezeExciteMode.Auto).Build(whole).Cost, tight.Cost, "never dearer than whole rows");
        ScheduledProgram between = scheduler.Build((whole + strips) / 2);
        Assert.IsGreaterThan(0, between.RecomputedMacs);
        Assert.IsLessThanOrEqualTo((whole + strips) / 2, between.PeakSramBytes);
        Assert.IsNull(scheduler.RuleOut((whole + strips) / 2));
    }

    [TestMethod]
    public void A_strip_may_be_several_groups_where_one_would_be_the_largest()
    {
        DeviceProgram program = new RandomNetwork("deep", 32).Convolve(8, 3).Block(48, 8, 7).Block(48, 8, 7).Block(48, 8, 7, 2).Mean().Convolve(5).Finish();
        sbyte[] expected = SampleNetwork.Run(Load(BlobWriter.Write(OperatorScheduler.Build(program)), Reference), 3);
        var scheduler = new RowFusedScheduler(program, Window, SqueezeExciteMode.Auto) { MaxStrips = 8, MaxMacRatio = 3 };
        ScheduledProgram smallest = scheduler.BuildSmallest();
        int blockInputs = smallest.Schedule.Groups.Count(group => group.Buffers.Exists(buffer => buffer is { IsReady: true, Tensor.Width: > 8 and < 32, Tensor.Channels: 8 }));
        Assert.IsGreaterThan(0, blockInputs, "a group begins behind a narrow tensor of a strip");
        Assert.IsLessThan(new RowFusedScheduler(program, Window, SqueezeExciteMode.Auto).BuildSmallest().PeakSramBytes * 0.75, (double)smallest.PeakSramBytes);
        ScheduledBlob blob = ScheduledBlob.Write(smallest);
        foreach (string kernels in KernelSets.Names)
        {
            Int8Model model = Load(blob.Blob, kernels);
            CollectionAssert.AreEqual(expected, SampleNetwork.Run(model, 3), kernels);
            Assert.IsTrue(kernels == KernelSets.Native || model.PeakSramBytes == smallest.PeakSramBytes, kernels);
        }
    }

    [TestMethod]
    public void Strips_have_a_column_at_least_and_the_whole_result_is_all_that_others_read()
    {
        DeviceProgram program = Wide();
        int width = program.Operators[0].Output.Width;
        Assert.IsTrue(StripColumns.CanRun(program, new StripRange(0, 1, width)));
        Assert.IsFalse(StripColumns.CanRun(program, new StripRange(0, 1, width + 1)), "wider than the image");
        int sum = program.Operators.FindIndex(op => op.OpCode == OpCode.Add);
        Assert.IsFalse(StripColumns.CanRun(program, new StripRange(0, sum, 2)), "the sum reads the input of its block, too");
        Assert.IsFalse(StripColumns.CanRun(program, new StripRange(0, program.Operators.Count, 2)), "a mean needs all columns");
    }

    [TestMethod]
    public void The_input_is_delivered_from_top_to_bottom_once_for_each_strip()
    {
        DeviceProgram program = Wide();
        byte[] blob = BlobWriter.Write(OperatorScheduler.Build(StripProgram.Build(program, [new StripRange(0, 4, 3)]).Program));
        Int8Model model = Load(blob, Reference);
        Assert.AreEqual(3, model.InputPasses);
        Assert.AreEqual(1, Load(BlobWriter.Write(OperatorScheduler.Build(program)), Reference).InputPasses);
        var rows = new NotedRows();
        model.Run(rows, [new sbyte[model.GetOutput(0).Length]]);
        CollectionAssert.AreEqual(Enumerable.Range(0, 3).SelectMany(_ => Enumerable.Range(0, program.Input.Height)).ToList(), rows.Asked);
    }

    [TestMethod]
    public void The_parts_of_the_input_stay_what_they_are()
    {
        var sketch = new ProgramSketch(4, 9, 2);
        DeviceProgram program = sketch.Output(sketch.Conv(sketch.Input, 2, 3, 1)).Program;
        program.Parts.Add((program.Input, program.SourceInput));
        CollectionAssert.AreEqual(program.Parts, StripProgram.Build(program, [new StripRange(0, 1, 3)]).Program.Parts);
    }

    [TestMethod]
    public void Strips_of_a_strip_are_not_looked_for()
    {
        DeviceProgram program = StripProgram.Build(Wide(), [new StripRange(0, 4, 8)]).Program;
        ScheduledProgram smallest = new RowFusedScheduler(program, Window, SqueezeExciteMode.Spill) { MaxStrips = 8 }.BuildSmallest();
        Assert.IsLessThanOrEqualTo(8, smallest.Schedule.Program.Operators.GroupBy(op => op.Origin).Max(group => group.Count()));
    }

    [TestMethod]
    public void Weights_of_strips_are_stored_once()
    {
        DeviceProgram program = Wide();
        byte[] whole = BlobWriter.Write(OperatorScheduler.Build(program));
        byte[] strips = BlobWriter.Write(OperatorScheduler.Build(StripProgram.Build(program, [new StripRange(0, 4, 3)]).Program));
        Assert.AreEqual(Describe(whole).WeightBytes, Describe(strips).WeightBytes);
        Assert.AreEqual(Load(whole, Reference).Sections.Size(BlobFormat.SectionWeights), Load(strips, Reference).Sections.Size(BlobFormat.SectionWeights));
    }

    [TestMethod]
    public void Strips_that_take_turns_with_the_input_are_refused()
    {
        // All in one group: the rows of the result ask for a row of each strip, and with it for rows of the input.
        DeviceProgram program = StripProgram.Build(Wide(), [new StripRange(0, 4, 2)]).Program;
        ExecutionOrder order = ExecutionOrder.Plain(program);
        var schedule = new Schedule(program);
        schedule.Groups.Add(GroupBuilder.Build(order, 0, order.Count, GroupBuilder.SingleRows));
        MemoryPlanner.Place(schedule);
        ModelFormatException refusal = Assert.ThrowsExactly<ModelFormatException>(() => Load(BlobWriter.Write(schedule), Reference));
        Assert.AreEqual(ModelError.ReadBeforeWrite, refusal.Error);
        Assert.IsNull(new SegmentPlanner(order, CostModel.Of).Smallest(0, order.Count, 256));
    }

    /// <summary>Two blocks on wide rows, the second with a sum, then a mean.</summary>
    private static DeviceProgram Wide()
    {
        return new RandomNetwork("wide", 32).Convolve(4, 3).Block(16, 4, 3, 2).Block(24, 4, 5).Mean().Convolve(5).Finish();
    }

    private static IEnumerable<StripRange> Ranges(DeviceProgram program)
    {
        int count = program.Operators.Count;
        return from first in Enumerable.Range(0, count)
               from end in Enumerable.Range(first + 1, count - first)
               from strips in new[] { 2, 3, 5 }
               let range = new StripRange(first, end, strips)
               where StripColumns.CanRun(program, range)
               select range;
    }

    private static BlobDescription Describe(byte[] blob) => BlobInspector.Describe(Load(blob, Reference), blob);

    private static Int8Model Load(byte[] blob, string kernels) => Int8Model.Load(new MemoryWeightSource(blob), KernelSets.Create(kernels));

    /// <summary>Notes which rows are asked for.</summary>
    private sealed class NotedRows : InputRows
    {
        public List<int> Asked { get; } = [];

        /// <inheritdoc/>
        public override void ReadRow(int y, byte[] destination, int offset, int count) => Asked.Add(y);
    }
}
