using Edge.Firmware.Logging;
using Edge.Firmware.Storage;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.Firmware.Meters
{
    /// <summary>
    /// The app's meter reading: when meter.cfg is there, each step reads the frame in frame.raw (card first, then internal storage),
    /// logs the reading, and keeps it as the previous one when it is accepted.
    /// </summary>
    internal sealed class MeterTask
    {
        /// <summary>Raw frame that a camera, a host or a person has put there.</summary>
        public const string FrameFile = "frame.raw";

        private readonly MeterReader _reader;
        private readonly StorageFrame _frame;
        private readonly ReadingStore _store;
        private readonly MeterLog _meterLog;
        private readonly IEventLog _log;

        private MeterTask(MeterReader reader, StorageFrame frame, ReadingStore store, MeterLog meterLog, IEventLog log)
        {
            _reader = reader;
            _frame = frame;
            _store = store;
            _meterLog = meterLog;
            _log = log;
        }

        /// <summary>The last reading.</summary>
        public MeterReading Reading
        {
            get { return _reader.Reading; }
        }

        /// <summary>Opens the task.</summary>
        /// <param name="model">The app's model.</param>
        /// <param name="internalStorage">Internal storage, or null.</param>
        /// <param name="card">Card, or null.</param>
        /// <param name="sink">Log lines.</param>
        /// <param name="log">Failures.</param>
        /// <returns>The task; null when there is no meter.cfg, or something is wrong, which has been logged.</returns>
        public static MeterTask Open(Int8Model model, IStorage internalStorage, IStorage card, ILogSink sink, IEventLog log)
        {
            MeterSettings settings = MeterSettings.Read(internalStorage, log);
            if (settings == null)
            {
                return null;
            }

            MeterReader reader;
            FirmwareError error = MeterReader.TryCreate(model, settings.Layout, out reader);
            if (error != FirmwareError.None)
            {
                log.Error(error, model.Name, 0);
                return null;
            }

            MeterLayout layout = settings.Layout;
            IStorage drive = card != null && card.GetLength(FrameFile) >= 0 ? card : internalStorage;
            var frame = new StorageFrame(drive, FrameFile, layout.FrameWidth, layout.FrameHeight, settings.Format);
            var meterLog = new MeterLog(sink);
            meterLog.Header();
            return new MeterTask(reader, frame, new ReadingStore(internalStorage, log), meterLog, log);
        }

        /// <summary>Sets what time and energy are taken from.</summary>
        public void Attach(IClock clock, IEnergyMeter meter)
        {
            _reader.Attach(clock, meter);
        }

        /// <summary>Reads the frame and logs the reading.</summary>
        /// <returns>False when there is no reading; the reason has been logged. An implausible reading is a reading.</returns>
        public bool ReadAndLog()
        {
            if (_frame.FileBytes != _frame.ExpectedBytes)
            {
                _log.Error(FirmwareError.MeterFrameMismatch, FrameFile, _frame.FileBytes);
                return false;
            }

            // A kept reading of another meter, with more digits, does not count.
            long previous = _store.Value < _reader.Layout.Range ? _store.Value : MeterReading.NoPrevious;
            _frame.HasFailed = false;
            FirmwareError error = _reader.Read(_frame, previous);
            if (error == FirmwareError.None && _frame.HasFailed)
            {
                error = FirmwareError.StorageReadFailed;
            }

            if (error != FirmwareError.None)
            {
                _log.Error(error, FrameFile, _reader.Reading.Sequence);
                return false;
            }

            _meterLog.Write(_reader.Reading, _reader.Layout.Decimals);
            if (_reader.Reading.IsAccepted)
            {
                _store.Keep(_reader.Reading.Value);
            }

            return true;
        }
    }
}
