using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.Firmware.Signing;

namespace Edge.Firmware.Storage
{
    // Two slots, model.a and model.b, and model.new, which the host writes without knowing what runs (edge deploy --model).
    // The valid file with the highest sequence number runs. Nothing that runs or could run next is ever overwritten:
    //   from the host:   model.new is written by the host, verified here, renamed over the older slot;
    //   from this app:   the older slot is deleted, the model written and flushed, read back and hashed, then its header
    //                    written and flushed. Until the last byte of the header is there the slot is no slot.
    // So a power cut at any byte leaves the previous model, or the new one, whole (ModelStorePowerCutTests cuts at every byte).
    // model.ok remembers which model was hashed, because hashing 80 KB takes the interpreter about a second (estimated).

    /// <summary>Models on a storage: finds the one to run, takes in new ones, keeps the previous one.</summary>
    internal sealed class ModelStore
    {
        /// <summary>First slot.</summary>
        public const string SlotA = "model.a";

        /// <summary>Second slot.</summary>
        public const string SlotB = "model.b";

        /// <summary>What the host writes.</summary>
        public const string Incoming = "model.new";

        /// <summary>Remembers which model was verified.</summary>
        public const string Verified = "model.ok";

        private const int ChunkBytes = 512;

        private static readonly string[] s_files = { SlotA, SlotB, Incoming };

        private readonly IStorage _storage;
        private readonly IEventLog _log;
        private readonly byte[] _chunk = new byte[ChunkBytes];
        private readonly SlotHeader[] _headers = new SlotHeader[s_files.Length];
        private string _running;

        /// <summary>Makes the store; nothing is read yet.</summary>
        public ModelStore(IStorage storage, IEventLog log)
        {
            _storage = storage;
            _log = log;
        }

        /// <summary>Reads the headers of all slots. Damaged ones are logged and left out.</summary>
        public void Scan()
        {
            long highest = 0;
            for (int i = 0; i < s_files.Length; i++)
            {
                SlotHeader header = ReadHeader(s_files[i], true);
                _headers[i] = header;
                if (header != null && header.Sequence <= highest && s_files[i] == Incoming)
                {
                    _log.Error(FirmwareError.UpdateOlder, Incoming, header.Sequence);
                }

                highest = header != null && header.Sequence > highest ? header.Sequence : highest;
            }
        }

        /// <summary>The newest model not yet returned since <see cref="Scan"/>; verified.</summary>
        /// <returns>The model, or null when there is none left.</returns>
        public StoredModel Next()
        {
            while (true)
            {
                int best = Newest();
                if (best < 0)
                {
                    return null;
                }

                SlotHeader header = _headers[best];
                _headers[best] = null;
                if (IsRemembered(header) || Verify(s_files[best], header))
                {
                    return new StoredModel(s_files[best], header);
                }
            }
        }

        /// <summary>
        /// The model runs: moves it out of <see cref="Incoming"/> and remembers that it was verified. A failure here is logged and harmless.
        /// </summary>
        /// <returns>The model under the name it has now.</returns>
        public StoredModel Adopt(StoredModel model)
        {
            _running = model.File;
            try
            {
                if (model.File == Incoming)
                {
                    string slot = OlderSlot();
                    _storage.Delete(slot);
                    _storage.Rename(Incoming, slot);
                    model = new StoredModel(slot, model.Header);
                    _running = slot;
                }

                if (!IsRemembered(model.Header))
                {
                    _storage.Delete(Verified);
                    _storage.Write(Verified, 0, model.Header.ToBytes(), 0, SlotHeader.Length);
                    _storage.Flush(Verified);
                }
            }
            catch (StorageException exception)
            {
                _log.Error(exception.Error, exception.Message, 0);
            }

            return model;
        }

        /// <summary>The runtime refused the model. One that the host sent is removed, so that it is not tried at every start.</summary>
        public void Reject(StoredModel model)
        {
            if (model.File == Incoming)
            {
                Remove(Incoming);
            }
        }

        /// <summary>Slot that a new model may be written to: the one that would be missed least.</summary>
        public string OlderSlot()
        {
            if (_running == SlotA || _running == SlotB)
            {
                return _running == SlotA ? SlotB : SlotA;
            }

            SlotHeader a = ReadHeader(SlotA, false);
            SlotHeader b = ReadHeader(SlotB, false);
            if (a == null || b == null)
            {
                return a == null ? SlotA : SlotB;
            }

            // The newer one may be damaged behind its header; then the older one is what runs.
            SlotHeader newer = a.Sequence >= b.Sequence ? a : b;
            string newerFile = a.Sequence >= b.Sequence ? SlotA : SlotB;
            string olderFile = a.Sequence >= b.Sequence ? SlotB : SlotA;
            return IsRemembered(newer) || Verify(newerFile, newer) ? olderFile : newerFile;
        }

        /// <summary>A sequence number above all present ones.</summary>
        public long NextSequence()
        {
            long highest = 0;
            for (int i = 0; i < s_files.Length; i++)
            {
                SlotHeader header = ReadHeader(s_files[i], false);
                if (header != null && header.Sequence > highest)
                {
                    highest = header.Sequence;
                }
            }

            return highest + 1;
        }

        /// <summary>Hashes a slot and compares with its header. What is wrong is logged.</summary>
        public bool Verify(string file, SlotHeader header)
        {
            try
            {
                if (_storage.GetLength(file) < SlotHeader.Length + header.ModelLength)
                {
                    _log.Error(FirmwareError.SlotTruncated, file, _storage.GetLength(file));
                    return false;
                }

                if (SlotHeader.SameHash(Hash(file, header.ModelLength), header.Hash))
                {
                    return true;
                }

                _log.Error(FirmwareError.SlotHashMismatch, file, header.Sequence);
                return false;
            }
            catch (StorageException exception)
            {
                _log.Error(exception.Error, exception.Message, 0);
                return false;
            }
        }

        /// <summary>SHA-256 of the model in a slot file.</summary>
        /// <exception cref="StorageException">The file cannot be read.</exception>
        public byte[] Hash(string file, int modelLength)
        {
            var sha = new Sha256();
            for (int done = 0; done < modelLength; done += ChunkBytes)
            {
                int count = modelLength - done < ChunkBytes ? modelLength - done : ChunkBytes;
                _storage.Read(file, SlotHeader.Length + done, _chunk, 0, count);
                sha.Update(_chunk, 0, count);
            }

            return sha.Finish();
        }

        private int Newest()
        {
            int best = -1;
            for (int i = 0; i < _headers.Length; i++)
            {
                if (_headers[i] != null && (best < 0 || _headers[i].Sequence > _headers[best].Sequence))
                {
                    best = i;
                }
            }

            return best;
        }

        private SlotHeader ReadHeader(string file, bool complains)
        {
            int length = _storage.GetLength(file);
            if (length < 0)
            {
                return null;
            }

            try
            {
                if (length >= SlotHeader.Length)
                {
                    _storage.Read(file, 0, _chunk, 0, SlotHeader.Length);
                    SlotHeader header = SlotHeader.Parse(_chunk);
                    if (header != null)
                    {
                        return header;
                    }
                }

                if (complains)
                {
                    _log.Error(FirmwareError.SlotHeaderBad, file, length);
                }
            }
            catch (StorageException exception)
            {
                _log.Error(exception.Error, exception.Message, length);
            }

            return null;
        }

        // model.ok is a copy of the verified header. A torn one does not parse, and the model is hashed again.
        private bool IsRemembered(SlotHeader header)
        {
            SlotHeader remembered = _storage.GetLength(Verified) < 0 ? null : ReadHeader(Verified, false);
            return remembered != null && remembered.Sequence == header.Sequence
                && remembered.ModelLength == header.ModelLength && SlotHeader.SameHash(remembered.Hash, header.Hash);
        }

        private void Remove(string file)
        {
            try
            {
                _storage.Delete(file);
            }
            catch (StorageException exception)
            {
                _log.Error(exception.Error, exception.Message, 0);
            }
        }
    }
}
