using System;
using System.Linq;
using Edge.Firmware.Signing;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Signing;

[TestClass]
public sealed class ModelManifestTests
{
    private static readonly byte[] s_hash = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly byte[] s_sha256 = [.. Enumerable.Range(101, 32).Select(i => (byte)i)];
    private static readonly byte[] s_keyId = [1, 2, 3, 4, 5, 6, 7, 8];

    [TestMethod]
    [DataRow(1, null, false, 0)]
    [DataRow(ModelManifest.MostVersion, "esp32s3", true, -1)]
    [DataRow(77, "abcdefgh", false, 0x01020304)]
    public void What_is_written_is_read(int version, string? chip, bool isDowngrade, int salt)
    {
        byte[] bytes = new ModelManifest(version, 80000, s_hash, s_sha256, chip, s_keyId, isDowngrade, salt).ToBytes();
        ModelManifest manifest = ModelManifest.Parse(bytes);
        Assert.AreEqual(version, manifest.Version);
        Assert.AreEqual(80000, manifest.ModelLength);
        Assert.AreEqual(chip, manifest.Chip);
        Assert.AreEqual(isDowngrade, manifest.IsDowngrade);
        Assert.AreEqual(salt, manifest.Salt);
        CollectionAssert.AreEqual(s_hash, manifest.Hash);
        CollectionAssert.AreEqual(s_sha256, manifest.Sha256);
        CollectionAssert.AreEqual(s_keyId, manifest.KeyId);
        CollectionAssert.AreEqual(bytes, manifest.ToBytes());
    }

    [TestMethod]
    public void First_manifest_has_the_bytes_of_the_documentation()
    {
        byte[] bytes = new ModelManifest(2, 0x12345, s_hash, s_sha256, "esp32", s_keyId, true, 9).ToBytes();
        string expected = "45384d46" + "0200" + "6800" + "02000000" + "45230100" + Convert.ToHexString(s_sha256)
            + "6573703332000000" + "0102030405060708" + "0100" + "09000000" + "0000" + Convert.ToHexString(s_hash);
        Assert.AreEqual(expected, Convert.ToHexString(bytes), ignoreCase: true);
    }

    [TestMethod]
    [DataRow(0, (byte)'X')] // magic
    [DataRow(4, (byte)1)] // format
    [DataRow(5, (byte)1)]
    [DataRow(6, (byte)103)] // length
    [DataRow(7, (byte)1)]
    [DataRow(8, (byte)0)] // version 0
    [DataRow(11, (byte)0x80)] // negative
    [DataRow(11, (byte)0x7F)] // 2^31 - 1 and the like: above every version that may follow
    [DataRow(14, (byte)0)] // length 0
    [DataRow(15, (byte)0x80)]
    [DataRow(48, (byte)'E')] // chip
    [DataRow(48, (byte)0)] // any, then text
    [DataRow(54, (byte)'x')] // text behind the end
    [DataRow(64, (byte)2)] // flags
    [DataRow(65, (byte)1)]
    [DataRow(70, (byte)1)] // reserved
    [DataRow(71, (byte)1)]
    public void Anything_but_the_one_form_is_refused(int at, byte value)
    {
        byte[] bytes = new ModelManifest(1, 0x10000, s_hash, s_sha256, "esp32", s_keyId, false, 0).ToBytes();
        Assert.IsNotNull(ModelManifest.Parse(bytes));
        bytes[at] = value;
        Assert.IsNull(ModelManifest.Parse(bytes));
    }

    [TestMethod]
    public void Every_byte_string_that_is_read_is_written_again()
    {
        var random = new Random(3);
        byte[] good = new ModelManifest(1000, 0x10000, s_hash, s_sha256, "esp32", s_keyId, false, 0).ToBytes();
        int read = 0;
        for (int i = 0; i < 20000; i++)
        {
            byte[] bytes = (byte[])good.Clone();
            for (int j = random.Next(4); j >= 0; j--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(random.Next(2) == 0 ? 4 : 256);
            }

            ModelManifest manifest = ModelManifest.Parse(bytes);
            if (manifest is not null)
            {
                read++;
                CollectionAssert.AreEqual(bytes, manifest.ToBytes());
            }
        }

        Assert.IsGreaterThan(1000, read);
    }
}
