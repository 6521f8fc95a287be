using System;
using System.Security.Cryptography;
using System.Text;
using Edge.Firmware.Signing;
using Edge.Firmware.Storage;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

[TestClass]
public sealed class Sha256Tests
{
    [TestMethod]
    [DataRow("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [DataRow("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [DataRow("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void Hashes_the_examples_of_the_standard(string text, string expected)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        var sha = new Sha256();
        sha.Update(bytes, 0, bytes.Length);
        Assert.AreEqual(expected, Convert.ToHexStringLower(sha.Finish()));
    }

    [TestMethod]
    public void Every_length_around_a_block_in_every_split_is_that_of_the_base_library()
    {
        byte[] bytes = new byte[200];
        new Random(7).NextBytes(bytes);
        for (int length = 0; length <= bytes.Length; length++)
        {
            byte[] expected = SHA256.HashData(bytes.AsSpan(0, length));
            for (int split = 0; split <= length; split += 13)
            {
                var sha = new Sha256();
                sha.Update(bytes, 0, split);
                sha.Update(bytes, split, length - split);
                CollectionAssert.AreEqual(expected, sha.Finish(), $"length {length}, split {split}");
            }
        }
    }
}
