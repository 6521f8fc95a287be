using System;
using System.Text;
using Edge.Firmware.Host;
using Edge.Firmware.Storage;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

[TestClass]
public sealed class HostModelUploadTests
{
    private readonly FakeHostLink _link = new();

    [TestMethod]
    public void Model_is_stored_over_the_link_and_runs_from_the_next_start()
    {
        var storage = new SimulatedStorage { [ModelStore.SlotA] = SlotFiles.Make(SlotFiles.Model(1)) };
        var events = new RecordedEvents();
        var store = new ModelStore(storage, null, events);
        store.Scan();
        store.Confirm(store.Next());
        var protocol = new HostProtocol(_link, new FakeEngine(), new ModelWriter(storage, store, events), new FakeClock(), new FakeStrobe(), false, "model.a");
        byte[] model = SlotFiles.Model(2);
        string hash = Convert.ToHexStringLower(SlotFiles.Hash(model));

        Exchange(protocol, "model which%", "m-model-file-[model.a]\r\nm-ready\r\n");
        Exchange(protocol, $"model load 300 {hash[1..]}%", "e-[Command 'model load' requires the # of bytes and their BLAKE2b-256]\r\nm-ready\r\n");
        Exchange(protocol, "model 00%", "e-[Model not stored: error 109]\r\nm-ready\r\n");
        Exchange(protocol, $"model load {model.Length} {hash}%", "m-[Expecting 300 bytes]\r\nm-ready\r\n");
        for (int i = 0; i < model.Length; i += 60)
        {
            Exchange(protocol, $"model {Convert.ToHexString(model, i, 60)}%", i == 240 ? "m-load-done\r\nm-ready\r\n" : "m-ready\r\n");
        }

        Exchange(protocol, "model commit%", "m-model-stored\r\nm-ready\r\n");
        store.Scan();
        StoredModel newest = store.Next();
        Assert.AreEqual(ModelRole.Candidate, newest.Role);
        Assert.AreEqual(ModelStore.SlotB, newest.File);
        Exchange(protocol, "model commit%", "e-[Model not stored: error 109]\r\nm-ready\r\n");
    }

    private void Exchange(HostProtocol protocol, string command, string answer)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(command);
        protocol.Receive(bytes, 0, bytes.Length);
        Assert.AreEqual(answer, _link.Take(), command);
    }
}
