using System;
using System.Buffers.Binary;
using System.Linq;
using Edge.Firmware.Signing;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Org.BouncyCastle.Pqc.Crypto.Lms;

namespace Edge.Tests.Desktop.Signing;

[TestClass]
public sealed class LmsVerifierTests
{
    [TestMethod]
    [DataRow(Rfc8554Vectors.Key1, Rfc8554Vectors.Message1, Rfc8554Vectors.Signature1)]
    [DataRow(Rfc8554Vectors.Key2, Rfc8554Vectors.Message2, Rfc8554Vectors.Signature2)]
    public void Both_levels_of_the_test_cases_of_rfc_8554_hold(string key, string message, string signature)
    {
        (byte[] lowerKey, byte[] upperSignature, byte[] lowerSignature) = Split(Convert.FromHexString(signature));
        LmsVerifier upper = LmsVerifier.Open(Convert.FromHexString(key)[4..]);
        LmsVerifier lower = LmsVerifier.Open(lowerKey);
        byte[] text = Convert.FromHexString(message);
        Assert.IsTrue(upper.Verify(lowerKey, lowerKey.Length, upperSignature, 0));
        Assert.IsTrue(lower.Verify(text, text.Length, lowerSignature, 0));
        Assert.AreEqual(upper.SignatureLength, upperSignature.Length);
        Assert.AreEqual(lower.SignatureLength, lowerSignature.Length);

        text[^1] ^= 1;
        lowerKey[^1] ^= 1;
        Assert.IsFalse(lower.Verify(text, text.Length, lowerSignature, 0));
        Assert.IsFalse(upper.Verify(lowerKey, lowerKey.Length, upperSignature, 0));
    }

    [TestMethod]
    [DataRow(5, 3)]
    [DataRow(5, 4)]
    [DataRow(6, 3)]
    public void What_BouncyCastle_signs_holds_for_every_kind_of_key_and_first_and_last_leaf(int tree, int digits)
    {
        var random = new Random(tree + (10 * digits));
        byte[] seed = Bytes(random, 32);
        byte[] identifier = Bytes(random, 16);
        LMSigParameters trees = LMSigParameters.GetParametersByID(tree);
        foreach (int leaf in new[] { 0, 1, (1 << trees.H) - 1 })
        {
            LmsPrivateKeyParameters key = Lms.GenerateKeys(trees, LMOtsParameters.GetParametersByID(digits), leaf, identifier, seed);
            byte[] message = Bytes(random, random.Next(200));
            byte[] signature = Lms.GenerateSign(key, message).GetEncoded();
            LmsVerifier verifier = LmsVerifier.Open(key.GetPublicKey().GetEncoded());
            byte[] moved = [9, 9, 9, .. signature];
            Assert.IsTrue(verifier.Verify(message, message.Length, moved, 3));
            Assert.AreEqual(leaf, verifier.LeafOf(moved, 3));
            Assert.IsFalse(verifier.Verify(message, message.Length, signature[..^1], 0), "one byte is missing");
            Assert.IsFalse(verifier.Verify([.. message, 0], message.Length + 1, signature, 0));
        }
    }

    [TestMethod]
    public void Every_byte_of_a_signature_counts()
    {
        LmsPrivateKeyParameters key = Lms.GenerateKeys(LMSigParameters.lms_sha256_n32_h5, LMOtsParameters.sha256_n32_w4, 6, new byte[16], new byte[32]);
        byte[] message = [1, 2, 3];
        byte[] signature = Lms.GenerateSign(key, message).GetEncoded();
        byte[] publicKey = key.GetPublicKey().GetEncoded();
        LmsVerifier verifier = LmsVerifier.Open(publicKey);
        for (int i = 0; i < signature.Length; i += i is < 44 or > 2180 and < 2190 ? 1 : 13)
        {
            for (int bit = 1; bit < 256; bit <<= 7)
            {
                signature[i] ^= (byte)bit;
                Assert.IsFalse(verifier.Verify(message, message.Length, signature, 0), $"byte {i}");
                signature[i] ^= (byte)bit;
            }
        }

        for (int i = 8; i < publicKey.Length; i++)
        {
            byte[] other = (byte[])publicKey.Clone();
            other[i] ^= 4;
            Assert.IsFalse(LmsVerifier.Open(other).Verify(message, message.Length, signature, 0), $"byte {i} of the key");
        }

        Assert.IsTrue(verifier.Verify(message, message.Length, signature, 0));
    }

    [TestMethod]
    public void Keys_of_other_kinds_are_not_opened()
    {
        byte[] key = Convert.FromHexString(Rfc8554Vectors.Key2)[4..];
        Assert.IsNotNull(LmsVerifier.Open(key));
        Assert.IsNull(LmsVerifier.Open(null));
        Assert.IsNull(LmsVerifier.Open(key[..^1]));
        Assert.IsNull(LmsVerifier.Open([.. key, 0]));
        foreach ((int at, byte value) in new[] { (3, (byte)7), (3, (byte)4), (0, (byte)1), (7, (byte)2), (7, (byte)5), (4, (byte)255) })
        {
            byte[] other = (byte[])key.Clone();
            other[at] = value;
            Assert.IsNull(LmsVerifier.Open(other), $"{at} {value}");
        }
    }

    private static (byte[] LowerKey, byte[] Upper, byte[] Lower) Split(byte[] signature)
    {
        Assert.AreEqual(1, BinaryPrimitives.ReadInt32BigEndian(signature));
        int chains = BinaryPrimitives.ReadInt32BigEndian(signature.AsSpan(8)) == 3 ? 67 : 34;
        int treeAt = 4 + 40 + (32 * chains);
        int height = BinaryPrimitives.ReadInt32BigEndian(signature.AsSpan(treeAt)) == 5 ? 5 : 10;
        int end = treeAt + 4 + (32 * height);
        return (signature[end..(end + LmsVerifier.PublicKeyLength)], signature[4..end], signature[(end + LmsVerifier.PublicKeyLength)..]);
    }

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
