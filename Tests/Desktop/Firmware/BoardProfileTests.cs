using System.Text.Json;
using Edge.Firmware.Settings;
using Edge.Runtime.Int8.Telemetry;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

[TestClass]
public sealed class BoardProfileTests
{
    [TestMethod]
    public void Every_board_of_the_list_has_the_profile_that_the_list_says()
    {
        foreach (JsonElement board in NfTools.Load().Boards)
        {
            string target = board.GetProperty("target").GetString()!;
            BoardProfile profile = BoardProfile.Find(target);
            Assert.IsNotNull(profile, target);
            Assert.AreEqual(board.GetProperty("currentTable").GetString(), profile.Chip, target);
            Assert.AreEqual(board.GetProperty("cpuMHz").GetInt32(), profile.CpuMegahertz, target);
            JsonElement pins = board.GetProperty("pins");
            var settings = new FirmwareSettings();
            profile.Complete(settings);
            Assert.AreEqual(pins.GetProperty("i2cBus").GetInt32(), settings.I2cBus, target);
            Assert.AreEqual(pins.GetProperty("i2cData").GetInt32(), settings.I2cData, target);
            Assert.AreEqual(pins.GetProperty("i2cClock").GetInt32(), settings.I2cClock, target);
            Assert.AreEqual(pins.GetProperty("uartPort").GetString(), settings.UartPort, target);
            Assert.AreEqual(pins.GetProperty("uartTx").GetInt32(), settings.UartTx, target);
            Assert.AreEqual(pins.GetProperty("uartRx").GetInt32(), settings.UartRx, target);
            Assert.AreEqual(pins.GetProperty("strobe").GetInt32(), settings.Strobe, target);
            Assert.IsNotNull(BoardCurrents.Find(profile.Chip, profile.CpuMegahertz), target);
        }
    }

    [TestMethod]
    public void Settings_of_the_owner_win_over_the_profile()
    {
        var settings = new FirmwareSettings { Chip = "mine", CpuMegahertz = 80, I2cData = 33, Strobe = 12 };
        BoardProfile.Find("ESP32_REV3").Complete(settings);
        Assert.AreEqual("mine", settings.Chip);
        Assert.AreEqual(80, settings.CpuMegahertz);
        Assert.AreEqual(33, settings.I2cData);
        Assert.AreEqual(12, settings.Strobe);
        Assert.AreEqual(22, settings.I2cClock);
    }

    [TestMethod]
    public void Unknown_targets_have_no_profile()
    {
        Assert.IsNull(BoardProfile.Find("ESP32_P4"));
        Assert.IsNull(BoardProfile.Find("ST_NUCLEO64_F091RC"));
        Assert.IsNull(BoardProfile.Find(null));
    }
}
