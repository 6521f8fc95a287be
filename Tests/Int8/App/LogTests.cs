using Edge.Firmware.Energy;
using Edge.Firmware.Logging;
using Edge.Firmware.Settings;
using Edge.Firmware.Storage;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8.App
{
    /// <summary>Log lines, settings and the duty cycle on the device's own strings and numbers.</summary>
    [TestClass]
    public class LogTests
    {
        [TestMethod]
        public void Check_is_crc16_ccitt_false()
        {
            Assert.AreEqual(0x29B1, Crc16.Compute("123456789".ToCharArray(), 9));
        }

        [TestMethod]
        public void Line_has_its_fields_and_its_check()
        {
            string line = new LogLine().Begin("E").Add(301).Add("a,b").AddKnown(-1).Add(-9223372036854775807L).End();
            Assert.AreEqual("EDGE,E,301,a_b,-,-9223372036854775807,E4E9", line);
        }

        [TestMethod]
        public void Line_for_people_has_three_decimals()
        {
            var record = new InferenceRecord();
            record.Sequence = 1;
            record.Model = "digits";
            record.TotalMicroseconds = 4321007;
            record.ComputeMicroseconds = 4200000;
            record.WeightReadMicroseconds = 121007;
            record.Nanojoules = 832123456;
            record.NetNanojoules = -1;
            record.Label = "modelled";
            record.WeightBytes = 58000;
            record.PeakSramBytes = 41234;
            record.FreeBytes = -1;
            record.CpuMegahertz = 160;
            record.TopClass = 3;
            record.TopThousandths = -4081;
            record.TopPermille = 973;
            record.Times.Add(4321007);
            record.Times.Add(4321407);
            Assert.AreEqual(
                "# 1 digits: 4321.007 ms (compute 4200.000, weights 121.007; mean of 2 4321.207 +- 0.283), 832.123 mJ modelled, 58000 B weights, SRAM 41234 B, 160 MHz, class 3 (-4.081, 97.3 %)",
                InferenceLogLine.FormatHuman(record, new LineBuffer()));
        }

        [TestMethod]
        public void Settings_are_read_and_bad_lines_reported()
        {
            var storage = new MemoryStorage();
            var log = new RecordingLog();
            storage.Put("edge.cfg", "# mine\r\nmode = sleep\r\nperiod_s=600\nperiod_s=x\npower_monitor=ina228\nstrobe=5");
            var settings = new FirmwareSettings();
            SettingsReader.Read(storage, settings, log);
            Assert.AreEqual((int)FirmwareMode.DutyCycle, (int)settings.Mode);
            Assert.AreEqual(600, settings.PeriodSeconds);
            Assert.AreEqual("ina228", settings.PowerMonitor);
            Assert.AreEqual(5, settings.Strobe);
            Assert.AreEqual("504 edge.cfg 4;", log.Text);
        }

        [TestMethod]
        public void Duty_cycle_of_the_desktops_example_comes_out_the_same()
        {
            var cycle = new DutyCycle(200000000, 1000000, 2000000, 600, 10, 3300);
            Assert.AreEqual(419800000L, cycle.CycleNanojoules);
            Assert.AreEqual(697342L, cycle.AverageNanowatts);
            Assert.AreEqual(8489L, cycle.BatteryHours(2000, 3700, 80));
        }
    }
}
