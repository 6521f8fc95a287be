using System;
using System.Text;
using Edge.Firmware.Signing;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Org.BouncyCastle.Crypto.Digests;

namespace Edge.Tests.Desktop.Firmware;

[TestClass]
public sealed class Blake2bTests
{
    [TestMethod]
    [DataRow("", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8")]
    [DataRow("abc", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319")]
    public void Hashes_known_messages(string text, string expected)
    {
        // What `b2sum -l 256` prints.
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        var hash = new Blake2b();
        hash.Update(bytes, 0, bytes.Length);
        Assert.AreEqual(expected, Convert.ToHexStringLower(hash.Finish()));
    }

    [TestMethod]
    public void Every_length_around_a_block_in_every_split_is_that_of_another_library()
    {
        byte[] bytes = new byte[400];
        new Random(7).NextBytes(bytes);
        for (int length = 0; length <= bytes.Length; length++)
        {
            byte[] expected = new byte[Blake2b.HashLength];
            var other = new Blake2bDigest(8 * Blake2b.HashLength);
            other.BlockUpdate(bytes, 0, length);
            other.DoFinal(expected, 0);
            for (int split = 0; split <= length; split += split % 128 == 0 ? 1 : 127)
            {
                var hash = new Blake2b();
                hash.Update(bytes, 0, split);
                hash.Update(bytes, split, length - split);
                CollectionAssert.AreEqual(expected, hash.Finish(), $"length {length}, split {split}");
            }
        }
    }
}
