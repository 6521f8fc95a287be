using System;

namespace Edge.Firmware.Signing
{
    // LMS (RFC 8554, NIST SP 800-208) with SHA-256 and 32-byte nodes. Public key: u32 tree type, u32 one-time type, I[16], T[1][32].
    // Signature: u32 q, u32 one-time type, C[32], y[p][32], u32 tree type, path[h][32]. Numbers are big-endian.
    //   Q = H(I, q, 8181, C, message); each digit a of Q and its checksum: z = y hashed 2^w - 1 - a times (HashChain);
    //   K = H(I, q, 8080, z[0], ...); leaf = H(I, 2^h + q, 8282, K); upwards H(I, node, 8383, left, right); the root is T[1].

    /// <summary>Checks LMS signatures, trees of height 5 or 10, one-time signatures with 4 or 8 bits a digit.</summary>
    internal sealed class LmsVerifier : ISignatureVerifier
    {
        /// <summary>Bytes of a public key.</summary>
        public const int PublicKeyLength = 56;

        /// <summary>Bytes of a key's identity.</summary>
        public const int KeyIdLength = 8;

        private const int NodeLength = Sha256.HashLength;
        private const int IdentifierLength = 16;
        private const int IdentifierOffset = 8;
        private const int RootOffset = 24;
        private const int TreeHeight5 = 5;  // lms_sha256_m32_h5
        private const int TreeHeight10 = 6; // lms_sha256_m32_h10
        private const int Digit4 = 3;       // lmots_sha256_n32_w4
        private const int Digit8 = 4;       // lmots_sha256_n32_w8
        private const int RandomizerOffset = 8;
        private const int ChainsOffset = RandomizerOffset + NodeLength;
        private const int MessageMark = 0x8181;
        private const int PublicKeyMark = 0x8080;
        private const int LeafMark = 0x8282;
        private const int NodeMark = 0x8383;

        private readonly byte[] _publicKey;
        private readonly int _height;
        private readonly int _digitBits;
        private readonly int _chains;
        private readonly byte[] _keyId = new byte[KeyIdLength];
        private readonly Sha256 _sha = new Sha256();
        private readonly HashChain _chain;
        private readonly byte[] _prefix = new byte[IdentifierLength + 6];
        private readonly byte[] _digits = new byte[NodeLength + 2];
        private readonly byte[] _node = new byte[NodeLength];

        private LmsVerifier(byte[] publicKey, int height, int digitBits)
        {
            _publicKey = publicKey;
            _height = height;
            _digitBits = digitBits;
            _chains = digitBits == 4 ? 67 : 34;
            _chain = new HashChain(publicKey, IdentifierOffset);
            Array.Copy(publicKey, IdentifierOffset, _prefix, 0, IdentifierLength);
            _sha.Update(publicKey, 0, PublicKeyLength);
            Array.Copy(_sha.Finish(), 0, _keyId, 0, KeyIdLength);
        }

        /// <inheritdoc />
        public byte[] KeyId
        {
            get { return _keyId; }
        }

        /// <inheritdoc />
        public int SignatureLength
        {
            get { return ChainsOffset + (_chains * NodeLength) + 4 + (_height * NodeLength); }
        }

        /// <summary>Opens a public key.</summary>
        /// <param name="publicKey">As RFC 8554 writes it; stays in use.</param>
        /// <returns>The verifier, or null when this is no key of a kind that it knows.</returns>
        public static LmsVerifier Open(byte[] publicKey)
        {
            if (publicKey == null || publicKey.Length != PublicKeyLength)
            {
                return null;
            }

            int tree = ReadInt32(publicKey, 0);
            int digit = ReadInt32(publicKey, 4);
            bool isKnown = (tree == TreeHeight5 || tree == TreeHeight10) && (digit == Digit4 || digit == Digit8);
            return isKnown ? new LmsVerifier(publicKey, tree == TreeHeight5 ? 5 : 10, digit == Digit4 ? 4 : 8) : null;
        }

        /// <inheritdoc />
        public int LeafOf(byte[] signature, int index)
        {
            return ReadInt32(signature, index);
        }

        /// <inheritdoc />
        public bool Verify(byte[] message, int messageLength, byte[] signature, int index)
        {
            if (signature.Length - index < SignatureLength)
            {
                return false;
            }

            int leaf = ReadInt32(signature, index);
            int pathOffset = index + ChainsOffset + (_chains * NodeLength);
            if (leaf < 0 || leaf >> _height != 0
                || ReadInt32(signature, index + 4) != ReadInt32(_publicKey, 4)
                || ReadInt32(signature, pathOffset) != ReadInt32(_publicKey, 0))
            {
                return false;
            }

            Begin(leaf, MessageMark);
            _sha.Update(signature, index + RandomizerOffset, NodeLength);
            _sha.Update(message, 0, messageLength);
            _sha.Finish(_digits, 0);
            AppendChecksum();
            HashChains(leaf, signature, index + ChainsOffset);
            return ClimbTree(leaf, signature, pathOffset + 4);
        }

        // Sum of what each digit lacks to the largest one, as the digits behind the hash: a forger who raises one must lower one of these.
        private void AppendChecksum()
        {
            int most = (1 << _digitBits) - 1;
            int sum = 0;
            for (int i = 0; i < NodeLength * 8 / _digitBits; i++)
            {
                sum += most - Digit(i);
            }

            sum <<= _digitBits == 4 ? 4 : 0;
            _digits[NodeLength] = (byte)(sum >> 8);
            _digits[NodeLength + 1] = (byte)sum;
        }

        private int Digit(int i)
        {
            if (_digitBits == 8)
            {
                return _digits[i];
            }

            int pair = _digits[i >> 1];
            return (i & 1) == 0 ? pair >> 4 : pair & 15;
        }

        // Ends the chains; leaves the one-time public key in _node.
        private void HashChains(int leaf, byte[] signature, int offset)
        {
            int last = (1 << _digitBits) - 1;
            Begin(leaf, PublicKeyMark);
            for (int i = 0; i < _chains; i++)
            {
                _chain.Run(leaf, i, Digit(i), last, signature, offset + (i * NodeLength), _node);
                _sha.Update(_node, 0, NodeLength);
            }

            _sha.Finish(_node, 0);
        }

        private bool ClimbTree(int leaf, byte[] signature, int offset)
        {
            int node = (1 << _height) + leaf;
            Begin(node, LeafMark);
            _sha.Update(_node, 0, NodeLength);
            _sha.Finish(_node, 0);
            while (node > 1)
            {
                bool isRight = (node & 1) != 0;
                node >>= 1;
                Begin(node, NodeMark);
                if (isRight)
                {
                    _sha.Update(signature, offset, NodeLength);
                    _sha.Update(_node, 0, NodeLength);
                }
                else
                {
                    _sha.Update(_node, 0, NodeLength);
                    _sha.Update(signature, offset, NodeLength);
                }

                _sha.Finish(_node, 0);
                offset += NodeLength;
            }

            return Bytes.Same(_node, 0, _publicKey, RootOffset, NodeLength);
        }

        private void Begin(int number, int mark)
        {
            for (int i = 0; i < 4; i++)
            {
                _prefix[IdentifierLength + i] = (byte)(number >> (24 - (8 * i)));
            }

            _prefix[IdentifierLength + 4] = (byte)(mark >> 8);
            _prefix[IdentifierLength + 5] = (byte)mark;
            _sha.Reset();
            _sha.Update(_prefix, 0, _prefix.Length);
        }

        private static int ReadInt32(byte[] bytes, int offset)
        {
            return (bytes[offset] << 24) | (bytes[offset + 1] << 16) | (bytes[offset + 2] << 8) | bytes[offset + 3];
        }
    }
}
