using Edge.Firmware.Board;

namespace Edge.Firmware.Host
{
    /// <summary>Builds the lines that go to the host in a small buffer; every line ends with CR LF.</summary>
    internal sealed class HostWriter
    {
        private const int BufferBytes = 64;
        private const string HexDigits = "0123456789abcdef";

        private readonly IHostLink _link;
        private readonly byte[] _buffer = new byte[BufferBytes];
        private int _length;

        /// <summary>Writes to a link.</summary>
        public HostWriter(IHostLink link)
        {
            _link = link;
        }

        /// <summary>A write has failed since the start.</summary>
        public bool HasFailed { get; private set; }

        /// <summary>Adds ASCII text.</summary>
        public void Put(string text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                PutByte((byte)text[i]);
            }
        }

        /// <summary>Adds a decimal number.</summary>
        public void PutNumber(long value)
        {
            Put(value.ToString());
        }

        /// <summary>Adds two hexadecimal digits in lower case.</summary>
        public void PutHex(byte value)
        {
            PutByte((byte)HexDigits[value >> 4]);
            PutByte((byte)HexDigits[value & 15]);
        }

        /// <summary>Adds a real number with three decimals, rounded half away from zero, as C's <c>%0.3f</c> prints it but for exact ties.</summary>
        public void PutThousandths(double value)
        {
            bool negative = value < 0;
            long thousandths = (long)(((negative ? -value : value) * 1000) + 0.5);
            long whole = thousandths / 1000;
            int fraction = (int)(thousandths - (whole * 1000));
            if (negative && thousandths != 0)
            {
                PutByte((byte)'-');
            }

            PutNumber(whole);
            PutByte((byte)'.');
            PutByte((byte)('0' + (fraction / 100)));
            PutByte((byte)('0' + (fraction / 10 % 10)));
            PutByte((byte)('0' + (fraction % 10)));
        }

        /// <summary>Ends the line and sends it.</summary>
        public void EndLine()
        {
            PutByte((byte)'\r');
            PutByte((byte)'\n');
            Send();
        }

        /// <summary>Sends a whole line.</summary>
        public void Line(string text)
        {
            Put(text);
            EndLine();
        }

        private void PutByte(byte value)
        {
            if (_length == BufferBytes)
            {
                Send();
            }

            _buffer[_length++] = value;
        }

        private void Send()
        {
            if (_length > 0 && !_link.Write(_buffer, _length))
            {
                HasFailed = true;
            }

            _length = 0;
        }
    }
}
