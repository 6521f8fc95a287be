using System;
using System.Linq;
using Edge.Benchmarks.Networks;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Inspection;
using Edge.ModelTools.Scheduling;
using Edge.ModelTools.Scheduling.Strips;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Desktop.Scheduling;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Blob;

/// <summary>Windows of groups, which lie in the banks beside their rows, and tables that slices share.</summary>
[TestClass]
public sealed class WindowPlaceTests
{
    [TestMethod]
    public void Each_group_has_the_window_that_its_blocks_need()
    {
        Schedule schedule = Smallest();
        Assert.IsGreaterThan(1, schedule.Groups.Select(group => group.WindowBytes).Distinct().Count());
        foreach (GroupPlan group in schedule.Groups)
        {
            int block = group.Stages.Where(stage => stage.IsStreamed).Select(stage => stage.BlockChannels * WeightBlocks.ChannelBytes(stage.Operator!)).DefaultIfEmpty().Max();
            Assert.IsGreaterThanOrEqualTo(Math.Max(block, BlobFormat.MinWindowBytes), group.WindowBytes);
        }

        Int8Model model = Load(schedule);
        Assert.IsEmpty(model.Arena.Window);
        Assert.AreEqual(schedule.PeakSramBytes, model.PeakSramBytes);
    }

    [TestMethod]
    public void No_window_is_larger_than_was_asked_for_but_for_the_least_block()
    {
        const int Asked = 128;
        Schedule schedule = new RowFusedScheduler(new RandomNetwork("wide classifier", 8).Convolve(8, 3).Convolve(300).Mean().Convolve(10).Finish(), Asked, SqueezeExciteMode.Spill).Build(64 * 1024).Schedule;
        Assert.IsTrue(schedule.Groups.TrueForAll(group => group.WindowBytes <= Asked || group.Stages.Exists(stage => stage is { IsStreamed: true, BlockChannels: 1 })));
        Assert.IsTrue(schedule.Groups.Exists(group => group.WindowBytes > Asked), "one channel of the classifier");
    }

    [TestMethod]
    public void A_window_over_rows_is_refused()
    {
        Schedule schedule = Smallest();
        (GroupPlan group, BufferPlan rows) = schedule.Groups.SelectMany(group => group.Buffers.Select(rows => (group, rows)))
            .First(each => !each.rows.IsReady && each.rows.Bands[0].Offset + each.group.WindowBytes <= schedule.BankBytes[0]);
        group.Window = rows.Bands[0];
        Assert.AreEqual(ModelError.Overlap, ErrorOf(schedule));
    }

    [TestMethod]
    public void A_window_over_a_tensor_that_only_lives_through_the_group_is_refused()
    {
        Schedule schedule = OperatorScheduler.Build(RandomGatedNetwork.Make(3));
        foreach ((int index, GroupPlan group) in schedule.Groups.Index())
        {
            BufferPlan? through = schedule.Groups.Take(index).SelectMany(before => before.Buffers).FirstOrDefault(buffer => buffer.IsKept && !buffer.IsReady
                && !group.Buffers.Exists(other => other.Number == buffer.Number)
                && schedule.Groups.Skip(index + 1).Any(later => later.Buffers.Exists(other => other.Number == buffer.Number && other.IsReady)));
            if (through is not null)
            {
                group.Window = through.Bands[0];
                Assert.AreEqual(ModelError.Overlap, ErrorOf(schedule));
                return;
            }
        }

        Assert.Fail("the network has gates, so something lives through");
    }

    [TestMethod]
    public void A_window_beyond_its_bank_is_refused()
    {
        Schedule schedule = Smallest();
        GroupPlan group = schedule.Groups[^1];
        group.Window = new Placement(0, schedule.BankBytes[0] - group.WindowBytes + 1);
        Assert.AreEqual(ModelError.BadPlacement, ErrorOf(schedule));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(BlobFormat.MinWindowBytes - 1)]
    [DataRow(BlobFormat.MaxArrayBytes + 1)]
    public void A_window_that_no_read_or_no_array_fits_is_refused(int bytes)
    {
        Schedule schedule = Smallest();
        schedule.Groups[^1].WindowBytes = bytes;
        Assert.AreEqual(ModelError.BadValue, ErrorOf(schedule));
    }

    [TestMethod]
    public void What_lay_in_the_window_is_read_again_after_it_has_moved()
    {
        var window = new WeightWindow(new MemoryWeightSource([.. Enumerable.Range(0, 100).Select(value => (byte)value)]), new byte[8]);
        window.Fill(10, 4);
        byte[] bank = new byte[20];
        window.Place(bank, 5, 8);
        window.Fill(10, 4);
        CollectionAssert.AreEqual(new byte[] { 0, 0, 0, 0, 0, 10, 11, 12, 13, 0 }, bank[..10]);
        int[] numbers = new int[9];
        window.ReadNumbers(20, numbers, 0, 9, 1);
        CollectionAssert.AreEqual(Enumerable.Range(20, 9).ToArray(), numbers);
        window.ReadNumbers(20, numbers, 0, 5, 2);
        CollectionAssert.AreEqual(new[] { 20 | (21 << 8), 22 | (23 << 8), 24 | (25 << 8), 26 | (27 << 8), 28 | (29 << 8) }, numbers[..5]);
        window.ReadNumbers(20, numbers, 0, 2, 4);
        Assert.AreEqual(BitConverter.ToInt32([24, 25, 26, 27]), numbers[1]);
        Assert.IsTrue(bank[13..].All(value => value == 0) && bank[..5].All(value => value == 0), "nothing outside the window");
    }

    [TestMethod]
    public void Slices_share_a_table_and_other_stages_do_not()
    {
        Schedule schedule = SlicedInOneGroup(out StagePlan one, out StagePlan other);
        Assert.AreEqual(one.Table, other.Table);
        Assert.AreEqual(ModelError.None, ErrorOf(schedule));

        Assert.AreEqual(1, TablesSeen(schedule, one));

        // As earlier converters did: once for each.
        Placement place = other.Table;
        other.Table = new Placement(0, schedule.BankBytes[0]);
        schedule.BankBytes[0] += BlobFormat.TableEntries;
        Assert.AreEqual(ModelError.None, ErrorOf(schedule));
        Assert.AreEqual(2, TablesSeen(schedule, one));

        // A table of its own, in the same place.
        other.Table = place;
        other.Operator!.Table = [.. other.Operator.Table!];
        Assert.AreEqual(ModelError.Overlap, ErrorOf(schedule));
    }

    /// <summary>Tables that the inspector counts for a slice and those like it.</summary>
    private static int TablesSeen(Schedule schedule, StagePlan slice)
    {
        GroupDescription group = BlobInspector.Describe(Load(schedule), BlobWriter.Write(schedule)).Groups[0];
        return schedule.Groups[0].Stages.Index().Where(stage => stage.Item.Operator?.Table == slice.Operator!.Table)
            .Sum(stage => group.Stages[stage.Index].TableBytes) / BlobFormat.TableEntries;
    }

    private static Schedule SlicedInOneGroup(out StagePlan one, out StagePlan other)
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var program = RandomGatedNetwork.Make(seed);
            foreach (int first in Enumerable.Range(0, program.Operators.Count))
            {
                if (SliceShape.Find(program, first) is not SliceShape shape || !SliceRange.CanSplit(program.Operators[first].Output.Channels, 2))
                {
                    continue;
                }

                Schedule schedule = SingleRowSchedule.Cut(StripProgram.Build(program, [new SliceRange(first, shape.End, 2, 0)]).Program);
                StagePlan[] shared = [.. schedule.Groups[0].Stages.Where(stage => stage.Operator?.Table is not null)
                    .GroupBy(stage => stage.Operator!.Table).Where(group => group.Count() > 1).SelectMany(group => group)];
                if (shared.Length > 1)
                {
                    (one, other) = (shared[0], shared[1]);
                    return schedule;
                }
            }
        }

        throw new AssertFailedException("no block with a table was found");
    }

    private static Schedule Smallest() => new RowFusedScheduler(TinyProgram.Build(), OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Spill).BuildSmallest().Schedule;

    private static Int8Model Load(Schedule schedule) => Int8Model.Load(new MemoryWeightSource(BlobWriter.Write(schedule)), new ReferenceKernels());

    private static ModelError ErrorOf(Schedule schedule)
    {
        try
        {
            Load(schedule);
            return ModelError.None;
        }
        catch (ModelFormatException exception)
        {
            return exception.Error;
        }
    }
}
