using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.MeterDigits.Device;
using Edge.MeterDigits.Generator.Meters;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using SkiaSharp;

namespace Edge.MeterDigits.Trainer.Reporting;

/// <summary>Counters that are hard to read, through the device's own reader in int8 and RGB565: how many readings are right, rejected, or accepted and wrong.</summary>
internal static class CounterReport
{
    /// <summary>Reads counters with a converted network and prints every reading that is accepted and wrong.</summary>
    /// <param name="blob">File of the converted network.</param>
    /// <param name="seed">Seed of the counters and of their pictures.</param>
    /// <param name="count">How many.</param>
    public static void Print(string blob, ulong seed, int count)
    {
        Int8Model model = BlobFile.Load(blob, BlobFile.Read(blob), KernelSets.Create(KernelSets.DeviceDefault));
        int right = 0;
        int rejected = 0;
        int wrong = 0;
        foreach (MeterCase meter in HardCases.Draw(seed, count))
        {
            MeterReading reading = Read(model, meter, seed);
            bool isRight = reading.Value == long.Parse(meter.Digits);
            right += reading.IsAccepted && isRight ? 1 : 0;
            rejected += reading.IsAccepted ? 0 : 1;
            if (reading.IsAccepted && !isRight)
            {
                wrong++;
                Console.WriteLine(Describe(meter, reading));
            }
        }
        Console.WriteLine($"{count} counters of seed {seed}: {right} right, {rejected} rejected, {wrong} wrong");
    }

    /// <summary>Draws a counter and reads it.</summary>
    public static MeterReading Read(Int8Model model, MeterCase meter, ulong seed)
    {
        var face = new MeterFace(meter, seed);
        using SKBitmap picture = face.Render();
        bool isRolling = meter.Kind is MeterKind.BlackWheels or MeterKind.WhiteWheels;
        Device.DigitBox[] boxes = face.Boxes().Select(box => new Device.DigitBox(box.X, box.Y, box.Width, box.Height)).ToArray();
        var layout = new MeterLayout(MeterFace.Width, MeterFace.Height, boxes, meter.Decimals, isRolling, MeterLayout.DefaultMinConfidencePermille, 0);
        if (MeterReader.TryCreate(model, layout, out MeterReader reader) != 0)
        {
            throw new InvalidDataException("the network does not read digits");
        }
        reader.Read(new ArrayFrame(Rgb565(picture), MeterFace.Width, MeterFace.Height, PixelFormat.Rgb565BigEndian), long.Parse(meter.Previous));
        return reader.Reading;
    }

    /// <summary>A line on a counter and what was made of it.</summary>
    public static string Describe(MeterCase meter, MeterReading reading)
    {
        IEnumerable<string> seen = reading.Digits.Select(digit => (digit.SeenClass == DigitResult.NotReadable ? "-" : digit.SeenClass.ToString()) + "/" + digit.ConfidencePermille);
        return $"{meter.Name} ({meter.Kind}, {meter.What}): {meter.Digits} after {meter.Previous}, read {reading.ToText(0)}, {reading.Status}, seen {string.Join(' ', seen)}";
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
