namespace Edge.Firmware.Storage
{
    // SHA-256 (FIPS 180-4) in plain 32-bit arithmetic: the device's base library has none. About 1,400 host instructions
    // of the interpreter per byte (estimated from the cost table), so a model is hashed when it changes, not at every start.

    /// <summary>SHA-256 of bytes that arrive in pieces.</summary>
    internal sealed class Sha256
    {
        /// <summary>Bytes of a hash.</summary>
        public const int HashLength = 32;

        private const int BlockLength = 64;

        private static readonly uint[] s_constants =
        {
            0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
            0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
            0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
            0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
            0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
            0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
            0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
            0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
        };

        private readonly uint[] _state =
        {
            0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
        };

        private readonly byte[] _block = new byte[BlockLength];
        private readonly uint[] _schedule = new uint[BlockLength];
        private int _blockLength;
        private long _length;

        /// <summary>Adds bytes.</summary>
        public void Update(byte[] data, int index, int count)
        {
            _length += count;
            while (count > 0)
            {
                int part = BlockLength - _blockLength;
                if (part > count)
                {
                    part = count;
                }

                System.Array.Copy(data, index, _block, _blockLength, part);
                _blockLength += part;
                index += part;
                count -= part;
                if (_blockLength == BlockLength)
                {
                    Compress();
                    _blockLength = 0;
                }
            }
        }

        /// <summary>Ends the message; the object cannot be used afterwards.</summary>
        /// <returns>The hash, 32 bytes.</returns>
        public byte[] Finish()
        {
            long bits = _length * 8;
            _block[_blockLength++] = 0x80;
            if (_blockLength > BlockLength - 8)
            {
                System.Array.Clear(_block, _blockLength, BlockLength - _blockLength);
                Compress();
                _blockLength = 0;
            }

            System.Array.Clear(_block, _blockLength, BlockLength - _blockLength);
            for (int i = 0; i < 8; i++)
            {
                _block[BlockLength - 1 - i] = (byte)(bits >> (8 * i));
            }

            Compress();
            var hash = new byte[HashLength];
            for (int i = 0; i < HashLength; i++)
            {
                hash[i] = (byte)(_state[i >> 2] >> (24 - (8 * (i & 3))));
            }

            return hash;
        }

        private void Compress()
        {
            byte[] block = _block;
            uint[] schedule = _schedule;
            uint[] constants = s_constants;
            for (int i = 0; i < 16; i++)
            {
                int at = i * 4;
                schedule[i] = ((uint)block[at] << 24) | ((uint)block[at + 1] << 16) | ((uint)block[at + 2] << 8) | block[at + 3];
            }

            for (int i = 16; i < 64; i++)
            {
                uint x = schedule[i - 15];
                uint y = schedule[i - 2];
                uint sigma0 = ((x >> 7) | (x << 25)) ^ ((x >> 18) | (x << 14)) ^ (x >> 3);
                uint sigma1 = ((y >> 17) | (y << 15)) ^ ((y >> 19) | (y << 13)) ^ (y >> 10);
                schedule[i] = schedule[i - 16] + sigma0 + schedule[i - 7] + sigma1;
            }

            uint a = _state[0];
            uint b = _state[1];
            uint c = _state[2];
            uint d = _state[3];
            uint e = _state[4];
            uint f = _state[5];
            uint g = _state[6];
            uint h = _state[7];
            for (int i = 0; i < 64; i++)
            {
                uint sum1 = ((e >> 6) | (e << 26)) ^ ((e >> 11) | (e << 21)) ^ ((e >> 25) | (e << 7));
                uint first = h + sum1 + ((e & f) ^ (~e & g)) + constants[i] + schedule[i];
                uint sum0 = ((a >> 2) | (a << 30)) ^ ((a >> 13) | (a << 19)) ^ ((a >> 22) | (a << 10));
                uint second = sum0 + ((a & b) ^ (a & c) ^ (b & c));
                h = g;
                g = f;
                f = e;
                e = d + first;
                d = c;
                c = b;
                b = a;
                a = first + second;
            }

            _state[0] += a;
            _state[1] += b;
            _state[2] += c;
            _state[3] += d;
            _state[4] += e;
            _state[5] += f;
            _state[6] += g;
            _state[7] += h;
        }
    }
}
