namespace Edge.Firmware.Settings
{
    /// <summary>
    /// What a board owner may choose in the file edge.cfg without building anything. Pins and clock are -1 or null until
    /// the board's profile or the file sets them.
    /// </summary>
    internal sealed class FirmwareSettings
    {
        /// <summary>What the app does.</summary>
        public FirmwareMode Mode = FirmwareMode.Loop;

        /// <summary>Seconds between inferences (loop) or of a deep sleep (duty cycle).</summary>
        public int PeriodSeconds = 5;

        /// <summary>Inferences after which the loop stops; 0 is never.</summary>
        public int Count;

        /// <summary>Which log lines.</summary>
        public LogForm Form = LogForm.Both;

        /// <summary>A line for each group of operators.</summary>
        public bool LogGroups;

        /// <summary>The host protocol's energy mode: edges on the strobe pin, 9600 baud.</summary>
        public bool EnergyMode;

        /// <summary>Chip in the table of currents, e.g. "esp32s3".</summary>
        public string Chip;

        /// <summary>CPU clock in MHz.</summary>
        public int CpuMegahertz = -1;

        /// <summary>"ina219", "ina226", "ina228", or "none".</summary>
        public string PowerMonitor = "none";

        /// <summary>Its I2C address.</summary>
        public int PowerMonitorAddress = 0x40;

        /// <summary>Its shunt in microohms.</summary>
        public int ShuntMicroohms = 100000;

        /// <summary>Largest current to expect, in milliamperes.</summary>
        public int MaximumMilliamps = 400;

        /// <summary>Where the shunt sits.</summary>
        public string Rail = "3V3";

        /// <summary>I2C bus.</summary>
        public int I2cBus = -1;

        /// <summary>I2C data pin.</summary>
        public int I2cData = -1;

        /// <summary>I2C clock pin.</summary>
        public int I2cClock = -1;

        /// <summary>Serial port of the host, e.g. "COM2".</summary>
        public string UartPort;

        /// <summary>Its transmit pin.</summary>
        public int UartTx = -1;

        /// <summary>Its receive pin.</summary>
        public int UartRx = -1;

        /// <summary>Its speed in performance mode; 9600 in energy mode.</summary>
        public int Baud = 115200;

        /// <summary>Strobe pin.</summary>
        public int Strobe = -1;

        /// <summary>Chip select pin of an SD card on SPI; -1 is no card.</summary>
        public int CardSelect = -1;

        /// <summary>SPI pins of the card: to the card.</summary>
        public int CardMosi = -1;

        /// <summary>SPI pins of the card: from the card.</summary>
        public int CardMiso = -1;

        /// <summary>SPI pins of the card: clock.</summary>
        public int CardClock = -1;

        /// <summary>Battery capacity, mAh; 0 is no battery.</summary>
        public int BatteryMilliampHours;

        /// <summary>Battery's mean voltage, mV.</summary>
        public int BatteryMillivolts = 3700;

        /// <summary>Share of the battery that reaches the board.</summary>
        public int BatteryPercent = 80;

        /// <summary>Current of the whole board in deep sleep, uA; -1 takes the chip's alone from the table.</summary>
        public int SleepMicroamps = -1;

        /// <summary>Speed of the host's port in the chosen mode.</summary>
        public int EffectiveBaud
        {
            get { return EnergyMode ? 9600 : Baud; }
        }
    }
}
