using System;
using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8.Blob
{
    /// <summary>
    /// Reads little-endian values and variable-length integers (7 bits a byte, low first, high bit = more follow) from a section
    /// that is held whole, or read a piece at a time. Reading past the end throws <see cref="ModelError.Truncated"/>.
    /// </summary>
    internal sealed class ByteCursor
    {
        private readonly WeightSource _source;
        private readonly byte[] _bytes;
        private readonly int _origin;
        private readonly int _end;

        // Position of the first byte in _bytes, index of the next one to be read, and index behind the last.
        private int _first;
        private int _next;
        private int _limit;

        /// <summary>Reads a section that is held whole.</summary>
        /// <param name="bytes">The section.</param>
        /// <param name="length">Number of bytes used.</param>
        /// <param name="origin">Offset of the section in the blob, for errors.</param>
        public ByteCursor(byte[] bytes, int length, int origin)
        {
            _bytes = bytes;
            _end = length;
            _limit = length;
            _origin = origin;
        }

        /// <summary>Reads a section of <paramref name="source"/> piece by piece.</summary>
        /// <param name="source">The blob.</param>
        /// <param name="length">Bytes of the section.</param>
        /// <param name="origin">Offset of the section in the blob.</param>
        /// <param name="piece">Holds a piece; at least one byte.</param>
        public ByteCursor(WeightSource source, int length, int origin, byte[] piece)
        {
            _source = source;
            _bytes = piece;
            _end = length;
            _origin = origin;
        }

        /// <summary>Next byte to be read, counted from the start of the section.</summary>
        public int Position
        {
            get { return _first + _next; }
        }

        /// <summary>Goes to a byte, counted from the start of the section.</summary>
        public void MoveTo(int position)
        {
            _next = position - _first;
            if (_source != null && (_next < 0 || _next > _limit))
            {
                _first = position;
                _next = 0;
                _limit = 0;
            }
        }

        /// <summary>Bytes in the section.</summary>
        public int Length
        {
            get { return _end; }
        }

        /// <summary>The same in the whole blob.</summary>
        public int Offset
        {
            get { return _origin + _first + _next; }
        }

        /// <summary>The record has to end here.</summary>
        /// <exception cref="ModelFormatException">TrailingBytes: bytes are left over.</exception>
        public void RequireEnd()
        {
            if (Position != _end)
            {
                throw Error(ModelError.TrailingBytes);
            }
        }

        /// <summary>An unsigned number below 2^31.</summary>
        public int ReadUnsigned()
        {
            // Nearly all numbers are one or two bytes: read without a call.
            int next = _next;
            if (next + 1 < _limit)
            {
                byte[] bytes = _bytes;
                int value = bytes[next];
                if (value < 0x80)
                {
                    _next = next + 1;
                    return value;
                }

                int high = bytes[next + 1];
                if (high < 0x80)
                {
                    _next = next + 2;
                    return value - 0x80 + (high << 7);
                }
            }

            return ReadLong();
        }

        /// <summary>
        /// Eight bytes from the next one on, the first the lowest: what a reader of several numbers looks at to find that each is one byte, which with the fields' checks
        /// costs a third of reading one after the other.
        /// </summary>
        /// <returns>The bytes; -1, none of which is a number of one byte, where fewer are at hand.</returns>
        public long PeekEight()
        {
            int next = _next;
            return next + 8 <= _limit ? BitConverter.ToInt64(_bytes, next) : -1;
        }

        /// <summary>Goes on behind numbers that <see cref="PeekEight"/> has shown.</summary>
        public void Skip(int bytes)
        {
            _next += bytes;
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
            // One byte without another call.
            int next = _next;
            if (next < _limit)
            {
                int single = _bytes[next];
                if (single < 0x80 && single >= min && single <= max)
                {
                    _next = next + 1;
                    return single;
                }
            }

            int value = ReadUnsigned();
            if (value < min || value > max)
            {
                throw Error(ModelError.BadValue);
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
                throw Error(ModelError.BadValue);
            }

            return value;
        }

        /// <summary>Four bytes, little-endian.</summary>
        public int ReadInt32()
        {
            int low = ReadByte() | (ReadByte() << 8);
            return low | (ReadByte() << 16) | (ReadByte() << 24);
        }

        /// <summary>A string: length in bytes, then UTF-8 (characters up to U+FFFF).</summary>
        public string ReadString()
        {
            int length = ReadRange(0, 1024);
            int end = Position + length;
            if (end > _end)
            {
                throw Error(ModelError.Truncated);
            }

            char[] characters = new char[length];
            int count = 0;
            while (Position < end)
            {
                int first = ReadByte();
                int more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
                int code = more == 0 ? first : first & (0x3F >> more);
                for (int i = 0; i < more && Position < end; i++)
                {
                    code = (code << 6) | (ReadByte() & 0x3F);
                }

                // Names are printed: no control characters, however they are encoded.
                if (code < 0x20 || (code >= 0x7F && code < 0xA0))
                {
                    throw Error(ModelError.BadValue);
                }

                characters[count++] = more == 3 ? '?' : (char)code;
            }

            return new string(characters, 0, count);
        }

        /// <summary>A number of any length, or one that the end of a piece cuts.</summary>
        private int ReadLong()
        {
            int value = 0;
            for (int shift = 0; shift < 35; shift += 7)
            {
                int part = ReadByte();
                if (shift == 28 && part > 7)
                {
                    break;
                }

                value |= (part & 0x7F) << shift;
                if (part < 0x80)
                {
                    return value;
                }
            }

            throw Error(ModelError.BadValue);
        }

        private int ReadByte()
        {
            if (_next >= _limit)
            {
                Fill();
            }

            int next = _next;
            _next = next + 1;
            return _bytes[next];
        }

        private ModelFormatException Error(ModelError error)
        {
            return new ModelFormatException(error, Offset);
        }

        private void Fill()
        {
            int position = _first + _next;
            int count = _end - position;
            if (_source == null || count <= 0)
            {
                throw Error(ModelError.Truncated);
            }

            count = count < _bytes.Length ? count : _bytes.Length;
            if (_source.Read(_origin + position, _bytes, 0, count) != count)
            {
                throw Error(ModelError.Truncated);
            }

            _first = position;
            _next = 0;
            _limit = count;
        }
    }
}
