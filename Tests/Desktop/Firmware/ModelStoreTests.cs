using System;
using System.Linq;
using Edge.Firmware.Faults;
using Edge.Firmware.Storage;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>Which model is tried, confirmed, left alone, or gone back to; without a key. The simulator cuts the power in between.</summary>
[TestClass]
public sealed class ModelStoreTests
{
    private readonly SimulatedStorage _storage = new();
    private readonly RecordedEvents _events = new();

    [TestMethod]
    public void Model_that_comes_is_tried_first_and_confirmed_when_it_ran()
    {
        Confirm("first", ModelStore.SlotA);
        _storage[ModelStore.Incoming] = SlotFiles.Make(SlotFiles.Model(2));
        ModelStore store = Scan();
        Assert.AreEqual(-1, _storage.GetLength(ModelStore.Incoming));
        StoredModel model = store.Next();
        Assert.AreEqual((ModelStore.SlotB, ModelRole.Candidate, true), (model.File, model.Role, model.MustHash));
        store.Confirm(model);

        store = Scan();
        model = store.Next();
        Assert.AreEqual((ModelStore.SlotB, ModelRole.Confirmed, false), (model.File, model.Role, model.MustHash));
        model = store.Next();
        Assert.AreEqual((ModelStore.SlotA, ModelRole.Previous), (model.File, model.Role));
        Assert.IsNull(store.Next());
        Assert.IsEmpty(_events.All);
    }

    [TestMethod]
    public void Model_that_fails_or_hangs_is_tried_twice_and_left_alone_until_it_is_sent_again()
    {
        Confirm("first", ModelStore.SlotA);
        byte[] bad = SlotFiles.Make(SlotFiles.Model(2));
        for (int round = 0; round < 2; round++)
        {
            _storage[ModelStore.Incoming] = bad;
            for (int boot = 0; boot < ModelStore.MostAttempts; boot++)
            {
                ModelStore store = Scan();
                StoredModel model = store.Next();
                Assert.AreEqual(ModelRole.Candidate, model.Role, $"boot {boot}");
                if (boot > 0)
                {
                    // The first boot ended in a reset: nobody said that it failed.
                    store.Reject(model, false);
                    Assert.AreEqual(ModelRole.Confirmed, store.Next().Role);
                }
            }

            Assert.AreEqual(ModelRole.Confirmed, Scan().Next().Role);
        }

        CollectionAssert.AreEqual(Enumerable.Repeat((FirmwareError.ModelReverted, ModelStore.SlotB, 2L), 2).ToArray(), _events.All);
    }

    [TestMethod]
    public void Model_with_wrong_bytes_is_not_tried_again()
    {
        Confirm("first", ModelStore.SlotA);
        _storage[ModelStore.Incoming] = SlotFiles.Make(SlotFiles.Model(2));
        ModelStore store = Scan();
        store.Reject(store.Next(), true);
        Assert.AreEqual(ModelRole.Confirmed, Scan().Next().Role);
    }

    [TestMethod]
    public void Confirmed_model_that_keeps_failing_gives_way_to_the_one_before_it()
    {
        Confirm("first", ModelStore.SlotA);
        Confirm("second", ModelStore.SlotB);
        ModelStore store = Scan();
        store.Confirm(store.Next());
        Assert.IsTrue(store.Distrust(3));
        CollectionAssert.AreEqual(new[] { (FirmwareError.ModelReverted, ModelStore.SlotB, 3L) }, _events.All);

        store = Scan();
        StoredModel model = store.Next();
        Assert.AreEqual((ModelStore.SlotA, ModelRole.Confirmed), (model.File, model.Role));
        store.Confirm(model);
        Assert.IsFalse(store.Distrust(3), "there is no other one");
        Assert.IsNull(store.Next(), "the other one is left alone");
        Assert.AreEqual(ModelStore.SlotB, store.FreeSlot());
    }

    [TestMethod]
    public void Confirmed_model_whose_bytes_rotted_gives_way_but_only_to_another_model()
    {
        Confirm("first", ModelStore.SlotA);
        ModelStore store = Scan();
        store.Reject(store.Next(), true);
        Assert.AreEqual(ModelRole.Confirmed, Scan().Next().Role, "a read that failed once does not cost the only model");
        Confirm("second", ModelStore.SlotB);
        store = Scan();
        store.Reject(store.Next(), true);
        StoredModel next = store.Next();
        Assert.AreEqual((ModelStore.SlotA, ModelRole.Confirmed), (next.File, next.Role));
    }

    [TestMethod]
    public void Model_whose_place_another_took_is_a_new_one_when_it_comes_back()
    {
        Confirm("first", ModelStore.SlotA);
        Confirm("second", ModelStore.SlotB);
        byte[] first = _storage[ModelStore.SlotA];
        _storage[ModelStore.Incoming] = SlotFiles.Make(SlotFiles.Model(3));
        StoredModel third = Scan().Next();
        Assert.AreEqual((ModelStore.SlotA, ModelRole.Candidate), (third.File, third.Role));
        _storage[ModelStore.Incoming] = first;
        StoredModel again = Scan().Next();
        Assert.AreEqual((ModelStore.SlotA, ModelRole.Candidate, true), (again.File, again.Role, again.MustHash));
    }

    [TestMethod]
    public void Confirmed_model_does_not_give_way_to_one_that_never_ran()
    {
        Confirm("first", ModelStore.SlotA);
        Confirm("second", ModelStore.SlotB);
        _storage[ModelStore.Incoming] = SlotFiles.Make(SlotFiles.Model(3));
        ModelStore store = Scan();
        store.Reject(store.Next(), true);
        StoredModel confirmed = Scan().Next();
        Assert.AreEqual((ModelStore.SlotB, ModelRole.Confirmed), (confirmed.File, confirmed.Role));
        store = Scan();
        store.Confirm(store.Next());
        Assert.IsFalse(store.Distrust(3));
        confirmed = Scan().Next();
        Assert.AreEqual((ModelStore.SlotB, ModelRole.Confirmed), (confirmed.File, confirmed.Role));
    }

    [TestMethod]
    public void Failed_boots_are_counted_over_resets()
    {
        Confirm("first", ModelStore.SlotA);
        Assert.AreEqual(1, Scan().CountBoot(true));
        Assert.AreEqual(2, Scan().CountBoot(true));
        Assert.AreEqual(0, Scan().CountBoot(false));
        Assert.AreEqual(1, Scan().CountBoot(true));
    }

    [TestMethod]
    public void Damaged_files_are_told_and_left_out()
    {
        byte[] file = SlotFiles.Make(SlotFiles.Model(1));
        byte[] damaged = (byte[])file.Clone();
        damaged[20] ^= 1;
        _storage[ModelStore.SlotA] = damaged;
        _storage[ModelStore.SlotB] = file[..90];
        _storage[ModelStore.Incoming] = [];
        Assert.IsNull(Scan().Next());
        CollectionAssert.AreEqual(
            new[]
            {
                (FirmwareError.SlotHeaderBad, ModelStore.Incoming, 0L),
                (FirmwareError.SlotHeaderBad, ModelStore.SlotA, 364L),
                (FirmwareError.SlotTruncated, ModelStore.SlotB, 90L),
            },
            _events.All);
        Assert.AreEqual(-1, _storage.GetLength(ModelStore.Incoming));

        _events.All.Clear();
        _storage[ModelStore.SlotA] = file;
        _storage.Unreadable = ModelStore.SlotA;
        Assert.IsNull(Scan().Next());
        CollectionAssert.Contains(_events.All, (FirmwareError.StorageReadFailed, ModelStore.SlotA, 364L));
    }

    [TestMethod]
    public void Marks_survive_damage_of_either_file_and_damage_of_both_means_that_nothing_is_known()
    {
        Confirm("first", ModelStore.SlotA);
        byte[] first = (byte[])_storage[MarkFiles.First].Clone();
        byte[] second = (byte[])_storage[MarkFiles.Second].Clone();
        foreach (string damaged in new[] { MarkFiles.First, MarkFiles.Second })
        {
            for (int i = 0; i < first.Length; i += 7)
            {
                _storage[MarkFiles.First] = (byte[])first.Clone();
                _storage[MarkFiles.Second] = (byte[])second.Clone();
                byte[] bad = (byte[])_storage[damaged].Clone();
                bad[i] ^= 0x10;
                _storage[damaged] = bad;
                StoredModel model = Scan().Next();
                Assert.IsNotNull(model);
                Assert.AreEqual(ModelStore.SlotA, model.File);
            }
        }

        _storage[MarkFiles.First] = new byte[ModelMarks.Length];
        _storage[MarkFiles.Second] = new byte[ModelMarks.Length];
        Assert.AreEqual(ModelRole.Candidate, Scan().Next().Role);
    }

    [TestMethod]
    public void Candidate_whose_attempt_cannot_be_marked_is_not_tried()
    {
        Confirm("first", ModelStore.SlotA);
        _storage[ModelStore.SlotB] = SlotFiles.Make(SlotFiles.Model(2));
        ModelStore store = Scan();
        _storage.Unwritable = true;
        Assert.AreEqual(ModelRole.Confirmed, store.Next().Role);
    }

    [TestMethod]
    public void Writer_refuses_too_much_too_little_and_the_wrong_bytes()
    {
        Confirm("first", ModelStore.SlotA);
        byte[] before = (byte[])_storage[ModelStore.SlotA].Clone();
        ModelStore store = Scan();
        store.Confirm(store.Next());
        var writer = new ModelWriter(_storage, store, _events);
        byte[] model = SlotFiles.Model(2);

        Assert.AreEqual(FirmwareError.StoreMisused, writer.Write(model, 0, 1));
        Assert.AreEqual(FirmwareError.StoreMisused, writer.WriteSignature(model, 1));
        Assert.AreEqual(FirmwareError.StoreMisused, writer.Commit());
        Assert.AreEqual(FirmwareError.SignatureMalformed, writer.Begin(10, SlotFiles.Hash(model), SlotHeader.MostSignatureBytes + 1));
        writer.Begin(10, SlotFiles.Hash(model), 0);
        Assert.AreEqual(FirmwareError.ModelTooLarge, writer.Write(model, 0, 11));
        writer.Begin(model.Length, SlotFiles.Hash(model), 4);
        Assert.AreEqual(FirmwareError.StoreMisused, writer.Write(model, 0, 10), "the signature comes first");
        Assert.AreEqual(FirmwareError.StoreMisused, writer.WriteSignature(model, 5));
        writer.Begin(model.Length, SlotFiles.Hash(model), 0);
        writer.Write(model, 0, 10);
        Assert.AreEqual(FirmwareError.SlotTruncated, writer.Commit());
        writer.Begin(model.Length, new byte[32], 0);
        writer.Write(model, 0, model.Length);
        Assert.AreEqual(FirmwareError.SlotHashMismatch, writer.Commit());

        CollectionAssert.AreEqual(before, _storage[ModelStore.SlotA]);
        Assert.AreEqual(ModelRole.Confirmed, Scan().Next().Role);
    }

    [TestMethod]
    public void Full_storage_is_an_error_and_leaves_the_running_model()
    {
        Confirm("first", ModelStore.SlotA);
        ModelStore store = Scan();
        store.Confirm(store.Next());
        _storage.Capacity = 900;
        var writer = new ModelWriter(_storage, store, _events);
        byte[] model = SlotFiles.Model(2);
        Assert.AreEqual(FirmwareError.None, writer.Begin(model.Length, SlotFiles.Hash(model), 0));
        Assert.AreEqual(FirmwareError.StorageWriteFailed, writer.Write(model, 0, model.Length));
        CollectionAssert.Contains(_events.All, (FirmwareError.StorageWriteFailed, ModelStore.SlotB, 0L));
        Assert.AreEqual(ModelRole.Confirmed, Scan().Next().Role);
    }

    private ModelStore Scan()
    {
        var store = new ModelStore(_storage, null, _events);
        store.Scan();
        return store;
    }

    // Puts a model into a slot, and lets it run.
    private void Confirm(string name, string slot)
    {
        _storage[slot] = SlotFiles.Make(SlotFiles.Model(name.Length));
        ModelStore store = Scan();
        StoredModel model = store.Next();
        Assert.AreEqual(slot, model.File);
        store.Confirm(model);
    }
}
