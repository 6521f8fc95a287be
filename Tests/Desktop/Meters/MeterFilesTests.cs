using System;
using System.IO;
using System.Text.Json;
using Edge.MeterDigits.Device;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Meters;
using Edge.Tests.Desktop.Commands;
using Edge.Tests.Desktop.Images;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Meters;

/// <summary>boxes.json, frames, previous readings: right and wrong ones.</summary>
[TestClass]
public sealed class MeterFilesTests
{
    private const string Boxes = """
        {
          "width": 40, "height": 20, "decimals": 1, "rolling": false, "maxIncrease": 2.5, "minConfidence": 0.7,
          "boxes": [
            { "x": 0, "y": 0, "width": 20, "height": 20 },
            { "x": 20, "y": 2, "width": 20, "height": 18 }
          ]
        }
        """;

    [TestMethod]
    public void A_boxes_file_is_read_with_all_its_fields()
    {
        using var folder = new TemporaryFolder();
        MeterLayout layout = BoxesFile.Read(folder.Write("boxes.json", Boxes), null);
        Assert.AreEqual((40, 20, 1, 2), (layout.FrameWidth, layout.FrameHeight, layout.Decimals, layout.DigitCount));
        Assert.AreEqual((25L, 700, false), (layout.MaxIncrease, layout.MinConfidencePermille, layout.IsRolling));
        Assert.AreEqual((20, 2, 20, 18), (layout.GetBox(1).X, layout.GetBox(1).Y, layout.GetBox(1).Width, layout.GetBox(1).Height));
        Assert.AreEqual(40L, BoxesFile.Read(folder.Write("boxes.json", Boxes), 4).MaxIncrease);
    }

    [TestMethod]
    [DataRow("\"x\": 20", "\"x\": 21", nameof(DiagnosticId.BoxOutsideFrame), "boxes[1]", "20x18 at (21, 2)", "40x20")]
    [DataRow("\"x\": 20", "\"x\": -1", nameof(DiagnosticId.BoxOutsideFrame), "boxes[1]", "(-1, 2)", "")]
    [DataRow("\"x\": 0, \"y\": 0, \"width\": 20", "\"x\": 0, \"y\": 0, \"width\": 2", nameof(DiagnosticId.BoxOutsideFrame), "boxes[0]", "4x4", "")]
    [DataRow("\"x\": 20", "\"x\": 19", nameof(DiagnosticId.BoxesOverlap), "boxes[1]", "overlaps", "")]
    [DataRow("\"decimals\"", "\"decimal\"", nameof(DiagnosticId.BoxesUnknownField), "decimal", "no such field", "")]
    [DataRow("\"y\": 2", "\"y\": 2, \"angle\": 3", nameof(DiagnosticId.BoxesUnknownField), "boxes[1].angle", "no such field", "")]
    [DataRow("\"y\": 2", "\"y\": 2.5", nameof(DiagnosticId.BoxesInvalid), "boxes[1].y", "not an integer", "")]
    [DataRow("\"y\": 2,", "", nameof(DiagnosticId.BoxesInvalid), "boxes[1].y", "missing", "")]
    [DataRow("\"decimals\": 1", "\"decimals\": 3", nameof(DiagnosticId.BoxesBadValue), "decimals", "3", "")]
    [DataRow("false", "\"no\"", nameof(DiagnosticId.BoxesInvalid), "rolling", "neither true nor false", "")]
    [DataRow("2.5", "-1", nameof(DiagnosticId.BoxesBadValue), "maxIncrease", "-1", "")]
    [DataRow("2.5", "0.01", nameof(DiagnosticId.BoxesBadValue), "maxIncrease", "0.01", "")]
    [DataRow("2.5", "10", nameof(DiagnosticId.BoxesBadValue), "maxIncrease", "2 digits", "")]
    [DataRow("0.7", "1.5", nameof(DiagnosticId.BoxesBadValue), "minConfidence", "1.5", "")]
    [DataRow("\"width\": 40", "\"width\": 0", nameof(DiagnosticId.BoxesBadValue), "width", "0", "")]
    [DataRow("\"boxes\": [", "\"boxes\": [], \"other\": [", nameof(DiagnosticId.BoxesBadValue), "boxes", "0 boxes", "")]
    [DataRow("{ \"x\": 0", "{{ \"x\": 0", nameof(DiagnosticId.BoxesInvalid), "boxes.json", "not JSON", "")]
    public void A_wrong_boxes_file_is_refused_with_the_field(string part, string replacement, string id, string where, string what, string more)
    {
        Assert.Contains(part, Boxes);
        using var folder = new TemporaryFolder();
        string path = folder.Write("boxes.json", Boxes.Replace(part, replacement, StringComparison.Ordinal));
        DiagnosticAssert.Throws(Enum.Parse<DiagnosticId>(id), () => BoxesFile.Read(path, null), where, what, more);
    }

    [TestMethod]
    public void A_missing_boxes_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        DiagnosticAssert.Throws(DiagnosticId.FileNotFound, () => BoxesFile.Read(folder.File("boxes.json"), null));
    }

    [TestMethod]
    [DataRow("12.3", 2)]
    [DataRow("x", 2)]
    [DataRow("-1", 2)]
    [DataRow("", 2)]
    [DataRow(".", 2)]
    [DataRow("1.2.3", 2)]
    [DataRow("1.25", 2)]
    public void A_previous_reading_that_the_meter_cannot_show_is_refused(string text, int digits)
    {
        MeterLayout layout = Layout(digits, 1);
        DiagnosticAssert.Throws(DiagnosticId.PreviousReadingInvalid, () => ReadingText.Parse(text, layout), "--previous", "2 digits with 1 decimals");
    }

    [TestMethod]
    [DataRow("00618.53", 61853)]
    [DataRow("618.5", 61850)]
    [DataRow("0", 0)]
    [DataRow("007", 700)]
    public void A_previous_reading_is_understood_with_and_without_zeros(string text, int expected)
    {
        Assert.AreEqual(expected, ReadingText.Parse(text, Layout(7, 2)));
        Assert.AreEqual(MeterReading.NoPrevious, ReadingText.Parse(null, Layout(7, 2)));
    }

    [TestMethod]
    public void Frames_of_another_size_or_format_are_refused()
    {
        using var folder = new TemporaryFolder();
        RenderedMeter meter = RenderedMeter.All()[0];
        MeterLayout small = BoxesFile.Read(folder.Write("boxes.json", Boxes), null);
        DiagnosticAssert.Throws(DiagnosticId.FrameSizeMismatch, () => FrameFile.Read(meter.ImagePath, small, null), "192x72", "40x20");
        string raw = folder.Write("frame.raw", new byte[40 * 20 * 2]);
        DiagnosticAssert.Throws(DiagnosticId.FrameSizeMismatch, () => FrameFile.Read(raw, small, "rgb888"), "1600 bytes", "2400");
        DiagnosticAssert.Throws(DiagnosticId.BadOption, () => FrameFile.Read(raw, small, null), "--format");
        DiagnosticAssert.Throws(DiagnosticId.BadOption, () => FrameFile.Read(raw, small, "yuv"), "yuv", "rgb565be");
        DiagnosticAssert.Throws(DiagnosticId.FileNotFound, () => FrameFile.Read(folder.File("none.raw"), small, "gray"));
        DiagnosticAssert.Throws(DiagnosticId.FileNotFound, () => FrameFile.Read(folder.File("none.png"), small, null));
        DiagnosticAssert.Throws(DiagnosticId.ImageUnreadable, () => FrameFile.Read(folder.Write("text.png", "text"), small, null));
        Assert.IsTrue(FrameFile.Read(raw, small, "rgb565").HasRightLength);
    }

    [TestMethod]
    public void The_command_prints_a_reading_as_JSON()
    {
        RenderedMeter meter = RenderedMeter.All()[0];
        (int code, string output, string error) = CommandLine.Run("meter", meter.ImagePath, "--boxes", meter.BoxesPath, "--previous", meter.Previous, "--json");
        Assert.AreEqual(0, code, error);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.AreEqual(meter.Reading, json.RootElement.GetProperty("reading").GetString());
        Assert.AreEqual("read", json.RootElement.GetProperty("status").GetString());
        Assert.AreEqual("estimated", json.RootElement.GetProperty("energyLabel").GetString());
        Assert.AreEqual(5, json.RootElement.GetProperty("digits").GetArrayLength());
    }

    private static MeterLayout Layout(int digits, int decimals)
    {
        var boxes = new DigitBox[digits];
        for (int i = 0; i < digits; i++)
        {
            boxes[i] = new DigitBox(i * 10, 0, 10, 10);
        }

        return new MeterLayout(digits * 10, 10, boxes, decimals, true, MeterLayout.DefaultMinConfidencePermille, 0);
    }
}
