namespace Edge.Tests.Int8.Kernels
{
    /// <summary>xorshift64*: the same numbers on the desktop and on the device.</summary>
    public sealed class KernelRandom
    {
        private ulong _state;

        public KernelRandom(int seed)
        {
            _state = ((ulong)(uint)seed * 0x9E3779B97F4A7C15UL) | 1UL;
            Next(2);
            Next(2);
        }

        /// <summary>0 to <paramref name="limit"/> - 1.</summary>
        public int Next(int limit)
        {
            _state ^= _state >> 12;
            _state ^= _state << 25;
            _state ^= _state >> 27;
            return (int)(((_state * 0x2545F4914F6CDD1DUL) >> 33) % (ulong)limit);
        }

        /// <summary><paramref name="first"/> to <paramref name="last"/>.</summary>
        public int Between(int first, int last)
        {
            return first + Next(last - first + 1);
        }
    }
}
