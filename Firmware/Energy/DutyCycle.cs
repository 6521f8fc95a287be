namespace Edge.Firmware.Energy
{
    // Wake, infer, log, sleep. One cycle costs
    //   awake: the energy of the inference, scaled to the whole time since reset (start of the interpreter, loading, logging):
    //          awake nJ = inference nJ x awake us / inference us, i.e. the same mean power;
    //   asleep: deep sleep current x voltage x period. 1 uA x 1 mV x 1 s is 1 nJ.
    // Battery life = usable battery energy / average power. Self-discharge and a regulator's losses are in the usable share
    // that the user sets. Everything here is an estimate, even where the inference was measured.

    /// <summary>Energy of a deep-sleep cycle and how long a battery lasts.</summary>
    internal sealed class DutyCycle
    {
        private const long NanojoulesPerMilliampHourMillivolt = 3600000;
        private const long MaximumNanojoules = 9000000000000L; // 9 kJ a cycle: times 1e6 it still fits 63 bits

        /// <summary>Computes a cycle.</summary>
        /// <param name="inferenceNanojoules">Energy of the inference, at least 0.</param>
        /// <param name="inferenceMicroseconds">Its time, above 0.</param>
        /// <param name="awakeMicroseconds">Time from reset to the start of the sleep, above 0.</param>
        /// <param name="sleepSeconds">Sleep of one cycle, at least 0.</param>
        /// <param name="sleepMicroamps">Current of the whole board asleep.</param>
        /// <param name="millivolts">Voltage where that current flows.</param>
        /// <exception cref="System.ArgumentException">A figure is out of range.</exception>
        public DutyCycle(long inferenceNanojoules, long inferenceMicroseconds, long awakeMicroseconds, int sleepSeconds, int sleepMicroamps, int millivolts)
        {
            if (inferenceNanojoules < 0 || inferenceMicroseconds <= 0 || awakeMicroseconds <= 0 || sleepSeconds < 0 || sleepMicroamps < 0 || millivolts < 0)
            {
                throw new System.ArgumentException("duty cycle");
            }

            AwakeMicroseconds = awakeMicroseconds;
            SleepSeconds = sleepSeconds;

            // Mean power in nW first, so that long times do not overflow.
            long awakeNanowatts = Bound(inferenceNanojoules) * 1000000 / inferenceMicroseconds;
            AwakeNanojoules = Bound(MultiplyMicroseconds(awakeNanowatts, awakeMicroseconds));
            SleepNanojoules = Bound((long)sleepMicroamps * millivolts * sleepSeconds);
        }

        /// <summary>Time from reset to sleep.</summary>
        public long AwakeMicroseconds { get; }

        /// <summary>Sleep of one cycle.</summary>
        public int SleepSeconds { get; }

        /// <summary>Energy awake.</summary>
        public long AwakeNanojoules { get; }

        /// <summary>Energy asleep.</summary>
        public long SleepNanojoules { get; }

        /// <summary>Energy of one cycle.</summary>
        public long CycleNanojoules
        {
            get { return AwakeNanojoules + SleepNanojoules; }
        }

        /// <summary>Mean power over a cycle.</summary>
        public long AverageNanowatts
        {
            get
            {
                // Milliseconds are fine enough for a time of seconds and keep the product below 2^63.
                long milliseconds = (AwakeMicroseconds / 1000) + (SleepSeconds * 1000L);
                return milliseconds == 0 ? 0 : Bound(CycleNanojoules) * 1000 / milliseconds;
            }
        }

        /// <summary>How long a battery lasts.</summary>
        /// <param name="milliampHours">Capacity on its label.</param>
        /// <param name="batteryMillivolts">Mean voltage while it discharges.</param>
        /// <param name="usablePercent">Share that reaches the board: regulator, cut-off, self-discharge.</param>
        /// <returns>Whole hours; -1 when nothing is drawn.</returns>
        public long BatteryHours(int milliampHours, int batteryMillivolts, int usablePercent)
        {
            long nanowatts = AverageNanowatts;
            if (nanowatts <= 0)
            {
                return -1;
            }

            long nanojoules = (long)milliampHours * batteryMillivolts / 100 * usablePercent * NanojoulesPerMilliampHourMillivolt;
            return nanojoules / nanowatts / 3600;
        }

        private static long MultiplyMicroseconds(long nanowatts, long microseconds)
        {
            long seconds = microseconds / 1000000;
            return (nanowatts * seconds) + (nanowatts * (microseconds - (seconds * 1000000)) / 1000000);
        }

        private static long Bound(long nanojoules)
        {
            return nanojoules < 0 || nanojoules > MaximumNanojoules ? MaximumNanojoules : nanojoules;
        }
    }
}
