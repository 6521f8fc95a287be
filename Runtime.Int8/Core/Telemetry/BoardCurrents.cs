namespace Edge.Runtime.Int8.Telemetry
{
    // Supply currents of one chip at one CPU clock, radio off, 3.3 V at the chip's own pins. Every figure is typical,
    // from the maker's data sheet; a board's regulator, LED and USB bridge come on top, so a board owner who has
    // measured his own board makes a BoardCurrents of his own.
    //
    // How a row is made (nanoCLR runs on one core; the second one waits):
    //   compute     = middle of the range the data sheet gives for one busy core, whose ends are ComputeLow and ComputeHigh;
    //                 the ends are "peripheral clocks off" and "on", or, on ESP32, the printed span of the dual-core row.
    //   weight read = compute + 10 mA, the flash access figure of the ESP32-S3 data sheet (note under table 5-9).
    //   idle        = middle of the range given for a CPU in WAITI/WFI.
    //   deep sleep  = RTC timer and RTC memory powered.
    // docs/energy.md lists the figures with their tables.

    /// <summary>Supply currents of a chip by what it does; the model behind <see cref="StateTableEnergyMeter"/>.</summary>
    public sealed class BoardCurrents
    {
        /// <summary>Largest current accepted, in microamperes: far above any ESP32 board.</summary>
        public const int MaximumMicroamps = 2000000;

        /// <summary>Largest supply voltage accepted, in millivolts.</summary>
        public const int MaximumMillivolts = 20000;

        private const int FlashAccessMicroamps = 10000;
        private const int ChipMillivolts = 3300;
        private const int RowLength = 5;

        // MHz, idle low, idle high, compute low, compute high; milliamperes times 10.
        private static readonly short[] s_esp32 =
        {
            240, 300, 300, 300, 680,
            160, 270, 270, 270, 440,
            80, 200, 200, 200, 310,
        };

        private static readonly short[] s_esp32S3 =
        {
            240, 329, 476, 512, 659,
            160, 276, 423, 399, 546,
            80, 220, 361, 284, 426,
            40, 132, 188, 162, 218,
        };

        private static readonly short[] s_esp32C3 =
        {
            160, 160, 210, 230, 280,
            80, 130, 180, 170, 220,
        };

        private static readonly short[] s_esp32C6 =
        {
            160, 170, 280, 270, 380,
            80, 140, 250, 190, 300,
        };

        /// <summary>Makes a table from figures of one's own.</summary>
        /// <param name="chip">Chip or board, as it shall appear in the log.</param>
        /// <param name="cpuMegahertz">Clock that the currents hold for, in MHz.</param>
        /// <param name="millivolts">Voltage where the currents were taken, 1 to <see cref="MaximumMillivolts"/>.</param>
        /// <param name="computeMicroamps">Running kernels, 0 to <see cref="MaximumMicroamps"/> like every current here.</param>
        /// <param name="weightReadMicroamps">Reading weights.</param>
        /// <param name="idleMicroamps">Waiting, CPU halted, clocks running.</param>
        /// <param name="deepSleepMicroamps">Deep sleep with the timer as wake-up source.</param>
        /// <param name="source">Where the figures come from.</param>
        /// <exception cref="System.ArgumentException">A figure is out of range or a text is missing.</exception>
        public BoardCurrents(
            string chip,
            int cpuMegahertz,
            int millivolts,
            int computeMicroamps,
            int weightReadMicroamps,
            int idleMicroamps,
            int deepSleepMicroamps,
            string source)
            : this(chip, cpuMegahertz, millivolts, computeMicroamps, weightReadMicroamps, idleMicroamps, deepSleepMicroamps, source, computeMicroamps, computeMicroamps)
        {
        }

        private BoardCurrents(
            string chip,
            int cpuMegahertz,
            int millivolts,
            int computeMicroamps,
            int weightReadMicroamps,
            int idleMicroamps,
            int deepSleepMicroamps,
            string source,
            int computeLowMicroamps,
            int computeHighMicroamps)
        {
            if (chip == null || chip.Length == 0 || source == null || source.Length == 0)
            {
                throw new System.ArgumentException("chip, source");
            }

            if (cpuMegahertz <= 0 || millivolts <= 0 || millivolts > MaximumMillivolts)
            {
                throw new System.ArgumentException("cpuMegahertz, millivolts");
            }

            if (!IsCurrent(computeMicroamps) || !IsCurrent(weightReadMicroamps) || !IsCurrent(idleMicroamps) || !IsCurrent(deepSleepMicroamps))
            {
                throw new System.ArgumentException("microamps");
            }

            Chip = chip;
            CpuMegahertz = cpuMegahertz;
            Millivolts = millivolts;
            ComputeMicroamps = computeMicroamps;
            ComputeLowMicroamps = computeLowMicroamps;
            ComputeHighMicroamps = computeHighMicroamps;
            WeightReadMicroamps = weightReadMicroamps;
            IdleMicroamps = idleMicroamps;
            DeepSleepMicroamps = deepSleepMicroamps;
            Source = source;
        }

        /// <summary>Chip or board.</summary>
        public string Chip { get; }

        /// <summary>CPU clock in MHz.</summary>
        public int CpuMegahertz { get; }

        /// <summary>Voltage where the currents flow, in millivolts.</summary>
        public int Millivolts { get; }

        /// <summary>Current while kernels run, in microamperes.</summary>
        public int ComputeMicroamps { get; }

        /// <summary>Lower end of the data sheet's range for <see cref="ComputeMicroamps"/>.</summary>
        public int ComputeLowMicroamps { get; }

        /// <summary>Upper end of the data sheet's range for <see cref="ComputeMicroamps"/>.</summary>
        public int ComputeHighMicroamps { get; }

        /// <summary>Current while weights are read, in microamperes.</summary>
        public int WeightReadMicroamps { get; }

        /// <summary>Current while the CPU waits, in microamperes.</summary>
        public int IdleMicroamps { get; }

        /// <summary>Current in deep sleep, in microamperes.</summary>
        public int DeepSleepMicroamps { get; }

        /// <summary>Where the figures come from.</summary>
        public string Source { get; }

        /// <summary>Looks a chip up in the built-in table.</summary>
        /// <param name="chip">"esp32", "esp32s3", "esp32c3" or "esp32c6".</param>
        /// <param name="cpuMegahertz">CPU clock in MHz; only the data sheet's own clocks are known, nothing is interpolated.</param>
        /// <returns>The currents, or null when the chip or the clock is not in the table.</returns>
        public static BoardCurrents Find(string chip, int cpuMegahertz)
        {
            switch (chip)
            {
                case "esp32":
                    return Find(chip, cpuMegahertz, s_esp32, 10, "ESP32 data sheet v3.5, modem-sleep, dual core");
                case "esp32s3":
                    return Find(chip, cpuMegahertz, s_esp32S3, 8, "ESP32-S3 data sheet table 5-9, one core 32-bit, other WAITI");
                case "esp32c3":
                    return Find(chip, cpuMegahertz, s_esp32C3, 5, "ESP32-C3 data sheet, modem-sleep");
                case "esp32c6":
                    return Find(chip, cpuMegahertz, s_esp32C6, 7, "ESP32-C6 data sheet, modem-sleep");
                default:
                    return null;
            }
        }

        private static BoardCurrents Find(string chip, int cpuMegahertz, short[] rows, int deepSleepMicroamps, string source)
        {
            for (int row = 0; row < rows.Length; row += RowLength)
            {
                if (rows[row] == cpuMegahertz)
                {
                    // Tenths of a milliampere to microamperes; the middle of two of them is 50 times their sum.
                    int idle = (rows[row + 1] + rows[row + 2]) * 50;
                    int compute = (rows[row + 3] + rows[row + 4]) * 50;
                    return new BoardCurrents(
                        chip,
                        cpuMegahertz,
                        ChipMillivolts,
                        compute,
                        compute + FlashAccessMicroamps,
                        idle,
                        deepSleepMicroamps,
                        source,
                        rows[row + 3] * 100,
                        rows[row + 4] * 100);
                }
            }

            return null;
        }

        private static bool IsCurrent(int microamps)
        {
            return microamps >= 0 && microamps <= MaximumMicroamps;
        }
    }
}
