using System;

namespace Edge.Firmware.Signing
{
    // What a signature covers: 104 bytes, little-endian, then the signature itself (docs/security.md). A file with both, beside the model or
    // in its slot, is a signature block. A board checks the hash; SHA-256 is for those who compare files elsewhere. The version orders the models
    // of a key; it has nothing to do with any clock.

    /// <summary>Which model is meant, for which boards, and which version of the owner's models it is.</summary>
    internal sealed class ModelManifest
    {
        /// <summary>Bytes of a manifest.</summary>
        public const int Length = 104;

        /// <summary>Largest version. Far below the end of the number's range, so that no signed version shuts out all later ones.</summary>
        public const int MostVersion = 1000000000;

        /// <summary>Characters of a chip's name at most.</summary>
        public const int ChipLength = 8;

        private const int MagicOffset = 0;        // 4 bytes, "E8MF"
        private const int FormatOffset = 4;       // uint16, 2
        private const int LengthOffset = 6;       // uint16, 104
        private const int VersionOffset = 8;      // int32, 1 to MostVersion
        private const int ModelLengthOffset = 12; // int32, bytes of the model, above 0
        private const int Sha256Offset = 16;      // 32 bytes, SHA-256 of the model
        private const int ChipOffset = 48;        // 8 bytes, ASCII, the rest zero; all zero: any board
        private const int KeyIdOffset = 56;       // 8 bytes, identity of the key
        private const int FlagsOffset = 64;       // uint16, bit 0: may be older than what runs
        private const int SaltOffset = 66;        // uint32, any number; then 2 zero bytes
        private const int SaltLength = 4;
        private const int HashOffset = 72;        // 32 bytes, BLAKE2b of the model
        private const int Format = 2;
        private const int DowngradeFlag = 1;

        private static readonly byte[] s_magic = { (byte)'E', (byte)'8', (byte)'M', (byte)'F' };

        /// <summary>Makes a manifest.</summary>
        /// <param name="version">1 to <see cref="MostVersion"/>.</param>
        /// <param name="modelLength">Bytes of the model, above 0.</param>
        /// <param name="hash">Its BLAKE2b.</param>
        /// <param name="sha256">Its SHA-256.</param>
        /// <param name="chip">The only chip that may run it, e.g. "esp32s3", or null for any.</param>
        /// <param name="keyId">Identity of the key that signs.</param>
        /// <param name="isDowngrade">The model may replace one with a higher version.</param>
        /// <param name="salt">Chosen so that the signature of the whole is cheap to check.</param>
        public ModelManifest(int version, int modelLength, byte[] hash, byte[] sha256, string chip, byte[] keyId, bool isDowngrade, int salt)
        {
            if (version <= 0 || version > MostVersion || modelLength <= 0 || hash.Length != Blake2b.HashLength || sha256.Length != Signing.Sha256.HashLength || keyId.Length != LmsVerifier.KeyIdLength)
            {
                throw new ArgumentException("version, modelLength, hash, sha256, keyId");
            }

            Version = version;
            ModelLength = modelLength;
            Hash = hash;
            Sha256 = sha256;
            Chip = chip;
            KeyId = keyId;
            IsDowngrade = isDowngrade;
            Salt = salt;
        }

        /// <summary>Version of the model among the owner's.</summary>
        public int Version { get; }

        /// <summary>Bytes of the model.</summary>
        public int ModelLength { get; }

        /// <summary>BLAKE2b of the model: what a board checks.</summary>
        public byte[] Hash { get; }

        /// <summary>SHA-256 of the model.</summary>
        public byte[] Sha256 { get; }

        /// <summary>The only chip that may run it, or null.</summary>
        public string Chip { get; }

        /// <summary>Identity of the key.</summary>
        public byte[] KeyId { get; }

        /// <summary>Whether it may replace a model with a higher version.</summary>
        public bool IsDowngrade { get; }

        /// <summary>Means nothing by itself.</summary>
        public int Salt { get; }

        /// <summary>Reads a manifest. Only one form of each is taken: what was read gives the same bytes again.</summary>
        /// <param name="bytes">At least 104 bytes.</param>
        /// <returns>The manifest, or null when it is none.</returns>
        public static ModelManifest Parse(byte[] bytes)
        {
            if (!Bytes.Same(bytes, MagicOffset, s_magic, 0, s_magic.Length))
            {
                return null;
            }

            int version = BitConverter.ToInt32(bytes, VersionOffset);
            int modelLength = BitConverter.ToInt32(bytes, ModelLengthOffset);
            int flags = bytes[FlagsOffset];
            if (bytes[FormatOffset] != Format || bytes[FormatOffset + 1] != 0 || bytes[LengthOffset] != Length || bytes[LengthOffset + 1] != 0
                || version <= 0 || version > MostVersion || modelLength <= 0 || flags > DowngradeFlag || bytes[FlagsOffset + 1] != 0 || !IsZero(bytes, SaltOffset + SaltLength, HashOffset))
            {
                return null;
            }

            var chip = new char[ChipLength];
            int count = 0;
            while (count < ChipLength && bytes[ChipOffset + count] != 0)
            {
                chip[count] = (char)bytes[ChipOffset + count];
                if (!IsNameCharacter(chip[count]))
                {
                    return null;
                }

                count++;
            }

            if (!IsZero(bytes, ChipOffset + count, KeyIdOffset))
            {
                return null;
            }

            string name = count == 0 ? null : new string(chip, 0, count);
            byte[] hash = Part(bytes, HashOffset, Blake2b.HashLength);
            byte[] sha256 = Part(bytes, Sha256Offset, Signing.Sha256.HashLength);
            byte[] keyId = Part(bytes, KeyIdOffset, LmsVerifier.KeyIdLength);
            return new ModelManifest(version, modelLength, hash, sha256, name, keyId, flags == DowngradeFlag, BitConverter.ToInt32(bytes, SaltOffset));
        }

        /// <summary>The 104 bytes that are signed.</summary>
        public byte[] ToBytes()
        {
            var bytes = new byte[Length];
            Array.Copy(s_magic, 0, bytes, MagicOffset, s_magic.Length);
            bytes[FormatOffset] = Format;
            bytes[LengthOffset] = Length;
            for (int i = 0; i < 4; i++)
            {
                bytes[VersionOffset + i] = (byte)(Version >> (8 * i));
                bytes[ModelLengthOffset + i] = (byte)(ModelLength >> (8 * i));
            }

            Array.Copy(Hash, 0, bytes, HashOffset, Hash.Length);
            Array.Copy(Sha256, 0, bytes, Sha256Offset, Sha256.Length);
            for (int i = 0; Chip != null && i < Chip.Length; i++)
            {
                bytes[ChipOffset + i] = (byte)Chip[i];
            }

            Array.Copy(KeyId, 0, bytes, KeyIdOffset, KeyId.Length);
            bytes[FlagsOffset] = (byte)(IsDowngrade ? DowngradeFlag : 0);
            WriteSalt(bytes, Salt);
            return bytes;
        }

        /// <summary>Changes the salt of a manifest's bytes.</summary>
        public static void WriteSalt(byte[] bytes, int salt)
        {
            for (int i = 0; i < SaltLength; i++)
            {
                bytes[SaltOffset + i] = (byte)(salt >> (8 * i));
            }
        }

        /// <summary>Whether a character may stand in a chip's name.</summary>
        public static bool IsNameCharacter(char character)
        {
            return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
        }

        private static bool IsZero(byte[] bytes, int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                if (bytes[i] != 0)
                {
                    return false;
                }
            }

            return true;
        }

        private static byte[] Part(byte[] bytes, int offset, int count)
        {
            var part = new byte[count];
            Array.Copy(bytes, offset, part, 0, count);
            return part;
        }
    }
}
