using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.Firmware.Signing;

namespace Edge.Firmware.Storage
{
    // Two slots, model.a and model.b, and model.new, which the host writes without knowing what runs (edge deploy --model). A model that comes
    // goes into the slot that is not confirmed and is a candidate there. Before it is loaded an attempt is marked on the storage; it is confirmed
    // when it has loaded, run, and given its self-test's bytes. A reset in between leaves the mark, so a model that hangs is tried twice, like
    // one that fails. The confirmed slot is never written: a power cut at any step leaves it, or the new model, whole (BootSimulatorTests).

    /// <summary>Models on a storage: which to try, which is confirmed, where a new one goes.</summary>
    internal sealed class ModelStore
    {
        /// <summary>First slot.</summary>
        public const string SlotA = "model.a";

        /// <summary>Second slot.</summary>
        public const string SlotB = "model.b";

        /// <summary>What the host writes.</summary>
        public const string Incoming = "model.new";

        /// <summary>How often a model may fail before it is left alone.</summary>
        public const int MostAttempts = 2;

        private static readonly string[] s_slots = { SlotA, SlotB };

        private readonly IStorage _storage;
        private readonly ModelTrust _trust;
        private readonly IEventLog _log;
        private readonly MarkFiles _marks;
        private readonly SlotReader _reader;
        private readonly SlotHeader[] _headers = new SlotHeader[s_slots.Length];
        private StoredModel _running;

        /// <summary>Makes the store; nothing is read yet.</summary>
        /// <param name="storage">Storage.</param>
        /// <param name="trust">What is trusted; null trusts everything.</param>
        /// <param name="log">Hears what is wrong.</param>
        public ModelStore(IStorage storage, ModelTrust trust, IEventLog log)
        {
            _storage = storage;
            _trust = trust;
            _log = log;
            _marks = new MarkFiles(storage, trust == null ? null : trust.KeyId, log);
            _reader = new SlotReader(storage, trust, log);
        }

        /// <summary>What is trusted, or null.</summary>
        public ModelTrust Trust
        {
            get { return _trust; }
        }

        /// <summary>Reads the marks: enough to write a model into the free slot.</summary>
        public void Open()
        {
            _marks.Load();
        }

        /// <summary>Reads the marks, takes in what the host has sent, and reads the headers of both slots. Damaged ones are logged and left out.</summary>
        public void Scan()
        {
            _running = null;
            _marks.Load();
            TakeIncoming();
            for (int slot = 0; slot < s_slots.Length; slot++)
            {
                _headers[slot] = _reader.ReadHeader(s_slots[slot], true);
            }
        }

        /// <summary>The next model to load: a candidate, whose attempt is marked by then; the confirmed one; the one before it.</summary>
        /// <returns>The model, or null when there is none left.</returns>
        public StoredModel Next()
        {
            for (int role = (int)ModelRole.Candidate; role < (int)ModelRole.Rejected; role++)
            {
                for (int i = 0; i < s_slots.Length; i++)
                {
                    // What came last is tried before what has lain there.
                    int slot = i ^ _marks.Marks.Newest;
                    SlotHeader header = _headers[slot];
                    if (header == null || (int)RoleOf(slot, header) != role)
                    {
                        continue;
                    }

                    _headers[slot] = null;
                    StoredModel model = _reader.Admit(slot, s_slots[slot], header, (ModelRole)role, _marks.Marks);
                    if (model == null && role == (int)ModelRole.Candidate)
                    {
                        // Not again at every start: checking a signature takes long.
                        Leave(slot, header.Hash);
                    }
                    else if (model != null && (model.Role != ModelRole.Candidate || MarkAttempt(model)))
                    {
                        return model;
                    }
                }
            }

            return null;
        }

        /// <summary>The model has loaded, run and given its self-test's bytes.</summary>
        public void Confirm(StoredModel model)
        {
            _running = model;
            if (model.Role != ModelRole.Candidate)
            {
                return;
            }

            ModelMarks marks = _marks.Marks;
            marks.Confirm(model.Header.Hash);
            marks.SetAttempts(model.Slot, model.Header.Hash, 0);
            if (model.Manifest != null)
            {
                marks.Remember(model.Header.Hash, model.Manifest.Version, model.Leaf);
            }

            _marks.Save();
        }

        /// <summary>The model did not load or run.</summary>
        /// <param name="model">The model.</param>
        /// <param name="isFinal">It would fail again whatever happens, because its bytes are wrong.</param>
        public void Reject(StoredModel model, bool isFinal)
        {
            if (model.Role == ModelRole.Candidate)
            {
                int attempts = _marks.Marks.AttemptsOf(model.Slot, model.Header.Hash);
                if (isFinal && attempts < MostAttempts)
                {
                    Leave(model.Slot, model.Header.Hash);
                }

                if (isFinal || attempts >= MostAttempts)
                {
                    _log.Error(FirmwareError.ModelReverted, model.File, attempts);
                }
            }
            else if (model.Role == ModelRole.Confirmed && isFinal)
            {
                TryRevert(model, 1);
            }
        }

        /// <summary>The running model keeps failing: makes the one before it the confirmed one.</summary>
        /// <param name="failures">How often it failed.</param>
        /// <returns>Whether there is another one to load.</returns>
        public bool Distrust(int failures)
        {
            return _running != null && TryRevert(_running, failures);
        }

        /// <summary>Remembers over resets whether the one inference of a boot failed.</summary>
        /// <returns>Boots in a row that failed.</returns>
        public int CountBoot(bool failed)
        {
            ModelMarks marks = _marks.Marks;
            int failures = failed ? marks.Failures + 1 : 0;
            if (failures != marks.Failures)
            {
                marks.Failures = failures > byte.MaxValue ? byte.MaxValue : failures;
                _marks.Save();
            }

            return failures;
        }

        /// <summary>Slot that a new model may be written to: neither the running nor the confirmed one.</summary>
        public string FreeSlot()
        {
            if (_running != null)
            {
                return s_slots[1 - _running.Slot];
            }

            SlotHeader a = _reader.ReadHeader(SlotA, false);
            SlotHeader b = _reader.ReadHeader(SlotB, false);
            ModelRole first = a == null ? ModelRole.Rejected : RoleOf(0, a);
            ModelRole second = b == null ? ModelRole.Rejected : RoleOf(1, b);
            return first == ModelRole.Confirmed || (second != ModelRole.Confirmed && second == ModelRole.Rejected && first != ModelRole.Rejected) ? SlotB : SlotA;
        }

        /// <summary>Whether a model that is about to be written would be taken.</summary>
        /// <param name="block">Its signature block.</param>
        /// <param name="modelLength">Its bytes.</param>
        /// <param name="hash">BLAKE2b that it must have.</param>
        /// <returns>None, or why not.</returns>
        public FirmwareError Judge(byte[] block, int modelLength, byte[] hash)
        {
            ModelManifest manifest;
            return _reader.Judge(block, modelLength, hash, ModelRole.Candidate, _marks.Marks, out manifest);
        }

        /// <summary>Whether a model was tried in a slot and left alone.</summary>
        public bool IsLeft(byte[] hash)
        {
            return _marks.Marks.AttemptsOf(0, hash) >= MostAttempts || _marks.Marks.AttemptsOf(1, hash) >= MostAttempts;
        }

        /// <summary>A model was put into a slot: whatever was tried or confirmed there before is forgotten.</summary>
        public void Staged(string file, SlotHeader header)
        {
            int slot = file == SlotA ? 0 : 1;
            ModelMarks marks = _marks.Marks;
            SlotHeader other = _reader.ReadHeader(s_slots[1 - slot], false);
            if (other == null || !marks.IsPrevious(other.Hash))
            {
                marks.ForgetPrevious();
            }

            marks.SetAttempts(slot, header.Hash, 0);
            marks.Newest = slot;
            _marks.Save();
        }

        private ModelRole RoleOf(int slot, SlotHeader header)
        {
            ModelMarks marks = _marks.Marks;
            return marks.IsConfirmed(header.Hash) ? ModelRole.Confirmed
                : marks.IsPrevious(header.Hash) ? ModelRole.Previous
                : marks.AttemptsOf(slot, header.Hash) >= MostAttempts ? ModelRole.Rejected : ModelRole.Candidate;
        }

        // Without a mark on the storage a model that hangs would be tried for ever.
        private bool MarkAttempt(StoredModel model)
        {
            ModelMarks marks = _marks.Marks;
            marks.SetAttempts(model.Slot, model.Header.Hash, marks.AttemptsOf(model.Slot, model.Header.Hash) + 1);
            return _marks.Save();
        }

        // Only when there is something to go back to: a read that failed once must not cost a board its only model.
        private bool TryRevert(StoredModel model, int failures)
        {
            ModelMarks marks = _marks.Marks;
            SlotHeader other = _reader.ReadHeader(s_slots[1 - model.Slot], false);
            if (other == null || !marks.IsPrevious(other.Hash))
            {
                return false;
            }

            marks.Revert();
            _log.Error(FirmwareError.ModelReverted, model.File, failures);
            Leave(model.Slot, model.Header.Hash);
            return true;
        }

        private void Leave(int slot, byte[] hash)
        {
            _marks.Marks.SetAttempts(slot, hash, MostAttempts);
            _marks.Save();
        }

        private void TakeIncoming()
        {
            if (_storage.GetLength(Incoming) < 0)
            {
                return;
            }

            try
            {
                SlotHeader header = _reader.ReadHeader(Incoming, true);
                bool isWanted = header != null && !_marks.Marks.IsConfirmed(header.Hash)
                    && _reader.Admit(0, Incoming, header, ModelRole.Candidate, _marks.Marks) != null;
                if (!isWanted)
                {
                    _storage.Delete(Incoming);
                    return;
                }

                string slot = FreeSlot();
                _storage.Delete(slot);
                _storage.Rename(Incoming, slot);
                Staged(slot, header);
            }
            catch (StorageException exception)
            {
                _log.Error(exception.Error, exception.Message, 0);
            }
        }
    }
}
