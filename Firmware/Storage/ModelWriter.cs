using Edge.Firmware.Board;
using Edge.Firmware.Faults;

namespace Edge.Firmware.Storage
{
    // A model that arrives in pieces over the host link goes to the older slot: 64 zero bytes, the model, a flush, the hash of
    // what was read back, and only then the header in place of the zeros. The reader takes a slot for one when its header parses.

    /// <summary>Writes one model into the slot that is not needed, and makes it the newest when its hash is right.</summary>
    internal sealed class ModelWriter
    {
        private readonly IStorage _storage;
        private readonly ModelStore _store;
        private readonly IEventLog _log;
        private string _slot;
        private SlotHeader _header;
        private int _written;

        /// <summary>Makes an idle writer.</summary>
        public ModelWriter(IStorage storage, ModelStore store, IEventLog log)
        {
            _storage = storage;
            _store = store;
            _log = log;
        }

        /// <summary>Bytes that are still to come; 0 when no write is under way or all have come.</summary>
        public int Missing
        {
            get { return _header == null ? 0 : _header.ModelLength - _written; }
        }

        /// <summary>Starts a model. A write that was under way is forgotten.</summary>
        /// <param name="modelLength">Bytes of the model, above 0.</param>
        /// <param name="hash">Its SHA-256.</param>
        public FirmwareError Begin(int modelLength, byte[] hash)
        {
            _header = null;
            try
            {
                var header = new SlotHeader(_store.NextSequence(), modelLength, hash);
                _slot = _store.OlderSlot();
                _storage.Delete(_slot);
                _storage.Write(_slot, 0, new byte[SlotHeader.Length], 0, SlotHeader.Length);
                _written = 0;
                _header = header;
                return FirmwareError.None;
            }
            catch (StorageException exception)
            {
                return Fail(exception);
            }
        }

        /// <summary>Adds bytes.</summary>
        /// <returns><see cref="FirmwareError.StoreMisused"/> without <see cref="Begin"/>; <see cref="FirmwareError.ModelTooLarge"/> for more bytes than announced.</returns>
        public FirmwareError Write(byte[] data, int index, int count)
        {
            if (_header == null)
            {
                return FirmwareError.StoreMisused;
            }

            if (count > Missing)
            {
                _header = null;
                return FirmwareError.ModelTooLarge;
            }

            try
            {
                _storage.Write(_slot, SlotHeader.Length + _written, data, index, count);
                _written += count;
                return FirmwareError.None;
            }
            catch (StorageException exception)
            {
                return Fail(exception);
            }
        }

        /// <summary>Verifies what the storage holds and makes it the newest model. It runs from the next start.</summary>
        /// <returns><see cref="FirmwareError.SlotTruncated"/> when bytes are missing, <see cref="FirmwareError.SlotHashMismatch"/> when they are others.</returns>
        public FirmwareError Commit()
        {
            if (_header == null)
            {
                return FirmwareError.StoreMisused;
            }

            SlotHeader header = _header;
            int missing = Missing;
            _header = null;
            if (missing > 0)
            {
                return FirmwareError.SlotTruncated;
            }

            try
            {
                _storage.Flush(_slot);
                if (!SlotHeader.SameHash(_store.Hash(_slot, header.ModelLength), header.Hash))
                {
                    return FirmwareError.SlotHashMismatch;
                }

                _storage.Write(_slot, 0, header.ToBytes(), 0, SlotHeader.Length);
                _storage.Flush(_slot);
                return FirmwareError.None;
            }
            catch (StorageException exception)
            {
                return Fail(exception);
            }
        }

        private FirmwareError Fail(StorageException exception)
        {
            _header = null;
            _log.Error(exception.Error, exception.Message, _written);
            return exception.Error;
        }
    }
}
