using System;
using Edge.Firmware.Energy;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

[TestClass]
public sealed class DutyCycleTests
{
    [TestMethod]
    public void Cycle_is_the_mean_power_awake_plus_the_current_asleep()
    {
        // 200 mJ in 1 s is 200 mW; awake 2 s: 400 mJ. Asleep 600 s at 10 uA and 3.3 V: 33 uW, 19.8 mJ.
        var cycle = new DutyCycle(200000000, 1000000, 2000000, 600, 10, 3300);
        Assert.AreEqual(400000000, cycle.AwakeNanojoules);
        Assert.AreEqual(19800000, cycle.SleepNanojoules);
        Assert.AreEqual(419800000, cycle.CycleNanojoules);

        // 419.8 mJ in 602 s is 697.342 uW.
        Assert.AreEqual(697342, cycle.AverageNanowatts);
    }

    [TestMethod]
    public void Battery_life_is_usable_energy_over_average_power()
    {
        // 2000 mAh at 3.7 V and 80 % is 5920 mWh; at 697.342 uW that lasts 8489 h.
        var cycle = new DutyCycle(200000000, 1000000, 2000000, 600, 10, 3300);
        Assert.AreEqual(8489, cycle.BatteryHours(2000, 3700, 80));
        Assert.AreEqual(-1, new DutyCycle(0, 1, 1, 10, 0, 3300).BatteryHours(2000, 3700, 80));
    }

    [TestMethod]
    public void Times_that_are_never_whole_seconds_are_not_lost()
    {
        var cycle = new DutyCycle(150000000, 750000, 1234567, 0, 10, 3300);
        Assert.AreEqual(246913400, cycle.AwakeNanojoules);
        Assert.AreEqual(0, cycle.SleepNanojoules);
    }

    [TestMethod]
    public void Largest_figures_do_not_overflow()
    {
        var cycle = new DutyCycle(long.MaxValue, 1, long.MaxValue, 86400, 2000000, 20000);
        Assert.IsGreaterThan(0, cycle.AwakeNanojoules);
        Assert.IsGreaterThan(0, cycle.SleepNanojoules);
        Assert.IsGreaterThanOrEqualTo(0, cycle.AverageNanowatts);
        Assert.IsGreaterThanOrEqualTo(-1, cycle.BatteryHours(100000, 60000, 100));
    }

    [TestMethod]
    public void Figures_that_cannot_be_are_refused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new DutyCycle(-1, 1, 1, 1, 1, 1));
        Assert.ThrowsExactly<ArgumentException>(() => new DutyCycle(1, 0, 1, 1, 1, 1));
        Assert.ThrowsExactly<ArgumentException>(() => new DutyCycle(1, 1, 0, 1, 1, 1));
        Assert.ThrowsExactly<ArgumentException>(() => new DutyCycle(1, 1, 1, -1, 1, 1));
    }
}
