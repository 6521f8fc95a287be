using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels.Packed;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>Scratch memory goes to kernels that use it: what one kernel cannot use is missing where another could.</summary>
[TestClass]
public sealed class KernelScratchTests
{
    private const int ZeroPoint = 128;

    [TestMethod]
    [DataRow(3, 8, false, DisplayName = "a first layer reads windows where they lie")]
    [DataRow(3, 4, true, DisplayName = "too few channels for the kernel of first layers")]
    [DataRow(16, 8, true, DisplayName = "a window over more channels")]
    [DataRow(16, 2, false, DisplayName = "too few channels for a pass")]
    public void Memory_for_windows_is_asked_for_where_they_are_copied(int channels, int outputs, bool isCopied)
    {
        var sketch = new ProgramSketch(8, 8, channels);
        Assert.AreEqual(isCopied, TakesWindows(sketch, outputs));
    }

    [TestMethod]
    [DataRow(RoundingMode.Single, false)]
    [DataRow(RoundingMode.Double, true)]
    public void A_first_layer_whose_results_may_lie_half_way_copies_windows(object rounding, bool isCopied)
    {
        var sketch = new ProgramSketch(8, 8, 3, (RoundingMode)rounding);
        Assert.AreEqual(isCopied, TakesWindows(sketch, 8));
    }

    /// <summary>Where memory is shortest kernels have no table of results; a budget between takes the schedule as it is, one with room for a table has one.</summary>
    [TestMethod]
    public void Budgets_around_the_table_of_results_get_what_they_have_room_for()
    {
        DeviceProgram program = RandomGatedNetwork.Make(3);
        var scheduler = new RowFusedScheduler(program, OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Spill);
        ScheduledProgram smallest = scheduler.BuildSmallest();
        Assert.IsFalse(smallest.Schedule.HasResultTable);
        Assert.AreEqual(ResultTable.Start, smallest.Schedule.ScratchBytes);
        int least = smallest.PeakSramBytes;
        sbyte[]? expected = null;
        foreach (int budget in new[] { least, least + 1, least + KernelScratch.TableBytes - 1, least + (2 * KernelScratch.TableBytes) })
        {
            ScheduledProgram scheduled = scheduler.Build(budget);
            Assert.IsLessThanOrEqualTo(budget, scheduled.PeakSramBytes);
            Assert.AreEqual(budget - least >= KernelScratch.TableBytes, scheduled.Schedule.HasResultTable, $"{budget} bytes");
            Assert.AreEqual(scheduled.Schedule.HasResultTable, scheduled.Schedule.ScratchBytes >= ResultTable.End, $"{budget} bytes");
            byte[] blob = BlobWriter.Write(scheduled.Schedule);
            foreach (string kernels in KernelSets.Names)
            {
                Int8Model model = Int8Model.Load(new MemoryWeightSource(blob), KernelSets.Create(kernels));
                sbyte[] actual = ModelRunner.Run(model, [.. Enumerable.Range(0, program.Input.Bytes).Select(i => (sbyte)((i * 37) ^ (i >> 3)))])[0];
                CollectionAssert.AreEqual(expected ??= actual, actual, $"{kernels}, {budget} bytes");
            }
        }

        Assert.IsNull(scheduler.TryBuild(least - 1, out _));
    }

    /// <summary>The price of going without a table is in the price of the schedule.</summary>
    [TestMethod]
    public void Results_without_a_table_cost_more()
    {
        ScheduledProgram smallest = new RowFusedScheduler(RandomGatedNetwork.Make(3), OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Spill).BuildSmallest();
        smallest.Schedule.HasResultTable = true;
        KernelScratch.Size(smallest.Schedule);
        Assert.IsLessThan(smallest.Cost, CostModel.Of(smallest.Schedule));
    }

    /// <summary>Whether growing the scratch of a 3x3 convolution without an activation adds bytes, and not only longs.</summary>
    private static bool TakesWindows(ProgramSketch sketch, int outputs)
    {
        sketch.Output(sketch.Conv(sketch.Input, outputs, 3));
        sketch.Program.Operators[0].ResultZeroPoint = ZeroPoint;
        Schedule schedule = sketch.Cut(8);
        KernelScratch.Size(schedule);
        int least = schedule.ScratchBytes;
        KernelScratch.Grow(schedule, int.MaxValue);
        return schedule.ScratchBytes > least;
    }
}
