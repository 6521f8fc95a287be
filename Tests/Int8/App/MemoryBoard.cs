using Edge.Firmware.Board;
using Edge.Firmware.Settings;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.Tests.Int8.App
{
    /// <summary>A board without hardware.</summary>
    internal sealed class MemoryBoard : IBoard
    {
        private readonly IClock _clock = new SteppingClock();

        /// <summary>The log.</summary>
        public readonly RecordingLog Recorded = new RecordingLog();

        /// <summary>The storage.</summary>
        public readonly MemoryStorage Storage = new MemoryStorage();

        /// <summary>The pin.</summary>
        public readonly RecordingStrobe Pin = new RecordingStrobe();

        /// <inheritdoc />
        public string TargetName
        {
            get { return "ESP32_REV3"; }
        }

        /// <inheritdoc />
        public string FirmwareVersion
        {
            get { return "test"; }
        }

        /// <inheritdoc />
        public string WakeCause
        {
            get { return "power"; }
        }

        /// <inheritdoc />
        public IClock Clock
        {
            get { return _clock; }
        }

        /// <inheritdoc />
        public ILogSink Log
        {
            get { return Recorded; }
        }

        /// <inheritdoc />
        public IStorage InternalStorage
        {
            get { return Storage; }
        }

        /// <inheritdoc />
        public bool HasFree(int bytes)
        {
            return FrameHeadroom.HasFree(bytes);
        }

        /// <inheritdoc />
        public long FreeBytes()
        {
            return -1;
        }

        /// <inheritdoc />
        public IStorage OpenCard(FirmwareSettings settings)
        {
            return null;
        }

        /// <inheritdoc />
        public II2cBus OpenI2c(FirmwareSettings settings)
        {
            return null;
        }

        /// <inheritdoc />
        public IHostPort OpenHost(FirmwareSettings settings)
        {
            return null;
        }

        /// <inheritdoc />
        public IStrobe OpenStrobe(FirmwareSettings settings)
        {
            return Pin;
        }

        /// <inheritdoc />
        public void Wait(int milliseconds)
        {
        }

        /// <inheritdoc />
        public void DeepSleep(int seconds)
        {
        }
    }
}
