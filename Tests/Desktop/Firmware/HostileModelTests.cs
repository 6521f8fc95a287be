using System;
using System.IO;
using System.Linq;
using Edge.Firmware.App;
using Edge.Firmware.Storage;
using Edge.ModelTools.Signing;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>Blobs with right checksums that must not load, in the newest slot of a board: it goes on with the other model, and says why.</summary>
[TestClass]
public sealed class HostileModelTests
{
    // Only what the desktop prints is wrong in these: a board does not read it, and may run them.
    private static readonly string[] s_harmless = ["info_badjson", "info_missing_key"];

    private static readonly PrivateKey s_key = new(new byte[16], new byte[32]);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Board_recovers_to_the_other_model_by_itself_and_says_why(bool isSigned)
    {
        int leaf = 0;
        string[] files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Blob", "Hostile"), "*.edge8");
        Assert.IsGreaterThan(8, files.Length);
        foreach (string file in files.Where(file => !s_harmless.Contains(Path.GetFileNameWithoutExtension(file))))
        {
            var board = new FakeBoard();
            board.Internal![ModelStore.SlotA] = Slot(TinyModel.Blob("other"), isSigned, leaf++);
            Start(board, isSigned);
            board.Internal[ModelStore.Incoming] = Slot(File.ReadAllBytes(file), isSigned, leaf++);
            for (int boot = 0; boot < 3; boot++)
            {
                board = new FakeBoard { Internal = board.Internal };
                FirmwareApp app = Start(board, isSigned);
                Assert.IsFalse(app.IsSafe, file);
                Assert.AreEqual("other", board.Sink.Of("M").Single()[0], file);
                app.Step();
                Assert.HasCount(1, board.Sink.Of("I"), file);
                CollectionAssert.AreEqual(boot == 0 ? ["108", "119"] : Array.Empty<string>(), board.Sink.Errors, $"{file}, boot {boot}");
            }
        }
    }

    // Signed by mistake: what a signature says of a model is who made it, not that it is well made.
    private static byte[] Slot(byte[] blob, bool isSigned, int leaf)
    {
        return SlotFiles.Make(blob, isSigned ? ModelSigner.Sign(s_key, leaf, leaf + 1, blob, new SignOptions()).Bytes : null);
    }

    private static FirmwareApp Start(FakeBoard board, bool isSigned)
    {
        var app = new FirmwareApp(board, new FakeEngineFactory(), null, null, null, isSigned ? s_key.Public.Bytes : null);
        app.Start();
        return app;
    }
}
