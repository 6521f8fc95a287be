using System;
using System.Collections.Generic;
using System.IO;
using Edge.MeterDigits.Device;
using Edge.MeterDigits.Generator.Meters;
using Edge.MeterDigits.Trainer.Export;
using Edge.MeterDigits.Trainer.Reporting;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.MeterDigits.Tests.Trainer;

/// <summary>
/// The seventeen counters of the sample and forty hard ones through the device's own reader, in int8 and RGB565: what it accepts is right.
/// </summary>
[TestClass]
public sealed class HardCounterTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow("meter_digits", 38)]
    [DataRow("meter_digits_large", 38)]
    [DataRow("meter_digits_teacher", 36)]
    [DataRow("meter_digits_base", 33)]
    public void Hard_counters_are_read_rightly_or_rejected(string network, int fewestRight)
    {
        (int right, List<string> wrong) = Read(network, HardCases.All);
        Assert.AreEqual(0, wrong.Count, string.Join(", ", wrong));
        Assert.IsGreaterThanOrEqualTo(fewestRight, right);
    }

    [TestMethod]
    [DataRow("meter_digits", 17)]
    [DataRow("meter_digits_large", 16)]
    [DataRow("meter_digits_teacher", 16)]
    [DataRow("meter_digits_base", 14)]
    public void Ordinary_counters_come_out_as_expected_or_are_rejected(string network, int fewestRight)
    {
        (int right, List<string> wrong) = Read(network, MeterCases.All);
        Assert.AreEqual(0, wrong.Count, string.Join(", ", wrong));
        Assert.IsGreaterThanOrEqualTo(fewestRight, right);
    }

    private (int Right, List<string> Wrong) Read(string network, IReadOnlyList<MeterCase> meters)
    {
        string weights = Path.Combine(AppContext.BaseDirectory, network, NetworkExport.Weights);
        ConversionResult converted = ModelConverter.Convert(SourceModel.Read(weights, null), new ConversionOptions { CalibrationPath = Path.Combine(AppContext.BaseDirectory, "Demo", "calibration") });
        Int8Model model = BlobFile.Load(network, converted.Blob, KernelSets.Create(KernelSets.DeviceDefault));
        var wrong = new List<string>();
        int right = 0;
        int rejected = 0;
        foreach (MeterCase meter in meters)
        {
            MeterReading reading = CounterReport.Read(model, meter, MeterFolder.DefaultSeed);
            TestContext.WriteLine(CounterReport.Describe(meter, reading));
            bool isDigits = reading.HasValue && reading.Value == long.Parse(meter.Digits);
            bool isExpected = meter.Outcome is "backwards" or "jump" ? MeterLog.NameOf(reading.Status) == meter.Outcome : reading.IsAccepted;
            right += isDigits && isExpected ? 1 : 0;
            rejected += reading.IsAccepted || (isDigits && isExpected) ? 0 : 1;
            if (reading.IsAccepted && !isDigits)
            {
                wrong.Add(meter.Name);
            }
        }
        TestContext.WriteLine($"{network}: {right} right, {rejected} rejected, {wrong.Count} wrong");
        return (right, wrong);
    }
}
