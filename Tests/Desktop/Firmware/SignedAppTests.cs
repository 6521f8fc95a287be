using System;
using System.Linq;
using Edge.Firmware.App;
using Edge.Firmware.Models;
using Edge.Firmware.Storage;
using Edge.ModelTools.Signing;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>The app with a key in it: from every source it takes signed models only.</summary>
[TestClass]
public sealed class SignedAppTests
{
    private static readonly PrivateKey s_key = new(new byte[16], new byte[32]);
    private static int s_leaf;

    [TestMethod]
    public void Signed_model_runs_and_log_names_key_version_and_hash()
    {
        var board = new FakeBoard();
        byte[] blob = TinyModel.Blob("signed");
        board.Internal![ModelStore.Incoming] = SlotFiles.Make(blob, Block(blob, 3));
        Start(board);
        Assert.AreEqual("signed,model.a,3", string.Join(',', board.Sink.Of("M").Single()[..3]));
        Assert.AreEqual(Convert.ToHexStringLower(ModelDigest.Of(blob))[..16], board.Sink.Of("M").Single()[^1]);
        Assert.AreEqual(s_key.Public.Id, board.Sink.Of("B").Single()[^1]);
        Assert.IsEmpty(board.Sink.Errors);
    }

    [TestMethod]
    public void Unsigned_model_of_a_slot_or_a_card_does_not_run_and_without_a_key_the_boot_line_says_so()
    {
        FakeBoard board = new FakeBoard { Card = new SimulatedStorage { ["model.edge8"] = TinyModel.Blob("card") } }.With("card_select=5");
        board.Internal![ModelStore.SlotA] = SlotFiles.Make(TinyModel.Blob("slot"));
        Start(board);
        Assert.AreEqual("embedded", board.Sink.Of("M").Single()[1]);
        CollectionAssert.AreEqual(new[] { "113", "113" }, board.Sink.Errors);

        board = new FakeBoard();
        Start(board, null);
        Assert.AreEqual("-", board.Sink.Of("B").Single()[^1]);
        Assert.IsTrue(board.Sink.Lines.Any(line => line.Contains("models unsigned: anybody may replace them", StringComparison.Ordinal)));

        board = new FakeBoard();
        board.Internal![ModelStore.SlotA] = SlotFiles.Make(TinyModel.Blob("slot"));
        Start(board, new byte[56]);
        Assert.AreEqual("embedded", board.Sink.Of("M").Single()[1], "a key that cannot be used trusts nothing");
    }

    [TestMethod]
    public void Signed_model_of_a_card_is_copied_before_it_is_verified_and_a_swapped_card_changes_nothing()
    {
        byte[] blob = TinyModel.Blob("card");
        var card = new SimulatedStorage { [ModelLoader.CardFile] = blob, [CardImport.SignatureFile] = Block(blob, 4) };
        FakeBoard board = new FakeBoard { Card = card }.With("card_select=5");
        Start(board);
        Assert.AreEqual("card,model.a,4", string.Join(',', board.Sink.Of("M").Single()[..3]));

        // Another blob under the same signature: its bytes are not those that were signed.
        card[ModelLoader.CardFile] = Swapped(blob);
        board = new FakeBoard { Card = card }.With("card_select=5");
        Start(board);
        Assert.AreEqual("embedded", board.Sink.Of("M").Single()[1]);
        CollectionAssert.AreEqual(new[] { "104" }, board.Sink.Errors);
    }

    [TestMethod]
    public void Bytes_that_change_while_a_slot_is_loaded_are_refused()
    {
        byte[] blob = TinyModel.Blob("slot");
        var board = new FakeBoard();
        board.Internal![ModelStore.SlotA] = SlotFiles.Make(blob, Block(blob, 5));
        board.Internal[ModelStore.SlotA] = [.. board.Internal[ModelStore.SlotA][..^blob.Length], .. Swapped(blob)];
        Start(board);
        Assert.AreEqual("embedded", board.Sink.Of("M").Single()[1]);
        CollectionAssert.AreEqual(new[] { "104", "119" }, board.Sink.Errors);
    }

    [TestMethod]
    public void Signature_of_another_model_does_not_make_a_slot_trusted()
    {
        byte[] blob = TinyModel.Blob("slot");
        var board = new FakeBoard();
        board.Internal![ModelStore.SlotA] = SlotFiles.Make(Swapped(blob), Block(blob, 5));
        Start(board);
        Assert.AreEqual("embedded", board.Sink.Of("M").Single()[1]);
        CollectionAssert.AreEqual(new[] { "114" }, board.Sink.Errors);
    }

    [TestMethod]
    public void Host_is_answered_before_the_model_is_loaded_and_can_replace_one_that_hangs()
    {
        byte[] hanging = TinyModel.Blob("hangs");
        byte[] good = TinyModel.Blob("good");
        FakeBoard board = new FakeBoard { Port = new FakeHostPort() }.With("mode=host");
        board.Internal![ModelStore.SlotA] = SlotFiles.Make(hanging, Block(hanging, 6));
        var factory = new FakeEngineFactory { Wrap = engine => engine.ModelName == "hangs" ? throw new PowerCutException() : engine };
        FirmwareApp app = Start(board, s_key.Public.Bytes, factory);
        Assert.AreEqual(0, factory.Loads);
        byte[] block = Block(good, 7);
        board.Port!.Send($"name%model which%model load {good.Length} {Convert.ToHexString(ModelDigest.Of(good))} {block.Length}%");
        foreach (byte[] piece in block.Chunk(56))
        {
            board.Port.Send($"model sign {Convert.ToHexString(piece)}%");
        }

        foreach (byte[] piece in good.Chunk(60))
        {
            board.Port.Send($"model {Convert.ToHexString(piece)}%");
        }

        board.Port.Send("model commit%");
        for (int i = 0; i < 150; i++)
        {
            app.Step();
        }

        Assert.AreEqual(0, factory.Loads, "nobody has asked for the model");
        StringAssert.Contains(board.Port.Sent, "m-name-dut-[edge]\r\nm-ready\r\nm-model-file-[not loaded yet]\r\n");
        StringAssert.Contains(board.Port.Sent, "m-signature-good\r\n");
        StringAssert.EndsWith(board.Port.Sent, "m-model-stored\r\nm-ready\r\n");

        var next = new FakeBoard { Internal = board.Internal };
        next.With("mode=loop");
        Start(next);
        Assert.AreEqual("good,model.b,7", string.Join(',', next.Sink.Of("M").Single()[..3]));
    }

    [TestMethod]
    public void Host_that_sends_no_signature_or_a_bad_one_is_refused_before_the_model_is_sent()
    {
        byte[] blob = TinyModel.Blob("sent");
        FakeBoard board = new FakeBoard { Port = new FakeHostPort() }.With("mode=host");
        FirmwareApp app = Start(board);
        byte[] block = Block(blob, 8);
        block[^1] ^= 1;
        string load = $"model load {blob.Length} {Convert.ToHexString(ModelDigest.Of(blob))}";
        board.Port!.Send(load + "%" + load + $" {block.Length}%");
        foreach (byte[] piece in block.Chunk(56))
        {
            board.Port.Send($"model sign {Convert.ToHexString(piece)}%");
        }

        for (int i = 0; i < 100; i++)
        {
            app.Step();
        }

        StringAssert.Contains(board.Port.Sent, "e-[Model not stored: error 113]");
        StringAssert.EndsWith(board.Port.Sent, "e-[Model not stored: error 116]\r\nm-ready\r\n");
    }

    [TestMethod]
    public void Quiet_host_lets_the_model_be_loaded_and_a_command_demands_it_at_once()
    {
        FakeBoard board = new FakeBoard { Port = new FakeHostPort() }.With("mode=host");
        var factory = new FakeEngineFactory();
        FirmwareApp app = Start(board, s_key.Public.Bytes, factory);
        for (int i = 0; i < 150; i++)
        {
            app.Step();
        }

        Assert.AreEqual(0, factory.Loads);
        for (int i = 0; i < 100; i++)
        {
            app.Step();
        }

        Assert.AreEqual(1, factory.Loads);
        board = new FakeBoard { Port = new FakeHostPort() }.With("mode=host");
        factory = new FakeEngineFactory();
        app = Start(board, s_key.Public.Bytes, factory);
        board.Port!.Send("profile%");
        app.Step();
        app.Step();
        Assert.AreEqual(1, factory.Loads);
        StringAssert.Contains(board.Port.Sent, "m-model-[tiny]");
    }

    [TestMethod]
    public void Model_that_fails_three_times_gives_way_in_the_loop_and_over_deep_sleeps()
    {
        foreach (string mode in new[] { "mode=loop", "mode=sleep" })
        {
            FakeBoard board = new FakeBoard().With("period_s=1\n" + mode);
            byte[] first = TinyModel.Blob("first");
            byte[] second = TinyModel.Blob("second");
            board.Internal![ModelStore.Incoming] = SlotFiles.Make(first, Block(first, 1));
            Start(board);
            board.Internal[ModelStore.Incoming] = SlotFiles.Make(second, Block(second, 2));
            FakeEngineFactory factory = new()
            {
                Wrap = engine => new FaultyEngine(engine, infer => engine.ModelName == "second" ? Edge.Firmware.Faults.FirmwareError.InferenceFailed : infer()),
            };
            FakeBoard last = board;
            for (int boot = 0; boot < 5; boot++)
            {
                last = new FakeBoard { Internal = board.Internal };
                FirmwareApp app = Start(last, s_key.Public.Bytes, factory);
                for (int step = 0; step < (mode == "mode=sleep" ? 1 : 5); step++)
                {
                    app.Step();
                }
            }

            Assert.AreEqual("first", last.Sink.Of("M").Last()[0], mode);
            CollectionAssert.DoesNotContain(last.Sink.Errors, "201", mode);
        }
    }

    private static byte[] Swapped(byte[] blob)
    {
        byte[] other = TinyModel.Blob("xxxx");
        Assert.HasCount(blob.Length, other);
        return other;
    }

    private static byte[] Block(byte[] blob, int version)
    {
        return ModelSigner.Sign(s_key, System.Threading.Interlocked.Increment(ref s_leaf), version, blob, new SignOptions()).Bytes;
    }

    private static FirmwareApp Start(FakeBoard board) => Start(board, s_key.Public.Bytes);

    private static FirmwareApp Start(FakeBoard board, byte[]? key, FakeEngineFactory? factory = null)
    {
        var app = new FirmwareApp(board, factory ?? new FakeEngineFactory(), new MemoryWeightSource(TinyModel.Blob()), null, null, key);
        app.Start();
        return app;
    }
}
