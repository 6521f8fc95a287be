using System;
using System.IO;
using System.Linq;
using Edge.Firmware.App;
using Edge.Firmware.Storage;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>Blobs with right checksums that must not load, in the newest slot of a board: it goes on with the other model, and says why.</summary>
[TestClass]
public sealed class HostileModelTests
{
    // Only what the desktop prints is wrong in these: a board does not read it, and may run them.
    private static readonly string[] s_harmless = ["info_badjson", "info_missing_key"];

    [TestMethod]
    public void Board_recovers_to_the_other_model_by_itself_and_says_why()
    {
        string[] files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Blob", "Hostile"), "*.edge8");
        Assert.IsGreaterThan(8, files.Length);
        foreach (string file in files.Where(file => !s_harmless.Contains(Path.GetFileNameWithoutExtension(file))))
        {
            var board = new FakeBoard();
            board.Internal![ModelStore.SlotA] = SlotFiles.Make(TinyModel.Blob("other"));
            Start(board);
            board.Internal[ModelStore.Incoming] = SlotFiles.Make(File.ReadAllBytes(file));
            for (int boot = 0; boot < 3; boot++)
            {
                board = new FakeBoard { Internal = board.Internal };
                FirmwareApp app = Start(board);
                Assert.IsFalse(app.IsSafe, file);
                Assert.AreEqual("other", board.Sink.Of("M").Single()[0], file);
                app.Step();
                Assert.HasCount(1, board.Sink.Of("I"), file);
                CollectionAssert.AreEqual(boot == 0 ? ["108", "119"] : Array.Empty<string>(), board.Sink.Errors, $"{file}, boot {boot}");
            }
        }
    }

    private static FirmwareApp Start(FakeBoard board)
    {
        var app = new FirmwareApp(board, new FakeEngineFactory(), null, null, null);
        app.Start();
        return app;
    }
}
