using Edge.Firmware.Board;
using Edge.Firmware.Faults;

namespace Edge.MeterStation.Publishing
{
    // queue.bin: records of 24 bytes, appended: number (8), value (8), confidence (2), 1 when filled (1), 0 (3), CRC-16 of the 22
    // bytes before (2), low byte first. A power cut leaves at most one record without its checksum, at the end; the next one goes over it.
    // queue.txt: the number up to which the broker has everything, decimal digits and a line feed, written as queue.new and
    // renamed. Once the broker has all, queue.bin is deleted; the numbers go on from queue.txt.
    // A cut between a delivery and queue.txt sends a reading again with its old number: who receives it sees that it is the same.

    /// <summary>Readings that the broker does not have yet. None is lost in a reset, none gets a second number.</summary>
    internal sealed class ReadingQueue
    {
        /// <summary>Waiting readings.</summary>
        public const string FileName = "queue.bin";

        /// <summary>Number of the last delivered reading.</summary>
        public const string DeliveredFileName = "queue.txt";

        /// <summary>The same while it is written.</summary>
        public const string NewFileName = "queue.new";

        /// <summary>Bytes of a record.</summary>
        public const int RecordBytes = 24;

        /// <summary>Most records in the file: 24 KB of the storage, ten days of a reading each quarter of an hour.</summary>
        public const int MostRecords = 1024;

        private const int CheckedBytes = RecordBytes - 2;
        private const int MostTextBytes = 24;

        private readonly IStorage _storage;
        private readonly IEventLog _log;
        private readonly byte[] _record = new byte[RecordBytes];
        private readonly QueuedReading _reading = new QueuedReading();
        private int _records;      // whole records in the file
        private int _first;        // the first of them that has not been delivered
        private long _delivered;   // number of the last delivered reading
        private long _last;        // number of the last reading

        /// <summary>Finds what waits.</summary>
        /// <param name="storage">Internal storage.</param>
        /// <param name="log">Hears of failures.</param>
        public ReadingQueue(IStorage storage, IEventLog log)
        {
            _storage = storage;
            _log = log;
            _delivered = ReadDelivered(DeliveredFileName);
            if (_delivered < 0)
            {
                _delivered = ReadDelivered(NewFileName);
            }

            _delivered = _delivered < 0 ? 0 : _delivered;
            _last = _delivered;
            int length = storage.GetLength(FileName);
            while ((_records + 1) * RecordBytes <= length && Load(_records))
            {
                _records++;
                if (_reading.Number > _delivered)
                {
                    _last = _reading.Number;
                }
                else
                {
                    _first = _records;
                }
            }
        }

        /// <summary>How many readings wait.</summary>
        public int Count
        {
            get { return _records - _first; }
        }

        /// <summary>Number of the last reading that was added.</summary>
        public long LastNumber
        {
            get { return _last; }
        }

        /// <summary>Keeps a reading; it is safe when this returns true.</summary>
        public bool Add(long value, int confidencePermille, bool isFilled)
        {
            if (_records >= MostRecords)
            {
                _log.Error(StationError.QueueFull, FileName, value);
                return false;
            }

            byte[] record = _record;
            Put(0, 8, _last + 1);
            Put(8, 8, value);
            Put(16, 2, confidencePermille);
            Put(18, 4, isFilled ? 1 : 0);
            Put(CheckedBytes, 2, ByteCrc.Compute(record, 0, CheckedBytes));
            try
            {
                _storage.Write(FileName, _records * RecordBytes, record, 0, RecordBytes);
                _storage.Flush(FileName);
            }
            catch (StorageException exception)
            {
                _log.Error(exception.Error, FileName, value);
                return false;
            }

            _last++;
            _records++;
            return true;
        }

        /// <summary>The reading that has waited longest.</summary>
        /// <returns>It, until the next call; null when none waits or it cannot be read now.</returns>
        public QueuedReading Peek()
        {
            return Count > 0 && Load(_first) ? _reading : null;
        }

        /// <summary>The broker has the reading that has waited longest.</summary>
        public void Remove()
        {
            _first++;
            _delivered = _delivered < _reading.Number ? _reading.Number : _delivered;
        }

        /// <summary>Makes safe what <see cref="Remove"/> did since the last call.</summary>
        public void Save()
        {
            string text = _delivered.ToString() + "\n";
            var bytes = new byte[text.Length];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)text[i];
            }

            try
            {
                _storage.Delete(NewFileName);
                _storage.Write(NewFileName, 0, bytes, 0, bytes.Length);
                _storage.Flush(NewFileName);
                _storage.Delete(DeliveredFileName);
                _storage.Rename(NewFileName, DeliveredFileName);
                if (Count == 0)
                {
                    _storage.Delete(FileName);
                    _records = 0;
                    _first = 0;
                }
            }
            catch (StorageException exception)
            {
                _log.Error(exception.Error, DeliveredFileName, _delivered);
            }
        }

        private long ReadDelivered(string file)
        {
            int length = _storage.GetLength(file);
            if (length < 2 || length > MostTextBytes)
            {
                return -1;
            }

            var bytes = new byte[length];
            try
            {
                _storage.Read(file, 0, bytes, 0, length);
            }
            catch (StorageException exception)
            {
                _log.Error(exception.Error, file, 0);
                return -1;
            }

            long number = 0;
            for (int i = 0; i < length - 1; i++)
            {
                if (bytes[i] < (byte)'0' || bytes[i] > (byte)'9')
                {
                    return -1;
                }

                number = (number * 10) + (bytes[i] - (byte)'0');
            }

            return bytes[length - 1] == (byte)'\n' ? number : -1;
        }

        private bool Load(int index)
        {
            try
            {
                _storage.Read(FileName, index * RecordBytes, _record, 0, RecordBytes);
            }
            catch (StorageException exception)
            {
                _log.Error(exception.Error, FileName, index);
                return false;
            }

            if (ByteCrc.Compute(_record, 0, CheckedBytes) != (int)Get(CheckedBytes, 2))
            {
                return false;
            }

            _reading.Number = Get(0, 8);
            _reading.Value = Get(8, 8);
            _reading.ConfidencePermille = (int)Get(16, 2);
            _reading.IsFilled = Get(18, 4) != 0;
            return true;
        }

        private void Put(int at, int bytes, long value)
        {
            for (int i = 0; i < bytes; i++)
            {
                _record[at + i] = (byte)value;
                value >>= 8;
            }
        }

        private long Get(int at, int bytes)
        {
            long value = 0;
            for (int i = bytes - 1; i >= 0; i--)
            {
                value = (value << 8) | _record[at + i];
            }

            return value;
        }
    }
}
