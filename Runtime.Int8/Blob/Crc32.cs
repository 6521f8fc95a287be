namespace Edge.Runtime.Int8.Blob
{
    /// <summary>CRC-32 of IEEE 802.3 (polynomial 0xEDB88320 reflected, initial value and final XOR 0xFFFFFFFF).</summary>
    public sealed class Crc32
    {
        private const uint Polynomial = 0xEDB88320;
        private readonly uint[] _table = new uint[256];
        private uint _state = 0xFFFFFFFF;

        /// <summary>Builds the table (1 KB, released with the object).</summary>
        public Crc32()
        {
            for (uint i = 0; i < 256; i++)
            {
                uint value = i;
                for (int bit = 0; bit < 8; bit++)
                {
                    value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
                }

                _table[i] = value;
            }
        }

        /// <summary>CRC of the bytes appended since <see cref="Reset"/>.</summary>
        public uint Value
        {
            get { return _state ^ 0xFFFFFFFF; }
        }

        /// <summary>Starts anew.</summary>
        public void Reset()
        {
            _state = 0xFFFFFFFF;
        }

        /// <summary>Adds bytes.</summary>
        public void Append(byte[] data, int offset, int count)
        {
            uint[] table = _table;
            uint state = _state;
            int end = offset + count;
            for (int i = offset; i < end; i++)
            {
                state = (state >> 8) ^ table[(state ^ data[i]) & 0xFF];
            }

            _state = state;
        }
    }
}
