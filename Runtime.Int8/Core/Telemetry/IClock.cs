namespace Edge.Runtime.Int8.Telemetry
{
    /// <summary>Monotonic time. HighResTimer on ESP32, Stopwatch on the desktop.</summary>
    public interface IClock
    {
        /// <summary>Time since an arbitrary start, in microseconds; never decreases.</summary>
        /// <returns>Microseconds.</returns>
        long GetMicroseconds();
    }
}
