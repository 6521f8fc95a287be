using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8.Blob;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>Where <see cref="MemoryPlanner"/> lays rows, weights, tables and pools.</summary>
[TestClass]
public sealed class MemoryPlacementTests
{
    private const int Bank = BlobFormat.MaxArrayBytes;

    [TestMethod]
    public void A_row_may_be_as_large_as_an_array()
    {
        Schedule schedule = Placed(Whole(1, Bank));
        Assert.AreEqual(Bank, schedule.BankBytes[0]);
    }

    [TestMethod]
    public void A_larger_row_is_refused()
    {
        EdgeException exception = Assert.ThrowsExactly<EdgeException>(() => Placed(Whole(1, Bank + 1)));
        Assert.AreEqual(DiagnosticId.RowTooLarge, exception.Id);
    }

    [TestMethod]
    public void Bands_of_whole_rows_leave_little_of_a_bank_and_neighbours_are_joined()
    {
        // 40 rows of 1 KB. Two bands of 20 would take 50 KB; ten of 4 leave 2 KB of the first bank; fifteen of 2 fill it, and five more lie in a row.
        Schedule schedule = Placed(Whole(40, 1024));
        BufferPlan input = ProgramSketch.Buffer(schedule.Groups[0], schedule.Program.Input);
        CollectionAssert.AreEqual(new[] { new Placement(0, 0), new Placement(1, 0) }, input.Bands);
        Assert.AreEqual(30, input.BandRows);
        Assert.AreEqual(Bank, schedule.BankBytes[0]);
        Assert.IsLessThan(11 * 1024, schedule.BankBytes[1]);
    }

    [TestMethod]
    public void With_room_bands_are_as_large_as_an_array()
    {
        Schedule schedule = Placed(Whole(40, 1024));
        MemoryPlanner.Widen(schedule, 1024 * 1024);
        BufferPlan input = ProgramSketch.Buffer(schedule.Groups[0], schedule.Program.Input);
        Assert.AreEqual(20, input.BandRows);
        CollectionAssert.AreEqual(new[] { new Placement(0, 0), new Placement(1, 0) }, input.Bands);
    }

    [TestMethod]
    public void The_last_band_takes_no_more_than_the_rows_that_are_left()
    {
        // 41 rows in bands of 21: the second has 20.
        Schedule schedule = Placed(Whole(41, 1024));
        MemoryPlanner.Widen(schedule, 1024 * 1024);
        Assert.AreEqual(21, ProgramSketch.Buffer(schedule.Groups[0], schedule.Program.Input).BandRows);
        CollectionAssert.AreEqual(new[] { Bank, 20 * 1024 }, schedule.BankBytes);
    }

    [TestMethod]
    public void The_room_that_counts_is_the_last_byte()
    {
        Schedule schedule = Placed(Whole(40, 1024));
        MemoryPlanner.Widen(schedule, 1024 * 1024);
        int wide = schedule.PeakSramBytes + (KernelScratch.UsefulBytes(schedule) * 3 / 4);
        MemoryPlanner.Widen(schedule, wide);
        Assert.AreEqual(20, ProgramSketch.Buffer(schedule.Groups[0], schedule.Program.Input).BandRows);
        MemoryPlanner.Widen(schedule, wide - 1);
        Assert.AreNotEqual(20, ProgramSketch.Buffer(schedule.Groups[0], schedule.Program.Input).BandRows);
        Assert.IsLessThan(wide, schedule.PeakSramBytes);
    }

    [TestMethod]
    public void Everything_that_lives_at_a_time_lies_apart_whatever_the_cuts()
    {
        for (int cut = 1; cut < 9; cut++)
        {
            for (int next = cut + 1; next < 10; next++)
            {
                foreach (int rows in new[] { GroupBuilder.SingleRows, 4, GroupBuilder.AllRows })
                {
                    Schedule schedule = Placed(Network().Cut(rows, cut, next));
                    AssertApart(schedule);
                }
            }
        }
    }

    [TestMethod]
    public void A_kept_tensor_lies_in_the_same_place_in_every_group()
    {
        var sketch = new ProgramSketch(16, 4, 8);
        DeviceTensor a = sketch.Conv(sketch.Input, 8);
        DeviceTensor b = sketch.Conv(a, 8);
        DeviceTensor sum = sketch.Combine(OpCode.Add, b, a);
        Schedule schedule = Placed(sketch.Output(sketch.Conv(sum, 8)).Cut(1, 2, 3));
        List<Placement> made = ProgramSketch.Buffer(schedule.Groups[0], a).Bands;
        Assert.AreSame(made, ProgramSketch.Buffer(schedule.Groups[1], a).Bands);
        Assert.AreSame(made, ProgramSketch.Buffer(schedule.Groups[2], a).Bands);
        AssertApart(schedule);
    }

    [TestMethod]
    public void An_in_place_result_that_later_groups_read_keeps_the_memory_of_its_input_alive()
    {
        var sketch = new ProgramSketch(16, 4, 8);
        DeviceTensor a = sketch.Conv(sketch.Input, 8);
        DeviceTensor table = sketch.Lookup(a);
        DeviceTensor b = sketch.Conv(table, 8);
        DeviceTensor sum = sketch.Combine(OpCode.Add, b, table);
        Schedule schedule = Placed(sketch.Output(sketch.Conv(sum, 8)).Cut(1, 2, 3, 4));
        Assert.AreSame(ProgramSketch.Buffer(schedule.Groups[1], a).Bands, ProgramSketch.Buffer(schedule.Groups[1], table).Bands);
        AssertApart(schedule);
    }

    [TestMethod]
    public void Kept_parameters_lie_in_a_row_and_streamed_ones_share_the_room_behind_them()
    {
        var sketch = new ProgramSketch(8, 4, 2);
        DeviceTensor first = sketch.Conv(sketch.Input, 4);
        DeviceTensor second = sketch.Conv(first, 5);
        DeviceTensor third = sketch.Conv(second, 6);
        DeviceTensor fourth = sketch.Conv(third, 7);
        Schedule schedule = sketch.Output(fourth).Cut(1);
        GroupPlan group = schedule.Groups[0];
        Stream(ProgramSketch.Stage(group, second), 2);
        Stream(ProgramSketch.Stage(group, fourth), 5);
        MemoryPlanner.Place(schedule);
        Assert.AreEqual(0, ProgramSketch.Stage(group, first).ParameterBase);
        Assert.AreEqual(3 * 4, ProgramSketch.Stage(group, third).ParameterBase);
        Assert.AreEqual(3 * 10, ProgramSketch.Stage(group, second).ParameterBase);
        Assert.AreEqual(3 * 10, ProgramSketch.Stage(group, fourth).ParameterBase);
        Assert.AreEqual((3 * 10) + (3 * 5), schedule.ParameterInts);
    }

    [TestMethod]
    public void The_pool_is_as_large_as_the_largest_group_needs()
    {
        var sketch = new ProgramSketch(8, 4, 6);
        DeviceTensor a = sketch.Mean(sketch.Input);
        DeviceTensor b = sketch.Mean(sketch.Conv(sketch.Input, 5));
        DeviceTensor c = sketch.Mean(sketch.Conv(sketch.Input, 9));
        Schedule schedule = Placed(sketch.Output(a).Output(b).Output(c).Cut(1, 4));
        Assert.AreEqual(0, ProgramSketch.Stage(schedule.Groups[0], a).AccumulatorBase);
        Assert.AreEqual(6 + (3 * 5), ProgramSketch.Stage(schedule.Groups[0], b).AccumulatorBase, "behind the first mean's sums and the convolution's parameters");
        Assert.AreEqual(9 + (3 * 9), schedule.ParameterInts, "nine channels and their means");
    }

    private static void Stream(StagePlan stage, int blockChannels)
    {
        stage.IsStreamed = true;
        stage.BlockChannels = blockChannels;
    }

    private static Schedule Placed(Schedule schedule)
    {
        MemoryPlanner.Place(schedule);
        return schedule;
    }

    /// <summary>An input that is held whole, and the mean of it in a group of its own.</summary>
    private static Schedule Whole(int height, int rowBytes)
    {
        var sketch = new ProgramSketch(height, rowBytes, 1);
        return sketch.Output(sketch.Mean(sketch.Input)).Cut(1, 1);
    }

    /// <summary>Two residual blocks with a squeeze and a table; its widest tensor takes more than one array.</summary>
    private static ProgramSketch Network()
    {
        var sketch = new ProgramSketch(40, 40, 8);
        DeviceTensor stem = sketch.Conv(sketch.Input, 24, 3);
        DeviceTensor depthwise = sketch.Depthwise(stem, 3);
        DeviceTensor gate = sketch.Conv(sketch.Mean(depthwise), 24);
        DeviceTensor scaled = sketch.Combine(OpCode.Mul, depthwise, gate);
        DeviceTensor projected = sketch.Lookup(sketch.Conv(scaled, 8));
        DeviceTensor sum = sketch.Combine(OpCode.Add, projected, sketch.Input);
        return sketch.Output(sketch.Mean(sketch.Conv(sum, 16, 3, 2)));
    }

    /// <summary>Rows from the group that makes them to the last that reads them; weights and tables for their group.</summary>
    private static void AssertApart(Schedule schedule)
    {
        for (int g = 0; g < schedule.Groups.Count; g++)
        {
            var used = new List<(int Bank, int Start, int End, string Name)>();
            foreach (BufferPlan buffer in Alive(schedule, g))
            {
                for (int band = 0; band < buffer.Bands.Count; band++)
                {
                    int rows = System.Math.Min(buffer.BandRows, buffer.RingRows - (band * buffer.BandRows));
                    Add(used, buffer.Bands[band], rows * buffer.Tensor.RowBytes, buffer.Tensor.ToString());
                }
            }

            foreach (StagePlan stage in schedule.Groups[g].Stages)
            {
                if (stage.Operator is { IsConvolution: true, Weights.Length: > 0 } op && !stage.IsStreamed)
                {
                    Add(used, stage.Resident, op.Weights.Length, op.Name);
                }

                if (stage.Operator?.Table is not null)
                {
                    Add(used, stage.Table, BlobFormat.TableEntries, "table");
                }
            }

            foreach (var place in used)
            {
                Assert.IsLessThanOrEqualTo(schedule.BankBytes[place.Bank], place.End, $"{place} of group {g} reaches over its bank");
            }

            for (int i = 0; i < used.Count; i++)
            {
                for (int j = i + 1; j < used.Count; j++)
                {
                    // A result may lie over rows that have been read: the loader's walk judges when.
                    bool mayShare = schedule.Groups[g].Buffers.Exists(buffer => buffer.Over is BufferPlan over
                        && (buffer.Tensor.ToString(), over.Tensor.ToString()) is var pair
                        && (pair == (used[i].Name, used[j].Name) || pair == (used[j].Name, used[i].Name)));
                    bool isApart = mayShare || used[i].Bank != used[j].Bank || used[i].End <= used[j].Start || used[j].End <= used[i].Start;
                    Assert.IsTrue(isApart, $"group {g}: {used[i]} and {used[j]}");
                }
            }
        }
    }

    private static void Add(List<(int Bank, int Start, int End, string Name)> used, Placement place, int bytes, string name)
    {
        used.Add((place.Bank, place.Offset, place.Offset + bytes, name));
    }

    /// <summary>The buffers that are alive in a group; where results lie over an input, the memory counts once.</summary>
    private static IEnumerable<BufferPlan> Alive(Schedule schedule, int group)
    {
        var owners = new Dictionary<DeviceTensor, BufferPlan>();
        var last = new Dictionary<BufferPlan, int>();
        for (int g = 0; g < schedule.Groups.Count; g++)
        {
            foreach (BufferPlan buffer in schedule.Groups[g].Buffers)
            {
                BufferPlan owner = buffer.AliasOf is { } target ? owners[target.Tensor] : buffer.IsReady ? owners[buffer.Tensor] : buffer;
                owners[buffer.Tensor] = owner;
                last[owner] = g;
            }
        }

        HashSet<BufferPlan> made = [.. schedule.Groups.Take(group + 1).SelectMany(plan => plan.Buffers)];
        return last.Where(entry => made.Contains(entry.Key) && entry.Value >= group).Select(entry => entry.Key);
    }
}
