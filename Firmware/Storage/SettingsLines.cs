using Edge.Firmware.Board;
using Edge.Firmware.Faults;

namespace Edge.Firmware.Storage
{
    // ASCII lines "key=value"; blanks around both are ignored, so are empty lines and lines that begin with '#'.

    /// <summary>The lines of a settings file, one after the other.</summary>
    internal sealed class SettingsLines
    {
        private readonly byte[] _bytes;
        private int _next;

        /// <summary>Begins before the first line.</summary>
        /// <param name="bytes">The file.</param>
        public SettingsLines(byte[] bytes)
        {
            _bytes = bytes;
        }

        /// <summary>Number of the line, from 1.</summary>
        public int Number { get; private set; }

        /// <summary>What stands before the '='; null when the line is no setting.</summary>
        public string Key { get; private set; }

        /// <summary>What stands behind it.</summary>
        public string Value { get; private set; }

        /// <summary>Reads a file.</summary>
        /// <param name="storage">Storage, or null.</param>
        /// <param name="file">Its name.</param>
        /// <param name="maximumBytes">What is longer is no settings file.</param>
        /// <param name="log">Hears that it is too long or cannot be read.</param>
        /// <returns>The lines, or null: there is no such file, or it is at fault.</returns>
        public static SettingsLines Open(IStorage storage, string file, int maximumBytes, IEventLog log)
        {
            int length = storage == null ? -1 : storage.GetLength(file);
            if (length < 0)
            {
                return null;
            }

            if (length > maximumBytes)
            {
                log.Error(FirmwareError.SettingBad, file, length);
                return null;
            }

            try
            {
                var bytes = new byte[length];
                storage.Read(file, 0, bytes, 0, length);
                return new SettingsLines(bytes);
            }
            catch (StorageException exception)
            {
                log.Error(exception.Error, file, 0);
                return null;
            }
        }

        /// <summary>Goes to the next line that says something.</summary>
        /// <returns>False behind the last one.</returns>
        public bool Next()
        {
            while (_next < _bytes.Length)
            {
                int start = _next;
                int end = start;
                while (end < _bytes.Length && _bytes[end] != (byte)'\n')
                {
                    end++;
                }

                Number++;
                _next = end + 1;
                string line = Text(start, end);
                if (line.Length > 0 && line[0] != '#')
                {
                    Split(line);
                    return true;
                }
            }

            return false;
        }

        private void Split(string line)
        {
            int equals = line.IndexOf('=');
            Key = equals <= 0 ? null : line.Substring(0, equals).Trim();
            Value = equals <= 0 ? null : line.Substring(equals + 1).Trim();
        }

        private string Text(int start, int end)
        {
            var text = new char[end - start];
            for (int i = start; i < end; i++)
            {
                text[i - start] = (char)_bytes[i];
            }

            return new string(text).Trim();
        }
    }
}
