namespace Edge.Firmware.Settings
{
    // One row for each board of nf-tools.json; BoardProfileTests compares them. The firmware does not tell its clock, so it
    // is what the target's sdkconfig in nf-interpreter says: 240 MHz where it is set, otherwise ESP-IDF's default of 160.

    /// <summary>Chip, clock and default pins of a firmware target.</summary>
    internal sealed class BoardProfile
    {
        private BoardProfile(string chip, int cpuMegahertz, int i2cData, int i2cClock, int uartTx, int uartRx, int strobe)
        {
            Chip = chip;
            CpuMegahertz = cpuMegahertz;
            I2cData = i2cData;
            I2cClock = i2cClock;
            UartTx = uartTx;
            UartRx = uartRx;
            Strobe = strobe;
        }

        /// <summary>Key of the table of currents.</summary>
        public string Chip { get; }

        /// <summary>CPU clock in MHz.</summary>
        public int CpuMegahertz { get; }

        /// <summary>I2C data pin, bus 1.</summary>
        public int I2cData { get; }

        /// <summary>I2C clock pin, bus 1.</summary>
        public int I2cClock { get; }

        /// <summary>Transmit pin of COM2; COM1 belongs to the debugger.</summary>
        public int UartTx { get; }

        /// <summary>Receive pin of COM2.</summary>
        public int UartRx { get; }

        /// <summary>Strobe pin.</summary>
        public int Strobe { get; }

        /// <summary>Looks a target up.</summary>
        /// <param name="target">Name that the firmware gives itself, e.g. "ESP32_S3_OCTAL".</param>
        /// <returns>The profile, or null for a target nobody has looked at.</returns>
        public static BoardProfile Find(string target)
        {
            if (target == null)
            {
                return null;
            }

            if (target.StartsWith("ESP32_S3"))
            {
                return new BoardProfile("esp32s3", 240, 8, 9, 17, 18, 4);
            }

            if (target.StartsWith("ESP32_C3"))
            {
                return new BoardProfile("esp32c3", 160, 5, 6, 0, 1, 10);
            }

            if (target.StartsWith("ESP32_C6"))
            {
                return new BoardProfile("esp32c6", 160, 6, 7, 10, 11, 2);
            }

            if (target == "ESP32_REV3")
            {
                return new BoardProfile("esp32", 160, 21, 22, 32, 33, 4);
            }

            bool isPlain = target == "ESP32_REV0" || target == "ESP32_PSRAM_REV3" || target == "ESP32_BLE_REV0" || target == "ESP32_BLE_REV3";
            return isPlain ? new BoardProfile("esp32", 240, 21, 22, 32, 33, 4) : null;
        }

        /// <summary>Fills in what the settings leave open.</summary>
        public void Complete(FirmwareSettings settings)
        {
            settings.Chip = settings.Chip ?? Chip;
            settings.CpuMegahertz = settings.CpuMegahertz < 0 ? CpuMegahertz : settings.CpuMegahertz;
            settings.I2cBus = settings.I2cBus < 0 ? 1 : settings.I2cBus;
            settings.I2cData = settings.I2cData < 0 ? I2cData : settings.I2cData;
            settings.I2cClock = settings.I2cClock < 0 ? I2cClock : settings.I2cClock;
            settings.UartPort = settings.UartPort ?? "COM2";
            settings.UartTx = settings.UartTx < 0 ? UartTx : settings.UartTx;
            settings.UartRx = settings.UartRx < 0 ? UartRx : settings.UartRx;
            settings.Strobe = settings.Strobe < 0 ? Strobe : settings.Strobe;
        }
    }
}
