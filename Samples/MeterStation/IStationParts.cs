using Edge.Firmware.Board;
using Edge.MeterStation.Frames;
using Edge.MeterStation.Publishing;

namespace Edge.MeterStation
{
    /// <summary>What a station needs beside the app's board. What does not exist is null; no method throws.</summary>
    internal interface IStationParts
    {
        /// <summary>JPEG decoder of the firmware, or null.</summary>
        IJpegDecoder Decoder { get; }

        /// <summary>Opens the serial port of the camera.</summary>
        IHostPort OpenPort(StationSettings settings);

        /// <summary>Makes the way to the broker; nothing is connected yet.</summary>
        IMqttLink OpenLink(StationSettings settings);
    }
}
