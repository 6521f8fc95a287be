using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.Firmware.Signing;

namespace Edge.Firmware.Storage
{
    // A model that arrives in pieces over the host link goes to the free slot: 64 zero bytes, the signature block, the model, a flush, the hash
    // of what was read back, and only then the header in place of the zeros. The reader takes a slot for one when its header parses.

    /// <summary>Writes one model into the slot that is free, and makes it a candidate when its hash is right.</summary>
    internal sealed class ModelWriter
    {
        private const int ChunkBytes = 512;

        private readonly IStorage _storage;
        private readonly ModelStore _store;
        private readonly IEventLog _log;
        private string _slot;
        private SlotHeader _header;
        private byte[] _block;
        private int _blockWritten;
        private int _written;

        /// <summary>Makes an idle writer.</summary>
        public ModelWriter(IStorage storage, ModelStore store, IEventLog log)
        {
            _storage = storage;
            _store = store;
            _log = log;
        }

        /// <summary>A write is under way.</summary>
        public bool IsBusy
        {
            get { return _header != null; }
        }

        /// <summary>Bytes of the model that are still to come; 0 when no write is under way or all have come.</summary>
        public int Missing
        {
            get { return _header == null ? 0 : _header.ModelLength - _written; }
        }

        /// <summary>Bytes of the signature block that are still to come.</summary>
        public int SignatureMissing
        {
            get { return _header == null ? 0 : _header.SignatureLength - _blockWritten; }
        }

        /// <summary>Starts a model. A write that was under way is forgotten.</summary>
        /// <param name="modelLength">Bytes of the model, above 0.</param>
        /// <param name="hash">Its BLAKE2b.</param>
        /// <param name="signatureLength">Bytes of its signature block, which comes first; 0 for none.</param>
        public FirmwareError Begin(int modelLength, byte[] hash, int signatureLength)
        {
            _header = null;
            if (_store.Trust != null && signatureLength == 0)
            {
                return FirmwareError.SignatureMissing;
            }

            if (signatureLength > SlotHeader.MostSignatureBytes)
            {
                return FirmwareError.SignatureMalformed;
            }

            if (modelLength > SlotHeader.MostModelBytes)
            {
                return FirmwareError.ModelTooLarge;
            }

            _header = new SlotHeader(modelLength, hash, signatureLength);
            _block = new byte[signatureLength];
            _blockWritten = 0;
            _written = 0;
            return signatureLength == 0 ? Start() : FirmwareError.None;
        }

        /// <summary>Adds bytes of the signature block; the last ones settle whether the model is trusted.</summary>
        /// <returns><see cref="FirmwareError.StoreMisused"/> out of order; or why the model is not trusted.</returns>
        public FirmwareError WriteSignature(byte[] data, int count)
        {
            if (_header == null || count > SignatureMissing)
            {
                _header = null;
                return FirmwareError.StoreMisused;
            }

            System.Array.Copy(data, 0, _block, _blockWritten, count);
            _blockWritten += count;
            if (SignatureMissing > 0)
            {
                return FirmwareError.None;
            }

            FirmwareError error = _store.Judge(_block, _header.ModelLength, _header.Hash);
            if (error != FirmwareError.None)
            {
                _header = null;
                return error;
            }

            return Start();
        }

        /// <summary>Adds bytes of the model.</summary>
        /// <returns><see cref="FirmwareError.StoreMisused"/> without <see cref="Begin"/> or before the signature; <see cref="FirmwareError.ModelTooLarge"/> for more bytes than announced.</returns>
        public FirmwareError Write(byte[] data, int index, int count)
        {
            if (_header == null || SignatureMissing > 0)
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
                _storage.Write(_slot, _header.ModelOffset + _written, data, index, count);
                _written += count;
                return FirmwareError.None;
            }
            catch (StorageException exception)
            {
                return Fail(exception);
            }
        }

        /// <summary>Verifies what the storage holds and makes it a candidate. It is tried at the next start.</summary>
        /// <returns><see cref="FirmwareError.SlotTruncated"/> when bytes are missing, <see cref="FirmwareError.SlotHashMismatch"/> when they are others.</returns>
        public FirmwareError Commit()
        {
            if (_header == null)
            {
                return FirmwareError.StoreMisused;
            }

            SlotHeader header = _header;
            int missing = Missing + SignatureMissing;
            _header = null;
            if (missing > 0)
            {
                return FirmwareError.SlotTruncated;
            }

            try
            {
                _storage.Flush(_slot);
                if (!Bytes.Same(Hash(header), header.Hash))
                {
                    return FirmwareError.SlotHashMismatch;
                }

                _storage.Write(_slot, 0, header.ToBytes(), 0, SlotHeader.Length);
                _storage.Flush(_slot);
                _store.Staged(_slot, header);
                return FirmwareError.None;
            }
            catch (StorageException exception)
            {
                return Fail(exception);
            }
        }

        // Not before the signature holds: who has none must not cost the board the model that it would go back to.
        private FirmwareError Start()
        {
            try
            {
                _slot = _store.FreeSlot();
                _storage.Delete(_slot);
                _storage.Write(_slot, 0, new byte[SlotHeader.Length], 0, SlotHeader.Length);
                if (_block.Length > 0)
                {
                    _storage.Write(_slot, SlotHeader.Length, _block, 0, _block.Length);
                }

                _block = null;
                return FirmwareError.None;
            }
            catch (StorageException exception)
            {
                return Fail(exception);
            }
        }

        private byte[] Hash(SlotHeader header)
        {
            var hash = new Blake2b();
            var chunk = new byte[ChunkBytes];
            for (int done = 0; done < header.ModelLength; done += ChunkBytes)
            {
                int count = header.ModelLength - done < ChunkBytes ? header.ModelLength - done : ChunkBytes;
                _storage.Read(_slot, header.ModelOffset + done, chunk, 0, count);
                hash.Update(chunk, 0, count);
            }

            return hash.Finish();
        }

        private FirmwareError Fail(StorageException exception)
        {
            _header = null;
            _log.Error(exception.Error, exception.Message, _written);
            return exception.Error;
        }
    }
}
