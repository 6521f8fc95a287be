using Edge.Firmware.Board;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.MeterStation.Frames
{
    /// <summary>Bytes of a port one after the other, none of which is waited for longer than a limit.</summary>
    internal sealed class PortReader
    {
        private const int WaitMs = 2;

        private readonly IHostPort _port;
        private readonly IBoard _board;
        private readonly IClock _clock;
        private readonly long _silenceMicroseconds;
        private readonly byte[] _buffer = new byte[256];
        private int _count;
        private int _next;

        /// <summary>Reads a port.</summary>
        /// <param name="port">The port.</param>
        /// <param name="board">Waits and tells the time.</param>
        /// <param name="silenceMs">Longest wait for a byte.</param>
        public PortReader(IHostPort port, IBoard board, int silenceMs)
        {
            _port = port;
            _board = board;
            _clock = board.Clock;
            _silenceMicroseconds = silenceMs * 1000L;
        }

        /// <summary>Throws away what has arrived: the end of an answer that nobody waited for.</summary>
        public void Discard()
        {
            _count = 0;
            _next = 0;

            // A line that never rests must not hold the app; 64 KB are longer than any picture that is late.
            for (int i = 0; i < 256 && _port.Read(_buffer) > 0; i++)
            {
            }
        }

        /// <summary>Sends bytes.</summary>
        /// <returns>False when the port is gone.</returns>
        public bool Write(byte[] data, int count)
        {
            return _port.Write(data, count);
        }

        /// <summary>The next byte.</summary>
        /// <returns>0 to 255, or -1: none came in time, or the port is gone.</returns>
        public int Next()
        {
            if (_next < _count)
            {
                return _buffer[_next++];
            }

            long start = _clock.GetMicroseconds();
            while (true)
            {
                _count = _port.Read(_buffer);
                if (_count > 0)
                {
                    _next = 1;
                    return _buffer[0];
                }

                if (_count < 0 || _clock.GetMicroseconds() - start > _silenceMicroseconds)
                {
                    _count = 0;
                    _next = 0;
                    return -1;
                }

                _board.Wait(WaitMs);
            }
        }

        /// <summary>Fills a stretch of an array.</summary>
        /// <returns>Bytes that came; less than <paramref name="count"/> when the line fell silent.</returns>
        public int Fill(byte[] destination, int offset, int count)
        {
            for (int i = 0; i < count; i++)
            {
                int value = Next();
                if (value < 0)
                {
                    return i;
                }

                destination[offset + i] = (byte)value;
            }

            return count;
        }
    }
}
