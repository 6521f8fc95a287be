namespace Edge.Firmware.Logging
{
    // CRC-16/CCITT-FALSE: polynomial 0x1021, initial value 0xFFFF, nothing reflected; "123456789" gives 0x29B1.
    // Four bits a step: a table of 16 entries costs 32 bytes, and a line of 150 characters about a millisecond (estimated).

    /// <summary>Checksum of a log line.</summary>
    internal static class Crc16
    {
        private static readonly ushort[] s_table =
        {
            0x0000, 0x1021, 0x2042, 0x3063, 0x4084, 0x50A5, 0x60C6, 0x70E7,
            0x8108, 0x9129, 0xA14A, 0xB16B, 0xC18C, 0xD1AD, 0xE1CE, 0xF1EF,
        };

        /// <summary>CRC of ASCII characters.</summary>
        /// <param name="text">Characters; the low byte of each counts.</param>
        /// <param name="count">How many.</param>
        /// <returns>0 to 65535.</returns>
        public static int Compute(char[] text, int count)
        {
            ushort[] table = s_table;
            int crc = 0xFFFF;
            for (int i = 0; i < count; i++)
            {
                int value = text[i];
                crc = ((crc << 4) & 0xFFFF) ^ table[(crc >> 12) ^ ((value >> 4) & 15)];
                crc = ((crc << 4) & 0xFFFF) ^ table[(crc >> 12) ^ (value & 15)];
            }

            return crc;
        }
    }
}
