using System;

namespace Edge.Firmware.Results
{
    /// <summary>Mean and standard deviation of the last values of a series. Adding allocates nothing.</summary>
    internal sealed class RecentValues
    {
        /// <summary>How many of the last values count.</summary>
        public const int Most = 16;

        private readonly long[] _values = new long[Most];
        private int _count;
        private int _next;

        /// <summary>Values that count, at most <see cref="Most"/>.</summary>
        public int Count
        {
            get { return _count; }
        }

        /// <summary>Adds a value; a negative one is not known and does not count.</summary>
        public void Add(long value)
        {
            if (value < 0)
            {
                return;
            }

            _values[_next] = value;
            _next = _next + 1 == Most ? 0 : _next + 1;
            _count = _count == Most ? Most : _count + 1;
        }

        /// <summary>Mean, to the nearest whole number.</summary>
        /// <returns>-1 without a value.</returns>
        public long Mean()
        {
            return _count == 0 ? -1 : (long)(Average() + 0.5);
        }

        /// <summary>Standard deviation of the sample (divisor n - 1), to the nearest whole number.</summary>
        /// <returns>-1 with fewer than two values.</returns>
        public long Deviation()
        {
            if (_count < 2)
            {
                return -1;
            }

            double mean = Average();
            double squares = 0;
            for (int i = 0; i < _count; i++)
            {
                double difference = _values[i] - mean;
                squares += difference * difference;
            }

            return (long)(Math.Sqrt(squares / (_count - 1)) + 0.5);
        }

        private double Average()
        {
            double sum = 0;
            for (int i = 0; i < _count; i++)
            {
                sum += _values[i];
            }

            return sum / _count;
        }
    }
}
