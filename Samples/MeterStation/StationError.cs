using Edge.Firmware.Faults;

namespace Edge.MeterStation
{
    /// <summary>What goes wrong between camera and broker, as it stands in an error line of the log (docs/meter-station.md, "Errors").</summary>
    internal static class StationError
    {
        /// <summary>The camera or what sends pictures does not answer in time; the detail is the number of bytes that came.</summary>
        public const FirmwareError SourceSilent = (FirmwareError)611;

        /// <summary>A picture from the port does not have its checksum.</summary>
        public const FirmwareError PictureDamaged = (FirmwareError)612;

        /// <summary>The camera answers otherwise than its protocol says; the detail is the command.</summary>
        public const FirmwareError CameraRefuses = (FirmwareError)613;

        /// <summary>What the camera sends is no whole JPEG, or one that the board's firmware cannot decode.</summary>
        public const FirmwareError JpegBroken = (FirmwareError)614;

        /// <summary>A JPEG is larger than the array for it; the detail is its size in bytes.</summary>
        public const FirmwareError JpegTooLarge = (FirmwareError)615;

        /// <summary>The settings ask for a source that this board does not have.</summary>
        public const FirmwareError SourceMissing = (FirmwareError)616;

        /// <summary>The broker cannot be reached, or took too long; the detail is the number of readings that wait.</summary>
        public const FirmwareError BrokerSilent = (FirmwareError)621;

        /// <summary>So many readings wait that a new one was not kept; the detail is its value.</summary>
        public const FirmwareError QueueFull = (FirmwareError)622;
    }
}
