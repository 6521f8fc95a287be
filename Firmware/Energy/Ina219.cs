using Edge.Firmware.Board;
using Edge.Firmware.Faults;

namespace Edge.Firmware.Energy
{
    // Register map and scale factors of the Texas Instruments INA219 data sheet (SBOS448):
    //   0 configuration  1 shunt voltage 10 uV  2 bus voltage 4 mV in bits 15..3, bit 0 overflow  3 power  4 current  5 calibration
    //   calibration = 0.04096 / (current LSB x shunt), bit 0 always 0; power LSB = 20 V x current LSB.
    // There is no identity register: after a reset the configuration must read its documented default.

    /// <summary>INA219: 12 bits, mean of 128 conversions (68 ms for the shunt, the same again for the bus).</summary>
    internal sealed class Ina219 : SampledPowerMonitor
    {
        /// <summary>Address with A0 and A1 at ground.</summary>
        public const int DefaultAddress = 0x40;

        private const byte ConfigurationRegister = 0x00;
        private const byte BusVoltageRegister = 0x02;
        private const byte CalibrationRegister = 0x05;
        private const int Reset = 0x8000;
        private const int AfterReset = 0x399F;
        private const int OverflowBit = 0x0001;

        // 16 V range; bus and shunt 12 bits with 128 averages (code 1111); both continuously (111). Gain goes to bits 12..11.
        private const int Configuration = (0xF << 7) | (0xF << 3) | 0x7;
        private const int GainShift = 11;
        private const int LowestGainNanovolts = 40000000;

        private readonly int _configuration;
        private readonly int _calibration;

        /// <summary>Makes the monitor; <see cref="Configure"/> sets the part up.</summary>
        /// <param name="bus">Bus.</param>
        /// <param name="address">Seven-bit address.</param>
        /// <param name="rail">Where the shunt sits.</param>
        /// <param name="shuntMicroohms">Shunt in microohms.</param>
        /// <param name="maximumMilliamps">Largest expected current; the shunt may then drop at most 320 mV.</param>
        /// <exception cref="System.ArgumentException">The combination does not fit the part.</exception>
        public Ina219(II2cBus bus, int address, string rail, int shuntMicroohms, int maximumMilliamps)
            : base(bus, address, "INA219", rail, shuntMicroohms, maximumMilliamps, PowerLsb(shuntMicroohms, maximumMilliamps))
        {
            _calibration = CalibrationFor(shuntMicroohms, maximumMilliamps);
            _configuration = Configuration | (GainFor(shuntMicroohms, maximumMilliamps) << GainShift);
        }

        /// <inheritdoc />
        public override FirmwareError Configure()
        {
            if (!WriteRegister(ConfigurationRegister, Reset))
            {
                return FirmwareError.PowerMonitorAbsent;
            }

            long afterReset = ReadRegister(ConfigurationRegister, 2);
            if (afterReset != AfterReset)
            {
                return afterReset < 0 ? FirmwareError.PowerMonitorAbsent : FirmwareError.PowerMonitorWrongIdentity;
            }

            if (!WriteRegister(CalibrationRegister, _calibration) || !WriteRegister(ConfigurationRegister, _configuration))
            {
                return FirmwareError.PowerMonitorBusError;
            }

            return HoldsSettings() ? FirmwareError.None : FirmwareError.PowerMonitorGarbage;
        }

        /// <summary>Calibration register for a shunt and a largest current.</summary>
        internal static int CalibrationFor(int shuntMicroohms, int maximumMilliamps)
        {
            CheckWiring(shuntMicroohms, maximumMilliamps);

            // 0.04096 / (nA x 1e-9 x uOhm x 1e-6), the current LSB being the largest current over 2^15.
            long currentLsbNanoamps = ((maximumMilliamps * 1000000L) + 32767) / 32768;
            long calibration = 40960000000000L / (currentLsbNanoamps * shuntMicroohms);
            if (calibration < 2 || calibration > 0xFFFE)
            {
                throw new System.ArgumentException("shunt, current");
            }

            return (int)calibration & 0xFFFE;
        }

        /// <inheritdoc />
        protected override bool HoldsSettings()
        {
            return ReadRegister(CalibrationRegister, 2) == _calibration && ReadRegister(ConfigurationRegister, 2) == _configuration;
        }

        /// <inheritdoc />
        protected override bool HasOverflowed()
        {
            long busVoltage = ReadRegister(BusVoltageRegister, 2);
            return busVoltage >= 0 && (busVoltage & OverflowBit) != 0;
        }

        // 20 times the current LSB that the truncated calibration stands for.
        private static long PowerLsb(int shuntMicroohms, int maximumMilliamps)
        {
            return 819200000000000000L / ((long)CalibrationFor(shuntMicroohms, maximumMilliamps) * shuntMicroohms);
        }

        private static int GainFor(int shuntMicroohms, int maximumMilliamps)
        {
            // 1 mA through 1 uOhm is 1 nV. Gains 0 to 3 are 40, 80, 160 and 320 mV.
            long nanovolts = (long)shuntMicroohms * maximumMilliamps;
            long limit = LowestGainNanovolts;
            for (int gain = 0; gain < 4; gain++)
            {
                if (nanovolts <= limit)
                {
                    return gain;
                }

                limit *= 2;
            }

            throw new System.ArgumentException("shunt, current");
        }
    }
}
