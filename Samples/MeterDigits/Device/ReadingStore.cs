using Edge.Firmware.Board;
using Edge.Firmware.Faults;

namespace Edge.MeterDigits.Device
{
    // reading.txt holds the last accepted reading in units of the last digit, as decimal digits and a line feed. A new one is
    // written to reading.new, made safe, and renamed: after a power cut one of the two files is whole. Without the line feed a
    // file was cut off and does not count.

    /// <summary>Keeps the last accepted reading over resets.</summary>
    internal sealed class ReadingStore
    {
        /// <summary>Name of the file.</summary>
        public const string FileName = "reading.txt";

        /// <summary>Name of the file while it is written.</summary>
        public const string NewFileName = "reading.new";

        private const int MaximumBytes = 16;

        private readonly IStorage _storage;
        private readonly IEventLog _log;
        private long _value;

        /// <summary>Reads what was kept.</summary>
        /// <param name="storage">Internal storage, or null: then nothing outlives a reset.</param>
        /// <param name="log">Hears of failures.</param>
        public ReadingStore(IStorage storage, IEventLog log)
        {
            _storage = storage;
            _log = log;
            _value = Read(FileName);
            if (_value == MeterReading.NoPrevious)
            {
                _value = Read(NewFileName);
            }
        }

        /// <summary>The last accepted reading, or <see cref="MeterReading.NoPrevious"/>.</summary>
        public long Value
        {
            get { return _value; }
        }

        /// <summary>Keeps a reading; nothing is written when it is the same as before.</summary>
        public void Keep(long value)
        {
            if (value == _value)
            {
                return;
            }

            _value = value;
            if (_storage == null)
            {
                return;
            }

            string text = value.ToString() + "\n";
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
                _storage.Delete(FileName);
                _storage.Rename(NewFileName, FileName);
            }
            catch (StorageException exception)
            {
                _log.Error(exception.Error, FileName, 0);
            }
        }

        private long Read(string file)
        {
            int length = _storage == null ? -1 : _storage.GetLength(file);
            if (length < 2 || length > MaximumBytes)
            {
                return MeterReading.NoPrevious;
            }

            var bytes = new byte[length];
            try
            {
                _storage.Read(file, 0, bytes, 0, length);
            }
            catch (StorageException exception)
            {
                _log.Error(exception.Error, file, 0);
                return MeterReading.NoPrevious;
            }

            long value = 0;
            for (int i = 0; i < length - 1; i++)
            {
                if (bytes[i] < (byte)'0' || bytes[i] > (byte)'9')
                {
                    return MeterReading.NoPrevious;
                }

                value = (value * 10) + (bytes[i] - (byte)'0');
            }

            return bytes[length - 1] == (byte)'\n' ? value : MeterReading.NoPrevious;
        }
    }
}
