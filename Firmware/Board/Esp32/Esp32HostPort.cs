using System;
using System.IO.Ports;

namespace Edge.Firmware.Board.Esp32
{
    /// <summary>The host on a UART, 8N1.</summary>
    internal sealed class Esp32HostPort : IHostPort
    {
        private readonly SerialPort _port;

        /// <summary>Uses an open port.</summary>
        public Esp32HostPort(SerialPort port)
        {
            _port = port;
        }

        /// <inheritdoc />
        public int Read(byte[] buffer)
        {
            try
            {
                int count = _port.BytesToRead;
                if (count <= 0)
                {
                    return 0;
                }

                return _port.Read(buffer, 0, count < buffer.Length ? count : buffer.Length);
            }
            catch (Exception)
            {
                return -1;
            }
        }

        /// <inheritdoc />
        public bool Write(byte[] data, int count)
        {
            try
            {
                _port.Write(data, 0, count);
                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }
    }
}
