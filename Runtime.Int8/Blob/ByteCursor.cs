namespace Edge.Runtime.Int8.Blob
{
    /// <summary>
    /// Reads little-endian values and variable-length integers (7 bits a byte, low first, high bit = more follow) from a section.
    /// Reading past the end throws <see cref="ModelError.Truncated"/>.
    /// </summary>
    public sealed class ByteCursor
    {
        private readonly byte[] _bytes;
        private readonly int _origin;
        private readonly int _end;
        private int _position;

        /// <summary>Starts at the first byte.</summary>
        /// <param name="bytes">The section.</param>
        /// <param name="length">Number of bytes used.</param>
        /// <param name="origin">Offset of the section in the blob, for errors.</param>
        public ByteCursor(byte[] bytes, int length, int origin)
        {
            _bytes = bytes;
            _end = length;
            _origin = origin;
        }

        /// <summary>Next byte to be read, counted from the start of the section.</summary>
        public int Position
        {
            get { return _position; }
            set { _position = value; }
        }

        /// <summary>Bytes in the section.</summary>
        public int Length
        {
            get { return _end; }
        }

        /// <summary>The same in the whole blob.</summary>
        public int Offset
        {
            get { return _origin + _position; }
        }

        /// <summary>An unsigned number below 2^31.</summary>
        public int ReadUnsigned()
        {
            byte[] bytes = _bytes;
            int position = _position;
            int end = _end;
            int value = 0;
            for (int shift = 0; shift < 35; shift += 7)
            {
                if (position >= end)
                {
                    throw new ModelFormatException(ModelError.Truncated, _origin + position);
                }

                int part = bytes[position++];
                if (shift == 28 && part > 7)
                {
                    break;
                }

                value |= (part & 0x7F) << shift;
                if (part < 0x80)
                {
                    _position = position;
                    return value;
                }
            }

            throw new ModelFormatException(ModelError.BadValue, _origin + position);
        }

        /// <summary>A signed number (zigzag: 0, -1, 1, -2 ...) above -2^30 and below 2^30.</summary>
        public int ReadSigned()
        {
            int value = ReadUnsigned();
            return (value >> 1) ^ -(value & 1);
        }

        /// <summary>An unsigned number of at most <paramref name="max"/>.</summary>
        /// <exception cref="ModelFormatException">BadValue: it is below <paramref name="min"/> or above <paramref name="max"/>.</exception>
        public int ReadRange(int min, int max)
        {
            int value = ReadUnsigned();
            if (value < min || value > max)
            {
                throw new ModelFormatException(ModelError.BadValue, Offset);
            }

            return value;
        }

        /// <summary>A signed number of a range.</summary>
        /// <exception cref="ModelFormatException">BadValue: it is below <paramref name="min"/> or above <paramref name="max"/>.</exception>
        public int ReadSignedRange(int min, int max)
        {
            int value = ReadSigned();
            if (value < min || value > max)
            {
                throw new ModelFormatException(ModelError.BadValue, Offset);
            }

            return value;
        }

        /// <summary>Four bytes, little-endian.</summary>
        public int ReadInt32()
        {
            int position = _position;
            if (position + 4 > _end)
            {
                throw new ModelFormatException(ModelError.Truncated, Offset);
            }

            _position = position + 4;
            return DecodeInt32(_bytes, position);
        }

        /// <summary>A string: length in bytes, then UTF-8 (characters up to U+FFFF).</summary>
        public string ReadString()
        {
            int length = ReadRange(0, 1024);
            int end = _position + length;
            if (end > _end)
            {
                throw new ModelFormatException(ModelError.Truncated, Offset);
            }

            char[] characters = new char[length];
            int count = 0;
            while (_position < end)
            {
                int first = _bytes[_position++];
                int more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
                int code = more == 0 ? first : first & (0x3F >> more);
                for (int i = 0; i < more && _position < end; i++)
                {
                    code = (code << 6) | (_bytes[_position++] & 0x3F);
                }

                characters[count++] = more == 3 ? '?' : (char)code;
            }

            return new string(characters, 0, count);
        }

        /// <summary>Four bytes of <paramref name="bytes"/>, little-endian.</summary>
        public static int DecodeInt32(byte[] bytes, int position)
        {
            return bytes[position] | (bytes[position + 1] << 8) | (bytes[position + 2] << 16) | (bytes[position + 3] << 24);
        }
    }
}
