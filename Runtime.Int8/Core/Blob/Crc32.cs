namespace Edge.Runtime.Int8.Blob
{
    /// <summary>CRC-32 of IEEE 802.3 (polynomial 0xEDB88320 reflected, initial value and final XOR 0xFFFFFFFF).</summary>
    internal sealed class Crc32
    {
        private const uint Polynomial = 0xEDB88320;
        private readonly int[] _table = new int[256];
        private int _state = -1;

        /// <summary>Builds the table (1 KB, released with the object).</summary>
        public Crc32()
        {
            // The entry of a sum of bits is the sum of their entries.
            uint entry = 1;
            for (int bit = 128; bit > 0; bit >>= 1)
            {
                entry = (entry & 1) != 0 ? (entry >> 1) ^ Polynomial : entry >> 1;
                for (int i = bit; i < 256; i += 2 * bit)
                {
                    _table[i] = _table[i - bit] ^ (int)entry;
                }
            }
        }

        /// <summary>CRC of the bytes appended.</summary>
        public uint Value
        {
            get { return (uint)~_state; }
        }

        /// <summary>Adds bytes.</summary>
        public void Append(byte[] data, int offset, int count)
        {
            int[] table = _table;
            int state = _state;
            int end = offset + count;
            for (; end - offset >= 4; offset += 4)
            {
                state = (int)((uint)state >> 8) ^ table[(state ^ data[offset]) & 0xFF];
                state = (int)((uint)state >> 8) ^ table[(state ^ data[offset + 1]) & 0xFF];
                state = (int)((uint)state >> 8) ^ table[(state ^ data[offset + 2]) & 0xFF];
                state = (int)((uint)state >> 8) ^ table[(state ^ data[offset + 3]) & 0xFF];
            }

            for (; offset < end; offset++)
            {
                state = (int)((uint)state >> 8) ^ table[(state ^ data[offset]) & 0xFF];
            }

            _state = state;
        }
    }
}
