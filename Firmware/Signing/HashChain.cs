namespace Edge.Firmware.Signing
{
    // One step of a Winternitz chain: SHA-256 of I[16], u32 q, u16 i, u8 j, x[32], which is 55 bytes: with its padding exactly one block. The
    // value stays in words from step to step, moved by a byte because 23 bytes stand before it:
    //   words 0..3 I | 4 q | 5 i, j, x's first byte | 6..12 x | 13 x's last bytes, 80 | 14 0 | 15 the length, 440 bits

    /// <summary>Hashes a value again and again, as RFC 8554 section 4.6 does.</summary>
    internal sealed class HashChain
    {
        private const int Words = 8;
        private const int LengthBits = 440;
        private const ulong LowHalf = 0xFFFFFFFF;
        private const ulong UpperBytes = 0xFFFFFF00;

        private readonly ulong[] _state = new ulong[Words];
        private readonly ulong[] _block = new ulong[2 * Words];

        /// <summary>Makes the chains of a tree.</summary>
        /// <param name="bytes">Holds the tree's identifier, 16 bytes.</param>
        /// <param name="offset">Where it begins.</param>
        public HashChain(byte[] bytes, int offset)
        {
            for (int i = 0; i < 4; i++)
            {
                _block[i] = ReadWord(bytes, offset + (4 * i));
            }

            _block[15] = LengthBits * Sha256Rounds.Twice;
        }

        /// <summary>Runs a chain from one step to another.</summary>
        /// <param name="leaf">Number of the one-time key.</param>
        /// <param name="chain">Number of the chain.</param>
        /// <param name="first">First step.</param>
        /// <param name="last">Step that is not done any more.</param>
        /// <param name="start">Holds the value to begin with, 32 bytes.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="end">Receives the end of the chain, 32 bytes.</param>
        public void Run(int leaf, int chain, int first, int last, byte[] start, int offset, byte[] end)
        {
            ulong[] state = _state;
            ulong[] block = _block;
            for (int i = 0; i < Words; i++)
            {
                state[i] = ReadWord(start, offset + (4 * i));
            }

            block[4] = ((ulong)leaf & LowHalf) * Sha256Rounds.Twice;
            for (int step = first; step < last; step++)
            {
                ulong previous = (ulong)((chain << 8) | step);
                for (int i = 0; i < Words; i++)
                {
                    // The top byte of a doubled word is that of the word.
                    ulong word = state[i];
                    block[5 + i] = (((previous << 8) & LowHalf) | (word >> 56)) * Sha256Rounds.Twice;
                    previous = word & LowHalf;
                }

                block[13] = (((previous << 8) & UpperBytes) | 0x80) * Sha256Rounds.Twice;
                Sha256.SetStart(state);
                Sha256Rounds.Compress(state[0], state[1], state[2], state[3], state, block);
            }

            for (int i = 0; i < Words; i++)
            {
                ulong word = state[i];
                end[4 * i] = (byte)(word >> 24);
                end[(4 * i) + 1] = (byte)(word >> 16);
                end[(4 * i) + 2] = (byte)(word >> 8);
                end[(4 * i) + 3] = (byte)word;
            }
        }

        private static ulong ReadWord(byte[] bytes, int offset)
        {
            uint word = ((uint)bytes[offset] << 24) | ((uint)bytes[offset + 1] << 16) | ((uint)bytes[offset + 2] << 8) | bytes[offset + 3];
            return word * Sha256Rounds.Twice;
        }
    }
}
