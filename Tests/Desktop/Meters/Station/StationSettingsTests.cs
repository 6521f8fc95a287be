using System.Linq;
using System.Text;
using Edge.Firmware.Faults;
using Edge.MeterStation;
using Edge.Tests.Desktop.Firmware;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Meters.Station;

[TestClass]
public sealed class StationSettingsTests
{
    [TestMethod]
    public void Everything_that_is_left_out_has_a_default()
    {
        StationSettings settings = Read("id=cellar", out RecordedEvents log)!;
        Assert.IsEmpty(log.All);
        Assert.AreEqual(("cellar", "cellar", "file", 1883, 38400), (settings.Id, settings.Name, settings.Source, settings.BrokerPort, settings.Baud));
        Assert.IsNull(settings.Broker);
        Assert.IsNull(settings.DeviceClass);
    }

    [TestMethod]
    [DataRow("water", "water", "m\\u00b3")]
    [DataRow("gas", "gas", "m\\u00b3")]
    [DataRow("power", "energy", "kWh")]
    public void Kinds_have_the_class_and_unit_of_home_assistant(string kind, string deviceClass, string unit)
    {
        StationSettings settings = Read($"id=a\nkind={kind}", out _)!;
        Assert.AreEqual((deviceClass, unit), (settings.DeviceClass, settings.Unit));
    }

    [TestMethod]
    [DataRow("id=with blank", 1)]
    [DataRow("id=with/slash", 1)]
    [DataRow("id=", 1)]
    [DataRow("id=a\nname=with \"quotes\"", 2)]
    [DataRow("id=a\nname=m\u00b3", 2)]
    [DataRow("id=a\nkind=heat", 2)]
    [DataRow("id=a\nsource=usb", 2)]
    [DataRow("id=a\nbroker=", 2)]
    [DataRow("id=a\nbroker_port=0", 2)]
    [DataRow("id=a\nbroker_port=65536", 2)]
    [DataRow("id=a\nbroker_port=1883x", 2)]
    [DataRow("id=a\nbaud=110", 2)]
    [DataRow("id=a\nbaud=", 2)]
    [DataRow("id=a\nspeed=1", 2)]
    [DataRow("id=a\nnothing", 2)]
    [DataRow("name=a", 0)]
    [DataRow("id=a\nsource=port", 0)]
    [DataRow("id=a\nsource=jpeg", 0)]
    public void What_is_not_understood_is_error_504_with_its_line(string text, int line)
    {
        Assert.IsNull(Read(text, out RecordedEvents log));
        Assert.AreEqual((FirmwareError.SettingBad, StationSettings.FileName, (long)line), log.All.Single());
    }

    private static StationSettings? Read(string text, out RecordedEvents log)
    {
        log = new RecordedEvents();
        return StationSettings.Read(new SimulatedStorage { [StationSettings.FileName] = Encoding.Latin1.GetBytes(text) }, log);
    }
}
