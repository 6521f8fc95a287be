using Edge.Runtime.Int8.Telemetry;
using nanoFramework.Hardware.Esp32;

namespace Edge.Firmware.Board.Esp32
{
    /// <summary>esp_timer: microseconds since reset, so the start of the interpreter is in it.</summary>
    internal sealed class Esp32Clock : IClock
    {
        /// <inheritdoc />
        public long GetMicroseconds()
        {
            return (long)HighResTimer.GetCurrent();
        }
    }
}
