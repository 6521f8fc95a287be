using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.MeterDigits.Device;

namespace Edge.MeterStation.Frames
{
    /// <summary>Raw pictures that something else puts into a file.</summary>
    internal sealed class FileFrameSource : IFrameSource
    {
        private readonly StorageFrame _frame;

        /// <summary>Reads the file anew for each picture.</summary>
        public FileFrameSource(IStorage storage, string file, MeterLayout layout, PixelFormat format)
        {
            _frame = new StorageFrame(storage, file, layout.FrameWidth, layout.FrameHeight, format);
        }

        /// <inheritdoc />
        public MeterFrame Frame
        {
            get { return _frame; }
        }

        /// <inheritdoc />
        public FirmwareError Take(out long detail)
        {
            _frame.HasFailed = false;
            detail = _frame.FileBytes;
            return detail == _frame.ExpectedBytes ? FirmwareError.None : MeterError.FrameMismatch;
        }

        /// <inheritdoc />
        public FirmwareError Finish()
        {
            return _frame.HasFailed ? FirmwareError.StorageReadFailed : FirmwareError.None;
        }
    }
}
