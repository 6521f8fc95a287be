using System;
using Edge.Runtime.Int8.Telemetry;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

[TestClass]
public sealed class StateTableEnergyMeterTests
{
    [TestMethod]
    public void One_milliampere_at_3300_millivolts_for_a_microsecond_is_3_nanojoules_and_the_rest_is_carried()
    {
        var meter = new StateTableEnergyMeter(new BoardCurrents("x", 1, 3300, 1000, 0, 0, 0, "worked by hand"));
        meter.Begin();
        long sum = 0;
        for (int i = 0; i < 10; i++)
        {
            sum += meter.TakeNanojoules(1, 0, 0);
        }

        Assert.AreEqual(33, sum);
        Assert.AreEqual(33, meter.ComputeNanojoules);
    }

    [TestMethod]
    public void Each_state_has_its_own_current()
    {
        var meter = new StateTableEnergyMeter(new BoardCurrents("x", 240, 3300, 50000, 60000, 30000, 8, "worked by hand"));
        meter.Begin();

        // 50 mA x 3.3 V x 1 ms = 165 uJ, 60 mA: 198 uJ, 30 mA: 99 uJ.
        Assert.AreEqual(165000 + (2 * 198000) + (3 * 99000), meter.TakeNanojoules(1000, 2000, 3000));
        Assert.AreEqual(165000, meter.ComputeNanojoules);
        Assert.AreEqual(396000, meter.WeightReadNanojoules);
        Assert.AreEqual(297000, meter.IdleNanojoules);
        Assert.AreEqual(EnergyLabel.Modelled, meter.Label);
        StringAssert.StartsWith(meter.Source, "x 240 MHz 3300 mV: ");
    }

    [TestMethod]
    public void Net_is_gross_less_the_idle_current_over_the_whole_time()
    {
        var meter = new StateTableEnergyMeter(new BoardCurrents("x", 240, 3300, 50000, 60000, 30000, 8, "worked by hand"));
        meter.Begin();
        meter.TakeNanojoules(1000, 2000, 3000);

        Assert.AreEqual(858000, meter.GrossNanojoules);
        Assert.AreEqual(858000 - (6 * 99000), meter.NetNanojoules);
    }

    [TestMethod]
    public void An_inference_that_only_waits_has_no_net_energy()
    {
        var meter = new StateTableEnergyMeter(BoardCurrents.Find("esp32s3", 240));
        meter.Begin();
        for (int i = 0; i < 7; i++)
        {
            meter.TakeNanojoules(0, 0, 333);
        }

        Assert.AreNotEqual(0, meter.GrossNanojoules);
        Assert.AreEqual(0, meter.NetNanojoules);
    }

    [TestMethod]
    public void Begin_forgets_the_previous_inference_and_its_rest()
    {
        var meter = new StateTableEnergyMeter(new BoardCurrents("x", 1, 3300, 1000, 1000, 1000, 0, "worked by hand"));
        meter.Begin();
        meter.TakeNanojoules(1, 1, 1);
        meter.Begin();
        Assert.AreEqual(0, meter.GrossNanojoules);
        Assert.AreEqual(0, meter.NetNanojoules);
        Assert.AreEqual(3, meter.TakeNanojoules(1, 0, 0));
    }

    [TestMethod]
    public void A_clock_that_jumps_backwards_uses_no_energy_and_a_wild_one_does_not_overflow()
    {
        var meter = new StateTableEnergyMeter(new BoardCurrents("x", 1, BoardCurrents.MaximumMillivolts, BoardCurrents.MaximumMicroamps, BoardCurrents.MaximumMicroamps, BoardCurrents.MaximumMicroamps, 0, "largest"));
        meter.Begin();
        Assert.AreEqual(0, meter.TakeNanojoules(-5, long.MinValue, -1));
        Assert.IsTrue(meter.TakeNanojoules(long.MaxValue, long.MaxValue, long.MaxValue) > 0);
        Assert.IsTrue(meter.GrossNanojoules > 0);
        Assert.AreEqual(0, meter.NetNanojoules);
    }

    [TestMethod]
    [DataRow("esp32", 240, 49000, 59000, 30000, 10)]
    [DataRow("esp32", 160, 35500, 45500, 27000, 10)]
    [DataRow("esp32s3", 240, 58550, 68550, 40250, 8)]
    [DataRow("esp32s3", 40, 19000, 29000, 16000, 8)]
    [DataRow("esp32c3", 160, 25500, 35500, 18500, 5)]
    [DataRow("esp32c6", 80, 24500, 34500, 19500, 7)]
    public void Table_holds_the_middle_of_the_data_sheets_range(string chip, int megahertz, int compute, int weightRead, int idle, int deepSleep)
    {
        BoardCurrents currents = BoardCurrents.Find(chip, megahertz);
        Assert.AreEqual(compute, currents.ComputeMicroamps);
        Assert.AreEqual(weightRead, currents.WeightReadMicroamps);
        Assert.AreEqual(idle, currents.IdleMicroamps);
        Assert.AreEqual(deepSleep, currents.DeepSleepMicroamps);
        Assert.AreEqual(compute, (currents.ComputeLowMicroamps + currents.ComputeHighMicroamps) / 2);
        Assert.AreEqual(3300, currents.Millivolts);
    }

    [TestMethod]
    [DataRow("esp32", 120)]
    [DataRow("esp32c3", 240)]
    [DataRow("esp8266", 80)]
    [DataRow(null, 240)]
    public void Unknown_chips_and_clocks_are_not_guessed(string? chip, int megahertz)
    {
        Assert.IsNull(BoardCurrents.Find(chip, megahertz));
    }

    [TestMethod]
    public void Figures_out_of_range_are_refused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new BoardCurrents("x", 240, 0, 1, 1, 1, 1, "s"));
        Assert.ThrowsExactly<ArgumentException>(() => new BoardCurrents("x", 240, 3300, -1, 1, 1, 1, "s"));
        Assert.ThrowsExactly<ArgumentException>(() => new BoardCurrents("x", 240, 3300, 1, 1, BoardCurrents.MaximumMicroamps + 1, 1, "s"));
        Assert.ThrowsExactly<ArgumentException>(() => new BoardCurrents("", 240, 3300, 1, 1, 1, 1, "s"));
    }
}
