using Edge.Firmware.Board;
using Edge.Firmware.Faults;

namespace Edge.Firmware.Energy
{
    // Register map and scale factors of the Texas Instruments INA228 data sheet (SBOS949):
    //   00 CONFIG  01 ADC_CONFIG  02 SHUNT_CAL  06 DIETEMP 7.8125 m degC  09 ENERGY (40 bits)  0B DIAG_ALRT  3E, 3F identity
    //   SHUNT_CAL = 13107.2e6 x current LSB x shunt, four times that in the +-40.96 mV range;
    //   energy LSB = 16 x 3.2 x current LSB.
    // ENERGY counts up without end and wraps at 2^40: intervals are differences modulo 2^40 of raw counts.

    /// <summary>INA228: the monitor integrates energy itself, so nothing is missed between two readings.</summary>
    internal sealed class Ina228 : PowerMonitor
    {
        /// <summary>Address with A0 and A1 at ground.</summary>
        public const int DefaultAddress = 0x40;

        private const byte ConfigRegister = 0x00;
        private const byte AdcConfigRegister = 0x01;
        private const byte ShuntCalibrationRegister = 0x02;
        private const byte DieTemperatureRegister = 0x06;
        private const byte EnergyRegister = 0x09;
        private const byte DiagnosticRegister = 0x0B;
        private const byte ManufacturerRegister = 0x3E;
        private const byte DeviceRegister = 0x3F;
        private const int Manufacturer = 0x5449; // "TI"
        private const int Device = 0x228;        // bits 15..4; the rest is the revision
        private const int Reset = 0x8000;
        private const int SmallRange = 0x0010;   // ADCRANGE: +-40.96 mV instead of +-163.84 mV
        private const int MathOverflow = 0x0200;
        private const int MemoryGood = 0x0001;
        private const int SmallRangeNanovolts = 40960000;
        private const int LargeRangeNanovolts = 163840000;

        // Temperature, shunt and bus continuously (1111); 1052 us for bus and shunt (101), 50 us for temperature (000), no averaging.
        private const int AdcConfiguration = (0xF << 12) | (0x5 << 9) | (0x5 << 6);

        private const long CounterMask = 0xFFFFFFFFFFL;
        private const long MaximumCounts = 0x7FFFFFFFL; // times 2e9 pJ still fits 63 bits

        // The counter moves once per conversion, so an interval may hold energy of up to this much time before it.
        private const long ConversionSlackMicroseconds = 100000;
        private const long MaximumMicroseconds = 3600000000L;

        private readonly int _config;
        private readonly int _shuntCalibration;
        private readonly long _energyLsbPicojoules;
        private long _lastCounts;
        private long _rest;

        /// <summary>Makes the monitor; <see cref="Configure"/> sets the part up.</summary>
        /// <param name="bus">Bus.</param>
        /// <param name="address">Seven-bit address.</param>
        /// <param name="rail">Where the shunt sits.</param>
        /// <param name="shuntMicroohms">Shunt in microohms.</param>
        /// <param name="maximumMilliamps">Largest expected current; the shunt may then drop at most 163.84 mV.</param>
        /// <exception cref="System.ArgumentException">The combination does not fit the part.</exception>
        public Ina228(II2cBus bus, int address, string rail, int shuntMicroohms, int maximumMilliamps)
            : base(bus, address, "INA228", rail, shuntMicroohms, maximumMilliamps)
        {
            _config = UsesSmallRange(shuntMicroohms, maximumMilliamps) ? SmallRange : 0;
            _shuntCalibration = CalibrationFor(shuntMicroohms, maximumMilliamps);

            // The current LSB that the rounded calibration stands for, in pA: cal x 1e13 / (131072 x uOhm), a quarter in the small range.
            long gain = _config == 0 ? 131072L : 524288L;
            long currentLsbPicoamps = _shuntCalibration * 10000000000000L / (gain * shuntMicroohms);
            _energyLsbPicojoules = currentLsbPicoamps * 512 / 10;
        }

        /// <inheritdoc />
        public override FirmwareError Configure()
        {
            long manufacturer = ReadRegister(ManufacturerRegister, 2);
            if (manufacturer < 0)
            {
                return FirmwareError.PowerMonitorAbsent;
            }

            if (manufacturer != Manufacturer || (ReadRegister(DeviceRegister, 2) >> 4) != Device)
            {
                return FirmwareError.PowerMonitorWrongIdentity;
            }

            if (!WriteRegister(ConfigRegister, Reset)
                || !WriteRegister(ConfigRegister, _config)
                || !WriteRegister(ShuntCalibrationRegister, _shuntCalibration)
                || !WriteRegister(AdcConfigRegister, AdcConfiguration))
            {
                return FirmwareError.PowerMonitorBusError;
            }

            return HoldsSettings() ? FirmwareError.None : FirmwareError.PowerMonitorGarbage;
        }

        /// <inheritdoc />
        public override long TakeNanojoules(long computeMicroseconds, long weightReadMicroseconds, long idleMicroseconds)
        {
            long counts = ReadRegister(EnergyRegister, 5);
            if (counts < 0)
            {
                // Nothing is lost: the next reading covers this interval too. But the groups are no longer told apart.
                return 0;
            }

            long delta = (counts - _lastCounts) & CounterMask;
            _lastCounts = counts;
            long elapsed = Elapsed(computeMicroseconds, weightReadMicroseconds, idleMicroseconds);
            if (delta > MaximumCounts || elapsed > MaximumMicroseconds)
            {
                Fail(FirmwareError.PowerMonitorGarbage);
                return 0;
            }

            long picojoules = (delta * _energyLsbPicojoules) + _rest;
            long nanojoules = picojoules / 1000;

            // 1 mA x 1 V x 1 us is 1 nJ.
            if (nanojoules > (long)MaximumMilliamps * MaximumVolts * (elapsed + ConversionSlackMicroseconds))
            {
                Fail(FirmwareError.PowerMonitorGarbage);
                return 0;
            }

            _rest = picojoules - (nanojoules * 1000);
            return nanojoules;
        }

        /// <inheritdoc />
        public override bool TryReadTemperature(out int tenthsCelsius)
        {
            long raw = ReadRegister(DieTemperatureRegister, 2);
            tenthsCelsius = (short)raw * 10 / 128; // 128 steps of 7.8125 m degC are a degree
            return raw >= 0;
        }

        /// <summary>SHUNT_CAL for a shunt and a largest current.</summary>
        internal static int CalibrationFor(int shuntMicroohms, int maximumMilliamps)
        {
            // 13107.2e6 x pA x 1e-12 x uOhm x 1e-6 = pA x uOhm x 131072 / 1e13; the current LSB is the largest current over 2^19.
            long gain = UsesSmallRange(shuntMicroohms, maximumMilliamps) ? 524288L : 131072L;
            long currentLsbPicoamps = ((maximumMilliamps * 1000000000L) + 524287) / 524288;
            long calibration = ((currentLsbPicoamps * shuntMicroohms * (gain / 4096)) + 1220703125) / 2441406250L;
            if (calibration < 1 || calibration > 0x7FFF)
            {
                throw new System.ArgumentException("shunt, current");
            }

            return (int)calibration;
        }

        /// <inheritdoc />
        protected override bool HoldsSettings()
        {
            return ReadRegister(ShuntCalibrationRegister, 2) == _shuntCalibration
                && ReadRegister(ConfigRegister, 2) == _config
                && ReadRegister(AdcConfigRegister, 2) == AdcConfiguration;
        }

        /// <inheritdoc />
        protected override void OnBegin()
        {
            _rest = 0;
            long counts = ReadRegister(EnergyRegister, 5);
            _lastCounts = counts < 0 ? 0 : counts;
        }

        /// <inheritdoc />
        protected override bool HasOverflowed()
        {
            long diagnostic = ReadRegister(DiagnosticRegister, 2);
            if (diagnostic >= 0 && (diagnostic & MemoryGood) == 0)
            {
                // The trim memory's checksum failed: no figure of this part can be trusted.
                Fail(FirmwareError.PowerMonitorGarbage);
            }

            return diagnostic >= 0 && (diagnostic & MathOverflow) != 0;
        }

        private static bool UsesSmallRange(int shuntMicroohms, int maximumMilliamps)
        {
            CheckWiring(shuntMicroohms, maximumMilliamps);

            // 1 mA through 1 uOhm is 1 nV.
            long nanovolts = (long)shuntMicroohms * maximumMilliamps;
            if (nanovolts > LargeRangeNanovolts)
            {
                throw new System.ArgumentException("shunt, current");
            }

            return nanovolts <= SmallRangeNanovolts;
        }
    }
}
