using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.Firmware.Signing;

namespace Edge.Firmware.Storage
{
    /// <summary>Reads headers and signature blocks of slot files, and settles whether their models are trusted.</summary>
    internal sealed class SlotReader
    {
        private readonly IStorage _storage;
        private readonly ModelTrust _trust;
        private readonly IEventLog _log;
        private readonly byte[] _header = new byte[SlotHeader.Length];

        /// <summary>Reads a storage.</summary>
        /// <param name="storage">Storage.</param>
        /// <param name="trust">What is trusted; null trusts everything.</param>
        /// <param name="log">Hears what is wrong.</param>
        public SlotReader(IStorage storage, ModelTrust trust, IEventLog log)
        {
            _storage = storage;
            _trust = trust;
            _log = log;
        }

        /// <summary>Reads the header of a file that is long enough for what it says.</summary>
        /// <param name="file">Slot file.</param>
        /// <param name="complains">Log what is wrong; a file that is missing is not.</param>
        /// <returns>The header, or null.</returns>
        public SlotHeader ReadHeader(string file, bool complains)
        {
            int length = _storage.GetLength(file);
            if (length < 0)
            {
                return null;
            }

            try
            {
                SlotHeader header = null;
                if (length >= SlotHeader.Length)
                {
                    _storage.Read(file, 0, _header, 0, SlotHeader.Length);
                    header = SlotHeader.Parse(_header);
                }

                bool isWhole = header != null && length >= header.ModelOffset + header.ModelLength;
                if (complains && !isWhole)
                {
                    _log.Error(header == null ? FirmwareError.SlotHeaderBad : FirmwareError.SlotTruncated, file, length);
                }

                return isWhole ? header : null;
            }
            catch (StorageException exception)
            {
                _log.Error(exception.Error, exception.Message, length);
                return null;
            }
        }

        /// <summary>Makes the record of a model, when it may run.</summary>
        /// <param name="slot">Number of the slot.</param>
        /// <param name="file">Its file.</param>
        /// <param name="header">Its header.</param>
        /// <param name="role">What is known of the model.</param>
        /// <param name="marks">What a candidate is measured by.</param>
        /// <returns>The record, or null; then the reason has been logged.</returns>
        public StoredModel Admit(int slot, string file, SlotHeader header, ModelRole role, ModelMarks marks)
        {
            if (_trust == null)
            {
                return new StoredModel(slot, file, header, role, null, -1);
            }

            byte[] block = ReadBlock(file, header.SignatureLength);
            ModelManifest manifest;
            FirmwareError error = Judge(block, header.ModelLength, header.Hash, role, marks, out manifest);
            if (error != FirmwareError.None)
            {
                _log.Error(error, file, manifest == null ? header.SignatureLength : manifest.Version);
                return null;
            }

            return new StoredModel(slot, file, header, role, manifest, _trust.LeafOf(block));
        }

        /// <summary>Whether a model is trusted, and may follow the confirmed one. A leave to go back is good once: until a later signature is confirmed.</summary>
        /// <param name="block">Its signature block.</param>
        /// <param name="modelLength">Bytes of the model.</param>
        /// <param name="hash">BLAKE2b that it must have.</param>
        /// <param name="role">What is known of it.</param>
        /// <param name="marks">What a candidate is measured by.</param>
        /// <param name="manifest">What was signed; null unless the signature holds.</param>
        /// <returns>None, or why not. Without a key nothing is refused.</returns>
        public FirmwareError Judge(byte[] block, int modelLength, byte[] hash, ModelRole role, ModelMarks marks, out ModelManifest manifest)
        {
            manifest = null;
            if (_trust == null)
            {
                return FirmwareError.None;
            }

            FirmwareError error = _trust.Check(block, modelLength, hash, out manifest);
            if (error != FirmwareError.None || role != ModelRole.Candidate)
            {
                return error;
            }

            int leaf = _trust.LeafOf(block);
            if (leaf >= 0 && leaf == marks.Leaf && !marks.IsOfLeaf(hash))
            {
                return FirmwareError.SignatureReplayed;
            }

            bool mayGoBack = manifest.IsDowngrade && (leaf < 0 || leaf > marks.Leaf);
            return manifest.Version >= marks.Version || mayGoBack ? FirmwareError.None : FirmwareError.UpdateOlder;
        }

        private byte[] ReadBlock(string file, int length)
        {
            try
            {
                var block = new byte[length];
                _storage.Read(file, SlotHeader.Length, block, 0, length);
                return block;
            }
            catch (StorageException exception)
            {
                _log.Error(exception.Error, exception.Message, length);
                return null;
            }
        }
    }
}
