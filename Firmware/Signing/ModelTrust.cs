using Edge.Firmware.Faults;

namespace Edge.Firmware.Signing
{
    /// <summary>What the app trusts: one public key, and the chip it runs on.</summary>
    internal sealed class ModelTrust
    {
        private readonly ISignatureVerifier _verifier;
        private readonly string _chip;

        /// <summary>Trusts a key.</summary>
        /// <param name="verifier">Checks its signatures.</param>
        /// <param name="chip">The board's own chip, or null when it is not known: then only models for any board are taken.</param>
        public ModelTrust(ISignatureVerifier verifier, string chip)
        {
            _verifier = verifier;
            _chip = chip;
        }

        /// <summary>The key's identity.</summary>
        public byte[] KeyId
        {
            get { return _verifier.KeyId; }
        }

        /// <summary>The key's identity, for the log.</summary>
        public string KeyName
        {
            get { return HexText.Of(_verifier.KeyId, _verifier.KeyId.Length); }
        }

        /// <summary>Bytes of every signature block of the key.</summary>
        public int BlockLength
        {
            get { return ModelManifest.Length + _verifier.SignatureLength; }
        }

        /// <summary>Number of the one-time key of a block that was accepted; -1 when the algorithm has none.</summary>
        public int LeafOf(byte[] block)
        {
            return _verifier.LeafOf(block, ModelManifest.Length);
        }

        /// <summary>Checks a signature block against what a slot says of its model. That the model is that one is for its loader to see.</summary>
        /// <param name="block">Exactly the block.</param>
        /// <param name="modelLength">Bytes of the model.</param>
        /// <param name="hash">BLAKE2b that the model must have.</param>
        /// <param name="manifest">What was signed, or null.</param>
        /// <returns>None, or why the model is not trusted.</returns>
        public FirmwareError Check(byte[] block, int modelLength, byte[] hash, out ModelManifest manifest)
        {
            manifest = null;
            if (block == null || block.Length == 0)
            {
                return FirmwareError.SignatureMissing;
            }

            ModelManifest read = block.Length == BlockLength ? ModelManifest.Parse(block) : null;
            if (read == null || read.ModelLength != modelLength || !Bytes.Same(read.Hash, hash))
            {
                return FirmwareError.SignatureMalformed;
            }

            if (!Bytes.Same(read.KeyId, _verifier.KeyId))
            {
                return FirmwareError.SignatureOtherKey;
            }

            if (read.Chip != null && read.Chip != _chip)
            {
                return FirmwareError.SignatureOtherBoard;
            }

            if (!_verifier.Verify(block, ModelManifest.Length, block, ModelManifest.Length))
            {
                return FirmwareError.SignatureBad;
            }

            manifest = read;
            return FirmwareError.None;
        }
    }
}
