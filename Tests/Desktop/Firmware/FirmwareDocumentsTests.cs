using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using Edge.Firmware.Faults;
using Edge.Firmware.Logging;
using Edge.MeterDigits.Device;
using Edge.Runtime.Int8.Telemetry;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>docs/energy.md and docs/boards.md say what the sources say.</summary>
[TestClass]
public sealed class FirmwareDocumentsTests
{
    private static readonly string s_energy = File.ReadAllText(Repository.PathOf("docs/energy.md"));
    private static readonly string s_boards = File.ReadAllText(Repository.PathOf("docs/boards.md"));

    [TestMethod]
    public void Every_error_code_is_listed_with_its_name_and_no_other()
    {
        string[] listed = Regex.Matches(s_energy, @"^\| (\d{3}) \| (\w+) \|", RegexOptions.Multiline).Select(m => m.Groups[1].Value + " " + m.Groups[2].Value).ToArray();
        IEnumerable<string> own = Enum.GetValues<FirmwareError>().Where(code => code != 0).Select(code => $"{(int)code} {code}");
        IEnumerable<string> task = typeof(MeterError).GetFields().Select(field => $"{field.GetRawConstantValue()} Meter{field.Name}");
        string[] codes = [.. own, .. task];
        CollectionAssert.AreEquivalent(codes, listed);
    }

    [TestMethod]
    public void Every_kind_of_line_is_listed_with_its_fields()
    {
        (string Kind, string Fields)[] kinds =
        [
            ("B", FirmwareLog.BootFields), ("M", FirmwareLog.ModelFields), ("I", InferenceLogLine.Fields),
            ("G", FirmwareLog.GroupFields), ("D", FirmwareLog.DutyFields), ("E", FirmwareLog.ErrorFields),
        ];
        foreach ((string kind, string fields) in kinds)
        {
            Assert.IsTrue(Regex.IsMatch(s_energy, $@"^\| `{kind}` \| [^|]+ \| `{Regex.Escape(fields)}` \|$", RegexOptions.Multiline), kind);
        }
    }

    [TestMethod]
    public void Table_of_currents_is_the_one_in_the_code()
    {
        MatchCollection rows = Regex.Matches(s_energy, @"^\| (esp32\w*) \| (\d+) \| ([\d.]+) \(([\d.]+)-([\d.]+)\) \| ([\d.]+) \| ([\d.]+) \| (\d+) \|", RegexOptions.Multiline);
        Assert.HasCount(11, rows);
        foreach (Match row in rows)
        {
            BoardCurrents currents = BoardCurrents.Find(row.Groups[1].Value, int.Parse(row.Groups[2].Value, CultureInfo.InvariantCulture));
            int[] expected =
            [
                currents.ComputeMicroamps, currents.ComputeLowMicroamps, currents.ComputeHighMicroamps, currents.WeightReadMicroamps, currents.IdleMicroamps,
            ];
            for (int i = 0; i < expected.Length; i++)
            {
                double milliamps = double.Parse(row.Groups[i + 3].Value, CultureInfo.InvariantCulture);
                Assert.AreEqual(expected[i] / 1000.0, milliamps, 0.0501, row.Value);
            }

            Assert.AreEqual(currents.DeepSleepMicroamps.ToString(CultureInfo.InvariantCulture), row.Groups[8].Value, row.Value);
        }
    }

    [TestMethod]
    public void Boards_are_those_of_nf_tools()
    {
        NfTools tools = NfTools.Load();
        foreach (JsonElement board in tools.Boards)
        {
            string row = $"| {board.GetProperty("name").GetString()} | {board.GetProperty("target").GetString()} | {board.GetProperty("fwVersion").GetString()} | {board.GetProperty("cpuMHz").GetInt32()} |";
            StringAssert.Contains(s_boards, row);
            string sizes = $"| {board.GetProperty("deployKB").GetInt32()} KB | {board.GetProperty("storageKB").GetInt32()} KB |";
            Assert.IsTrue(s_boards.Split('\n').Any(line => line.StartsWith(row, StringComparison.Ordinal) && line.EndsWith(sizes, StringComparison.Ordinal)), sizes);
        }

        StringAssert.Contains(s_boards, $"nanoff {tools.Tools["nanoff"]}");
    }

    [TestMethod]
    public void Every_setting_of_the_reader_is_listed_and_no_other()
    {
        string reader = File.ReadAllText(Repository.PathOf("Firmware/Storage/SettingsReader.cs"));
        string[] keys = Regex.Matches(reader, "case \"(\\w+)\":").Select(m => m.Groups[1].Value).Distinct().ToArray();
        string table = s_boards[s_boards.IndexOf("| key | values | default |", StringComparison.Ordinal)..s_boards.IndexOf("| default pins |", StringComparison.Ordinal)];
        string[] listed = table.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Regex.Matches(line.Split('|')[1], "`(\\w+)`").Select(m => m.Groups[1].Value)).ToArray();
        CollectionAssert.AreEquivalent(keys, listed);
    }
}
