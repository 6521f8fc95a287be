using System;
using Edge.Runtime.Int8.Telemetry;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8
{
    /// <summary>The modelled meter: 64-bit arithmetic that must come out the same on the interpreter.</summary>
    [TestClass]
    public class StateTableEnergyMeterTests
    {
        [TestMethod]
        public void One_milliampere_at_3300_millivolts_for_ten_microseconds_is_33_nanojoules()
        {
            var meter = new StateTableEnergyMeter(new BoardCurrents("x", 1, 3300, 1000, 0, 0, 0, "worked by hand"));
            meter.Begin();
            long sum = 0;
            for (int i = 0; i < 10; i++)
            {
                sum += meter.TakeNanojoules(1, 0, 0);
            }

            Assert.AreEqual(33L, sum);
        }

        [TestMethod]
        public void The_largest_times_and_currents_do_not_overflow()
        {
            int most = BoardCurrents.MaximumMicroamps;
            var meter = new StateTableEnergyMeter(new BoardCurrents("x", 1, BoardCurrents.MaximumMillivolts, most, most, most, 0, "largest"));
            meter.Begin();
            long taken = meter.TakeNanojoules(long.MaxValue, long.MaxValue, long.MaxValue);

            // Times are bounded at 1e13 us: 3 x 1e13 us x 2e6 uA x 2e4 mV / 1e6.
            Assert.AreEqual(1200000000000000000L, taken);
            Assert.AreEqual(0L, meter.NetNanojoules);
        }

        [TestMethod]
        public void A_clock_that_jumps_backwards_uses_no_energy()
        {
            var meter = new StateTableEnergyMeter(new BoardCurrents("x", 1, 3300, 1000, 1000, 1000, 0, "worked by hand"));
            meter.Begin();
            Assert.AreEqual(0L, meter.TakeNanojoules(-5, long.MinValue, -1));
        }

        [TestMethod]
        [DataRow("esp32", 160, 35500)]
        [DataRow("esp32s3", 240, 58550)]
        [DataRow("esp32c6", 80, 24500)]
        public void Currents_are_found_by_chip_and_clock(string chip, int megahertz, int computeMicroamps)
        {
            Assert.AreEqual(computeMicroamps, BoardCurrents.Find(chip, megahertz).ComputeMicroamps);
        }

        [TestMethod]
        public void Figures_out_of_range_are_refused()
        {
            Assert.ThrowsException(typeof(ArgumentException), () => new BoardCurrents("x", 240, 3300, -1, 1, 1, 1, "s"));
        }
    }
}
