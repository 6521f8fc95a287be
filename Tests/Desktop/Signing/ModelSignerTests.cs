using System;
using System.IO;
using System.Linq;
using Edge.Firmware.Signing;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Signing;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Org.BouncyCastle.Pqc.Crypto.Lms;

namespace Edge.Tests.Desktop.Signing;

[TestClass]
public sealed class ModelSignerTests
{
    private static readonly byte[] s_model = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7))];

    [TestMethod]
    public void Signed_model_holds_for_the_board_and_for_BouncyCastle()
    {
        using var key = new TemporaryKey();
        (SignatureBlock block, _) = key.Sign(s_model, new SignOptions { Chip = "esp32c3" });
        block.RequireModel("m", s_model);
        block.RequireKey("m", key.Public);
        Assert.AreEqual("esp32c3", block.Manifest.Chip);
        Assert.HasCount(ModelManifest.Length + 2508, block.Bytes);

        LmsPublicKeyParameters other = LmsPublicKeyParameters.GetInstance(key.Public.Bytes);
        var verifier = new LmsSigner();
        verifier.Init(false, other);
        Assert.IsTrue(verifier.VerifySignature(block.Bytes[..ModelManifest.Length], block.Bytes[ModelManifest.Length..]));
    }

    // Leaf 6 is one that has no cheap salt among the first 262,144: without going on, its hashes are 360.
    [TestMethod]
    [DataRow(4, false)]
    [DataRow(6, true)]
    public void Salt_leaves_a_board_far_fewer_hashes_than_chance(int leaf, bool isUnlucky)
    {
        PrivateKey key = new([.. Enumerable.Range(1, 16).Select(i => (byte)i)], [.. Enumerable.Range(50, 32).Select(i => (byte)i)]);
        SignatureBlock block = ModelSigner.Sign(key, leaf, version: 1, s_model, new SignOptions());
        Assert.AreEqual(345, key.Open(leaf).CountSteps(block.Manifest.ToBytes()), "the mean is 480, its deviation 37");
        Assert.AreEqual(isUnlucky, block.Manifest.Salt >= 1 << 18);
    }

    [TestMethod]
    public void Other_model_other_key_and_changed_bytes_are_told_apart()
    {
        using var key = new TemporaryKey();
        using var stranger = new TemporaryKey();
        (SignatureBlock block, _) = key.Sign(s_model);
        string path = Path.Combine(key.Folder, "m.sig");
        DiagnosticAssert.Throws(DiagnosticId.SignatureOtherModel, () => block.RequireModel(path, s_model[1..]));
        DiagnosticAssert.Throws(DiagnosticId.SignatureOtherKey, () => block.RequireKey(path, stranger.Public));
        DiagnosticAssert.Throws(DiagnosticId.SignatureMalformed, () => Read(block.Bytes[..^1]));
        DiagnosticAssert.Throws(DiagnosticId.SignatureMalformed, () => Read([.. block.Bytes, 0]));
        DiagnosticAssert.Throws(DiagnosticId.SignatureMalformed, () => Read([]));
        DiagnosticAssert.Throws(DiagnosticId.SignatureMalformed, () => Read(block.Bytes[..71]));
        DiagnosticAssert.Throws(DiagnosticId.SignatureInvalid, () => Read(Changed(8)), "find out");
        DiagnosticAssert.Throws(DiagnosticId.SignatureInvalid, () => Read(Changed(200)));
        Read(block.Bytes);

        void Read(byte[] bytes)
        {
            File.WriteAllBytes(path, bytes);
            SignatureBlock.Read(path).RequireKey(path, key.Public);
        }

        byte[] Changed(int at)
        {
            byte[] bytes = (byte[])block.Bytes.Clone();
            bytes[at] ^= 2;
            return bytes;
        }
    }

    [TestMethod]
    public void Key_that_others_may_touch_and_files_that_are_no_keys_are_refused()
    {
        using var key = new TemporaryKey();
        if (!OperatingSystem.IsWindows())
        {
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key.Files.Private));
            foreach (UnixFileMode mode in new[] { UnixFileMode.OtherWrite, UnixFileMode.OtherRead, UnixFileMode.GroupWrite, UnixFileMode.GroupRead })
            {
                File.SetUnixFileMode(key.Files.Private, UnixFileMode.UserRead | UnixFileMode.UserWrite | mode);
                DiagnosticAssert.Throws(DiagnosticId.KeyExposed, () => key.Sign(s_model), "chmod 600");
            }

            File.SetUnixFileMode(key.Files.Private, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        DiagnosticAssert.Throws(DiagnosticId.KeyInvalid, () => PublicKey.Read(key.Files.Private));
        string text = File.ReadAllText(key.Files.Private);
        foreach (string bad in new[] { string.Empty, text[..^2], text + "x", text.Replace("seed ", "seed x", StringComparison.Ordinal), File.ReadAllText(key.Files.Public), new string('a', 2 << 20) })
        {
            File.WriteAllText(key.Files.Private, bad);
            DiagnosticAssert.Throws(DiagnosticId.KeyInvalid, () => key.Sign(s_model));
        }

        File.WriteAllText(key.Files.Public, File.ReadAllText(key.Files.Public).Replace("lms 00000006", "lms 00000007", StringComparison.Ordinal));
        DiagnosticAssert.Throws(DiagnosticId.KeyInvalid, () => PublicKey.Read(key.Files.Public));
        File.Delete(key.Files.Private);
        DiagnosticAssert.Throws(DiagnosticId.FileNotFound, () => key.Sign(s_model));
    }

    [TestMethod]
    public void Existing_key_is_never_overwritten_and_a_key_is_whole_or_not_there()
    {
        using var key = new TemporaryKey();
        string before = File.ReadAllText(key.Files.Private);
        DiagnosticAssert.Throws(DiagnosticId.KeyExists, () => ModelSigner.Create(key.Files, key.Own));
        Assert.AreEqual(before, File.ReadAllText(key.Files.Private));
        DiagnosticAssert.Throws(DiagnosticId.OutputNotWritable, () => ModelSigner.Create(KeyFiles.Named(Path.Combine(key.Folder, "no", "such", "folder")), key.Own));

        // The machine's folder of lists cannot be made: a file has its name.
        string blocked = Path.Combine(key.Folder, "blocked");
        File.WriteAllText(blocked, string.Empty);
        KeyFiles second = KeyFiles.Named(Path.Combine(key.Folder, "second"));
        DiagnosticAssert.Throws(DiagnosticId.OutputNotWritable, () => ModelSigner.Create(second, blocked));
        Assert.IsFalse(File.Exists(second.Private) || File.Exists(second.Public) || File.Exists(second.State));
    }
}
