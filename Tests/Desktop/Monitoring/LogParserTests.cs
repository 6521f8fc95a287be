using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Edge.Firmware.Faults;
using Edge.Firmware.Logging;
using Edge.ModelTools.Monitoring;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Monitoring;

/// <summary>What the firmware writes is read back; what is torn or mixed is counted and left out.</summary>
[TestClass]
public sealed class LogParserTests
{
    [TestMethod]
    public void Every_line_of_the_app_is_read_with_its_fields()
    {
        var parser = new LogParser();
        List<LogEntry> entries = [.. DeviceLogs.Run("count=3\nperiod_s=0\ngroups=1").Select(parser.Parse).OfType<LogEntry>()];
        Assert.AreEqual(0, parser.DamagedLines);
        Assert.AreEqual(3, entries.Count(entry => entry.Kind == "I"));
        Assert.AreEqual("ESP32_S3_OCTAL 1.17.0.339", entries.Single(entry => entry.Kind == "B").Text("target"));
        Assert.AreEqual("embedded", entries.Single(entry => entry.Kind == "M").Text("file"));
        LogEntry first = entries.First(entry => entry.Kind == "I");
        Assert.AreEqual(1, first.Number("seq"));
        Assert.AreEqual("modelled", first.Text("label"));
        Assert.IsNull(first.Number("temp_dc"), "not known");
        Assert.IsNull(first.Text("no_such_field"));
    }

    [TestMethod]
    public void Line_torn_at_any_character_is_never_read_as_another()
    {
        string line = DeviceLogs.Inference(7, 4321007, 832123456);
        for (int length = 0; length < line.Length; length++)
        {
            Assert.IsNull(new LogParser().Parse(line[..length]), $"cut to {length} characters");
        }

        Assert.IsNotNull(new LogParser().Parse(line));
    }

    [TestMethod]
    public void Line_with_one_wrong_character_is_damaged()
    {
        string line = DeviceLogs.Inference(7, 4321007, 832123456);
        for (int i = "EDGE,".Length; i < line.Length; i++)
        {
            var parser = new LogParser();
            Assert.IsNull(parser.Parse(line[..i] + (line[i] == '1' ? '2' : '1') + line[(i + 1)..]), $"character {i}");
            Assert.AreEqual(1, parser.DamagedLines);
        }
    }

    [TestMethod]
    public void Of_two_lines_that_ran_into_each_other_the_whole_one_counts()
    {
        string first = DeviceLogs.Inference(1, 1000, 2000);
        string second = DeviceLogs.Inference(2, 3000, 4000);
        var parser = new LogParser();
        Assert.AreEqual(2, parser.Parse(first[..40] + second)!.Number("seq"));
        Assert.AreEqual(1, parser.DamagedLines);
        Assert.IsNull(parser.Parse(first[..40] + "# 2 digits: 3.000 ms" + first[40..]));
        Assert.AreEqual(2, parser.DamagedLines);
        Assert.AreEqual(1, parser.Parse("# 2 digits: 3.0" + first)!.Number("seq"), "a line for people before it does no harm");
        Assert.AreEqual(2, parser.DamagedLines);
    }

    [TestMethod]
    public void Other_lines_are_no_damage()
    {
        var parser = new LogParser();
        foreach (string line in new[] { string.Empty, "# Edge 0.1.0 on ESP32", "rst:0x1 (POWERON_RESET)", "KNOWLEDGE", "++++ Exception System.OutOfMemoryException ++++" })
        {
            Assert.IsNull(parser.Parse(line));
        }

        Assert.AreEqual(0, parser.DamagedLines);
    }

    [TestMethod]
    public void Line_of_an_earlier_firmware_has_the_first_fields()
    {
        string earlier = new LogLine().Begin("I").Add(7).Add("digits").Add(1500).End();
        LogEntry entry = new LogParser().Parse(earlier)!;
        Assert.AreEqual(1500, entry.Number("total_us"));
        Assert.IsNull(entry.Number("top_permille"));
        var told = new LogParser();
        Assert.IsNull(told.Parse(new LogLine().Begin("H").AddNames("I").AddNames("seq,model,total_us,compute_us").End()));
        Assert.IsNull(told.Parse(earlier), "the header says that a field is missing");
    }

    [TestMethod]
    public void Header_lines_name_the_fields_of_a_later_firmware()
    {
        var parser = new LogParser();
        Assert.IsNull(parser.Parse(new LogLine().Begin("H").AddNames("E").AddNames("code,where,detail,since").End()));
        LogEntry entry = parser.Parse(new LogLine().Begin("E").Add(301).Add("ina226").Add(64).Add(5).End())!;
        Assert.AreEqual(5, entry.Number("since"));
        Assert.IsNull(parser.Parse(new LogLine().Begin("E").Add(301).Add("ina226").Add(64).End()), "a field is missing");
        Assert.AreEqual(1, parser.DamagedLines);
    }

    [TestMethod]
    public void Bytes_in_any_pieces_give_the_same_lines()
    {
        byte[] bytes = DeviceLogs.Bytes(DeviceLogs.Run("count=2\nperiod_s=0"));
        string[] expected = Split(bytes, bytes.Length);
        for (int piece = 1; piece < 40; piece++)
        {
            CollectionAssert.AreEqual(expected, Split(bytes, piece), $"pieces of {piece}");
        }
    }

    [TestMethod]
    public void Stream_without_line_ends_is_cut()
    {
        var splitter = new LineSplitter();
        Assert.HasCount(2, splitter.Add(new byte[(2 * LineSplitter.LongestLine) + 1]));
        Assert.AreEqual("?", splitter.Rest());
        Assert.IsNull(splitter.Rest());
    }

    [TestMethod]
    public void Every_error_code_of_the_firmware_has_a_sentence()
    {
        foreach (FirmwareError error in Enum.GetValues<FirmwareError>())
        {
            Assert.StartsWith(error + ": ", FirmwareErrorText.Of((long)error));
        }

        Assert.Contains("unknown", FirmwareErrorText.Of(9999));
    }

    private static string[] Split(byte[] bytes, int piece)
    {
        var splitter = new LineSplitter();
        return [.. bytes.Chunk(piece).SelectMany(part => splitter.Add(part))];
    }
}
