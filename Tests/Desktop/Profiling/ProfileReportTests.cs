using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Profiling;
using Edge.Runtime.Int8.Telemetry;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Spectre.Console;

namespace Edge.Tests.Desktop.Profiling;

[TestClass]
public sealed class ProfileReportTests
{
    // 10 ns for each instruction, 100 mA at 1 V computing, 200 mA reading.
    private static readonly Board s_board = new Board(
        "testboard", "Test board", "TEST", "1.0", 4, "0x0", 1024, 0, 64, "estimated: invented for the test", 100, "test",
        10, 2, "estimated: invented for the test", new BoardPins(1, 0, 0, "COM2", 0, 0, 0))
    {
        Currents = new BoardCurrents("test", 100, 1000, 100_000, 200_000, 0, 0, "invented"),
    };

    private static readonly InferenceProfile s_profile = new(
        3000,
        [new GroupProfile(0, 100_000, 20_000, 640), new GroupProfile(1, 200_000, 0, 0)],
        [
            new OperatorProfile(0, 0, "Conv2D", 1000, 90_000),
            new OperatorProfile(1, 1, "Pointwise", 2000, 110_000),
            new OperatorProfile(1, 2, "Add", 0, 30_000),
            new OperatorProfile(1, 3, "Pointwise", 0, 50_000),
        ],
        [[1, -2]],
        150_000);

    [TestMethod]
    public void Time_is_instructions_times_nanoseconds()
    {
        ProfileReport report = MakeReport();
        Assert.AreEqual(1.2, report.Groups[0].TimeMs, 1e-9);
        Assert.AreEqual(2.0, report.Groups[1].TimeMs, 1e-9);
        Assert.AreEqual(3.2, report.TimeMs, 1e-9);
    }

    [TestMethod]
    public void Energy_is_time_by_state_times_its_current()
    {
        // Group 0: 1.0 ms x 100 mW + 0.2 ms x 200 mW = 140 uJ; group 1: 2.0 ms x 100 mW = 200 uJ.
        ProfileReport report = MakeReport();
        Assert.AreEqual(140.0, report.Groups[0].EnergyMicrojoule, 1e-9);
        Assert.AreEqual(200.0, report.Groups[1].EnergyMicrojoule, 1e-9);
        Assert.AreEqual(340.0, report.EnergyMicrojoule, 1e-9);
    }

    [TestMethod]
    public void Kinds_add_up_to_the_inference_and_come_dearest_first()
    {
        ProfileReport report = MakeReport();
        Assert.AreEqual(
            "Pointwise 160000, Conv2D 90000, Add 30000, executor 20000, weight reads 20000",
            string.Join(", ", report.Kinds.Select(kind => $"{kind.Kind} {kind.Weighted}")));
        Assert.AreEqual(1.0, report.Kinds.Sum(kind => kind.Share), 1e-12);
        Assert.AreEqual("2 Pointwise, Add", report.Groups[1].Operators);
    }

    [TestMethod]
    public void Json_has_the_keys_that_scripts_rely_on()
    {
        using var writer = new StringWriter();
        ProfileJson.Write(MakeReport(), writer);
        JsonElement root = JsonDocument.Parse(writer.ToString()).RootElement;
        Assert.AreEqual(320_000 / 3000.0, root.GetProperty("weightedIlPerMac").GetDouble(), 0.005);
        Assert.AreEqual(3.2, root.GetProperty("timeMs").GetDouble());
        Assert.AreEqual(340.0, root.GetProperty("energyMicrojoule").GetDouble());
        Assert.AreEqual(1.5, root.GetProperty("loadMs").GetDouble());
        Assert.AreEqual("estimated", root.GetProperty("timeLabel").GetString());
        Assert.AreEqual("estimated", root.GetProperty("energyLabel").GetString());
        JsonElement group = root.GetProperty("groups")[0];
        Assert.AreEqual(120.0, group.GetProperty("weightedIlPerMac").GetDouble());
        Assert.AreEqual(1.2, group.GetProperty("timeMs").GetDouble());
        Assert.AreEqual(140.0, group.GetProperty("energyMicrojoule").GetDouble());
    }

    [TestMethod]
    public void Text_says_estimated_and_the_range()
    {
        using var writer = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No });
        console.Profile.Width = 100;
        ProfileText.Print(MakeReport(), console);
        StringAssert.Contains(writer.ToString(), "3.20 ms and 0.340 mJ for each inference, estimated: 1.60 to 6.40 ms (factor 2)");
        StringAssert.Contains(writer.ToString(), "106.7 per MAC");
        StringAssert.Contains(writer.ToString(), "1.50 ms to load and check the model");
    }

    private static ProfileReport MakeReport()
    {
        return new ProfileReport("testmodel", "reference", s_profile, s_board);
    }
}
