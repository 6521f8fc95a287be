using System;
using Edge.Firmware.Signing;

namespace Edge.Firmware.Storage
{
    // What a board remembers of its models. Models are named by their hash, so a mark never comes to mean another model when files move.
    // Versions and leaves are those of one key: under another one they mean nothing. 224 bytes, little-endian; all hashes zero: nothing is known.

    /// <summary>Which model is confirmed, which was before it, and what was tried.</summary>
    internal sealed class ModelMarks
    {
        /// <summary>Bytes of the marks.</summary>
        public const int Length = 224;

        /// <summary>Slots that a model can be tried in.</summary>
        public const int Slots = 2;

        private const int MagicOffset = 0;      // 4 bytes, "E8MK"
        private const int FormatOffset = 4;     // byte, 1
        private const int FailuresOffset = 5;   // byte
        private const int AttemptsOffset = 6;   // 2 bytes, one for each slot
        private const int CounterOffset = 8;    // int64, above 0 and below the end; the higher of two marks counts
        private const int VersionOffset = 16;   // int32, 0 when nothing signed is confirmed
        private const int LeafOffset = 20;      // int32, -1 for none
        private const int ConfirmedOffset = 24; // 32 bytes each
        private const int PreviousOffset = 56;
        private const int TriedOffset = 88;     // of slot 0, then of slot 1
        private const int NewestOffset = 152;   // byte, 0 or 1
        private const int FloorOffset = 156;    // int32, version below which nothing was taken before the confirmed model came; 153 to 155 are zero
        private const int KeyOffset = 160;      // 8 bytes, identity of the key; zero without one
        private const int SignedOffset = 168;   // 8 bytes, the first ones of the hash of the model that the leaf signed
        private const int CheckOffset = 192;    // bytes 176 to 191 are zero; here: SHA-256 of bytes 0 to 191
        private const int KeyLength = LmsVerifier.KeyIdLength;
        private const int SignedLength = 8;
        private const int Format = 1;

        private static readonly byte[] s_magic = { (byte)'E', (byte)'8', (byte)'M', (byte)'K' };

        private readonly byte[] _bytes = new byte[Length];

        /// <summary>Marks of a board that knows nothing.</summary>
        /// <param name="keyId">Identity of the key that is trusted, or null.</param>
        public ModelMarks(byte[] keyId)
        {
            Array.Copy(s_magic, 0, _bytes, MagicOffset, s_magic.Length);
            _bytes[FormatOffset] = Format;
            Leaf = -1;
            if (keyId != null)
            {
                Array.Copy(keyId, 0, _bytes, KeyOffset, KeyLength);
            }
        }

        /// <summary>Rises with each change.</summary>
        public long Counter
        {
            get { return BitConverter.ToInt64(_bytes, CounterOffset); }
            set { Write(CounterOffset, 8, value); }
        }

        /// <summary>Version of the model that was confirmed last: no signed model below it is taken.</summary>
        public int Version
        {
            get { return BitConverter.ToInt32(_bytes, VersionOffset); }
            private set { Write(VersionOffset, 4, value); }
        }

        /// <summary>Highest one-time key that signed a confirmed model, or -1.</summary>
        public int Leaf
        {
            get { return BitConverter.ToInt32(_bytes, LeafOffset); }
            private set { Write(LeafOffset, 4, value); }
        }

        /// <summary>Boots in a row whose inference failed.</summary>
        public int Failures
        {
            get { return _bytes[FailuresOffset]; }
            set { _bytes[FailuresOffset] = (byte)value; }
        }

        /// <summary>Slot that a model was put into last.</summary>
        public int Newest
        {
            get { return _bytes[NewestOffset] & 1; }
            set { _bytes[NewestOffset] = (byte)value; }
        }

        /// <summary>Whether a model is the confirmed one.</summary>
        public bool IsConfirmed(byte[] hash)
        {
            return Same(ConfirmedOffset, hash);
        }

        /// <summary>Whether a model was confirmed before that one.</summary>
        public bool IsPrevious(byte[] hash)
        {
            return Same(PreviousOffset, hash);
        }

        /// <summary>How often a model was tried in a slot.</summary>
        public int AttemptsOf(int slot, byte[] hash)
        {
            return Same(TriedOffset + (slot * Blake2b.HashLength), hash) ? _bytes[AttemptsOffset + slot] : 0;
        }

        /// <summary>Remembers how often a model was tried in a slot.</summary>
        public void SetAttempts(int slot, byte[] hash, int attempts)
        {
            Array.Copy(hash, 0, _bytes, TriedOffset + (slot * Blake2b.HashLength), Blake2b.HashLength);
            _bytes[AttemptsOffset + slot] = (byte)attempts;
        }

        /// <summary>Whether <see cref="Leaf"/> has signed this model.</summary>
        public bool IsOfLeaf(byte[] hash)
        {
            return Bytes.Same(_bytes, SignedOffset, hash, 0, SignedLength);
        }

        /// <summary>Whether other marks are those of the same key.</summary>
        public bool HasKeyOf(ModelMarks other)
        {
            return Bytes.Same(_bytes, KeyOffset, other._bytes, KeyOffset, KeyLength);
        }

        /// <summary>A model has proved itself; the one that was confirmed becomes the previous one.</summary>
        public void Confirm(byte[] hash)
        {
            Array.Copy(_bytes, ConfirmedOffset, _bytes, PreviousOffset, Blake2b.HashLength);
            Array.Copy(hash, 0, _bytes, ConfirmedOffset, Blake2b.HashLength);
            Failures = 0;
        }

        /// <summary>Remembers what the signature of the model said that was just confirmed.</summary>
        public void Remember(byte[] hash, int version, int leaf)
        {
            Write(FloorOffset, 4, Version);
            Version = version;
            if (leaf > Leaf)
            {
                Leaf = leaf;
                Array.Copy(hash, 0, _bytes, SignedOffset, SignedLength);
            }
        }

        /// <summary>The previous model is the confirmed one again. What its owner took back with a leave to go below it counts no more.</summary>
        public void Revert()
        {
            Array.Copy(_bytes, PreviousOffset, _bytes, ConfirmedOffset, Blake2b.HashLength);
            ForgetPrevious();
            Failures = 0;
            int floor = BitConverter.ToInt32(_bytes, FloorOffset);
            if (floor > Version)
            {
                Version = floor;
            }
        }

        /// <summary>There is no previous model any more.</summary>
        public void ForgetPrevious()
        {
            Array.Clear(_bytes, PreviousOffset, Blake2b.HashLength);
        }

        /// <summary>Reads marks.</summary>
        /// <param name="bytes">At least <see cref="Length"/> bytes.</param>
        /// <returns>False when they are none, or damaged; then nothing has changed.</returns>
        public bool Read(byte[] bytes)
        {
            long counter = BitConverter.ToInt64(bytes, CounterOffset);
            if (!Bytes.Same(bytes, MagicOffset, s_magic, 0, s_magic.Length) || !Bytes.Same(bytes, CheckOffset, CheckOf(bytes), 0, Sha256.HashLength)
                || bytes[FormatOffset] != Format || counter <= 0 || counter == long.MaxValue)
            {
                return false;
            }

            Array.Copy(bytes, 0, _bytes, 0, Length);
            return true;
        }

        /// <summary>The marks' bytes.</summary>
        public byte[] ToBytes()
        {
            Array.Copy(CheckOf(_bytes), 0, _bytes, CheckOffset, Sha256.HashLength);
            return _bytes;
        }

        private static byte[] CheckOf(byte[] bytes)
        {
            var sha = new Sha256();
            sha.Update(bytes, 0, CheckOffset);
            return sha.Finish();
        }

        // A hash of zeros stands for no model.
        private bool Same(int offset, byte[] hash)
        {
            bool isZero = true;
            for (int i = 0; i < Sha256.HashLength; i++)
            {
                if (_bytes[offset + i] != hash[i])
                {
                    return false;
                }

                isZero = isZero && hash[i] == 0;
            }

            return !isZero;
        }

        private void Write(int offset, int count, long value)
        {
            for (int i = 0; i < count; i++)
            {
                _bytes[offset + i] = (byte)(value >> (8 * i));
            }
        }
    }
}
