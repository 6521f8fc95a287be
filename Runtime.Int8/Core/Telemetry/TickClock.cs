using System;

namespace Edge.Runtime.Int8.Telemetry
{
    /// <summary>
    /// The clock of an app that has no package but CoreLibrary: the time of day. It stands still while somebody sets the time back;
    /// an app that sets the time, or wants each group to the microsecond, puts the ESP32's HighResTimer behind <see cref="IClock"/>.
    /// </summary>
    public sealed class TickClock : IClock
    {
        private const int TicksPerMicrosecond = 10;

        private long _last;

        /// <inheritdoc />
        public long GetMicroseconds()
        {
            long now = DateTime.UtcNow.Ticks / TicksPerMicrosecond;
            if (now > _last)
            {
                _last = now;
            }

            return _last;
        }
    }
}
