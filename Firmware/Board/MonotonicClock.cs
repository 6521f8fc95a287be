using Edge.Runtime.Int8.Telemetry;

namespace Edge.Firmware.Board
{
    /// <summary>A clock that keeps the promise of <see cref="IClock"/> over one that may not: a step back is taken out and remembered.</summary>
    internal sealed class MonotonicClock : IClock
    {
        private readonly IClock _clock;
        private long _offset;
        private long _last;

        /// <summary>Wraps a clock.</summary>
        public MonotonicClock(IClock clock)
        {
            _clock = clock;
        }

        /// <summary>Microseconds that the clock has gone back since <see cref="Reset"/>; 0 when it behaved.</summary>
        public long SteppedBackMicroseconds { get; private set; }

        /// <summary>Forgets steps: an interval begins.</summary>
        public void Reset()
        {
            SteppedBackMicroseconds = 0;
        }

        /// <inheritdoc />
        public long GetMicroseconds()
        {
            long now = _clock.GetMicroseconds() + _offset;
            if (now < _last)
            {
                SteppedBackMicroseconds += _last - now;
                _offset += _last - now;
                now = _last;
            }

            _last = now;
            return now;
        }
    }
}
