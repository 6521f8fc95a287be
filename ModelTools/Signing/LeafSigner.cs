using System;
using System.Security.Cryptography;
using Edge.Firmware.Signing;
using Org.BouncyCastle.Pqc.Crypto.Lms;

namespace Edge.ModelTools.Signing;

/// <summary>One leaf of a key: signs one message.</summary>
internal sealed class LeafSigner
{
    private const int PrefixLength = 16 + 4 + 2 + 32; // identifier, leaf, mark of a message, randomizer
    private const int MostDigit = 15;

    private readonly LmsPrivateKeyParameters _key;
    private readonly LmsVerifier _verifier;
    private byte[] _hashed;

    /// <summary>Opens the leaf that is next in a key.</summary>
    /// <param name="key">The key, at the leaf.</param>
    /// <param name="verifier">Checks what it makes.</param>
    public LeafSigner(LmsPrivateKeyParameters key, LmsVerifier verifier)
    {
        _key = key;
        _verifier = verifier;
        var leaf = new LMOtsPrivateKey(key.OtsParameters, key.GetI(), key.GetIndex(), key.GetMasterSecret());
        byte[] number = [(byte)(leaf.Q >> 24), (byte)(leaf.Q >> 16), (byte)(leaf.Q >> 8), (byte)leaf.Q];
        _hashed = [.. leaf.GetI(), .. number, 0x81, 0x81, .. leaf.GetSignatureContext(null, null).C];
    }

    /// <summary>Hashes that a board makes for the chains of this message's signature.</summary>
    public int CountSteps(byte[] message)
    {
        if (_hashed.Length != PrefixLength + message.Length)
        {
            Array.Resize(ref _hashed, PrefixLength + message.Length);
        }

        message.CopyTo(_hashed.AsSpan(PrefixLength));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_hashed, hash);
        int sum = 0;
        foreach (byte pair in hash)
        {
            sum += MostDigit - (pair >> 4) + (MostDigit - (pair & MostDigit));
        }

        // The sum is the checksum, three digits with chains of their own.
        return sum + (3 * MostDigit) - (sum >> 8) - ((sum >> 4) & MostDigit) - (sum & MostDigit);
    }

    /// <summary>Signs, and checks the result as a board does.</summary>
    /// <exception cref="CryptographicException">The signature is wrong: a fault of this program or of the machine.</exception>
    public byte[] Sign(byte[] message)
    {
        byte[] signature = Lms.GenerateSign(_key, message).GetEncoded();
        return signature.Length == _verifier.SignatureLength && _verifier.Verify(message, message.Length, signature, 0)
            ? signature
            : throw new CryptographicException("the signature that was made does not hold");
    }
}
