using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Edge.Firmware.Logging;
using Edge.Firmware.Storage;
using Edge.ModelTools.Deployment;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.Tests.Desktop.Devices;
using Edge.Tests.Desktop.Firmware;
using Edge.Tests.Desktop.Monitoring;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Deployment;

/// <summary><c>edge deploy</c> with a nanoff that only notes its calls: exact commands, and every way it can go wrong.</summary>
[TestClass]
public sealed class DeployerTests : IDisposable
{
    private readonly NfTools _tools = NfTools.Load();
    private readonly StringWriter _output = new();
    private FakeNanoff _nanoff = null!;
    private string _app = string.Empty;
    private string _model = string.Empty;

    [TestInitialize]
    public void MakeFiles()
    {
        _nanoff = new FakeNanoff();
        _app = Path.Combine(_nanoff.Folder, "Edge.Firmware.bin");
        _model = Path.Combine(_nanoff.Folder, "tiny.edge8");
        File.WriteAllBytes(_app, new byte[1000]);
        File.WriteAllBytes(_model, TinyModel.Blob());
    }

    public void Dispose()
    {
        _nanoff?.Dispose();
        _output.Dispose();
    }

    [TestMethod]
    [DataRow("esp32", "ESP32", "ESP32_REV3", "1.17.0.339")]
    [DataRow("esp32-psram", "ESP32", "ESP32_PSRAM_REV3", "1.17.0.339")]
    [DataRow("esp32s3", "ESP32-S3", "ESP32_S3_OCTAL", "1.17.0.339")]
    [DataRow("esp32c3", "ESP32-C3", "ESP32_C3", "1.17.0.257")]
    [DataRow("esp32c6", "ESP32-C6", "ESP32_C6_THREAD", "1.17.0.339")]
    public void Commands_of_a_board_are_these_and_dry_run_prints_them(string board, string chip, string target, string version)
    {
        string[] firmware =
        [
            "[--platform][esp32][--serialport][COM3][--devicedetails]",
            $"[--target][{target}][--fwversion][{version}][--update][--masserase][--serialport][COM3]",
            $"[--nanodevice][--deploy][--serialport][COM3][--image][{_app}]",
        ];
        string[] app = ["[--nanodevice][--devicedetails][--serialport][COM3]", firmware[2]];
        _nanoff.Answer("chip", $"Connected to:\n{chip} (something)\nFeatures\n");
        _nanoff.Device(target, version);

        Run(new DeployOptions { Board = board, App = _app, WritesFirmware = true, ErasesAll = true });
        CollectionAssert.AreEqual(firmware, _nanoff.Calls.ToArray());
        Run(new DeployOptions { Board = board, App = _app });
        CollectionAssert.AreEqual(app, _nanoff.Calls.Skip(3).ToArray());
        foreach (string call in firmware.Concat(app))
        {
            StringAssert.Contains(_output.ToString(), AsTyped(call) + "\n", "every call is printed");
        }

        _output.GetStringBuilder().Clear();
        Run(new DeployOptions { Board = board, Port = "COM3", App = _app, WritesFirmware = true, ErasesAll = true, IsDryRun = true }, new FakeSerialPorts());
        CollectionAssert.AreEqual(firmware.Select(AsTyped).ToArray(), Lines().Skip(1).ToArray());
        Assert.HasCount(5, _nanoff.Calls, "a dry run runs nothing");
    }

    [TestMethod]
    public void Dry_run_without_a_board_lists_all_and_needs_neither_port_nor_tool()
    {
        File.Delete(Path.Combine(_nanoff.Folder, "nanoff"));
        Run(new DeployOptions { App = "Firmware/bin/Release/Edge.Firmware.bin", IsDryRun = true }, new FakeSerialPorts());
        foreach (Board board in _tools.Boards)
        {
            CollectionAssert.Contains(Lines(), $"{board.Name}: {board.Title}");
        }

        Assert.AreEqual(_tools.Boards.Count, Lines().Count(line => line == "nanoff --nanodevice --deploy --serialport PORT --image Firmware/bin/Release/Edge.Firmware.bin"));
    }

    [TestMethod]
    public void Model_is_sent_with_its_header_and_the_board_says_that_it_runs()
    {
        Run(new DeployOptions { App = _app, Model = _model }, Ports(ModelLine(Hash())));
        Assert.AreEqual("[--nanodevice][--devicedetails][--serialport][COM3]", _nanoff.Calls[0]);
        Assert.IsTrue(_nanoff.Calls[1].StartsWith("[--filedeployment][", StringComparison.Ordinal) && _nanoff.Calls[1].EndsWith("files.json][--serialport][COM3]", StringComparison.Ordinal), _nanoff.Calls[1]);

        using JsonDocument list = JsonDocument.Parse(_nanoff.Sent("list.json"));
        Assert.IsFalse(list.RootElement.TryGetProperty("SerialPort", out _), "it would beat --serialport");
        JsonElement file = list.RootElement.GetProperty("Files")[0];
        Assert.AreEqual(@"I:\model.new", file.GetProperty("DestinationFilePath").GetString());
        string source = file.GetProperty("SourceFilePath").GetString()!;
        Assert.IsFalse(File.Exists(source), "the temporary files are gone");

        // The app takes it.
        var storage = new SimulatedStorage { [ModelStore.SlotA] = SlotFiles.Make(SlotFiles.Model(1)), [ModelStore.Incoming] = _nanoff.Sent("model.new") };
        var store = new ModelStore(storage, null, new RecordedEvents());
        store.Scan();
        StoredModel next = store.Next();
        Assert.AreEqual(ModelStore.SlotB, next.File);
        Assert.AreEqual(ModelRole.Candidate, next.Role);
        CollectionAssert.AreEqual(TinyModel.Blob(), _nanoff.Sent("model.new")[SlotHeader.Length..]);
        StringAssert.Contains(_output.ToString(), "model tiny from model.b");
    }

    [TestMethod]
    public void Board_that_runs_another_model_or_says_nothing_is_an_error()
    {
        string older = new LogLine().Begin("E").Add(103).Add(ModelStore.Incoming).Add(70).End();
        DiagnosticAssert.Throws(
            DiagnosticId.ModelNotTaken,
            () => Run(new DeployOptions { App = _app, Model = _model }, Ports(older, ModelLine(new string('0', 16)))),
            "the board runs tiny from model.b",
            "SlotTruncated",
            "interrupted");
        string none = new LogLine().Begin("E").Add(101).Add("loader").Add(0).End();
        DiagnosticAssert.Throws(DiagnosticId.ModelNotTaken, () => Run(new DeployOptions { App = _app, Model = _model }, Ports(none)), "no model runs");
        DiagnosticAssert.Throws(DiagnosticId.BoardSilent, () => Run(new DeployOptions { App = _app, Model = _model }, Ports("rst:0x1 (POWERON_RESET)")), "press RESET");
    }

    [TestMethod]
    public void Storage_that_is_full_is_an_error_although_nanoff_returns_0()
    {
        _nanoff.Answer("files", "Deploying file model.new to I:\\model.new...\nError deploying content file model.new to I:\\model.new\n");
        DiagnosticAssert.Throws(DiagnosticId.StorageFull, () => Run(new DeployOptions { App = _app, Model = _model }), @"I:\model.new", "full", "untouched");
    }

    [TestMethod]
    public void Port_is_never_guessed()
    {
        var options = new DeployOptions { App = _app };
        DiagnosticAssert.Throws(DiagnosticId.NoBoard, () => Run(options, new FakeSerialPorts()), "no serial port");
        FakeSerialPorts two = new FakeSerialPorts().With("COM3", new PipeLine()).With("COM4", new PipeLine());
        DiagnosticAssert.Throws(DiagnosticId.SeveralPorts, () => Run(options, two), "COM3, COM4");
        Assert.IsEmpty(_nanoff.Calls);
        Run(new DeployOptions { App = _app, Port = "COM4" }, two);
        StringAssert.Contains(_nanoff.Calls[0], "[COM4]");
    }

    [TestMethod]
    public void Missing_tool_or_another_version_is_explained()
    {
        _nanoff.Version = "nanoff 3.0.0-preview.1+123";
        DiagnosticAssert.Throws(DiagnosticId.NanoffVersion, () => Run(new DeployOptions { App = _app }), "3.0.0", "2.5.162", "dotnet tool update -g nanoff --version 2.5.162");
        File.Delete(Path.Combine(_nanoff.Folder, "nanoff"));
        DiagnosticAssert.Throws(DiagnosticId.NanoffMissing, () => Run(new DeployOptions { App = _app }), "dotnet tool update -g nanoff --version 2.5.162");
        Assert.IsEmpty(_nanoff.Calls);
    }

    [TestMethod]
    public void Wrong_chip_is_found_before_anything_is_written()
    {
        _nanoff.Answer("chip", "Connected to:\nESP32-C3 (ESP32-C3 (QFN32) (revision v0.4))\n");
        DiagnosticAssert.Throws(DiagnosticId.WrongChip, () => Run(new DeployOptions { Board = "esp32s3", App = _app, WritesFirmware = true }), "ESP32-C3", "esp32s3", "ESP32-S3");
        Assert.HasCount(1, _nanoff.Calls);
        DiagnosticAssert.Throws(DiagnosticId.WrongChip, () => Run(new DeployOptions { Board = "esp32-psram", App = _app }), "ESP32_REV3", "ESP32_PSRAM_REV3");
        Assert.HasCount(2, _nanoff.Calls);
    }

    [TestMethod]
    public void Old_firmware_is_an_error_and_later_firmware_a_warning()
    {
        _nanoff.Device("ESP32_REV3", "1.14.2.7");
        DiagnosticAssert.Throws(DiagnosticId.FirmwareOld, () => Run(new DeployOptions { App = _app }), "1.14.2.7", "1.17.0.339", "--firmware --board esp32");
        _nanoff.Device("ESP32_REV3", "1.17.0.401");
        Run(new DeployOptions { App = _app });
        StringAssert.Contains(_output.ToString(), "warning: the firmware is 1.17.0.401");
        _nanoff.Device("M5StickC", "1.17.0.339");
        DiagnosticAssert.Throws(DiagnosticId.BoardUnknown, () => Run(new DeployOptions { App = _app }), "M5StickC");
    }

    [TestMethod]
    [DataRow("Error E6000: Couldn't open serial device. Make sure the COM port exists.", 112, "PortBusy")]
    [DataRow("Error E6002: Another application is using the serial port.", 114, "PortBusy")]
    [DataRow("Error E2000: Error connecting to nano device.", 208, "BoardSilent")]
    [DataRow("Error E4000: Error executing esptool command. (Timed out waiting for packet header)", 160, "BoardSilent")]
    [DataRow("Error E9005: Can't find the target in Cloudsmith repository.", 45, "NanoffFailed")]
    [DataRow("Unhandled exception", 134, "NanoffFailed")]
    public void Failures_of_nanoff_are_told_apart(string line, int exitCode, string id)
    {
        _nanoff.Answer("device", "some text\n" + line + "\n", exitCode);
        DiagnosticAssert.Throws(Enum.Parse<DiagnosticId>(id), () => Run(new DeployOptions { App = _app }), line);
    }

    [TestMethod]
    public void App_that_is_missing_or_larger_than_the_partition_is_found_before_the_tool_runs()
    {
        DiagnosticAssert.Throws(DiagnosticId.AppMissing, () => Run(new DeployOptions { App = _app + ".no" }), "step 4");
        File.WriteAllBytes(_app, new byte[(1472 * 1024) + 1]);
        DiagnosticAssert.Throws(DiagnosticId.AppTooLarge, () => Run(new DeployOptions { Board = "esp32c6", App = _app }), "1507329 bytes", "1472 KB");
        Assert.IsEmpty(_nanoff.Calls);
        _nanoff.Device("ESP32_C6_THREAD", "1.17.0.339");
        DiagnosticAssert.Throws(DiagnosticId.AppTooLarge, () => Run(new DeployOptions { App = _app }), "esp32c6");
        Assert.HasCount(1, _nanoff.Calls, "the device said which board it is");
    }

    [TestMethod]
    public void Model_that_does_not_fit_the_storage_is_refused_with_the_way_that_remains()
    {
        Board board = _tools.Find("esp32");
        int most = ((256 - 16) * 1024 / 3) - SlotHeader.Length;
        SlotFile.RequireRoom("m.edge8", most, board, 3);
        DiagnosticAssert.Throws(DiagnosticId.ModelExceedsStorage, () => SlotFile.RequireRoom("m.edge8", most + 1, board, 3), "81857 bytes", "256 KB", "use --via host");
        DiagnosticAssert.Throws(DiagnosticId.ModelExceedsStorage, () => SlotFile.RequireRoom("m.edge8", 200000, board, 2), "edge pack");
    }

    [TestMethod]
    public void Damaged_model_is_never_sent()
    {
        byte[] blob = TinyModel.Blob();
        blob[^1] ^= 1;
        File.WriteAllBytes(_model, blob);
        DiagnosticAssert.Throws(DiagnosticId.BlobInvalid, () => Run(new DeployOptions { App = _app, Model = _model }));
        Assert.IsEmpty(_nanoff.Calls);
    }

    private static string AsTyped(string call)
    {
        return "nanoff " + call[1..^1].Replace("][", " ", StringComparison.Ordinal);
    }

    private static string Hash() => Convert.ToHexStringLower(SlotFiles.Hash(TinyModel.Blob()))[..16];

    private static string ModelLine(string hash)
    {
        return new LogLine().Begin("M").Add("tiny").Add("model.b").Add("-").Add(454).Add(1).Add(100).Add(51000).Add("pattern").Add("packed").Add(hash).End();
    }

    private static FakeSerialPorts Ports(params string[] log)
    {
        return new FakeSerialPorts().With("COM3", new PipeLine(DeviceLogs.Bytes(log)));
    }

    private void Run(DeployOptions options, ISerialPorts? ports = null)
    {
        new Deployer(_tools, _nanoff.Runner, ports ?? Ports(), _output, TimeSpan.FromSeconds(20)).Run(options);
    }

    private string[] Lines()
    {
        return _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
