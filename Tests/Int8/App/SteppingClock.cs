using Edge.Runtime.Int8.Telemetry;

namespace Edge.Tests.Int8.App
{
    /// <summary>A clock that moves a millisecond at each reading.</summary>
    internal sealed class SteppingClock : IClock
    {
        private long _now;

        /// <inheritdoc />
        public long GetMicroseconds()
        {
            _now += 1000;
            return _now;
        }
    }
}
