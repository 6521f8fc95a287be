using System;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.Runtime.Int8.Weights
{
    /// <summary>
    /// Reads pieces of a blob into the window or straight into a bank, and counts bytes, calls and time.
    /// A piece that still lies in the window is not read again.
    /// </summary>
    internal sealed class WeightWindow
    {
        private readonly WeightSource _source;
        private byte[] _window;
        private int _start;
        private int _length;
        private int _position = -1;
        private int _count;

        /// <summary>Reads from <paramref name="source"/> through <paramref name="window"/>.</summary>
        public WeightWindow(WeightSource source, byte[] window)
        {
            _source = source;
            Place(window, 0, window.Length);
        }

        /// <summary>Clock for <see cref="Microseconds"/>, or null.</summary>
        public IClock Clock;

        /// <summary>Bytes read since <see cref="ResetCounters"/>.</summary>
        public int BytesRead;

        /// <summary>Reads since <see cref="ResetCounters"/>.</summary>
        public int ReadCalls;

        /// <summary>Time spent reading since <see cref="ResetCounters"/>.</summary>
        public long Microseconds;

        /// <summary>The array that the window lies in.</summary>
        public byte[] Array
        {
            get { return _window; }
        }

        /// <summary>Where the window begins in its array.</summary>
        public int Start
        {
            get { return _start; }
        }

        /// <summary>Bytes of the window.</summary>
        public int Length
        {
            get { return _length; }
        }

        /// <summary>Moves the window, which is empty then.</summary>
        public void Place(byte[] array, int start, int length)
        {
            _window = array;
            _start = start;
            _length = length;
            _position = -1;
        }

        /// <summary>Sets the counters to zero.</summary>
        public void ResetCounters()
        {
            BytesRead = 0;
            ReadCalls = 0;
            Microseconds = 0;
        }

        /// <summary>Forgets what lies in the window, so that each inference reads the same bytes.</summary>
        public void Invalidate()
        {
            _position = -1;
        }

        /// <summary>Makes <paramref name="count"/> bytes from <paramref name="position"/> lie at the start of the window.</summary>
        public void Fill(int position, int count)
        {
            if (position == _position && count <= _count)
            {
                return;
            }

            ReadInto(position, _window, _start, count);
            _position = position;
            _count = count;
        }

        /// <summary>Reads straight into another array.</summary>
        /// <exception cref="ModelFormatException">Truncated: the source, which was whole when it was checked, fails.</exception>
        public void ReadInto(int position, byte[] destination, int offset, int count)
        {
            long start = Clock == null ? 0 : Clock.GetMicroseconds();
            if (_source.Read(position, destination, offset, count) != count)
            {
                throw new ModelFormatException(ModelError.Truncated, position);
            }

            BytesRead += count;
            ReadCalls++;
            if (Clock != null)
            {
                Microseconds += Clock.GetMicroseconds() - start;
            }
        }

        /// <summary>Decodes numbers, a window at a time.</summary>
        /// <param name="position">Offset in the blob.</param>
        /// <param name="destination">Receives them.</param>
        /// <param name="index">First index written.</param>
        /// <param name="count">How many.</param>
        /// <param name="size">1: int8; 2: uint16, little-endian; 4: int32, little-endian.</param>
        public void ReadNumbers(int position, int[] destination, int index, int count, int size)
        {
            int capacity = _length / size;
            while (count > 0)
            {
                int chunk = count < capacity ? count : capacity;
                Fill(position, size * chunk);
                if (size == 4)
                {
                    DecodeInt32(0, destination, index, chunk);
                }
                else if (size == 1)
                {
                    DecodeInt8(0, destination, index, chunk);
                }
                else
                {
                    for (int i = 0; i < chunk; i++)
                    {
                        int at = _start + (2 * i);
                        destination[index + i] = _window[at] | (_window[at + 1] << 8);
                    }
                }

                position += size * chunk;
                index += chunk;
                count -= chunk;
            }
        }

        /// <summary>Decodes int32 values that lie in the window from its byte <paramref name="offset"/> on, two with each native call.</summary>
        public void DecodeInt32(int offset, int[] destination, int index, int count)
        {
            byte[] window = _window;
            offset += _start;
            for (int last = index + count - 4; index <= last; index += 4)
            {
                long pair = BitConverter.ToInt64(window, offset);
                destination[index] = (int)pair;
                destination[index + 1] = (int)(pair >> 32);
                pair = BitConverter.ToInt64(window, offset + 8);
                destination[index + 2] = (int)pair;
                destination[index + 3] = (int)(pair >> 32);
                offset += 16;
            }

            for (count &= 3; count > 0; count--)
            {
                destination[index] = BitConverter.ToInt32(window, offset);
                index++;
                offset += 4;
            }
        }

        /// <summary>Decodes int8 values that lie in the window from its byte <paramref name="offset"/> on, eight with each native call.</summary>
        public void DecodeInt8(int offset, int[] destination, int index, int count)
        {
            byte[] window = _window;
            offset += _start;
            for (int last = index + count - 8; index <= last; index += 8)
            {
                long eight = BitConverter.ToInt64(window, offset);
                destination[index] = (sbyte)eight;
                destination[index + 1] = (sbyte)(eight >> 8);
                destination[index + 2] = (sbyte)(eight >> 16);
                destination[index + 3] = (sbyte)(eight >> 24);
                destination[index + 4] = (sbyte)(eight >> 32);
                destination[index + 5] = (sbyte)(eight >> 40);
                destination[index + 6] = (sbyte)(eight >> 48);
                destination[index + 7] = (sbyte)(eight >> 56);
                offset += 8;
            }

            for (count &= 7; count > 0; count--)
            {
                destination[index] = (sbyte)window[offset];
                index++;
                offset++;
            }
        }
    }
}
