using System;

namespace Edge.Firmware.Signing
{
    // The device's base library has no hash. The words that Sha256Rounds works on stay in their doubled form between blocks; bytes are swapped
    // eight at a time, because one call of BitConverter costs less than eight loads from an array.

    /// <summary>SHA-256 of bytes that arrive in pieces.</summary>
    internal sealed class Sha256
    {
        /// <summary>Bytes of a hash.</summary>
        public const int HashLength = 32;

        private const int BlockLength = 64;
        private const ulong LowHalf = 0xFFFFFFFF;
        private const ulong OddBytes = 0x00FF00FF00FF00FF;
        private const ulong OddPairs = 0x0000FFFF0000FFFF;

        private readonly ulong[] _state = new ulong[8];
        private readonly ulong[] _words = new ulong[16];
        private readonly byte[] _block = new byte[BlockLength];
        private int _blockLength;
        private long _length;

        /// <summary>Makes a hash of nothing yet.</summary>
        public Sha256()
        {
            Reset();
        }

        /// <summary>Starts a new message.</summary>
        public void Reset()
        {
            SetStart(_state);
            _blockLength = 0;
            _length = 0;
        }

        /// <summary>Adds bytes.</summary>
        public void Update(byte[] data, int index, int count)
        {
            _length += count;
            while (count > 0)
            {
                if (_blockLength == 0 && count >= BlockLength)
                {
                    Compress(data, index);
                    index += BlockLength;
                    count -= BlockLength;
                    continue;
                }

                int part = BlockLength - _blockLength;
                if (part > count)
                {
                    part = count;
                }

                Array.Copy(data, index, _block, _blockLength, part);
                _blockLength += part;
                index += part;
                count -= part;
                if (_blockLength == BlockLength)
                {
                    Compress(_block, 0);
                    _blockLength = 0;
                }
            }
        }

        /// <summary>Ends the message; <see cref="Reset"/> starts another.</summary>
        /// <returns>The hash, 32 bytes.</returns>
        public byte[] Finish()
        {
            var hash = new byte[HashLength];
            Finish(hash, 0);
            return hash;
        }

        /// <summary>Ends the message; <see cref="Reset"/> starts another.</summary>
        /// <param name="hash">Receives the hash.</param>
        /// <param name="index">First index written.</param>
        public void Finish(byte[] hash, int index)
        {
            long bits = _length * 8;
            _block[_blockLength++] = 0x80;
            if (_blockLength > BlockLength - 8)
            {
                Array.Clear(_block, _blockLength, BlockLength - _blockLength);
                Compress(_block, 0);
                _blockLength = 0;
            }

            Array.Clear(_block, _blockLength, BlockLength - _blockLength);
            for (int i = 0; i < 8; i++)
            {
                _block[BlockLength - 1 - i] = (byte)(bits >> (8 * i));
            }

            Compress(_block, 0);
            for (int i = 0; i < HashLength; i++)
            {
                hash[index + i] = (byte)(_state[i >> 2] >> (24 - (8 * (i & 3))));
            }
        }

        /// <summary>Sets a state to the initial value of SHA-256.</summary>
        /// <param name="state">[8], words in doubled form.</param>
        internal static void SetStart(ulong[] state)
        {
            state[0] = 0x6a09e667 * Sha256Rounds.Twice;
            state[1] = 0xbb67ae85 * Sha256Rounds.Twice;
            state[2] = 0x3c6ef372 * Sha256Rounds.Twice;
            state[3] = 0xa54ff53a * Sha256Rounds.Twice;
            state[4] = 0x510e527f * Sha256Rounds.Twice;
            state[5] = 0x9b05688c * Sha256Rounds.Twice;
            state[6] = 0x1f83d9ab * Sha256Rounds.Twice;
            state[7] = 0x5be0cd19 * Sha256Rounds.Twice;
        }

        private void Compress(byte[] data, int index)
        {
            ulong[] words = _words;
            ulong bytes = OddBytes;
            ulong pairs = OddPairs;
            ulong low = LowHalf;
            for (int i = 0; i < 16; i += 2)
            {
                // The eight bytes come as one little-endian number; both halves are wanted big-endian.
                ulong value = (ulong)BitConverter.ToInt64(data, index);
                value = ((value & bytes) << 8) | ((value >> 8) & bytes);
                value = ((value & pairs) << 16) | ((value >> 16) & pairs);
                words[i] = (value & low) * Sha256Rounds.Twice;
                words[i + 1] = (value >> 32) * Sha256Rounds.Twice;
                index += 8;
            }

            ulong[] state = _state;
            Sha256Rounds.Compress(state[0], state[1], state[2], state[3], state, words);
        }
    }
}
