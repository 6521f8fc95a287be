using System.Linq;
using System.Text;
using Edge.Firmware.Faults;
using Edge.Firmware.Settings;
using Edge.Firmware.Storage;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

[TestClass]
public sealed class SettingsReaderTests
{
    [TestMethod]
    public void Every_key_is_understood_with_blanks_comments_and_both_line_ends()
    {
        FirmwareSettings settings = Read(
            "# a board\r\n\r\n mode = sleep \nperiod_s=600\ncount=3\nlog=csv\ngroups=1\nenergy_mode=1\nchip=esp32s3\ncpu_mhz=160\n"
            + "power_monitor=ina228\npower_monitor_address=69\nshunt_uohm=15000\nmax_ma=2000\nrail=5V\ni2c_bus=2\ni2c_data=1\ni2c_clock=2\n"
            + "uart_port=COM3\nuart_tx=10\nuart_rx=11\nbaud=230400\nstrobe=5\ncard_select=13\ncard_mosi=15\ncard_miso=2\ncard_clock=14\nbattery_mah=2000\nbattery_mv=3600\nbattery_percent=70\nsleep_ua=250");
        Assert.AreEqual(FirmwareMode.DutyCycle, settings.Mode);
        Assert.AreEqual(600, settings.PeriodSeconds);
        Assert.AreEqual(3, settings.Count);
        Assert.AreEqual(LogForm.Csv, settings.Form);
        Assert.IsTrue(settings.LogGroups);
        Assert.IsTrue(settings.EnergyMode);
        Assert.AreEqual("esp32s3", settings.Chip);
        Assert.AreEqual(160, settings.CpuMegahertz);
        Assert.AreEqual("ina228", settings.PowerMonitor);
        Assert.AreEqual(69, settings.PowerMonitorAddress);
        Assert.AreEqual(15000, settings.ShuntMicroohms);
        Assert.AreEqual(2000, settings.MaximumMilliamps);
        Assert.AreEqual("5V", settings.Rail);
        CollectionAssert.AreEqual(new[] { 2, 1, 2 }, new[] { settings.I2cBus, settings.I2cData, settings.I2cClock });
        Assert.AreEqual("COM3", settings.UartPort);
        CollectionAssert.AreEqual(new[] { 10, 11, 5 }, new[] { settings.UartTx, settings.UartRx, settings.Strobe });
        CollectionAssert.AreEqual(new[] { 13, 15, 2, 14 }, new[] { settings.CardSelect, settings.CardMosi, settings.CardMiso, settings.CardClock });
        Assert.AreEqual(9600, settings.EffectiveBaud, "energy mode");
        settings.EnergyMode = false;
        Assert.AreEqual(230400, settings.EffectiveBaud);
        Assert.AreEqual(2000, settings.BatteryMilliampHours);
        Assert.AreEqual(3600, settings.BatteryMillivolts);
        Assert.AreEqual(70, settings.BatteryPercent);
        Assert.AreEqual(250, settings.SleepMicroamps);
    }

    [TestMethod]
    [DataRow("mode=fast")]
    [DataRow("period_s=-1")]
    [DataRow("period_s=86401")]
    [DataRow("period_s=99999999999999999999")]
    [DataRow("period_s=1.5")]
    [DataRow("period_s=")]
    [DataRow("groups=2")]
    [DataRow("power_monitor=ina999")]
    [DataRow("battery_percent=101")]
    [DataRow("baud=300")]
    [DataRow("log=loud")]
    [DataRow("colour=1")]
    [DataRow("=5")]
    [DataRow("nonsense")]
    public void Bad_line_is_reported_by_number_and_the_default_stays(string line)
    {
        var events = new RecordedEvents();
        FirmwareSettings settings = Read("count=4\n" + line + "\ncpu_mhz=80", events);
        CollectionAssert.AreEqual(new[] { (FirmwareError.SettingBad, SettingsReader.FileName, 2L) }, events.All);
        var defaults = new FirmwareSettings();
        Assert.AreEqual(4, settings.Count);
        Assert.AreEqual(80, settings.CpuMegahertz);
        Assert.AreEqual(defaults.Mode, settings.Mode);
        Assert.AreEqual(defaults.PeriodSeconds, settings.PeriodSeconds);
        Assert.AreEqual(defaults.LogGroups, settings.LogGroups);
        Assert.AreEqual(defaults.PowerMonitor, settings.PowerMonitor);
        Assert.AreEqual(defaults.BatteryPercent, settings.BatteryPercent);
        Assert.AreEqual(defaults.Baud, settings.Baud);
        Assert.AreEqual(defaults.Form, settings.Form);
    }

    [TestMethod]
    public void Missing_unreadable_and_huge_files_leave_the_defaults()
    {
        var events = new RecordedEvents();
        var settings = new FirmwareSettings();
        SettingsReader.Read(null, settings, events);
        SettingsReader.Read(new SimulatedStorage(), settings, events);
        Assert.IsEmpty(events.All);
        SettingsReader.Read(new SimulatedStorage { [SettingsReader.FileName] = [1], Unreadable = SettingsReader.FileName }, settings, events);
        SettingsReader.Read(new SimulatedStorage { [SettingsReader.FileName] = new byte[5000] }, settings, events);
        CollectionAssert.AreEqual(new[] { FirmwareError.StorageReadFailed, FirmwareError.SettingBad }, events.All.Select(e => e.Error).ToArray());
    }

    private static FirmwareSettings Read(string text, RecordedEvents? events = null)
    {
        var settings = new FirmwareSettings();
        var storage = new SimulatedStorage { [SettingsReader.FileName] = Encoding.ASCII.GetBytes(text) };
        var recorded = events ?? new RecordedEvents();
        SettingsReader.Read(storage, settings, recorded);
        if (events == null)
        {
            Assert.IsEmpty(recorded.All);
        }

        return settings;
    }
}
