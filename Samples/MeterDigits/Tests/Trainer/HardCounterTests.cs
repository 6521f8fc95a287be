using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.MeterDigits.Device;
using Edge.MeterDigits.Generator.Meters;
using Edge.ModelTools.Commands;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using SkiaSharp;

namespace Edge.MeterDigits.Tests.Trainer;

/// <summary>Forty hard counters through the device's own reader, in int8 and RGB565: what it accepts is right, but for the cases that the README names.</summary>
[TestClass]
public sealed class HardCounterTests
{
    // A misread 9 beside a hidden digit, a dark place taken for an 8, and wheels that stand between two digits, which the reading before decides.
    private static readonly string[] s_knownWrong = ["hard-07", "hard-10", "hard-11", "hard-29", "hard-30"];

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void Readings_are_right_or_rejected_but_for_those_that_are_known()
    {
        Int8Model model = BlobFile.Load("demo", DemoCommand.Convert(64 * 1024).Blob, KernelSets.Create(KernelSets.Default));
        var wrong = new List<string>();
        int right = 0;
        int rejected = 0;
        foreach (MeterCase meter in HardCases.All)
        {
            var face = new MeterFace(meter, MeterFolder.DefaultSeed);
            using SKBitmap picture = face.Render();
            bool isRolling = meter.Kind is MeterKind.BlackWheels or MeterKind.WhiteWheels;
            var layout = new MeterLayout(MeterFace.Width, MeterFace.Height, face.Boxes().Select(box => new Device.DigitBox(box.X, box.Y, box.Width, box.Height)).ToArray(), meter.Decimals, isRolling, MeterLayout.DefaultMinConfidencePermille, 0);
            Assert.AreEqual(0, (int)MeterReader.TryCreate(model, layout, out MeterReader reader));
            Assert.AreEqual(0, (int)reader.Read(new ArrayFrame(Rgb565(picture), MeterFace.Width, MeterFace.Height, PixelFormat.Rgb565BigEndian), long.Parse(meter.Previous)));
            MeterReading reading = reader.Reading;
            string line = $"{meter.Name} ({meter.Kind}, {meter.What}): {meter.Digits}, shows {string.Join(' ', face.Shown())}, read {reading.ToText(0)}, {reading.Status}, confidence {reading.ConfidencePermille}";
            TestContext.WriteLine(line);
            if (!reading.IsAccepted)
            {
                rejected++;
            }
            else if (reading.Value == long.Parse(meter.Digits))
            {
                right++;
            }
            else
            {
                wrong.Add(meter.Name);
            }
        }
        TestContext.WriteLine($"{right} right, {rejected} rejected, {wrong.Count} wrong");
        CollectionAssert.AreEqual(s_knownWrong, wrong, string.Join(", ", wrong));
    }

    private static byte[] Rgb565(SKBitmap picture)
    {
        var bytes = new byte[picture.Width * picture.Height * 2];
        int at = 0;
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++)
            {
                SKColor colour = picture.GetPixel(x, y);
                int pixel = ((colour.Red >> 3) << 11) | ((colour.Green >> 2) << 5) | (colour.Blue >> 3);
                bytes[at++] = (byte)(pixel >> 8);
                bytes[at++] = (byte)pixel;
            }
        }
        return bytes;
    }
}
