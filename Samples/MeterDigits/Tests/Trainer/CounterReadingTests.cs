using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.MeterDigits.Generator;
using Edge.MeterDigits.Generator.Camera;
using Edge.MeterDigits.Generator.Meters;
using Edge.MeterDigits.Trainer.Export;
using Edge.MeterDigits.Trainer.Native;
using Edge.MeterDigits.Trainer.Network;
using Edge.MeterDigits.Trainer.Training;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using SkiaSharp;
using TorchSharp;

namespace Edge.MeterDigits.Tests.Trainer;

/// <summary>The trained network on the whole counters that the generator draws.</summary>
[TestClass]
public sealed class CounterReadingTests
{
    [ClassInitialize]
    public static void Prepare(TestContext _) => NativeTorch.Prepare();

    [TestMethod]
    [DataRow("meter_digits_large", MeterFolder.DefaultSeed, 0)]
    [DataRow("meter_digits_large", 1UL, 0)]
    [DataRow("meter_digits_large", 2UL, 0)]
    [DataRow("meter_digits", MeterFolder.DefaultSeed, 0)]
    [DataRow("meter_digits", 1UL, 1)]
    [DataRow("meter_digits", 2UL, 0)]
    public void Digits_of_the_counters_are_read_as_what_they_show(string name, ulong seed, int mostWrong)
    {
        using MeterNetwork network = NetworkExport.Read(Path.Combine(AppContext.BaseDirectory, name), out _);
        var wrong = new List<string>();
        foreach (MeterCase meter in MeterCases.All)
        {
            var face = new MeterFace(meter, seed);
            using SKBitmap frame = face.Render();
            string read = string.Join(' ', face.Boxes().Select(box => Read(network, frame, box)));
            string shown = string.Join(' ', face.Shown());
            if (read != shown)
            {
                wrong.Add($"{meter.Name}: shows {shown}, read {read}");
            }
        }
        Assert.IsLessThanOrEqualTo(mostWrong, wrong.Count, string.Join("; ", wrong));
    }

    private static string Read(MeterNetwork network, SKBitmap frame, DigitBox box)
    {
        using var crop = new SKBitmap();
        Assert.IsTrue(frame.ExtractSubset(crop, SKRectI.Create(box.X, box.Y, box.Width, box.Height)));
        using SKBitmap copy = crop.Copy();
        FloatImage image = FloatImage.From(copy).Resize(DigitSample.Width, DigitSample.Height, area: true);
        var input = new float[DigitSample.ByteCount];
        int plane = DigitSample.Width * DigitSample.Height;
        for (int i = 0; i < plane; i++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                input[channel * plane + i] = FloatImage.ToByte(image.Pixels[i * 3 + channel]) / 127.5f - 1;
            }
        }
        using IDisposable noGradient = torch.no_grad();
        using torch.Tensor tensor = torch.tensor(input, new long[] { 1, 3, DigitSample.Height, DigitSample.Width });
        using torch.Tensor logits = network.forward(tensor);
        using torch.Tensor best = logits.argmax(1);
        long digit = best.item<long>();
        return digit == 10 ? "NaN" : digit.ToString();
    }
}
