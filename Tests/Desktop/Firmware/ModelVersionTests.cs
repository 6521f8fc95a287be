using System.Linq;
using Edge.Firmware.Faults;
using Edge.Firmware.Storage;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>Which versions a board takes after a model was gone back from, after a leave to go below, and after an app with another key.</summary>
[TestClass]
public sealed class ModelVersionTests
{
    private const byte NewOwner = BootSimulator.Owner + 1;

    [TestMethod]
    public void Model_that_was_gone_back_from_may_be_sent_again_and_nobody_is_accused()
    {
        BootSimulator board = BootSimulator.WithConfirmed(true);
        byte[] file = board.Signed(SimulatedModel.Make(SimulatedModel.FailsLater, 6), 6);
        foreach (bool throughWriter in new[] { false, true })
        {
            board.Events.All.Clear();
            board.Send(file, throughWriter);
            Assert.AreEqual(5, Run(board));
            CollectionAssert.AreEqual(new[] { FirmwareError.ModelReverted }, board.Events.All.Select(each => each.Item1).ToArray());
        }
    }

    [TestMethod]
    public void Leave_to_go_below_that_failed_lets_no_version_below_the_confirmed_one_in()
    {
        BootSimulator board = BootSimulator.WithConfirmed(true);
        board.Send(board.Signed(SimulatedModel.Make(SimulatedModel.FailsLater, 3), 8, isDowngrade: true), true);
        Assert.AreEqual(5, Run(board), "the one with leave ran, failed, and was gone back from");
        board.Events.All.Clear();
        board.Send(board.Signed(SimulatedModel.Make(SimulatedModel.Good, 4), 4), false);
        Assert.AreEqual(5, Run(board));
        Assert.AreEqual(FirmwareError.UpdateOlder, board.Events.All.Single().Item1);
    }

    [TestMethod]
    public void Leave_to_go_below_is_good_once()
    {
        BootSimulator board = BootSimulator.WithConfirmed(true);
        byte[] leave = board.Signed(SimulatedModel.Make(SimulatedModel.Good, 3), 8, isDowngrade: true);
        board.Send(leave, false);
        Assert.AreEqual(3, Run(board));

        // Signed before the leave, sent after it: its leaf is lower, and the leave stays spent all the same.
        board.Send(board.Signed(SimulatedModel.Make(SimulatedModel.Good, 7), 7), false);
        Assert.AreEqual(7, Run(board));
        board.Events.All.Clear();
        board.Send(leave, false);
        Assert.AreEqual(7, Run(board));
        Assert.AreEqual(FirmwareError.UpdateOlder, board.Events.All.Single().Item1);
    }

    [TestMethod]
    public void App_with_another_key_begins_anew_and_goes_back_to_no_model_of_the_old_key()
    {
        BootSimulator old = BootSimulator.WithConfirmed(true);
        var board = new BootSimulator(old.Storage, NewOwner);
        Assert.AreEqual(0, Run(board));
        board.Send(board.Signed(SimulatedModel.Make(SimulatedModel.Good, 1), 0), true);
        Assert.AreEqual(1, Run(board), "the key's first version and first leaf");
        board.Send(board.Signed(SimulatedModel.Make(SimulatedModel.FailsLater, 2), 1), true);
        Assert.AreEqual(1, Run(board));
        board.Events.All.Clear();
        board.Send(old.Signed(SimulatedModel.Make(SimulatedModel.Good, 9), 9), false);
        Assert.AreEqual(1, Run(board));
        Assert.AreEqual(FirmwareError.SignatureOtherKey, board.Events.All.Single().Item1);
    }

    [TestMethod]
    public void Only_model_of_a_new_key_stays_although_one_of_the_old_key_was_confirmed_before_it()
    {
        var board = new BootSimulator(BootSimulator.WithConfirmed(false).Storage, NewOwner);
        board.Send(board.Signed(SimulatedModel.Make(SimulatedModel.FailsLater, 1), 0), true);
        board.Boot();
        board.Events.All.Clear();
        board.Boot();
        CollectionAssert.DoesNotContain(board.Events.All.Select(each => each.Item1).ToArray(), FirmwareError.ModelReverted);
    }

    [TestMethod]
    public void Key_that_comes_after_an_app_without_one_holds_from_the_first_start()
    {
        var board = new BootSimulator();
        byte[] file = board.Signed(SimulatedModel.Make(SimulatedModel.Good, 5), 5);
        board.Storage[ModelStore.SlotA] = file;
        var open = new ModelStore(board.Storage, null, board.Events);
        open.Scan();
        open.Confirm(open.Next());
        Assert.AreEqual(5, Run(board), "it was confirmed without a key; its signature holds with one");
        board.Send(board.Signed(SimulatedModel.Make(SimulatedModel.Good, 4), 4), false);
        Assert.AreEqual(5, Run(board), "and its version counts");
    }

    [TestMethod]
    public void Nothing_is_overwritten_before_a_signature_holds()
    {
        BootSimulator board = BootSimulator.WithConfirmed(true);
        byte[] before = (byte[])board.Storage[ModelStore.SlotA].Clone();
        var store = new ModelStore(board.Storage, board.Trust, board.Events);
        store.Open();
        var writer = new ModelWriter(board.Storage, store, board.Events);
        byte[] file = board.Signed(SimulatedModel.Make(SimulatedModel.Good, 6), 6);
        SlotHeader header = SlotHeader.Parse(file)!;
        byte[] block = file[SlotHeader.Length..header.ModelOffset];
        Assert.AreEqual(FirmwareError.SignatureMissing, writer.Begin(header.ModelLength, header.Hash, 0));
        Assert.AreEqual(FirmwareError.ModelTooLarge, writer.Begin(int.MaxValue, header.Hash, block.Length));
        Assert.AreEqual(FirmwareError.None, writer.Begin(header.ModelLength, header.Hash, block.Length));
        block[^1] ^= 1;
        Assert.AreEqual(FirmwareError.SignatureBad, writer.WriteSignature(block, block.Length));
        CollectionAssert.AreEqual(before, board.Storage[ModelStore.SlotA]);
        block[^1] ^= 1;
        writer.Begin(header.ModelLength, header.Hash, block.Length);
        Assert.AreEqual(FirmwareError.None, writer.WriteSignature(block, block.Length));
        CollectionAssert.AreNotEqual(before, board.Storage[ModelStore.SlotA]);
    }

    [TestMethod]
    public void Marks_at_the_end_of_their_counter_are_none()
    {
        var marks = new ModelMarks(null) { Counter = long.MaxValue };
        Assert.IsFalse(new ModelMarks(null).Read((byte[])marks.ToBytes().Clone()));
        marks.Counter = 0;
        Assert.IsFalse(new ModelMarks(null).Read((byte[])marks.ToBytes().Clone()));
        marks.Counter = long.MaxValue - 1;
        Assert.IsTrue(new ModelMarks(null).Read((byte[])marks.ToBytes().Clone()));
    }

    private static int Run(BootSimulator board)
    {
        byte[]? model = null;
        for (int boot = 0; boot < 2; boot++)
        {
            model = board.Boot();
        }

        return model is null ? 0 : SimulatedModel.VersionOf(model);
    }
}
