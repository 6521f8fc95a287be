using System.Linq;
using Edge.Benchmarks.Networks;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>What a search does, counted: the same on every machine, however busy.</summary>
[TestClass]
public sealed class SearchEffortTests
{
    [TestMethod]
    public void A_network_of_twice_the_blocks_takes_about_twice_the_work()
    {
        SearchEffort one = Smallest(Blocks(6));
        SearchEffort two = Smallest(Blocks(12));
        // Squared it were four times.
        Assert.IsLessThan(3.0, two.RangesWalked / (double)one.RangesWalked);
        Assert.IsLessThan(2.5, two.PlansPlaced / (double)one.PlansPlaced);
    }

    [TestMethod]
    public void Few_plans_are_placed_because_the_others_are_ruled_out_by_what_they_need()
    {
        // With all plans above the least limit placed it were more than a hundred.
        Assert.IsLessThan(40, Smallest(Blocks(8)).PlansPlaced);
    }

    [TestMethod]
    public void A_budget_that_is_met_at_once_takes_a_plan_for_each_window()
    {
        var scheduler = new RowFusedScheduler(Blocks(6), OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Auto) { MaxStrips = 8 };
        scheduler.Build(1 << 20);
        Assert.IsLessThan(10, scheduler.Effort.PlansPlaced);
    }

    private static SearchEffort Smallest(DeviceProgram program)
    {
        var scheduler = new RowFusedScheduler(program, OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Auto) { MaxStrips = 8, MaxMacRatio = 1.1 };
        scheduler.BuildSmallest();
        return scheduler.Effort;
    }

    private static DeviceProgram Blocks(int count)
    {
        return Enumerable.Range(0, count).Aggregate(new RandomNetwork("blocks", 64).Convolve(4, 3, 2), (network, i) => network.Block(16, 4 + (4 * (i / 3)), 3, i % 3 == 2 ? 2 : 1)).Mean().Convolve(5).Finish();
    }
}
