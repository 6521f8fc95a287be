using System;
using Edge.Firmware.Signing;

namespace Edge.Firmware.Storage
{
    // What a board remembers of its models. Models are named by their SHA-256, so a mark never comes to mean another model when files move.
    // 200 bytes, little-endian; all hashes zero: nothing is known.

    /// <summary>Which model is confirmed, which was before it, and what was tried.</summary>
    internal sealed class ModelMarks
    {
        /// <summary>Bytes of the marks.</summary>
        public const int Length = 200;

        /// <summary>Slots that a model can be tried in.</summary>
        public const int Slots = 2;

        private const int MagicOffset = 0;      // 4 bytes, "E8MK"
        private const int FormatOffset = 4;     // byte, 1
        private const int FailuresOffset = 5;   // byte
        private const int AttemptsOffset = 6;   // 2 bytes, one for each slot
        private const int CounterOffset = 8;    // int64, above 0; the higher of two marks counts
        private const int VersionOffset = 16;   // int32, 0 when nothing signed is confirmed
        private const int LeafOffset = 20;      // int32, -1 for none
        private const int ConfirmedOffset = 24; // 32 bytes each
        private const int PreviousOffset = 56;
        private const int TriedOffset = 88;     // of slot 0, then of slot 1
        private const int NewestOffset = 152;   // byte, 0 or 1
        private const int CheckOffset = 168;    // bytes 153 to 167 are zero; here: SHA-256 of bytes 0 to 167
        private const int Format = 1;

        private static readonly byte[] s_magic = { (byte)'E', (byte)'8', (byte)'M', (byte)'K' };

        private readonly byte[] _bytes = new byte[Length];

        /// <summary>Marks of a board that knows nothing.</summary>
        public ModelMarks()
        {
            Array.Copy(s_magic, 0, _bytes, MagicOffset, s_magic.Length);
            _bytes[FormatOffset] = Format;
            Leaf = -1;
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
            set { Write(VersionOffset, 4, value); }
        }

        /// <summary>One-time key that signed it, or -1.</summary>
        public int Leaf
        {
            get { return BitConverter.ToInt32(_bytes, LeafOffset); }
            set { Write(LeafOffset, 4, value); }
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
            return Same(TriedOffset + (slot * Sha256.HashLength), hash) ? _bytes[AttemptsOffset + slot] : 0;
        }

        /// <summary>Remembers how often a model was tried in a slot.</summary>
        public void SetAttempts(int slot, byte[] hash, int attempts)
        {
            Array.Copy(hash, 0, _bytes, TriedOffset + (slot * Sha256.HashLength), Sha256.HashLength);
            _bytes[AttemptsOffset + slot] = (byte)attempts;
        }

        /// <summary>A model has proved itself; the one that was confirmed becomes the previous one.</summary>
        public void Confirm(byte[] hash)
        {
            Array.Copy(_bytes, ConfirmedOffset, _bytes, PreviousOffset, Sha256.HashLength);
            Array.Copy(hash, 0, _bytes, ConfirmedOffset, Sha256.HashLength);
            Failures = 0;
        }

        /// <summary>The previous model is the confirmed one again.</summary>
        public void Revert()
        {
            Array.Copy(_bytes, PreviousOffset, _bytes, ConfirmedOffset, Sha256.HashLength);
            ForgetPrevious();
            Failures = 0;
        }

        /// <summary>There is no previous model any more.</summary>
        public void ForgetPrevious()
        {
            Array.Clear(_bytes, PreviousOffset, Sha256.HashLength);
        }

        /// <summary>Reads marks.</summary>
        /// <param name="bytes">At least 200 bytes.</param>
        /// <returns>False when they are none, or damaged; then nothing has changed.</returns>
        public bool Read(byte[] bytes)
        {
            for (int i = 0; i < s_magic.Length; i++)
            {
                if (bytes[MagicOffset + i] != s_magic[i])
                {
                    return false;
                }
            }

            byte[] check = CheckOf(bytes);
            for (int i = 0; i < check.Length; i++)
            {
                if (bytes[CheckOffset + i] != check[i])
                {
                    return false;
                }
            }

            if (bytes[FormatOffset] != Format)
            {
                return false;
            }

            Array.Copy(bytes, 0, _bytes, 0, Length);
            return true;
        }

        /// <summary>The marks' 200 bytes.</summary>
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
