using Edge.Firmware.App;
using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.MeterDigits.Device;
using Edge.MeterStation.Frames;
using Edge.MeterStation.Publishing;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.MeterStation
{
    /// <summary>
    /// The app's task of a station: takes a picture, reads the meter, logs the reading, keeps it until the broker has it. Settings:
    /// meter.cfg (docs/meter-reader.md) and station.cfg (docs/meter-station.md).
    /// </summary>
    internal sealed class StationTask : IFirmwareTask
    {
        /// <summary>Raw picture of the source "file".</summary>
        public const string FrameFile = "frame.raw";

        private const int SilenceMs = 2000;
        private const int MostJpegBytes = 24 * 1024;

        private readonly IStationParts _parts;
        private MeterReader _reader;
        private IFrameSource _source;
        private ReadingStore _store;
        private ReadingQueue _queue;
        private MeterPublisher _publisher;
        private MeterLog _meterLog;
        private IEventLog _log;

        /// <summary>A station of these parts.</summary>
        public StationTask(IStationParts parts)
        {
            _parts = parts;
        }

        /// <inheritdoc />
        public bool Open(Int8Model model, IBoard board, IStorage card, IEventLog log, IClock clock, IEnergyMeter energyMeter)
        {
            IStorage storage = board.InternalStorage;
            MeterSettings meter = MeterSettings.Read(storage, log);
            StationSettings station = meter == null ? null : StationSettings.Read(storage, log);
            if (station == null)
            {
                return false;
            }

            FirmwareError error = MeterReader.TryCreate(model, meter.Layout, out _reader);
            _source = error == FirmwareError.None ? OpenSource(station, meter, board, card != null && card.GetLength(FrameFile) >= 0 ? card : storage) : null;
            if (_source == null)
            {
                log.Error(error == FirmwareError.None ? StationError.SourceMissing : error, station.Source, 0);
                return false;
            }

            _log = log;
            _store = new ReadingStore(storage, log);
            _queue = null;
            _publisher = null;
            if (station.Broker != null)
            {
                _queue = new ReadingQueue(storage, log);
                _publisher = new MeterPublisher(_parts.OpenLink(station), _queue, new MeterTopics(station, meter.Layout.Decimals), log, board.Clock);
            }

            _meterLog = new MeterLog(board.Log);
            _meterLog.Header();
            _reader.Attach(clock, energyMeter);
            return true;
        }

        /// <summary>Reads the meter once. A broker that is away is logged, but is no failure of the step: the reading is kept.</summary>
        /// <inheritdoc />
        public bool Step()
        {
            bool isRead = Read();
            if (_publisher != null)
            {
                _publisher.Deliver(isRead ? MeterLog.NameOf(_reader.Reading.Status) : "no picture");
            }

            return isRead;
        }

        private bool Read()
        {
            long detail;
            FirmwareError error = _source.Take(out detail);
            if (error == FirmwareError.None)
            {
                // A kept reading of another meter, with more digits, does not count.
                long previous = _store.Value < _reader.Layout.Range ? _store.Value : MeterReading.NoPrevious;
                error = _reader.Read(_source.Frame, previous);
                detail = _reader.Reading.Sequence;
            }

            error = error == FirmwareError.None ? _source.Finish() : error;
            if (error != FirmwareError.None)
            {
                _log.Error(error, "picture", detail);
                return false;
            }

            MeterReading reading = _reader.Reading;
            _meterLog.Write(reading, _reader.Layout.Decimals);
            if (reading.IsAccepted)
            {
                _store.Keep(reading.Value);
                if (_queue != null)
                {
                    _queue.Add(reading.Value, reading.ConfidencePermille, reading.Status == MeterStatus.Incomplete);
                }
            }

            return true;
        }

        private IFrameSource OpenSource(StationSettings station, MeterSettings meter, IBoard board, IStorage drive)
        {
            if (station.Source == "file")
            {
                return new FileFrameSource(drive, FrameFile, meter.Layout, meter.Format);
            }

            IHostPort line = _parts.OpenPort(station);
            bool isJpeg = station.Source == "jpeg";
            if (line == null || (isJpeg && _parts.Decoder == null))
            {
                return null;
            }

            var port = new PortReader(line, board, SilenceMs);
            return isJpeg
                ? (IFrameSource)new JpegCameraSource(port, _parts.Decoder, MostJpegBytes, meter.Layout, meter.Format)
                : new PortFrameSource(port, meter.Layout, meter.Format);
        }
    }
}
