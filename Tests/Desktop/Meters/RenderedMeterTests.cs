using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Firmware.Faults;
using Edge.MeterDigits.Device;
using Edge.ModelTools.Commands;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Meters;
using Edge.Runtime.Int8;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Meters;

/// <summary>Whole rendered meters, Samples/MeterDigits/meters: at rest, turning, glare, missing digits, backwards, jumps.</summary>
[TestClass]
public sealed class RenderedMeterTests
{
    private const int FewestRight = 17; // all of them

    public static IEnumerable<object[]> Sets => KernelSets.Names.Select(name => new object[] { name });

    private static readonly Lazy<byte[]> s_blob = new(() => DemoCommand.Convert(64 * 1024).Blob);

    [TestMethod]
    public void What_a_meter_shows_and_its_previous_reading_give_the_expected_reading()
    {
        List<RenderedMeter> meters = RenderedMeter.All();
        Assert.IsGreaterThanOrEqualTo(12, meters.Count);
        foreach (RenderedMeter meter in meters)
        {
            MeterLayout layout = meter.Layout();
            var reading = new MeterReading(layout.DigitCount) { Previous = ReadingText.Parse(meter.Previous, layout) };
            int[] classes = meter.Classes;
            string shown = meter.Reading.Replace(".", "");
            for (int i = 0; i < classes.Length; i++)
            {
                reading.Digits[i].SeenClass = classes[i];
                reading.Digits[i].ConfidencePermille = 950;
                reading.Digits[i].PairLower = shown[i] - '0'; // a turning wheel shows the digit it leaves
                reading.Digits[i].IsPairClear = true;
            }

            ReadingJudge.Run(reading, layout, new bool[layout.DigitCount]);
            Assert.IsNull(meter.Differs(reading, layout.Decimals));
            Assert.AreEqual(meter.Outcome is "read" or "incomplete", reading.IsAccepted);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Meters_whose_digits_the_network_sees_are_read_as_expected(string kernels)
    {
        Int8Model model = BlobFile.Load("demo", s_blob.Value, KernelSets.Create(kernels));
        int right = 0;
        foreach (RenderedMeter meter in RenderedMeter.All())
        {
            MeterReader reader = Read(model, meter, PixelFormat.Rgb565);
            bool isSeen = reader.Reading.Digits.Select(digit => digit.SeenClass).SequenceEqual(meter.Classes)
                && reader.Reading.ConfidencePermille >= reader.Layout.MinConfidencePermille;
            string? difference = meter.Differs(reader.Reading, reader.Layout.Decimals);
            bool isUntold = reader.Reading.Digits.Any(digit => digit.SeenClass == DigitResult.NotReadable && !digit.IsPairClear) && !reader.Reading.IsAccepted;
            Assert.IsTrue(!isSeen || isUntold || difference is null, difference);
            right += difference is null ? 1 : 0;
        }

        Assert.IsGreaterThanOrEqualTo(FewestRight, right);
    }

    [TestMethod]
    public void Reading_allocates_nothing()
    {
        Int8Model model = BlobFile.Load("demo", s_blob.Value, KernelSets.Create("packed"));
        RenderedMeter meter = RenderedMeter.All().First(candidate => candidate.Image == "rolling-carry.png");
        MeterLayout layout = meter.Layout();
        ArrayFrame frame = FrameFile.Read(meter.ImagePath, layout, "rgb565");
        MeterReader reader = MeterCommand.Create("demo", model, layout);
        reader.Attach(new StopwatchClock(), null);
        long previous = ReadingText.Parse(meter.Previous, layout);
        reader.Read(frame, previous);

        // What Read itself allocates, it allocates every time; the runtime's own work on this thread comes once.
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 3 && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            reader.Read(frame, previous);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.AreEqual(0, least);
        Assert.IsGreaterThan(0, reader.Reading.Microseconds);
    }

    [TestMethod]
    public void Both_kernel_sets_give_the_same_reading()
    {
        RenderedMeter meter = RenderedMeter.All()[0];
        MeterReading reference = Read(BlobFile.Load("demo", s_blob.Value, KernelSets.Create("reference")), meter, PixelFormat.Rgb888).Reading;
        MeterReading packed = Read(BlobFile.Load("demo", s_blob.Value, KernelSets.Create("packed")), meter, PixelFormat.Rgb888).Reading;
        CollectionAssert.AreEqual(
            reference.Digits.Select(digit => (digit.SeenClass, digit.ConfidencePermille)).ToArray(),
            packed.Digits.Select(digit => (digit.SeenClass, digit.ConfidencePermille)).ToArray());
    }

    [TestMethod]
    public void A_frame_of_another_size_and_a_previous_reading_that_is_too_large_are_refused()
    {
        Int8Model model = BlobFile.Load("demo", s_blob.Value, KernelSets.Create("packed"));
        MeterLayout layout = RenderedMeter.All()[0].Layout();
        MeterReader reader = MeterCommand.Create("demo", model, layout);
        var frame = new ArrayFrame(new byte[layout.FrameWidth * (layout.FrameHeight - 1)], layout.FrameWidth, layout.FrameHeight - 1, PixelFormat.Gray8);
        Assert.AreEqual(MeterError.FrameMismatch, reader.Read(frame, -1));
        frame = new ArrayFrame(new byte[layout.FrameWidth * layout.FrameHeight], layout.FrameWidth, layout.FrameHeight, PixelFormat.Gray8);
        Assert.AreEqual(MeterError.FrameMismatch, reader.Read(frame, layout.Range));
        Assert.AreEqual(FirmwareError.None, reader.Read(frame, -1));
    }

    private static MeterReader Read(Int8Model model, RenderedMeter meter, PixelFormat format)
    {
        MeterLayout layout = meter.Layout();
        MeterReader reader = MeterCommand.Create("demo", model, layout);
        ArrayFrame frame = FrameFile.Read(meter.ImagePath, layout, FrameFile.FormatNames[(int)format]);
        Assert.AreEqual(FirmwareError.None, reader.Read(frame, ReadingText.Parse(meter.Previous, layout)));
        return reader;
    }
}
