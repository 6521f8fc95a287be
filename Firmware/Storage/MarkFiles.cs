using Edge.Firmware.Board;
using Edge.Firmware.Faults;

namespace Edge.Firmware.Storage
{
    // Two files of which the older one is overwritten in place: a write that is cut off leaves the newer one, and no room is needed once both
    // exist. They are made at the first start, so that a storage that is filled later cannot keep a model from being confirmed.

    /// <summary>Keeps the marks on the storage.</summary>
    internal sealed class MarkFiles
    {
        /// <summary>First file.</summary>
        public const string First = "model.m0";

        /// <summary>Second file.</summary>
        public const string Second = "model.m1";

        private readonly IStorage _storage;
        private readonly IEventLog _log;
        private readonly byte[] _buffer = new byte[ModelMarks.Length];
        private readonly byte[] _keyId;
        private ModelMarks _marks;
        private string _older = First;

        /// <summary>Uses a storage; nothing is read yet.</summary>
        /// <param name="storage">Storage.</param>
        /// <param name="keyId">Identity of the key that is trusted, or null.</param>
        /// <param name="log">Hears what is wrong.</param>
        public MarkFiles(IStorage storage, byte[] keyId, IEventLog log)
        {
            _storage = storage;
            _keyId = keyId;
            _marks = new ModelMarks(keyId);
            _log = log;
        }

        /// <summary>The marks as they stand.</summary>
        public ModelMarks Marks
        {
            get { return _marks; }
        }

        /// <summary>Reads the newer marks. Without any, or after an app with another key, the board knows nothing.</summary>
        public void Load()
        {
            ModelMarks first = Read(First);
            ModelMarks second = Read(Second);
            bool isSecond = second != null && (first == null || second.Counter > first.Counter);
            _older = isSecond || first == null ? First : Second;
            ModelMarks newer = isSecond ? second : first;
            _marks = new ModelMarks(_keyId);
            if (newer != null && newer.HasKeyOf(_marks))
            {
                _marks = newer;
            }
            else if (newer != null)
            {
                _marks.Counter = newer.Counter;
            }

            if (first == null || second == null)
            {
                Save();
            }
        }

        /// <summary>Makes changed marks safe.</summary>
        /// <returns>False when that failed; the failure has been logged.</returns>
        public bool Save()
        {
            try
            {
                _marks.Counter++;
                byte[] bytes = _marks.ToBytes();
                _storage.Write(_older, 0, bytes, 0, bytes.Length);
                _storage.Flush(_older);
                _older = _older == First ? Second : First;
                return true;
            }
            catch (StorageException exception)
            {
                _log.Error(exception.Error, exception.Message, 0);
                return false;
            }
        }

        private ModelMarks Read(string file)
        {
            try
            {
                if (_storage.GetLength(file) < ModelMarks.Length)
                {
                    return null;
                }

                _storage.Read(file, 0, _buffer, 0, ModelMarks.Length);
                var marks = new ModelMarks(_keyId);
                return marks.Read(_buffer) ? marks : null;
            }
            catch (StorageException exception)
            {
                _log.Error(exception.Error, exception.Message, 0);
                return null;
            }
        }
    }
}
