using System;
using Edge.Firmware.Board;
using Edge.Firmware.Energy;
using Edge.Firmware.Faults;
using Edge.Runtime.Int8.Telemetry;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

[TestClass]
public sealed class PowerMonitorTests
{
    [TestMethod]
    public void Ina219_calibration_is_the_data_sheets_example()
    {
        // SBOS448: 0.1 ohm at 100 uA per bit gives 4096. The largest current is then 3.2767 A.
        Assert.AreEqual(4096, Ina219.CalibrationFor(100000, 3276));
        Assert.AreEqual(0, Ina219.CalibrationFor(100000, 400) & 1);
    }

    [TestMethod]
    public void Ina226_calibration_is_the_data_sheets_example()
    {
        // SBOS547: 2 mOhm and 15 A with the LSB rounded to 1 mA gives 2560; unrounded, 15 A / 2^15, it is 5592.
        Assert.AreEqual(5592, Ina226.CalibrationFor(2000, 15000));
    }

    [TestMethod]
    public void Ina228_calibration_follows_the_formula_in_both_ranges()
    {
        // 13107.2e6 x (10 A / 2^19) x 16.2 mOhm = 4050 in the large range; SBOS949 works this example.
        Assert.AreEqual(4050, Ina228.CalibrationFor(16200, 10000));

        // 0.4 A through 0.1 ohm is 40 mV: small range, four times 1000.
        Assert.AreEqual(4000, Ina228.CalibrationFor(100000, 400));
    }

    [TestMethod]
    [DataRow(0.010)]
    [DataRow(0.060)]
    [DataRow(0.240)]
    [DataRow(0.390)]
    public void Ina219_energy_is_volts_times_amperes_times_seconds(double amperes)
    {
        var part = new SimulatedIna219 { Amperes = amperes };
        var meter = new Ina219(part, 0x40, "3V3", 100000, 400);
        Assert.AreEqual(FirmwareError.None, meter.Configure());
        meter.Begin();
        AssertEnergy(3.3 * amperes * 0.25, meter.TakeNanojoules(200000, 50000, 0), 20 * 0.4 / 32768 * 2 * 0.25);
        Assert.AreEqual(FirmwareError.None, meter.Check());
    }

    [TestMethod]
    [DataRow(0.010)]
    [DataRow(0.060)]
    [DataRow(0.240)]
    [DataRow(0.790)]
    public void Ina226_energy_is_volts_times_amperes_times_seconds(double amperes)
    {
        var part = new SimulatedIna226 { Amperes = amperes };
        var meter = new Ina226(part, 0x40, "3V3", 100000, 800);
        Assert.AreEqual(FirmwareError.None, meter.Configure());
        meter.Begin();
        AssertEnergy(3.3 * amperes * 2.5, meter.TakeNanojoules(2000000, 0, 500000), 25 * 0.8 / 32768 * 2 * 2.5);
        Assert.AreEqual(FirmwareError.None, meter.Check());
        Assert.AreEqual(EnergyLabel.Measured, meter.Label);
        Assert.AreEqual("INA226 on 3V3, shunt 100 mOhm", meter.Source);
    }

    [TestMethod]
    [DataRow(0.010, 100000, 400)]
    [DataRow(0.060, 100000, 400)]
    [DataRow(0.390, 100000, 400)]
    [DataRow(1.500, 100000, 1600)]
    [DataRow(0.060, 15000, 10000)]
    public void Ina228_energy_is_the_difference_of_its_counter(double amperes, int shuntMicroohms, int maximumMilliamps)
    {
        var part = new SimulatedIna228 { Amperes = amperes, ShuntOhms = shuntMicroohms * 1e-6 };
        var meter = new Ina228(part, 0x40, "3V3", shuntMicroohms, maximumMilliamps);
        Assert.AreEqual(FirmwareError.None, meter.Configure());
        part.Advance(777777);
        meter.Begin();
        long sum = 0;
        for (int group = 0; group < 40; group++)
        {
            part.Advance(100000);
            sum += meter.TakeNanojoules(100000, 0, 0);
        }

        double countJoules = 51.2 * maximumMilliamps * 1e-3 / 524288;
        AssertEnergy(3.3 * amperes * 4, sum, (2 * countJoules) + (3.3 * amperes * 4 * 3e-4));
        Assert.AreEqual(FirmwareError.None, meter.Check());
    }

    [TestMethod]
    public void Ina228_counter_may_wrap_at_40_bits_between_two_readings()
    {
        var part = new SimulatedIna228 { Amperes = 0.1 };
        var meter = new Ina228(part, 0x40, "3V3", 100000, 400);
        meter.Configure();
        part.PresetEnergy((1L << 40) - 3);
        meter.Begin();
        part.Advance(1000000);

        AssertEnergy(0.33, meter.TakeNanojoules(1000000, 0, 0), 0.001);
        Assert.AreEqual(FirmwareError.None, meter.Check());
    }

    [TestMethod]
    public void Ina228_energy_that_runs_backwards_is_garbage_not_joules()
    {
        var part = new SimulatedIna228 { Amperes = 0.1 };
        var meter = new Ina228(part, 0x40, "3V3", 100000, 400);
        meter.Configure();
        part.PresetEnergy(5000);
        meter.Begin();
        part.PresetEnergy(4000);

        Assert.AreEqual(0, meter.TakeNanojoules(1000000, 0, 0));
        Assert.AreEqual(FirmwareError.PowerMonitorGarbage, meter.Fault);
    }

    [TestMethod]
    public void Ina228_energy_beyond_the_largest_power_is_garbage()
    {
        var part = new SimulatedIna228 { Amperes = 0.1 };
        var meter = new Ina228(part, 0x40, "3V3", 100000, 400);
        meter.Configure();
        meter.Begin();
        part.PresetEnergy(2000000);

        Assert.AreEqual(0, meter.TakeNanojoules(1000, 0, 0));
        Assert.AreEqual(FirmwareError.PowerMonitorGarbage, meter.Fault);
    }

    [TestMethod]
    public void Ina228_reports_its_temperature_also_below_zero()
    {
        var part = new SimulatedIna228 { Celsius = -12.5 };
        var meter = new Ina228(part, 0x40, "3V3", 100000, 400);
        Assert.IsTrue(meter.TryReadTemperature(out int tenths));
        Assert.AreEqual(-125, tenths);
        Assert.IsFalse(new Ina226(new SimulatedIna226(), 0x40, "3V3", 100000, 400).TryReadTemperature(out _));
    }

    [TestMethod]
    public void Ina228_with_a_bad_memory_checksum_is_not_trusted()
    {
        var part = new SimulatedIna228 { MemoryGood = false };
        var meter = new Ina228(part, 0x40, "3V3", 100000, 400);
        meter.Configure();
        meter.Begin();
        Assert.AreEqual(FirmwareError.PowerMonitorGarbage, meter.Check());
    }

    [TestMethod]
    public void Current_beyond_the_range_is_reported_by_all_three()
    {
        var small = new SimulatedIna219 { Amperes = 0.5 };
        var ina219 = new Ina219(small, 0x40, "3V3", 100000, 400);
        ina219.Configure();
        ina219.Begin();
        Assert.AreEqual(FirmwareError.PowerMonitorOverflow, ina219.Check());

        var middle = new SimulatedIna226 { Amperes = 0.7 };
        var ina226 = new Ina226(middle, 0x40, "3V3", 100000, 400);
        ina226.Configure();
        ina226.Begin();
        Assert.AreEqual(FirmwareError.PowerMonitorOverflow, ina226.Check());

        var large = new SimulatedIna228 { Amperes = 0.5 };
        var ina228 = new Ina228(large, 0x40, "3V3", 100000, 400);
        ina228.Configure();
        ina228.Begin();
        Assert.AreEqual(FirmwareError.PowerMonitorOverflow, ina228.Check());
    }

    [TestMethod]
    public void Absent_meter_is_said_so_and_never_throws()
    {
        foreach (PowerMonitor meter in AllOn(new SimulatedIna226 { Present = false }))
        {
            Assert.AreEqual(FirmwareError.PowerMonitorAbsent, meter.Configure());
            meter.Begin();
            Assert.AreEqual(0, meter.TakeNanojoules(1000000, 0, 0));
            Assert.AreEqual(FirmwareError.PowerMonitorBusError, meter.Fault);
        }
    }

    [TestMethod]
    [DataRow((byte)0x00)]
    [DataRow((byte)0xFF)]
    [DataRow((byte)0x54)]
    public void Bus_that_returns_one_byte_for_ever_is_not_taken_for_a_meter(byte stuck)
    {
        foreach (PowerMonitor meter in AllOn(new SimulatedIna226 { Stuck = stuck }))
        {
            Assert.AreEqual(FirmwareError.PowerMonitorWrongIdentity, meter.Configure());
        }
    }

    [TestMethod]
    public void One_part_is_not_taken_for_another()
    {
        Assert.AreEqual(FirmwareError.PowerMonitorWrongIdentity, new Ina219(new SimulatedIna226(), 0x40, "3V3", 100000, 400).Configure());
        Assert.AreEqual(FirmwareError.PowerMonitorWrongIdentity, new Ina226(new SimulatedIna219(), 0x40, "3V3", 100000, 400).Configure());
        Assert.AreEqual(FirmwareError.PowerMonitorWrongIdentity, new Ina226(new SimulatedIna228(), 0x40, "3V3", 100000, 400).Configure());
        Assert.AreEqual(FirmwareError.PowerMonitorWrongIdentity, new Ina228(new SimulatedIna226(), 0x40, "3V3", 100000, 400).Configure());
        Assert.AreEqual(FirmwareError.PowerMonitorWrongIdentity, new Ina226(new SimulatedIna226 { DieIdentity = 0x2270 }, 0x40, "3V3", 100000, 400).Configure());
    }

    [TestMethod]
    public void Garbage_power_is_refused()
    {
        var part = new SimulatedIna226 { Amperes = 0.1 };
        var meter = new Ina226(part, 0x40, "3V3", 100000, 400);
        meter.Configure();
        meter.Begin();
        part.Stuck = 0xFF;
        Assert.AreEqual(0, meter.TakeNanojoules(1000000, 0, 0));
        Assert.AreEqual(FirmwareError.PowerMonitorGarbage, meter.Fault);
    }

    [TestMethod]
    public void Transfer_that_fails_once_spoils_one_inference_only()
    {
        var part = new SimulatedIna228 { Amperes = 0.1 };
        var meter = new Ina228(part, 0x40, "3V3", 100000, 400);
        meter.Configure();
        meter.Begin();
        part.FailingTransfer = part.Transfers + 1;
        part.Advance(1000000);
        Assert.AreEqual(0, meter.TakeNanojoules(1000000, 0, 0));
        Assert.AreEqual(FirmwareError.PowerMonitorBusError, meter.Check());

        meter.Begin();
        part.Advance(1000000);
        AssertEnergy(0.33, meter.TakeNanojoules(1000000, 0, 0), 0.001);
        Assert.AreEqual(FirmwareError.None, meter.Check());
    }

    [TestMethod]
    public void Meter_that_lost_its_power_is_set_up_again_and_the_inference_marked()
    {
        var part = new SimulatedIna226 { Amperes = 0.1 };
        var meter = new Ina226(part, 0x40, "3V3", 100000, 400);
        meter.Configure();
        part.LosePower();
        meter.Begin();
        Assert.AreEqual(FirmwareError.PowerMonitorReset, meter.Fault);

        meter.Begin();
        AssertEnergy(0.33, meter.TakeNanojoules(1000000, 0, 0), 0.002);
        Assert.AreEqual(FirmwareError.None, meter.Check());
    }

    [TestMethod]
    public void Time_that_runs_backwards_adds_no_energy()
    {
        var part = new SimulatedIna226 { Amperes = 0.1 };
        var meter = new Ina226(part, 0x40, "3V3", 100000, 400);
        meter.Configure();
        meter.Begin();
        Assert.AreEqual(0, meter.TakeNanojoules(-1, long.MinValue, 0));
    }

    [TestMethod]
    public void Shunt_and_current_that_do_not_fit_the_part_are_refused()
    {
        var part = new SimulatedIna226();
        Assert.ThrowsExactly<ArgumentException>(() => new Ina219(part, 0x40, "3V3", 100000, 3300));
        Assert.ThrowsExactly<ArgumentException>(() => new Ina226(part, 0x40, "3V3", 100000, 820));
        Assert.ThrowsExactly<ArgumentException>(() => new Ina228(part, 0x40, "3V3", 100000, 1639));
        Assert.ThrowsExactly<ArgumentException>(() => new Ina226(part, 0x07, "3V3", 100000, 400));
        Assert.ThrowsExactly<ArgumentException>(() => new Ina226(part, 0x40, "3V3", 0, 400));
        Assert.ThrowsExactly<ArgumentException>(() => new Ina226(part, 0x40, "3V3", 100000, 0));
    }

    private static PowerMonitor[] AllOn(II2cBus bus) =>
    [
        new Ina219(bus, 0x40, "3V3", 100000, 400),
        new Ina226(bus, 0x40, "3V3", 100000, 400),
        new Ina228(bus, 0x40, "3V3", 100000, 400),
    ];

    private static void AssertEnergy(double expectedJoules, long actualNanojoules, double toleranceJoules)
    {
        Assert.AreEqual(expectedJoules, actualNanojoules * 1e-9, toleranceJoules, "joules");
    }
}
