namespace Edge.Firmware.Logging
{
    // EDGE,<kind>,<field>,...,<check>: ASCII, no quotes, no blanks around commas. The check is CRC-16/CCITT-FALSE of everything
    // before its comma, four hexadecimal digits in upper case; a torn or interleaved line does not have it.
    // A value that is not known is "-". docs/energy.md lists the kinds and their fields.

    /// <summary>Builds one machine-readable line of the log.</summary>
    internal sealed class LogLine : LineBuffer
    {
        /// <summary>First field of every line.</summary>
        public const string Prefix = "EDGE";

        private const int CheckLength = 5;
        private const int LongestField = 96;
        private const int LongestNumber = 20;
        private const string HexDigits = "0123456789ABCDEF";

        /// <summary>Starts a line.</summary>
        /// <param name="kind">One letter.</param>
        public LogLine Begin(string kind)
        {
            Clear();
            Put(Prefix);
            Characters[Length++] = ',';
            Put(kind);
            return this;
        }

        /// <summary>Adds a number.</summary>
        public LogLine Add(long value)
        {
            if (Fits(LongestNumber))
            {
                Characters[Length++] = ',';
                PutNumber(value);
            }

            return this;
        }

        /// <summary>Adds a number, or "-" when it is negative: not known.</summary>
        public LogLine AddKnown(long value)
        {
            return value < 0 ? AddRaw("-") : Add(value);
        }

        /// <summary>Adds text; null is "-". Commas, quotes and everything outside printable ASCII become "_", and it is cut at 96 characters.</summary>
        public LogLine Add(string value)
        {
            if (value == null || value.Length == 0)
            {
                return AddRaw("-");
            }

            int count = value.Length < LongestField ? value.Length : LongestField;
            if (!Fits(count))
            {
                return this;
            }

            Characters[Length++] = ',';
            for (int i = 0; i < count; i++)
            {
                char c = value[i];
                Characters[Length++] = c < ' ' || c > '~' || c == ',' || c == '"' ? '_' : c;
            }

            return this;
        }

        /// <summary>Adds a comma-separated list of names as it is.</summary>
        public LogLine AddNames(string names)
        {
            return AddRaw(names);
        }

        /// <summary>The line with its check.</summary>
        public string End()
        {
            int crc = Crc16.Compute(Characters, Length);
            Characters[Length++] = ',';
            for (int shift = 12; shift >= 0; shift -= 4)
            {
                Characters[Length++] = HexDigits[(crc >> shift) & 15];
            }

            return ToText();
        }

        private LogLine AddRaw(string value)
        {
            if (Fits(value.Length))
            {
                Characters[Length++] = ',';
                Put(value);
            }

            return this;
        }

        private bool Fits(int count)
        {
            return Length + 1 + count <= Capacity - CheckLength;
        }
    }
}
