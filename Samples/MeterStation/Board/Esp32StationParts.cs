using System;
using System.IO.Ports;
using Edge.Firmware.Board;
using Edge.Firmware.Board.Esp32;
using Edge.MeterStation.Frames;
using Edge.MeterStation.Publishing;

namespace Edge.MeterStation.Board
{
    /// <summary>Serial port and broker of an ESP32. Stock firmware decodes no JPEG; firmware of your own that does hands its decoder over.</summary>
    internal sealed class Esp32StationParts : IStationParts
    {
        /// <summary>Parts of a board.</summary>
        /// <param name="decoder">The firmware's decoder, or null.</param>
        public Esp32StationParts(IJpegDecoder decoder)
        {
            Decoder = decoder;
        }

        /// <inheritdoc />
        public IJpegDecoder Decoder { get; }

        /// <inheritdoc />
        public IHostPort OpenPort(StationSettings settings)
        {
            SerialPort port = null;
            try
            {
                port = new SerialPort(settings.Port, settings.Baud);
                port.ReadBufferSize = 1024;
                port.Open();
                return new Esp32HostPort(port);
            }
            catch (Exception)
            {
                if (port != null)
                {
                    port.Dispose(); // its name would count as taken
                }

                return null;
            }
        }

        /// <inheritdoc />
        public IMqttLink OpenLink(StationSettings settings)
        {
            return new M2MqttLink(settings);
        }
    }
}
