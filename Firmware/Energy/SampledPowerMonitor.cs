using Edge.Firmware.Board;
using Edge.Firmware.Faults;

namespace Edge.Firmware.Energy
{
    // Energy from a monitor that knows only the power of its last averaging window: that power times the interval that
    // just ended. Right when the interval is longer than the window, which groups of operators on an interpreter are;
    // docs/energy.md says how far off short groups are. The remainder of the division is carried to the next interval.

    /// <summary>A power monitor without an energy accumulator.</summary>
    internal abstract class SampledPowerMonitor : PowerMonitor
    {
        private const int NanowattMicrosecondsPerNanojoule = 1000000;

        // An hour. Longer is a broken clock; 4e11 nW for 3.6e9 us still fits the products below.
        private const long MaximumMicroseconds = 3600000000L;

        private readonly long _powerLsbPicowatts;
        private readonly long _maximumNanowatts;
        private long _rest;

        /// <summary>Keeps the scale of the power register.</summary>
        protected SampledPowerMonitor(II2cBus bus, int address, string part, string rail, int shuntMicroohms, int maximumMilliamps, long powerLsbPicowatts)
            : base(bus, address, part, rail, shuntMicroohms, maximumMilliamps)
        {
            _powerLsbPicowatts = powerLsbPicowatts;
            _maximumNanowatts = (long)maximumMilliamps * MaximumVolts * 1000000;
        }

        /// <inheritdoc />
        public sealed override long TakeNanojoules(long computeMicroseconds, long weightReadMicroseconds, long idleMicroseconds)
        {
            long nanowatts = ReadNanowatts();
            long elapsed = Elapsed(computeMicroseconds, weightReadMicroseconds, idleMicroseconds);
            if (nanowatts < 0 || elapsed > MaximumMicroseconds)
            {
                return 0;
            }

            long seconds = elapsed / NanowattMicrosecondsPerNanojoule;
            long product = ((elapsed - (seconds * NanowattMicrosecondsPerNanojoule)) * nanowatts) + _rest;
            long nanojoules = product / NanowattMicrosecondsPerNanojoule;
            _rest = product - (nanojoules * NanowattMicrosecondsPerNanojoule);
            return (seconds * nanowatts) + nanojoules;
        }

        /// <summary>Power of the last averaging window.</summary>
        /// <returns>Nanowatts, or -1 with <see cref="PowerMonitor.Fault"/> set.</returns>
        public long ReadNanowatts()
        {
            long raw = ReadRegister(PowerRegister, 2);
            if (raw < 0)
            {
                return -1;
            }

            long nanowatts = raw * _powerLsbPicowatts / 1000;
            if (nanowatts > _maximumNanowatts)
            {
                Fail(FirmwareError.PowerMonitorGarbage);
                return -1;
            }

            return nanowatts;
        }

        /// <summary>Address of the 16-bit power register; 3 in both parts.</summary>
        protected const byte PowerRegister = 0x03;

        /// <inheritdoc />
        protected sealed override void OnBegin()
        {
            _rest = 0;
        }
    }
}
