using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using Edge.Firmware.Faults;
using Edge.ModelTools.Commands;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.Tests.Desktop.Commands;
using Edge.Tests.Desktop.Devices;
using Edge.Tests.Desktop.Firmware;
using Edge.Tests.Desktop.Terminal;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using SkiaSharp;

namespace Edge.Tests.Desktop.Monitoring;

/// <summary><c>edge monitor</c>, replayed and through a pipe.</summary>
[TestClass]
public sealed class MonitorCommandTests
{
    private string _folder = string.Empty;

    [TestInitialize]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("edge-monitor-").FullName;
    }

    [TestCleanup]
    public void RemoveFolder()
    {
        Directory.Delete(_folder, recursive: true);
    }

    [TestMethod]
    public void Replay_prints_lines_and_statistics_and_writes_table_and_plot()
    {
        string log = Log(DeviceLogs.Bytes(DeviceLogs.Run("count=4\nperiod_s=0")));
        string csv = Path.Combine(_folder, "out.csv");
        string plot = Path.Combine(_folder, "out.png");
        (int code, string output, string error) = CommandLine.Run("monitor", "--replay", log, "--csv", csv, "--plot", plot);
        Assert.AreEqual(0, code, error);
        StringAssert.Contains(output, "start: firmware 0.1.0 on ESP32_S3_OCTAL 1.17.0.339, 240 MHz, energy modelled: ");
        StringAssert.Contains(output, "    4 tiny: ");
        StringAssert.Contains(output, "time ms");
        StringAssert.Contains(output, "4 inferences, 1 starts, 0 errors, 0 damaged lines");
        Assert.HasCount(5, File.ReadAllLines(csv));
        using SKBitmap picture = SKBitmap.Decode(plot);
        Assert.AreEqual(1000, picture.Width);
        int half = picture.Pixels.Length / 2;
        Assert.IsGreaterThan(10, picture.Pixels[..half].Distinct().Count(), "the time is drawn");
        Assert.IsGreaterThan(10, picture.Pixels[half..].Distinct().Count(), "the energy is drawn");
    }

    [TestMethod]
    public void Live_log_gives_what_its_replay_gives_and_is_saved_byte_for_byte()
    {
        byte[] bytes = DeviceLogs.Bytes(DeviceLogs.Run("count=3\nperiod_s=0"));
        string saved = Path.Combine(_folder, "saved.log");
        string liveCsv = Path.Combine(_folder, "live.csv");
        string replayCsv = Path.Combine(_folder, "replay.csv");
        FakeSerialPorts ports = new FakeSerialPorts().With("COM7", new PipeLine([.. bytes.Chunk(13)]));
        Assert.AreEqual(0, Run(ports, "--save", saved, "--csv", liveCsv));
        CollectionAssert.AreEqual(new[] { "COM7 921600" }, ports.Opened);
        CollectionAssert.AreEqual(bytes, File.ReadAllBytes(saved));
        Assert.AreEqual(0, CommandLine.Run("monitor", "--replay", saved, "--csv", replayCsv).Code);
        Assert.AreEqual(File.ReadAllText(liveCsv), File.ReadAllText(replayCsv));
    }

    [TestMethod]
    public void Torn_and_mixed_lines_are_shown_counted_and_left_out()
    {
        string first = DeviceLogs.Inference(1, 1000, 10);
        string second = DeviceLogs.Inference(2, 2000, 20);
        string log = Log(DeviceLogs.Bytes([first, second[..30], second[30..], first[..25] + "# 1 digits: 1.0", second]));
        (int code, string output, _) = CommandLine.Run("monitor", "--replay", log);
        Assert.AreEqual(0, code);
        StringAssert.Contains(output, "damaged line left out: " + second[..30]);
        StringAssert.Contains(output, "2 inferences, 0 starts, 0 errors, 2 damaged lines");
    }

    [TestMethod]
    public void Absent_monitor_is_named_with_its_remedy_and_the_table_takes_over()
    {
        string log = Log(DeviceLogs.Bytes(DeviceLogs.Run("count=1\nperiod_s=0\npower_monitor=ina228", board => board.Bus = new SimulatedIna228 { Present = false })));
        (int code, string output, _) = CommandLine.Run("monitor", "--replay", log);
        Assert.AreEqual(0, code);
        StringAssert.Contains(output, "(64): PowerMonitorAbsent: no power monitor answers at this I2C address; check wiring and power_monitor_address");
        StringAssert.Contains(output, " mJ modelled");
    }

    [TestMethod]
    public void Clock_that_went_back_is_a_line_and_no_time_is_invented()
    {
        string log = Log(DeviceLogs.Bytes([
            new Edge.Firmware.Logging.LogLine().Begin("E").Add((int)FirmwareError.ClockWentBack).Add("clock").Add(2500).End(),
            DeviceLogs.Inference(2, -1, -1),
        ]));
        (int code, string output, _) = CommandLine.Run("monitor", "--replay", log);
        Assert.AreEqual(0, code);
        StringAssert.Contains(output, "error 204 at clock (2500): ClockWentBack: the clock went backwards");
        StringAssert.Contains(output, "    2 digits: - ms (weights -), energy not known");
        Assert.DoesNotContain("time ms", output);
    }

    [TestMethod]
    public void Count_ends_the_reading()
    {
        string log = Log(DeviceLogs.Bytes(DeviceLogs.Run("count=9\nperiod_s=0")));
        StringAssert.Contains(CommandLine.Run("monitor", "--replay", log, "--count", "2").Output, "2 inferences, ");
    }

    [TestMethod]
    public void Board_that_is_unplugged_still_gets_its_report()
    {
        var gone = new EdgeException(DiagnosticId.PortFailed, "COM7", "gone", "connect it again");
        byte[] bytes = DeviceLogs.Bytes(DeviceLogs.Run("count=2\nperiod_s=0"));
        string csv = Path.Combine(_folder, "out.csv");
        Assert.AreEqual(0, Run(new FakeSerialPorts().With("COM7", new PipeLine(bytes) { Failure = gone }), "--csv", csv));
        Assert.HasCount(3, File.ReadAllLines(csv));
        DiagnosticAssert.Throws(DiagnosticId.PortFailed, () => Run(new FakeSerialPorts().With("COM7", new PipeLine { Failure = gone })));
    }

    [TestMethod]
    public void Port_is_never_guessed()
    {
        DiagnosticAssert.Throws(DiagnosticId.NoBoard, () => Run(new FakeSerialPorts()), "no serial port", "driver");
        FakeSerialPorts two = new FakeSerialPorts { Busy = "COM4" }.With("COM3", new PipeLine()).With("COM4", new PipeLine());
        DiagnosticAssert.Throws(DiagnosticId.SeveralPorts, () => Run(two), "COM3, COM4", "--port");
        Assert.IsEmpty(two.Opened);
        DiagnosticAssert.Throws(DiagnosticId.PortBusy, () => Run(two, "--port", "COM4"), "COM4");
    }

    [TestMethod]
    public void Bad_input_gets_one_line()
    {
        string noise = Log("rst:0x1 (POWERON_RESET)\r\n"u8.ToArray());
        Assert.StartsWith("error EDGE7018: ", CommandLine.Run("monitor", "--replay", noise).Error);
        Assert.StartsWith("error EDGE0001: ", CommandLine.Run("monitor", "--replay", Path.Combine(_folder, "missing.log")).Error);
        Assert.StartsWith("error EDGE0002: ", CommandLine.Run("monitor", "--replay", _folder).Error);
        Assert.StartsWith("error EDGE0005: ", CommandLine.Run("monitor", "--replay", noise, "--port", "COM3").Error);
        Assert.StartsWith("error EDGE0003: ", CommandLine.Run("monitor", "--replay", noise, "--csv", Path.Combine(_folder, "no", "such.csv")).Error);
    }

    [TestMethod]
    public void Real_port_that_does_not_exist_is_said_to_be_missing()
    {
        string name = OperatingSystem.IsWindows() ? "COM251" : Path.Combine(_folder, "ttyUSB9");
        DiagnosticAssert.Throws(DiagnosticId.PortNotFound, () => new SystemSerialPorts().Open(name, 921600).Dispose(), name);
    }

    private static int Run(ISerialPorts ports, params string[] arguments)
    {
        return FlowConsole.Run(TextWriter.Null, null, () =>
            MonitorCommand.Build(ports).Parse(arguments).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));
    }

    private string Log(byte[] bytes)
    {
        string path = Path.Combine(_folder, "board.log");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
