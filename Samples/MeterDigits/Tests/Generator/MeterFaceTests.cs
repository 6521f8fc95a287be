using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.MeterDigits.Generator.Meters;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using SkiaSharp;

namespace Edge.MeterDigits.Tests.Generator;

[TestClass]
public sealed class MeterFaceTests
{
    public static IEnumerable<object[]> Names => MeterCases.All.Select(meter => new object[] { meter.Name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Boxes_lie_in_the_frame_side_by_side_and_do_not_overlap(string name)
    {
        DigitBox[] boxes = new MeterFace(Case(name), 1).Boxes();
        Assert.AreEqual(Case(name).Digits.Length, boxes.Length);
        for (int i = 0; i < boxes.Length; i++)
        {
            DigitBox box = boxes[i];
            Assert.IsTrue(box.X >= 0 && box.Y >= 0 && box.X + box.Width <= MeterFace.Width && box.Y + box.Height <= MeterFace.Height, box.ToString());
            Assert.IsTrue(i == 0 || boxes[i - 1].X + boxes[i - 1].Width == box.X, box.ToString());
        }
    }

    [TestMethod]
    public void A_frame_follows_from_case_and_seed()
    {
        MeterCase meter = Case("gas-decimals");
        using SKBitmap first = new MeterFace(meter, 1).Render();
        using SKBitmap again = new MeterFace(meter, 1).Render();
        using SKBitmap other = new MeterFace(meter, 2).Render();
        CollectionAssert.AreEqual(first.Bytes, again.Bytes);
        CollectionAssert.AreNotEqual(first.Bytes, other.Bytes);
    }

    [TestMethod]
    public void A_wheel_going_from_9_to_0_turns_the_wheels_before_it()
    {
        CollectionAssert.AreEqual(new[] { "0", "5", "2", "NaN", "NaN", "NaN" }, new MeterFace(Case("rolling-carry"), 1).Shown());
        CollectionAssert.AreEqual(new[] { "3", "6", "0", "7", "2", "4" }, new MeterFace(Case("just-moving"), 1).Shown());
    }

    [TestMethod]
    [DataRow("glare-hides")]
    [DataRow("missing-wheel")]
    [DataRow("missing-display")]
    public void A_hidden_digit_is_one_flat_patch_and_expected_to_be_unreadable(string name)
    {
        var face = new MeterFace(Case(name) with { Noise = 0 }, 1);
        int hidden = Array.IndexOf(face.Shown(), "NaN");
        using SKBitmap frame = face.Render();
        Assert.IsTrue(Spread(frame, face.Boxes()[hidden]) < 24, "the hidden digit can be seen");
        for (int i = 0; i < face.Boxes().Length; i++)
        {
            Assert.IsTrue(i == hidden || Spread(frame, face.Boxes()[i]) > 60, $"digit {i} can't be seen");
        }
    }

    [TestMethod]
    public void The_folder_names_a_picture_and_boxes_for_every_case()
    {
        string folder = Directory.CreateTempSubdirectory("meters").FullName;
        try
        {
            MeterFolder.Write(folder, MeterFolder.DefaultSeed);
            using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
            Assert.AreEqual(MeterCases.All.Count, expected.RootElement.GetArrayLength());
            foreach (JsonElement entry in expected.RootElement.EnumerateArray())
            {
                using JsonDocument boxes = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, entry.GetProperty("boxes").GetString()!)));
                using SKBitmap frame = SKBitmap.Decode(Path.Combine(folder, entry.GetProperty("image").GetString()!));
                Assert.AreEqual(frame.Width, boxes.RootElement.GetProperty("width").GetInt32());
                Assert.AreEqual(frame.Height, boxes.RootElement.GetProperty("height").GetInt32());
                int digits = entry.GetProperty("reading").GetString()!.Count(char.IsDigit);
                Assert.AreEqual(digits, boxes.RootElement.GetProperty("boxes").GetArrayLength());
                Assert.AreEqual(digits, entry.GetProperty("shown").GetString()!.Split(' ').Length);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static MeterCase Case(string name) => MeterCases.All.Single(meter => meter.Name == name);

    // Difference between the 5th and the 95th percentile of the green channel in the middle of a box, where a digit has its strokes.
    private static int Spread(SKBitmap frame, DigitBox box)
    {
        var levels = new List<int>();
        for (int y = box.Y + box.Height * 3 / 10; y < box.Y + box.Height * 7 / 10; y++)
        {
            for (int x = box.X + box.Width / 4; x < box.X + box.Width * 3 / 4; x++)
            {
                levels.Add(frame.GetPixel(x, y).Green);
            }
        }
        levels.Sort();
        return levels[levels.Count * 95 / 100] - levels[levels.Count * 5 / 100];
    }
}
