using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Edge.ModelTools;
using Edge.ModelTools.Commands;
using Edge.ModelTools.Diagnostics;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.Meters;
using Edge.Tests.Desktop.Monitoring;
using Edge.Tests.Desktop.Terminal;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Commands;

/// <summary>Whatever is thrown, the user gets one line with an id, what to do, and where the details are.</summary>
[TestClass]
[DoNotParallelize]
public sealed partial class FaultTests
{
    private static readonly string s_demo = Path.Combine(AppContext.BaseDirectory, "Demo");

    [TestMethod]
    public void What_every_command_throws_becomes_one_line_and_a_report()
    {
        using var folder = new TemporaryFolder();
        Dictionary<string, string[]> commands = WorkingCommands(folder);
        CollectionAssert.AreEquivalent(Program.BuildRoot().Subcommands.Select(command => command.Name).ToArray(), commands.Keys, "a command is missing here");
        foreach ((string name, string[] arguments) in commands)
        {
            (int code, string error) = RunOnBrokenOutput([name, .. arguments]);
            Assert.AreEqual(1, code, error);
            string report = RequireReport(error, $"error EDGE0010: edge {name}: unexpected InvalidOperationException: thrown by a test at its second line; ");
            string details = File.ReadAllText(report);
            Assert.Contains("   at Edge.ModelTools.", details, name);
            Assert.Contains($"\"{name}\"", details);
            File.Delete(report);
        }
    }

    [TestMethod]
    public void Errors_of_the_user_come_out_of_threads_reflection_and_static_constructors()
    {
        var known = new EdgeException(DiagnosticId.DatasetEmpty, "where", "what", "remedy");
        Exception[] wrapped =
        [
            new AggregateException(new InvalidOperationException("another thread"), new AggregateException(known)),
            new TargetInvocationException(known),
            new TypeInitializationException("type", new TargetInvocationException(known)),
        ];
        foreach (Exception exception in wrapped)
        {
            (int code, string error) = Throw(exception);
            Assert.AreEqual(1, code);
            Assert.AreEqual("error EDGE4000: where: what; remedy", error.TrimEnd());
        }
    }

    [TestMethod]
    [DataRow(typeof(OutOfMemoryException), "EDGE0011")]
    [DataRow(typeof(IOException), "EDGE0012")]
    [DataRow(typeof(UnauthorizedAccessException), "EDGE0012")]
    [DataRow(typeof(KeyNotFoundException), "EDGE0010")]
    [DataRow(typeof(NullReferenceException), "EDGE0010")]
    public void Kinds_of_exceptions_have_ids(Type type, string id)
    {
        (int code, string error) = Throw((Exception)Activator.CreateInstance(type, "a message\u001b[31m")!);
        Assert.AreEqual(1, code);
        File.Delete(RequireReport(error, $"error {id}: edge: "));
    }

    [TestMethod]
    public void What_a_thread_throws_does_not_abort_the_process()
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Edge.Tests.Desktop.dll"), "thread"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        Assert.IsTrue(process.WaitForExit(60_000));
        Assert.AreEqual(1, process.ExitCode, error);
        Assert.Contains("esp32", output.Result);
        File.Delete(RequireReport(error, "error EDGE0010: edge boards: unexpected InvalidOperationException: thrown by a thread; "));
    }

    [TestMethod]
    public void Diagnostics_have_numbers_of_their_own()
    {
        DiagnosticId[] ids = [.. Enum.GetNames<DiagnosticId>().Select(Enum.Parse<DiagnosticId>)];
        Assert.HasCount(ids.Distinct().Count(), ids);
    }

    private static (int Code, string Error) Throw(Exception exception) => CatchError(null, () => CommandHost.Run(() => throw exception, []));

    private static (int Code, string Error) RunOnBrokenOutput(string[] arguments)
    {
        using var output = new ThrowingWriter();
        return CatchError(output, () => Program.Run(arguments));
    }

    private static (int Code, string Error) CatchError(TextWriter? output, Func<int> run)
    {
        using var error = new StringWriter();
        return (FlowConsole.Run(output, error, run), error.ToString());
    }

    private static string RequireReport(string error, string start)
    {
        string[] lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(1, lines, error);
        Assert.StartsWith(start, lines[0]);
        Assert.DoesNotContain("\u001b", error);
        Match report = ReportPath().Match(lines[0].TrimEnd());
        Assert.IsTrue(report.Success, error);
        Assert.IsTrue(File.Exists(report.Groups[1].Value), error);
        return report.Groups[1].Value;
    }

    /// <summary>A command line for every command that does its work and prints something.</summary>
    private static Dictionary<string, string[]> WorkingCommands(TemporaryFolder folder)
    {
        string model = Path.Combine(s_demo, "model", "digits_mbv3se.onnx");
        string calibration = Path.Combine(s_demo, "calibration");
        string picture = Path.Combine(s_demo, "samples", "7", "display.png");
        string blob = folder.File("m.edge8");
        string[] convert = [model, "--calibration", calibration, "--quantizer", "naive", "-o", blob];
        Assert.AreEqual(0, CommandLine.Run(["convert", .. convert]).Code);
        string dump = Path.Combine(folder.Path, "dump");
        Assert.AreEqual(0, CommandLine.Run("run", blob, picture, "--dump-layers", dump).Code);
        string key = folder.File("owner");
        Assert.AreEqual(0, CommandLine.Run("key", "new", key).Code);
        Assert.AreEqual(0, CommandLine.Run("sign", blob, "--key", key + ".key").Code);
        RenderedMeter meter = RenderedMeter.All()[0];
        return new Dictionary<string, string[]>
        {
            ["convert"] = convert,
            ["inspect"] = [blob],
            ["arch"] = [Path.Combine(s_demo, "model", "meter_digits", "weights.safetensors")],
            ["blocks"] = ["--input", "4", "--out", "4", "--size", "4"],
            ["run"] = [blob, picture],
            ["eval"] = [blob, "--data", calibration],
            ["compare"] = [dump, dump],
            ["demo"] = [],
            ["profile"] = [blob, "--board", "esp32"],
            ["pack"] = [blob, "-o", Path.Combine(folder.Path, "packed")],
            ["boards"] = [],
            ["doctor"] = [],
            ["key"] = ["new", folder.File("another")],
            ["sign"] = [blob, "--key", key + ".key"],
            ["verify"] = [blob, "--key", key + ".pub"],
            ["studio"] = ["--folder", folder.Path, "--port", "0"],
            ["deploy"] = ["--dry-run"],
            ["monitor"] = ["--replay", folder.Write("board.log", DeviceLogs.Bytes(DeviceLogs.Run("count=1\nperiod_s=0")))],
            ["meter"] = [meter.ImagePath, "--boxes", meter.BoxesPath, "--previous", meter.Previous, "--model", blob],
        };
    }

    [GeneratedRegex("the details are in (.*)$")]
    private static partial Regex ReportPath();
}
