namespace Edge.Firmware.Board
{
    /// <summary>
    /// The pin an external power analyser watches: high when nothing is measured, low during an inference
    /// (or, in the host's energy mode, a falling edge at each timestamp). Never throws.
    /// </summary>
    internal interface IStrobe
    {
        /// <summary>Drives the pin low: the inference begins.</summary>
        void SetLow();

        /// <summary>Drives the pin high: the inference has ended.</summary>
        void SetHigh();
    }
}
