using Edge.Runtime.Int8.Telemetry;

namespace Edge.Firmware.Energy
{
    // Net energy is what an inference costs above a board that waits: gross - idle power x time. A table knows the idle
    // current; on a measured rail the idle power is measured once, over half a second of sleep, before the first inference.

    /// <summary>Idle power and the net energy that follows from it.</summary>
    internal static class IdlePower
    {
        /// <summary>How long the idle power is measured; many averaging windows of every supported monitor.</summary>
        public const int MeasureMilliseconds = 500;

        /// <summary>Idle power of an interval that was spent waiting.</summary>
        /// <param name="energyMeter">Energy meter on which Begin was called before the interval.</param>
        /// <param name="elapsedMicroseconds">Its length.</param>
        /// <returns>Microwatts, or -1 when the time is not usable.</returns>
        public static long Microwatts(IEnergyMeter energyMeter, long elapsedMicroseconds)
        {
            if (elapsedMicroseconds <= 0)
            {
                return -1;
            }

            // 1 nJ in 1 us is 1 mW.
            return energyMeter.TakeNanojoules(0, 0, elapsedMicroseconds) * 1000 / elapsedMicroseconds;
        }

        /// <summary>Gross energy less idle power over the same time; may be negative.</summary>
        public static long NetNanojoules(long grossNanojoules, long idleMicrowatts, long elapsedMicroseconds)
        {
            return grossNanojoules - (idleMicrowatts * elapsedMicroseconds / 1000);
        }
    }
}
