using System;
using System.IO;
using Edge.Firmware.Signing;
using Edge.Firmware.Storage;
using Edge.ModelTools.Deployment;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Signing;
using Edge.Tests.Desktop.Devices;
using Edge.Tests.Desktop.Firmware;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Deployment;

/// <summary>A model over the host protocol, against the firmware's own side of it.</summary>
[TestClass]
public sealed class HostUploaderTests
{
    private static readonly byte[] s_old = SlotFiles.Model(1);
    private static readonly byte[] s_new = SlotFiles.Model(2);

    [TestMethod]
    public void Model_arrives_is_verified_and_is_the_next_to_run()
    {
        SimulatedStorage storage = Storage();
        var output = new StringWriter();
        Send(new BoardPipe(storage), output);
        CollectionAssert.AreEqual(s_new, Newest(storage));
        StringAssert.Contains(output.ToString(), "it runs from the next start (press RESET). Until then: [model.a]");
    }

    [TestMethod]
    public void Line_that_is_cut_at_any_command_leaves_the_model_that_runs()
    {
        var whole = new BoardPipe(Storage());
        Send(whole);
        Assert.AreEqual(10, whole.Writes, "%, name, load, 5 pieces, commit, which");
        for (int writes = 0; writes < whole.Writes - 2; writes++)
        {
            SimulatedStorage storage = Storage();
            DiagnosticAssert.Throws(DiagnosticId.BoardSilent, () => Send(new BoardPipe(storage) { CutAfter = writes }), "no answer to", "untouched");
            CollectionAssert.AreEqual(s_old, Newest(storage), $"cut after {writes} commands");
        }
    }

    [TestMethod]
    public void Piece_that_is_spoiled_on_the_way_is_found_by_its_hash()
    {
        for (int piece = 4; piece <= 8; piece++)
        {
            SimulatedStorage storage = Storage();
            DiagnosticAssert.Throws(DiagnosticId.HostRefused, () => Send(new BoardPipe(storage) { Spoiled = piece }), "SlotHashMismatch");
            CollectionAssert.AreEqual(s_old, Newest(storage));
        }
    }

    [TestMethod]
    public void Spoiled_size_is_refused()
    {
        DiagnosticAssert.Throws(DiagnosticId.HostRefused, () => Send(new BoardPipe(Storage()) { Spoiled = 9 }), "model commit");
    }

    [TestMethod]
    public void Full_storage_is_told_and_the_model_that_runs_stays()
    {
        SimulatedStorage storage = Storage();
        storage.Capacity = 1000;
        DiagnosticAssert.Throws(DiagnosticId.StorageFull, () => Send(new BoardPipe(storage)), "full", "untouched");
        CollectionAssert.AreEqual(s_old, Newest(storage));
    }

    [TestMethod]
    public void Something_else_at_the_port_is_not_taken_for_a_board()
    {
        DiagnosticAssert.Throws(DiagnosticId.BoardSilent, () => Send(new EchoPipe("m-ready\r\n", "OK\r\nm-ready\r\n")), "something else");
        DiagnosticAssert.Throws(DiagnosticId.BoardSilent, () => Send(new EchoPipe()), "no answer to '%'");
    }

    [TestMethod]
    public void Signed_model_arrives_with_its_block_and_a_board_with_another_key_refuses_it()
    {
        var key = new PrivateKey(new byte[16], new byte[32]);
        byte[] block = ModelSigner.Sign(key, 0, 1, s_new, new SignOptions()).Bytes;
        var storage = new SimulatedStorage();
        new HostUploader(new BoardPipe(storage, new ModelTrust(key.Public.Verifier, null)), "COM9", TimeSpan.FromSeconds(20)).Send(s_new, block, TextWriter.Null);
        CollectionAssert.AreEqual(SlotFiles.Make(s_new, block), storage[ModelStore.SlotA]);

        var other = new PrivateKey(new byte[16], [.. new byte[31], 1]);
        DiagnosticAssert.Throws(
            DiagnosticId.HostRefused,
            () => new HostUploader(new BoardPipe(storage, new ModelTrust(other.Public.Verifier, null)), "COM9", TimeSpan.FromSeconds(20)).Send(s_new, block, TextWriter.Null),
            "SignatureOtherKey");
        DiagnosticAssert.Throws(
            DiagnosticId.HostRefused,
            () => new HostUploader(new BoardPipe(storage, new ModelTrust(key.Public.Verifier, null)), "COM9", TimeSpan.FromSeconds(20)).Send(s_new, null, TextWriter.Null),
            "SignatureMissing");
    }

    private static SimulatedStorage Storage()
    {
        return new SimulatedStorage { [ModelStore.SlotA] = SlotFiles.Make(s_old) };
    }

    private static void Send(Edge.ModelTools.Devices.ISerialLine line, TextWriter? output = null)
    {
        new HostUploader(line, "COM9", TimeSpan.FromSeconds(20)).Send(s_new, null, output ?? TextWriter.Null);
    }

    // What a start would run.
    private static byte[] Newest(SimulatedStorage storage)
    {
        storage.Capacity = int.MaxValue;
        var store = new ModelStore(storage, null, new RecordedEvents());
        store.Scan();
        StoredModel next = store.Next();
        byte[] model = new byte[next.Header.ModelLength];
        storage.Read(next.File, SlotHeader.Length, model, 0, model.Length);
        return model;
    }
}
