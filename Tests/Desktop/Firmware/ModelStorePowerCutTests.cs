using System;
using System.Linq;
using Edge.Firmware.Faults;
using Edge.Firmware.Storage;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>The supply is cut after every single step of an update, in four ways, and the board is started again.</summary>
[TestClass]
public sealed class ModelStorePowerCutTests
{
    private static readonly byte[] s_oldest = SlotFiles.Model(1);
    private static readonly byte[] s_running = SlotFiles.Model(2);
    private static readonly byte[] s_update = SlotFiles.Model(3);

    [TestMethod]
    [DataRow(PowerCut.KeepsPrefix)]
    [DataRow(PowerCut.TearsPage)]
    [DataRow(PowerCut.LosesUnflushed)]
    [DataRow(PowerCut.ScramblesUnflushed)]
    public void Model_written_by_the_app_is_old_or_new_at_every_cut(object cut)
    {
        int last = Sweep((PowerCut)cut, false, storage => WriteUpdate(storage));
        Assert.IsGreaterThan(s_update.Length, last);
    }

    [TestMethod]
    [DataRow(PowerCut.KeepsPrefix)]
    [DataRow(PowerCut.TearsPage)]
    [DataRow(PowerCut.LosesUnflushed)]
    [DataRow(PowerCut.ScramblesUnflushed)]
    public void Model_written_by_the_host_is_old_or_new_at_every_cut(object cut)
    {
        int last = Sweep((PowerCut)cut, true, storage =>
        {
            byte[] file = SlotFiles.Make(9, s_update);
            storage.Write(ModelStore.Incoming, 0, file, 0, file.Length);
            storage.Flush(ModelStore.Incoming);
            Start(storage);
        });
        Assert.IsGreaterThan(s_update.Length, last);
    }

    private static int Sweep(PowerCut cut, bool hostWrites, Action<SimulatedStorage> update)
    {
        for (int steps = 0; ; steps++)
        {
            SimulatedStorage storage = Fresh();
            Assert.AreEqual(2, Sequence(storage, s_running), "before");
            storage.Cut = cut;
            storage.CutAfter = storage.Steps + steps;
            bool finished = true;
            try
            {
                update(storage);
            }
            catch (PowerCutException)
            {
                finished = false;
            }

            storage.PowerOn();
            StoredModel model = Start(storage);
            Assert.IsNotNull(model, $"{cut} after {steps} steps: nothing to run");
            byte[] runs = Content(storage, model);
            bool isNew = runs.SequenceEqual(s_update);
            Assert.IsTrue(isNew || runs.SequenceEqual(s_running), $"{cut} after {steps} steps: neither the old nor the new model");
            Assert.IsTrue(!finished || isNew, $"{cut}: the finished update does not run");

            // The board must also be able to take the update now.
            if (hostWrites)
            {
                storage[ModelStore.Incoming] = SlotFiles.Make(10, s_update);
            }
            else
            {
                WriteUpdate(storage);
            }

            model = Start(storage);
            CollectionAssert.AreEqual(s_update, Content(storage, model), $"{cut} after {steps} steps: the second attempt");
            if (finished)
            {
                return steps;
            }
        }
    }

    /// <summary>Model 2 runs from slot B and has been verified, model 1 is the previous one.</summary>
    private static SimulatedStorage Fresh()
    {
        var storage = new SimulatedStorage
        {
            [ModelStore.SlotA] = SlotFiles.Make(1, s_oldest),
            [ModelStore.SlotB] = SlotFiles.Make(2, s_running),
        };
        Start(storage);
        return storage;
    }

    private static StoredModel Start(SimulatedStorage storage)
    {
        var store = new ModelStore(storage, new RecordedEvents());
        store.Scan();
        StoredModel model = store.Next();
        return model == null ? null! : store.Adopt(model);
    }

    private static void WriteUpdate(SimulatedStorage storage)
    {
        var events = new RecordedEvents();
        var store = new ModelStore(storage, events);
        store.Scan();
        store.Adopt(store.Next());
        var writer = new ModelWriter(storage, store, events);
        Assert.AreEqual(FirmwareError.None, writer.Begin(s_update.Length, SlotFiles.Hash(s_update)));
        for (int at = 0; at < s_update.Length; at += 31)
        {
            Assert.AreEqual(FirmwareError.None, writer.Write(s_update, at, Math.Min(31, s_update.Length - at)));
        }

        Assert.AreEqual(FirmwareError.None, writer.Commit());
    }

    private static long Sequence(SimulatedStorage storage, byte[] model)
    {
        StoredModel runs = Start(storage);
        CollectionAssert.AreEqual(model, Content(storage, runs));
        return runs.Header.Sequence;
    }

    private static byte[] Content(SimulatedStorage storage, StoredModel model) =>
        storage[model.File].AsSpan(model.Offset, model.Header.ModelLength).ToArray();
}
