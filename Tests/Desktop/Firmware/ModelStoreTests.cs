using System;
using System.Linq;
using Edge.Firmware.Faults;
using Edge.Firmware.Storage;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

[TestClass]
public sealed class ModelStoreTests
{
    [TestMethod]
    public void Header_is_64_bytes_little_endian_with_its_own_check()
    {
        byte[] hash = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        byte[] bytes = new SlotHeader(0x0102030405060708, 0x0A0B0C, hash).ToBytes();
        Assert.AreEqual(
            "4538534C01004000080706050403020" + "10C0B0A00000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F0000000000000000",
            Convert.ToHexString(bytes.AsSpan(0, 60)));
        byte[] check = System.Security.Cryptography.SHA256.HashData(bytes.AsSpan(0, 60));
        CollectionAssert.AreEqual(check[..4], bytes[60..]);

        SlotHeader read = SlotHeader.Parse(bytes);
        Assert.AreEqual(0x0102030405060708, read.Sequence);
        Assert.AreEqual(0x0A0B0C, read.ModelLength);
        CollectionAssert.AreEqual(hash, read.Hash);
    }

    [TestMethod]
    public void Header_with_any_bit_flipped_is_none()
    {
        byte[] good = new SlotHeader(3, 100, new byte[32]).ToBytes();
        for (int bit = 0; bit < 8 * SlotHeader.Length; bit++)
        {
            byte[] bad = (byte[])good.Clone();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.IsNull(SlotHeader.Parse(bad), $"bit {bit}");
        }
    }

    [TestMethod]
    public void Empty_storage_has_no_model_and_no_error()
    {
        var events = new RecordedEvents();
        var store = new ModelStore(new SimulatedStorage(), events);
        store.Scan();
        Assert.IsNull(store.Next());
        Assert.IsEmpty(events.All);
    }

    [TestMethod]
    public void Newest_verified_model_runs_and_the_previous_one_comes_next()
    {
        var storage = new SimulatedStorage
        {
            [ModelStore.SlotA] = SlotFiles.Make(7, SlotFiles.Model(1)),
            [ModelStore.SlotB] = SlotFiles.Make(8, SlotFiles.Model(2)),
        };
        var store = new ModelStore(storage, new RecordedEvents());
        store.Scan();
        Assert.AreEqual(ModelStore.SlotB, store.Next().File);
        Assert.AreEqual(ModelStore.SlotA, store.Next().File);
        Assert.IsNull(store.Next());
    }

    [TestMethod]
    public void Damaged_newest_model_is_reported_and_the_previous_one_runs()
    {
        byte[] damaged = SlotFiles.Make(8, SlotFiles.Model(2));
        damaged[100] ^= 1;
        var storage = new SimulatedStorage { [ModelStore.SlotA] = SlotFiles.Make(7, SlotFiles.Model(1)), [ModelStore.SlotB] = damaged };
        var events = new RecordedEvents();
        var store = new ModelStore(storage, events);
        store.Scan();
        Assert.AreEqual(ModelStore.SlotA, store.Next().File);
        CollectionAssert.Contains(events.All, (FirmwareError.SlotHashMismatch, ModelStore.SlotB, 8L));
        Assert.AreEqual(ModelStore.SlotB, store.OlderSlot(), "the damaged slot is the one to overwrite");
    }

    [TestMethod]
    public void Truncated_unreadable_and_foreign_files_are_reported_and_left_out()
    {
        var storage = new SimulatedStorage
        {
            [ModelStore.SlotA] = SlotFiles.Make(7, SlotFiles.Model(1))[..90],
            [ModelStore.SlotB] = [1, 2, 3],
            [ModelStore.Incoming] = SlotFiles.Make(9, SlotFiles.Model(3)),
            Unreadable = ModelStore.Incoming,
        };
        var events = new RecordedEvents();
        var store = new ModelStore(storage, events);
        store.Scan();
        Assert.IsNull(store.Next());
        CollectionAssert.AreEquivalent(
            new[]
            {
                (FirmwareError.SlotTruncated, ModelStore.SlotA, 90L),
                (FirmwareError.SlotHeaderBad, ModelStore.SlotB, 3L),
                (FirmwareError.StorageReadFailed, ModelStore.Incoming, 364L),
            },
            events.All);
    }

    [TestMethod]
    public void Model_from_the_host_takes_the_older_slot_and_is_hashed_once()
    {
        var storage = new SimulatedStorage
        {
            [ModelStore.SlotA] = SlotFiles.Make(7, SlotFiles.Model(1)),
            [ModelStore.SlotB] = SlotFiles.Make(6, SlotFiles.Model(2)),
            [ModelStore.Incoming] = SlotFiles.Make(9, SlotFiles.Model(3)),
        };
        var store = new ModelStore(storage, new RecordedEvents());
        store.Scan();
        StoredModel model = store.Adopt(store.Next());
        Assert.AreEqual(ModelStore.SlotB, model.File);
        Assert.AreEqual(9, model.Header.Sequence);
        CollectionAssert.AreEqual(new[] { ModelStore.SlotA, ModelStore.SlotB, ModelStore.Verified }, storage.Names.ToArray());

        int reads = storage.Reads;
        store = new ModelStore(storage, new RecordedEvents());
        store.Scan();
        Assert.AreEqual(ModelStore.SlotB, store.Next().File);
        Assert.IsLessThanOrEqualTo(4, storage.Reads - reads, "headers only");
    }

    [TestMethod]
    public void Model_from_the_host_that_is_not_newer_is_reported_and_does_not_run()
    {
        var storage = new SimulatedStorage
        {
            [ModelStore.SlotA] = SlotFiles.Make(7, SlotFiles.Model(1)),
            [ModelStore.Incoming] = SlotFiles.Make(7, SlotFiles.Model(3)),
        };
        var events = new RecordedEvents();
        var store = new ModelStore(storage, events);
        store.Scan();
        Assert.AreEqual(ModelStore.SlotA, store.Next().File);
        CollectionAssert.Contains(events.All, (FirmwareError.UpdateOlder, ModelStore.Incoming, 7L));
    }

    [TestMethod]
    public void Rejected_model_from_the_host_is_removed_but_a_slot_never_is()
    {
        var storage = new SimulatedStorage
        {
            [ModelStore.SlotA] = SlotFiles.Make(7, SlotFiles.Model(1)),
            [ModelStore.Incoming] = SlotFiles.Make(9, SlotFiles.Model(3)),
        };
        var store = new ModelStore(storage, new RecordedEvents());
        store.Scan();
        store.Reject(store.Next());
        store.Reject(store.Next());
        CollectionAssert.AreEqual(new[] { ModelStore.SlotA }, storage.Names.ToArray());
    }

    [TestMethod]
    public void Running_slot_is_never_the_one_to_overwrite_even_when_the_other_is_newer()
    {
        var storage = new SimulatedStorage
        {
            [ModelStore.SlotA] = SlotFiles.Make(7, SlotFiles.Model(1)),
            [ModelStore.SlotB] = SlotFiles.Make(8, SlotFiles.Model(2)),
        };
        var store = new ModelStore(storage, new RecordedEvents());
        store.Scan();
        store.Reject(store.Next());
        store.Adopt(store.Next());
        Assert.AreEqual(ModelStore.SlotB, store.OlderSlot());
    }

    [TestMethod]
    public void Writer_refuses_too_much_too_little_and_the_wrong_bytes()
    {
        var storage = new SimulatedStorage { [ModelStore.SlotA] = SlotFiles.Make(7, SlotFiles.Model(1)) };
        byte[] before = (byte[])storage[ModelStore.SlotA].Clone();
        var store = new ModelStore(storage, new RecordedEvents());
        var writer = new ModelWriter(storage, store, new RecordedEvents());
        byte[] model = SlotFiles.Model(2);

        Assert.AreEqual(FirmwareError.StoreMisused, writer.Write(model, 0, 1));
        Assert.AreEqual(FirmwareError.StoreMisused, writer.Commit());
        writer.Begin(10, SlotFiles.Hash(model));
        Assert.AreEqual(FirmwareError.ModelTooLarge, writer.Write(model, 0, 11));
        writer.Begin(model.Length, SlotFiles.Hash(model));
        writer.Write(model, 0, 10);
        Assert.AreEqual(FirmwareError.SlotTruncated, writer.Commit());
        writer.Begin(model.Length, new byte[32]);
        writer.Write(model, 0, model.Length);
        Assert.AreEqual(FirmwareError.SlotHashMismatch, writer.Commit());

        CollectionAssert.AreEqual(before, storage[ModelStore.SlotA]);
        store.Scan();
        Assert.AreEqual(7, store.Next().Header.Sequence);
        Assert.IsNull(store.Next());
    }

    [TestMethod]
    public void Full_storage_is_an_error_and_leaves_the_running_model()
    {
        var storage = new SimulatedStorage { [ModelStore.SlotA] = SlotFiles.Make(7, SlotFiles.Model(1)), Capacity = 500 };
        var events = new RecordedEvents();
        var store = new ModelStore(storage, events);
        var writer = new ModelWriter(storage, store, events);
        byte[] model = SlotFiles.Model(2);
        Assert.AreEqual(FirmwareError.None, writer.Begin(model.Length, SlotFiles.Hash(model)));
        Assert.AreEqual(FirmwareError.StorageWriteFailed, writer.Write(model, 0, model.Length));
        CollectionAssert.Contains(events.All, (FirmwareError.StorageWriteFailed, ModelStore.SlotB, 0L));
        store.Scan();
        Assert.AreEqual(7, store.Next().Header.Sequence);
    }
}
