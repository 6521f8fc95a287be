namespace Edge.MeterStation
{
    /// <summary>CRC-16/CCITT-FALSE of bytes: polynomial 0x1021, initial value 0xFFFF; "123456789" gives 0x29B1.</summary>
    internal static class ByteCrc
    {
        private static readonly ushort[] s_table =
        {
            0x0000, 0x1021, 0x2042, 0x3063, 0x4084, 0x50A5, 0x60C6, 0x70E7,
            0x8108, 0x9129, 0xA14A, 0xB16B, 0xC18C, 0xD1AD, 0xE1CE, 0xF1EF,
        };

        /// <summary>CRC of a stretch of an array.</summary>
        /// <returns>0 to 65535.</returns>
        public static int Compute(byte[] bytes, int offset, int count)
        {
            ushort[] table = s_table;
            int crc = 0xFFFF;
            int end = offset + count;
            for (int i = offset; i < end; i++)
            {
                int value = bytes[i];
                crc = ((crc << 4) & 0xFFFF) ^ table[(crc >> 12) ^ (value >> 4)];
                crc = ((crc << 4) & 0xFFFF) ^ table[(crc >> 12) ^ (value & 15)];
            }

            return crc;
        }
    }
}
