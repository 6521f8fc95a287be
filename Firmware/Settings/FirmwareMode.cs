using Edge.Firmware.Energy;

namespace Edge.Firmware.Settings
{
    /// <summary>What the app does after it has started.</summary>
    internal enum FirmwareMode
    {
        /// <summary>Infers, logs, waits, again.</summary>
        Loop = 0,

        /// <summary>Serves the host on its serial port.</summary>
        Host = 1,

        /// <summary>Infers once, logs, sleeps deeply; the wake-up starts the app anew.</summary>
        DutyCycle = 2,
    }
}
