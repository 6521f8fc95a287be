using Edge.Firmware.Energy;
using Edge.Firmware.Faults;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8.App
{
    /// <summary>The monitors' 64-bit arithmetic on the device.</summary>
    [TestClass]
    public class PowerMonitorTests
    {
        [TestMethod]
        public void Ina228_difference_wraps_at_40_bits()
        {
            RegisterBus bus = NewIna228();
            var meter = new Ina228(bus, 0x40, "3V3", 100000, 400);
            Assert.AreEqual((int)FirmwareError.None, (int)meter.Configure());
            bus.Set(0x09, 0xFFFFFFFFFFL);
            meter.Begin();
            bus.Set(0x09, 999);

            // 1000 counts of 51.2 x 762,939 pA are 39.062 mJ.
            Assert.AreEqual(39062476L, meter.TakeNanojoules(1000000, 0, 0));
            Assert.AreEqual((int)FirmwareError.None, (int)meter.Check());
        }

        [TestMethod]
        public void Ina228_energy_that_runs_backwards_is_garbage()
        {
            RegisterBus bus = NewIna228();
            var meter = new Ina228(bus, 0x40, "3V3", 100000, 400);
            meter.Configure();
            bus.Set(0x09, 5000);
            meter.Begin();
            bus.Set(0x09, 4000);
            Assert.AreEqual(0L, meter.TakeNanojoules(1000000, 0, 0));
            Assert.AreEqual((int)FirmwareError.PowerMonitorGarbage, (int)meter.Fault);
        }

        [TestMethod]
        public void Ina226_power_times_time_with_the_rest_carried()
        {
            var bus = new RegisterBus();
            bus.Set(0xFE, 0x5449);
            bus.Set(0xFF, 0x2260);
            var meter = new Ina226(bus, 0x40, "3V3", 100000, 800);
            Assert.AreEqual((int)FirmwareError.None, (int)meter.Configure());
            bus.Set(0x03, 324);
            meter.Begin();

            // 324 x 25 x 24.4158 uA at calibration 2097: 197,767,286 nW; one second is as many nJ, also in ten pieces.
            long sum = 0;
            for (int i = 0; i < 10; i++)
            {
                sum += meter.TakeNanojoules(100000, 0, 0);
            }

            Assert.AreEqual(197768240L, sum);
        }

        [TestMethod]
        public void Absent_monitor_never_throws()
        {
            var bus = new RegisterBus();
            bus.Present = false;
            var meter = new Ina219(bus, 0x40, "3V3", 100000, 400);
            Assert.AreEqual((int)FirmwareError.PowerMonitorAbsent, (int)meter.Configure());
            meter.Begin();
            Assert.AreEqual(0L, meter.TakeNanojoules(1000, 0, 0));
            Assert.AreEqual((int)FirmwareError.PowerMonitorBusError, (int)meter.Fault);
        }

        private static RegisterBus NewIna228()
        {
            var bus = new RegisterBus();
            bus.Set(0x3E, 0x5449);
            bus.Set(0x3F, 0x2281);
            bus.Set(0x0B, 0x0001);
            return bus;
        }
    }
}
