using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Edge.ModelTools.Commands;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Profiling;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NfTools = Edge.ModelTools.Devices.NfTools;

namespace Edge.Tests.Desktop.Commands;

/// <summary>What the documents say of the network that <c>edge demo</c> runs is what it is.</summary>
[TestClass]
public sealed class EmbeddedDefaultTests
{
    private const string Page = "Samples/MeterDigits/README.md";
    private const string SyncCommand = "EDGE_SYNC=1 dotnet test Tests/Desktop --filter EmbeddedDefaultTests";

    private static readonly Lazy<ConversionResult> s_demo = new(() => DemoCommand.Convert(64 * 1024));

    [TestMethod]
    public void Size_memory_and_work_are_the_demos()
    {
        ConversionResult demo = s_demo.Value;
        int peak = BlobFile.Load("demo", demo.Blob, KernelSets.Create("reference")).PeakSramBytes;
        int smallest = BlobFile.Load("demo", DemoCommand.Convert(null).Blob, KernelSets.Create("reference")).PeakSramBytes;
        RequireRow("multiply-accumulates", $"{demo.Program.Macs:N0}");
        RequireBytes("blob (of `edge demo`)", demo.Blob.Length);
        RequireRow("peak SRAM, everything, at the default budget of 64 KB", $"{peak:N0} B");
        RequireRow("smallest peak SRAM (`--sram min`)", $"{smallest:N0} B");
        string models = File.ReadAllText(Repository.PathOf("Samples/MeterDigits/model/README.md"));
        Assert.IsTrue(models.Contains(Invariant($"| {demo.Program.Macs:N0} |"), StringComparison.Ordinal), "multiply-accumulates in model/README.md");
    }

    [TestMethod]
    public void Estimates_are_the_demos()
    {
        InferenceProfile profile = ModelProfiler.Profile("demo", s_demo.Value.Blob, KernelSets.DeviceDefault);
        foreach ((string board, string row) in new[] { ("esp32", "ESP32, 160 MHz: time, energy per digit"), ("esp32s3", "ESP32-S3, 240 MHz: time, energy per digit") })
        {
            var report = new ProfileReport("demo", KernelSets.DeviceDefault, profile, NfTools.Load().Find(board));
            double factor = report.Board.NsUncertaintyFactor;
            double seconds = report.TimeMs / 1000;
            RequireRow(row, $"{seconds:0.0} s ({seconds / factor:0.0} to {seconds * factor:0.0}), {report.EnergyMicrojoule / 1e6:0.00} J");
        }
    }

    /// <summary>
    /// The blob writes scales with as many digits as they need, and the last bit of one, a float from many sums, is not the same on every processor:
    /// 77,254 and 77,255 bytes have been seen.
    /// </summary>
    private static void RequireBytes(string name, int bytes)
    {
        const int LastDigits = 4;
        string page = File.ReadAllText(Repository.PathOf(Page));
        Match written = Regex.Match(page, Regex.Escape($"| {name} | ") + @"([\d,]+) B");
        bool isNear = written.Success && Math.Abs(int.Parse(written.Groups[1].Value, NumberStyles.Number, CultureInfo.InvariantCulture) - bytes) <= LastDigits;
        if (!isNear)
        {
            RequireRow(name, $"{bytes:N0} B");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>The first column behind the row's name begins with the value; with EDGE_SYNC=1 it is made to.</summary>
    private static void RequireRow(string name, FormattableString figure)
    {
        string value = Invariant(figure);
        string path = Repository.PathOf(Page);
        string page = File.ReadAllText(path);
        string start = $"| {name} | ";
        if (Environment.GetEnvironmentVariable("EDGE_SYNC") == "1")
        {
            string form = string.Join(@"[\d.,]*\d", Regex.Split(value, @"[\d.,]*\d").Select(Regex.Escape));
            page = Regex.Replace(page, Regex.Escape(start) + form, (start + value).Replace("$", "$$", StringComparison.Ordinal));
            File.WriteAllText(path, page);
        }

        int row = page.IndexOf(start, StringComparison.Ordinal);
        Assert.IsGreaterThanOrEqualTo(0, row, $"{Page} has no row '{name}'");
        string line = page[row..page.IndexOf('\n', row)];
        Assert.IsTrue(line.StartsWith(start + value, StringComparison.Ordinal), $"{Page}: \"{SyncCommand}\" corrects\n{line}\nto\n{start}{value}");
    }
}
