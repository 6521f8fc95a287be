namespace Edge.Firmware.Host
{
    // A command is what comes before '%', words separated by spaces. CR and LF are skipped, so that a person at a terminal
    // can end a line. A command that is too long or has other control or non-ASCII bytes is remembered as bad and never run,
    // unlike in the reference firmware, which runs what fits of it.

    /// <summary>Collects the bytes of a command and splits it into words.</summary>
    internal sealed class HostCommand
    {
        /// <summary>Longest command. The official host sends at most 65 characters; `model load` needs 90.</summary>
        public const int MaximumLength = 128;

        private const byte Terminator = (byte)'%';

        private readonly char[] _text = new char[MaximumLength];
        private int _length;
        private int _next;

        /// <summary>The command was longer than <see cref="MaximumLength"/>.</summary>
        public bool IsTooLong { get; private set; }

        /// <summary>The command had a byte outside printable ASCII.</summary>
        public bool IsGarbled { get; private set; }

        /// <summary>Takes a byte from the host.</summary>
        /// <returns>True when it ends a command; call <see cref="Clear"/> after dealing with it.</returns>
        public bool Add(byte value)
        {
            if (value == Terminator)
            {
                _next = 0;
                return true;
            }

            if (value == (byte)'\r' || value == (byte)'\n')
            {
                return false;
            }

            if (value < 0x20 || value > 0x7E)
            {
                IsGarbled = true;
            }
            else if (_length == MaximumLength)
            {
                IsTooLong = true;
            }
            else
            {
                _text[_length++] = (char)value;
            }

            return false;
        }

        /// <summary>Forgets the command.</summary>
        public void Clear()
        {
            _length = 0;
            _next = 0;
            IsTooLong = false;
            IsGarbled = false;
        }

        /// <summary>The next word.</summary>
        /// <returns>The word, or null when there is none left.</returns>
        public string NextWord()
        {
            while (_next < _length && _text[_next] == ' ')
            {
                _next++;
            }

            int start = _next;
            while (_next < _length && _text[_next] != ' ')
            {
                _next++;
            }

            return _next == start ? null : new string(_text, start, _next - start);
        }

        /// <summary>A word as a number: digits only, at most nine.</summary>
        /// <returns>0 to 999,999,999, or -1 when it is anything else.</returns>
        public static int ParseNumber(string word)
        {
            if (word.Length > 9)
            {
                return -1;
            }

            int value = 0;
            for (int i = 0; i < word.Length; i++)
            {
                int digit = word[i] - '0';
                if (digit < 0 || digit > 9)
                {
                    return -1;
                }

                value = (value * 10) + digit;
            }

            return value;
        }

        /// <summary>Two hexadecimal digits of a word as a byte.</summary>
        /// <returns>0 to 255, or -1.</returns>
        public static int ParseHex(string word, int index)
        {
            int high = HexDigit(word[index]);
            int low = HexDigit(word[index + 1]);
            return high < 0 || low < 0 ? -1 : (high * 16) + low;
        }

        private static int HexDigit(char digit)
        {
            if (digit >= '0' && digit <= '9')
            {
                return digit - '0';
            }

            if (digit >= 'a' && digit <= 'f')
            {
                return digit - 'a' + 10;
            }

            return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
        }
    }
}
