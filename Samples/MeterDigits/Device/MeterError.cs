using Edge.Firmware.Faults;

namespace Edge.MeterDigits.Device
{
    /// <summary>What goes wrong when a meter is read, as it stands in an error line of the log: codes of a task, from 600 on (docs/energy.md, "Error codes").</summary>
    internal static class MeterError
    {
        /// <summary>A meter's layout has no digits or too many, or a decimal point, frame size or largest increase that cannot be.</summary>
        public const FirmwareError LayoutBad = (FirmwareError)601;

        /// <summary>A digit's box is smaller than 4 x 4 pixels or not within the frame; the detail is its index.</summary>
        public const FirmwareError BoxOutside = (FirmwareError)602;

        /// <summary>Two digits' boxes overlap; the detail is the index of the second.</summary>
        public const FirmwareError BoxesOverlap = (FirmwareError)603;

        /// <summary>A frame has another size than the layout, or the previous reading has more digits.</summary>
        public const FirmwareError FrameMismatch = (FirmwareError)604;

        /// <summary>The model does not read digits: input without pixel scale, or outputs other than 10 or 11 classes.</summary>
        public const FirmwareError ModelUnfit = (FirmwareError)605;
    }
}
