using Edge.Firmware.Settings;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.Firmware.Board
{
    /// <summary>
    /// Everything the app needs of the board it runs on. What does not exist is null; only <see cref="DeepSleep"/> and
    /// <see cref="FreeBytes"/> may throw.
    /// </summary>
    internal interface IBoard
    {
        /// <summary>Name of the firmware target, e.g. "ESP32_REV3".</summary>
        string TargetName { get; }

        /// <summary>Version of the firmware under the app.</summary>
        string FirmwareVersion { get; }

        /// <summary>"power", "timer", or what else woke the chip.</summary>
        string WakeCause { get; }

        /// <summary>Time since reset.</summary>
        IClock Clock { get; }

        /// <summary>Debug channel.</summary>
        ILogSink Log { get; }

        /// <summary>Internal storage, drive I:, or null.</summary>
        IStorage InternalStorage { get; }

        /// <summary>Whether so many bytes of the managed heap are free in one piece; compacts it where that is needed.</summary>
        bool HasFree(int bytes);

        /// <summary>Free bytes of the managed heap, after a collection.</summary>
        long FreeBytes();

        /// <summary>Mounts the SD card, drive D:, with the pins of the settings.</summary>
        /// <returns>The card, or null when there is none.</returns>
        IStorage OpenCard(FirmwareSettings settings);

        /// <summary>Opens the I2C bus with the pins of the settings.</summary>
        /// <returns>The bus, or null when the pins cannot be used.</returns>
        II2cBus OpenI2c(FirmwareSettings settings);

        /// <summary>Opens the serial port of the host.</summary>
        /// <returns>The port, or null when it cannot be used.</returns>
        IHostPort OpenHost(FirmwareSettings settings);

        /// <summary>Opens the strobe pin.</summary>
        /// <returns>The pin, or null when it cannot be used.</returns>
        IStrobe OpenStrobe(FirmwareSettings settings);

        /// <summary>Waits; the CPU idles.</summary>
        void Wait(int milliseconds);

        /// <summary>Sleeps deeply; the chip resets when it wakes. Returns or throws only when that failed.</summary>
        void DeepSleep(int seconds);
    }
}
