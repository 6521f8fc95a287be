using System;
using System.Globalization;
using System.Linq;
using Edge.Firmware.Faults;
using Edge.Firmware.Logging;
using Edge.Firmware.Settings;
using Edge.Runtime.Int8.Telemetry;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

[TestClass]
public sealed class LogLineTests
{
    [TestMethod]
    public void Check_is_crc16_ccitt_false()
    {
        Assert.AreEqual(0x29B1, Crc16.Compute("123456789".ToCharArray(), 9));
        Assert.AreEqual(0xFFFF, Crc16.Compute([], 0));
    }

    [TestMethod]
    public void Inference_line_has_every_field_of_its_header_and_a_right_check()
    {
        string line = InferenceLogLine.Format(Example(), new LogLine());
        Assert.AreEqual(
            "EDGE,I,12,digits,4321567,4200000,121567,0,832123456,800000000,32123456,0,300000000,modelled,58000,41234,51000,240,-125,7,996,957,2,4321567,0,832123456,0," + Check(line),
            line);
        Assert.AreEqual(InferenceLogLine.Fields.Split(',').Length + 3, line.Split(',').Length, "prefix, kind and check");
        AssertWhole(line);
    }

    [TestMethod]
    public void What_is_not_known_is_a_dash()
    {
        InferenceRecord record = Example();
        record.TotalMicroseconds = -1;
        record.ComputeMicroseconds = -1;
        record.WeightReadMicroseconds = -1;
        record.IdleMicroseconds = -1;
        record.TakeEnergy(new InferenceLog(1), null, true, -1);
        record.HasTemperature = false;
        record.TopPermille = -1;
        record.FreeBytes = -1;
        record.CpuMegahertz = -1;
        string line = InferenceLogLine.Format(record, new LogLine());
        StringAssert.StartsWith(line, "EDGE,I,12,digits,-,-,-,-,-,-,-,-,-,-,58000,41234,-,-,-,7,996,-,2,4321567,0,832123456,0,");
        AssertWhole(line);
        Assert.AreEqual("# 12 digits: time unknown, 58000 B weights, SRAM 41234 B, class 7 (0.996)", InferenceLogLine.FormatHuman(record, new LineBuffer()));
    }

    [TestMethod]
    public void Line_for_people_has_milliseconds_millijoules_and_the_label()
    {
        Assert.AreEqual(
            "# 12 digits: 4321.567 ms (compute 4200.000, weights 121.567; mean of 2 4321.567 +- 0.000), 832.123 mJ modelled (net 300.000; mean of 2 832.123 +- 0.000), 58000 B weights, "
            + "SRAM 41234 B, free 51000 B, 240 MHz, -12.5 C, class 7 (0.996, 95.7 %)",
            InferenceLogLine.FormatHuman(Example(), new LineBuffer()));
    }

    [TestMethod]
    public void Names_cannot_break_a_line()
    {
        string line = new LogLine().Begin("M").Add("a,b\"c\r\nd\u00e9" + new string('x', 100)).Add("").End();
        Assert.AreEqual("EDGE,M,a_b_c__d_" + new string('x', 87) + ",-," + Check(line), line);
        AssertWhole(line);
    }

    [TestMethod]
    public void Line_with_the_longest_values_everywhere_still_fits()
    {
        var record = new InferenceRecord { Model = new string('m', 96), Label = "estimated", HasTemperature = true, TemperatureTenths = int.MinValue };
        foreach (System.Reflection.FieldInfo field in typeof(InferenceRecord).GetFields().Where(f => f.FieldType == typeof(long)))
        {
            field.SetValue(record, long.MaxValue);
        }

        string line = InferenceLogLine.Format(record, new LogLine());
        Assert.AreEqual(InferenceLogLine.Fields.Split(',').Length + 3, line.Split(',').Length);
        AssertWhole(line);
    }

    [TestMethod]
    public void Every_flipped_torn_or_interleaved_line_fails_its_check()
    {
        string line = InferenceLogLine.Format(Example(), new LogLine());
        var random = new Random(3);
        for (int i = 0; i < line.Length - 5; i++)
        {
            char[] flipped = line.ToCharArray();
            flipped[i] = (char)(flipped[i] ^ (1 << random.Next(7)));
            Assert.IsFalse(IsWhole(new string(flipped)), new string(flipped));
            Assert.IsFalse(IsWhole(line[..(i + 1)] + line), "interleaved at " + i.ToString(CultureInfo.InvariantCulture));
            Assert.IsFalse(IsWhole(line[..(i + 1)]), "torn at " + i.ToString(CultureInfo.InvariantCulture));
        }
    }

    [TestMethod]
    public void Errors_are_logged_in_every_form_with_their_number()
    {
        foreach (LogForm form in Enum.GetValues<LogForm>())
        {
            var sink = new FakeLogSink();
            var log = new FirmwareLog(sink) { Form = form };
            log.Error(FirmwareError.PowerMonitorAbsent, "ina226", 64);
            StringAssert.StartsWith(sink.Lines[0], "EDGE,E,301,ina226,64,");
            AssertWhole(sink.Lines[0]);
            Assert.HasCount(form == LogForm.Csv ? 1 : 2, sink.Lines);
            Assert.AreEqual(1, log.ErrorCount);
        }
    }

    [TestMethod]
    public void Header_names_the_fields_of_every_kind()
    {
        var sink = new FakeLogSink();
        new FirmwareLog(sink).Header();
        string[] kinds = sink.Lines.Select(line => line.Split(',')[2]).ToArray();
        CollectionAssert.AreEqual(new[] { "B", "M", "I", "G", "D", "E" }, kinds);
        foreach (string line in sink.Lines)
        {
            StringAssert.StartsWith(line, "EDGE,H,");
            AssertWhole(line);
        }
    }

    /// <summary>What a reader does: the last field is the CRC of everything before its comma.</summary>
    internal static bool IsWhole(string line)
    {
        int comma = line.LastIndexOf(',');
        return line.StartsWith("EDGE,", StringComparison.Ordinal) && comma > 0 && line[(comma + 1)..] == Check(line);
    }

    internal static void AssertWhole(string line) => Assert.IsTrue(IsWhole(line), line);

    private static string Check(string line)
    {
        int comma = line.LastIndexOf(',');
        int crc = 0xFFFF;
        foreach (char c in line[..comma])
        {
            crc ^= c << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }

            crc &= 0xFFFF;
        }

        return crc.ToString("X4", CultureInfo.InvariantCulture);
    }

    private static InferenceRecord Example()
    {
        var record = new InferenceRecord
        {
            Sequence = 12,
            Model = "digits",
            TotalMicroseconds = 4321567,
            ComputeMicroseconds = 4200000,
            WeightReadMicroseconds = 121567,
            Nanojoules = 832123456,
            ComputeNanojoules = 800000000,
            WeightReadNanojoules = 32123456,
            NetNanojoules = 300000000,
            Label = "modelled",
            WeightBytes = 58000,
            PeakSramBytes = 41234,
            FreeBytes = 51000,
            CpuMegahertz = 240,
            HasTemperature = true,
            TemperatureTenths = -125,
            TopClass = 7,
            TopThousandths = 996,
            TopPermille = 957,
        };
        for (int i = 0; i < 2; i++)
        {
            record.Times.Add(record.TotalMicroseconds);
            record.Energies.Add(record.Nanojoules);
        }

        return record;
    }
}
