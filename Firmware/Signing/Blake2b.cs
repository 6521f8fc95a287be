using System;

namespace Edge.Firmware.Signing
{
    // Which model it is. SHA-256 of every byte would cost twice as much here: BLAKE2b works on 64 bits at a time, as this interpreter does
    // (counted in docs/security.md).

    /// <summary>BLAKE2b (RFC 7693) without a key, 32 bytes, of bytes that arrive in pieces.</summary>
    internal sealed class Blake2b
    {
        /// <summary>Bytes of a hash.</summary>
        public const int HashLength = 32;

        private const int BlockLength = Blake2bRounds.BlockLength;
        private const ulong Parameters = 0x01010000 ^ HashLength; // one leaf, depth 1, no key, length of the hash

        private readonly ulong[] _state =
        {
            0x6a09e667f3bcc908 ^ Parameters, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
            0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
        };

        private readonly byte[] _block = new byte[BlockLength];
        private int _blockLength;
        private long _length;

        /// <summary>Adds bytes.</summary>
        public void Update(byte[] data, int index, int count)
        {
            // The last block is mixed in another way than the others: none is before more bytes are known to come.
            while (count > 0)
            {
                if (_blockLength == BlockLength)
                {
                    Compress(_block, 0, 0);
                    _blockLength = 0;
                }

                int part = BlockLength - _blockLength;
                if (part > count)
                {
                    part = count;
                }

                _length += part;
                if (part == BlockLength && count > BlockLength)
                {
                    Compress(data, index, 0);
                }
                else
                {
                    Array.Copy(data, index, _block, _blockLength, part);
                    _blockLength += part;
                }

                index += part;
                count -= part;
            }
        }

        /// <summary>Ends the message; nothing can be added any more.</summary>
        /// <returns>The hash, 32 bytes.</returns>
        public byte[] Finish()
        {
            Array.Clear(_block, _blockLength, BlockLength - _blockLength);
            Compress(_block, 0, ulong.MaxValue);
            var hash = new byte[HashLength];
            for (int i = 0; i < HashLength; i++)
            {
                hash[i] = (byte)(_state[i >> 3] >> (8 * (i & 7)));
            }

            return hash;
        }

        private void Compress(byte[] data, int index, ulong last)
        {
            ulong[] state = _state;
            Blake2bRounds.Compress(state[4], state[5], state[6], state[7], state, data, index, (ulong)_length, last);
        }
    }
}
