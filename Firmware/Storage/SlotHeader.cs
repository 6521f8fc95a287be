using Edge.Firmware.Signing;

namespace Edge.Firmware.Storage
{
    // The 64 bytes at the start of a slot file, little-endian; then the signature block, if there is one, and the model. `edge deploy --model`
    // writes the same.

    /// <summary>Header of a slot file: how long the signature block and the model are that follow, and which model it is.</summary>
    internal sealed class SlotHeader
    {
        /// <summary>Bytes of a header.</summary>
        public const int Length = 64;

        /// <summary>Bytes of a signature block at most.</summary>
        public const int MostSignatureBytes = 8192;

        /// <summary>Bytes of a model at most, so that offsets in the file stay far from the end of an int.</summary>
        public const int MostModelBytes = 1 << 28;

        private const int MagicOffset = 0;       // 4 bytes, "E8SL"
        private const int VersionOffset = 4;     // uint16, 3
        private const int LengthOffset = 6;      // uint16, 64
        private const int ModelLengthOffset = 16; // int32, bytes of the model, above 0
        private const int HashOffset = 20;       // 32 bytes, BLAKE2b of the model
        private const int SignatureLengthOffset = 52; // uint16, bytes of the signature block, 0 for none
        private const int CheckOffset = 60;      // bytes 8..15 and 54..59 are zero; here: first 4 bytes of the SHA-256 of bytes 0..59
        private const int CheckLength = 4;
        private const int Version = 3;

        private static readonly byte[] s_magic = { (byte)'E', (byte)'8', (byte)'S', (byte)'L' };

        /// <summary>Makes a header.</summary>
        /// <param name="modelLength">Bytes of the model, above 0.</param>
        /// <param name="hash">BLAKE2b of the model, 32 bytes.</param>
        /// <param name="signatureLength">Bytes of the signature block; 0 for none.</param>
        public SlotHeader(int modelLength, byte[] hash, int signatureLength)
        {
            if (modelLength <= 0 || hash == null || hash.Length != Blake2b.HashLength || signatureLength < 0 || signatureLength > MostSignatureBytes)
            {
                throw new System.ArgumentException("modelLength, hash, signatureLength");
            }

            SignatureLength = signatureLength;
            ModelLength = modelLength;
            Hash = hash;
        }

        /// <summary>Bytes of the signature block.</summary>
        public int SignatureLength { get; }

        /// <summary>Where the model begins in the file.</summary>
        public int ModelOffset
        {
            get { return Length + SignatureLength; }
        }

        /// <summary>Bytes of the model.</summary>
        public int ModelLength { get; }

        /// <summary>BLAKE2b of the model.</summary>
        public byte[] Hash { get; }

        /// <summary>Reads a header.</summary>
        /// <param name="bytes">At least 64 bytes.</param>
        /// <returns>The header, or null when it is none or damaged.</returns>
        public static SlotHeader Parse(byte[] bytes)
        {
            if (!Bytes.Same(bytes, MagicOffset, s_magic, 0, s_magic.Length) || !Bytes.Same(bytes, CheckOffset, CheckOf(bytes), 0, CheckLength))
            {
                return null;
            }

            long version = ReadLittleEndian(bytes, VersionOffset, 2);
            long length = ReadLittleEndian(bytes, LengthOffset, 2);
            int signatureLength = (int)ReadLittleEndian(bytes, SignatureLengthOffset, 2);
            int modelLength = (int)ReadLittleEndian(bytes, ModelLengthOffset, 4);
            if (version != Version || length != Length || modelLength <= 0 || modelLength > MostModelBytes || signatureLength > MostSignatureBytes)
            {
                return null;
            }

            var hash = new byte[Blake2b.HashLength];
            System.Array.Copy(bytes, HashOffset, hash, 0, hash.Length);
            return new SlotHeader(modelLength, hash, signatureLength);
        }

        /// <summary>The header's 64 bytes.</summary>
        public byte[] ToBytes()
        {
            var bytes = new byte[Length];
            System.Array.Copy(s_magic, 0, bytes, MagicOffset, s_magic.Length);
            WriteLittleEndian(bytes, VersionOffset, 2, Version);
            WriteLittleEndian(bytes, LengthOffset, 2, Length);
            WriteLittleEndian(bytes, ModelLengthOffset, 4, ModelLength);
            System.Array.Copy(Hash, 0, bytes, HashOffset, Hash.Length);
            WriteLittleEndian(bytes, SignatureLengthOffset, 2, SignatureLength);
            System.Array.Copy(CheckOf(bytes), 0, bytes, CheckOffset, CheckLength);
            return bytes;
        }

        private static byte[] CheckOf(byte[] bytes)
        {
            var sha = new Sha256();
            sha.Update(bytes, 0, CheckOffset);
            return sha.Finish();
        }

        private static long ReadLittleEndian(byte[] bytes, int offset, int count)
        {
            long value = 0;
            for (int i = count - 1; i >= 0; i--)
            {
                value = (value << 8) | bytes[offset + i];
            }

            return value;
        }

        private static void WriteLittleEndian(byte[] bytes, int offset, int count, long value)
        {
            for (int i = 0; i < count; i++)
            {
                bytes[offset + i] = (byte)(value >> (8 * i));
            }
        }
    }
}
