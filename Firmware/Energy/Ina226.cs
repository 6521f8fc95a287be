using Edge.Firmware.Board;
using Edge.Firmware.Faults;

namespace Edge.Firmware.Energy
{
    // Register map and scale factors of the Texas Instruments INA226 data sheet (SBOS547):
    //   0 configuration  1 shunt voltage 2.5 uV  2 bus voltage 1.25 mV  3 power  4 current  5 calibration  6 mask/enable  FE, FF identity
    //   calibration = 0.00512 / (current LSB x shunt); power LSB = 25 V x current LSB.

    /// <summary>INA226: 16 bits, mean of 16 conversions of 1.1 ms (18 ms for the shunt, the same again for the bus).</summary>
    internal sealed class Ina226 : SampledPowerMonitor
    {
        /// <summary>Address with A0 and A1 at ground.</summary>
        public const int DefaultAddress = 0x40;

        private const byte ConfigurationRegister = 0x00;
        private const byte CalibrationRegister = 0x05;
        private const byte MaskRegister = 0x06;
        private const byte ManufacturerRegister = 0xFE;
        private const byte DieRegister = 0xFF;
        private const int Manufacturer = 0x5449; // "TI"
        private const int Die = 0x226;           // bits 15..4; the rest is the revision
        private const int Reset = 0x8000;
        private const int MathOverflow = 0x0004;
        private const int ShuntFullScaleNanovolts = 81920000;

        // Fixed pattern 100 in bits 14..12, 16 averages (010), 1.1 ms for bus and shunt (100), both continuously (111).
        private const int Configuration = (0x4 << 12) | (0x2 << 9) | (0x4 << 6) | (0x4 << 3) | 0x7;

        private readonly int _calibration;

        /// <summary>Makes the monitor; <see cref="Configure"/> sets the part up.</summary>
        /// <param name="bus">Bus.</param>
        /// <param name="address">Seven-bit address.</param>
        /// <param name="rail">Where the shunt sits.</param>
        /// <param name="shuntMicroohms">Shunt in microohms.</param>
        /// <param name="maximumMilliamps">Largest expected current; the shunt may then drop at most 81.92 mV.</param>
        /// <exception cref="System.ArgumentException">The combination does not fit the part.</exception>
        public Ina226(II2cBus bus, int address, string rail, int shuntMicroohms, int maximumMilliamps)
            : base(bus, address, "INA226", rail, shuntMicroohms, maximumMilliamps, PowerLsb(shuntMicroohms, maximumMilliamps))
        {
            _calibration = CalibrationFor(shuntMicroohms, maximumMilliamps);
        }

        /// <inheritdoc />
        public override FirmwareError Configure()
        {
            long manufacturer = ReadRegister(ManufacturerRegister, 2);
            if (manufacturer < 0)
            {
                return FirmwareError.PowerMonitorAbsent;
            }

            if (manufacturer != Manufacturer || (ReadRegister(DieRegister, 2) >> 4) != Die)
            {
                return FirmwareError.PowerMonitorWrongIdentity;
            }

            if (!WriteRegister(ConfigurationRegister, Reset)
                || !WriteRegister(CalibrationRegister, _calibration)
                || !WriteRegister(ConfigurationRegister, Configuration))
            {
                return FirmwareError.PowerMonitorBusError;
            }

            return HoldsSettings() ? FirmwareError.None : FirmwareError.PowerMonitorGarbage;
        }

        /// <summary>Calibration register for a shunt and a largest current.</summary>
        internal static int CalibrationFor(int shuntMicroohms, int maximumMilliamps)
        {
            CheckWiring(shuntMicroohms, maximumMilliamps);
            if ((long)shuntMicroohms * maximumMilliamps > ShuntFullScaleNanovolts)
            {
                throw new System.ArgumentException("shunt, current");
            }

            // 0.00512 / (nA x 1e-9 x uOhm x 1e-6), the current LSB being the largest current over 2^15.
            long currentLsbNanoamps = ((maximumMilliamps * 1000000L) + 32767) / 32768;
            long calibration = 5120000000000L / (currentLsbNanoamps * shuntMicroohms);
            if (calibration < 1 || calibration > 0x7FFF)
            {
                throw new System.ArgumentException("shunt, current");
            }

            return (int)calibration;
        }

        /// <inheritdoc />
        protected override bool HoldsSettings()
        {
            return ReadRegister(CalibrationRegister, 2) == _calibration && ReadRegister(ConfigurationRegister, 2) == Configuration;
        }

        /// <inheritdoc />
        protected override bool HasOverflowed()
        {
            long mask = ReadRegister(MaskRegister, 2);
            return mask >= 0 && (mask & MathOverflow) != 0;
        }

        // 25 times the current LSB that the truncated calibration stands for.
        private static long PowerLsb(int shuntMicroohms, int maximumMilliamps)
        {
            return 128000000000000000L / ((long)CalibrationFor(shuntMicroohms, maximumMilliamps) * shuntMicroohms);
        }
    }
}
