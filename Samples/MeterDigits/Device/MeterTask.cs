using Edge.Firmware.App;
using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.MeterDigits.Device
{
    /// <summary>
    /// The app's meter reading: when meter.cfg is there, each step reads the frame in frame.raw (card first, then internal storage),
    /// logs the reading, and keeps it as the previous one when it is accepted.
    /// </summary>
    internal sealed class MeterTask : IFirmwareTask
    {
        /// <summary>Raw frame that a camera, a host or a person has put there.</summary>
        public const string FrameFile = "frame.raw";

        private MeterReader _reader;
        private StorageFrame _frame;
        private ReadingStore _store;
        private MeterLog _meterLog;
        private IEventLog _log;

        /// <inheritdoc />
        public bool Open(Int8Model model, IBoard board, IStorage card, IEventLog log, IClock clock, IEnergyMeter energyMeter)
        {
            IStorage storage = board.InternalStorage;
            MeterSettings settings = MeterSettings.Read(storage, log);
            if (settings == null)
            {
                return false;
            }

            MeterLayout layout = settings.Layout;
            FirmwareError error = MeterReader.TryCreate(model, layout, out _reader);
            if (error != FirmwareError.None)
            {
                log.Error(error, model.Name, 0);
                return false;
            }

            IStorage drive = card != null && card.GetLength(FrameFile) >= 0 ? card : storage;
            _frame = new StorageFrame(drive, FrameFile, layout.FrameWidth, layout.FrameHeight, settings.Format);
            _store = new ReadingStore(storage, log);
            _log = log;
            _meterLog = new MeterLog(board.Log);
            _meterLog.Header();
            _reader.Attach(clock, energyMeter);
            return true;
        }

        /// <summary>Reads the frame and logs the reading. An implausible reading is a reading.</summary>
        /// <inheritdoc />
        public bool Step()
        {
            if (_frame.FileBytes != _frame.ExpectedBytes)
            {
                _log.Error(MeterError.FrameMismatch, FrameFile, _frame.FileBytes);
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
