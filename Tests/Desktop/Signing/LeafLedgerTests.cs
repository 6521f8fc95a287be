using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Signing;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Signing;

/// <summary>A leaf never signs twice: not after a crash, a restored backup, a lost or copied list, nor in two processes.</summary>
[TestClass]
public sealed class LeafLedgerTests
{
    [TestMethod]
    public void Leaves_come_one_after_the_other_and_both_lists_say_so()
    {
        using var key = new TemporaryKey();
        for (int i = 0; i < 5; i++)
        {
            (int leaf, int version) = key.Ledger().Spend(0, last => last + 1);
            Assert.AreEqual((i, i + 1), (leaf, version));
        }

        Assert.AreEqual(File.ReadAllText(key.OwnList), File.ReadAllText(key.Files.State));
        Assert.HasCount(6, File.ReadAllLines(key.OwnList));
    }

    [TestMethod]
    public void Crash_at_any_byte_of_either_list_never_gives_a_leaf_twice()
    {
        using var key = new TemporaryKey();
        var used = new HashSet<int> { key.Ledger().Spend(0, last => last + 1).Leaf };
        byte[] before = File.ReadAllBytes(key.OwnList);
        used.Add(key.Ledger().Spend(0, last => last + 1).Leaf);
        byte[] after = File.ReadAllBytes(key.OwnList);
        foreach (string torn in new[] { key.OwnList, key.Files.State })
        {
            for (int length = before.Length; length <= after.Length; length++)
            {
                // The machine's own list is written first: the other one has not begun when it is torn.
                File.WriteAllBytes(key.OwnList, torn == key.OwnList ? after[..length] : after);
                File.WriteAllBytes(key.Files.State, torn == key.OwnList ? before : after[..length]);

                // Leaf 1 may have signed only when both lines were whole; in between it may be given out or be left out.
                (int next, int version) = key.Ledger().Spend(0, last => last + 1);
                bool signed = torn != key.OwnList && length == after.Length;
                Assert.IsTrue(next == 2 || (next == 1 && !signed && length <= before.Length), $"{torn} {length}: {next}");
                Assert.IsTrue(version > 1);
                int following = key.Ledger().Spend(0, last => last + 1).Leaf;
                Assert.AreEqual(next + 1, following);
            }
        }
    }

    [TestMethod]
    public void Restored_backup_of_one_list_takes_nothing_back()
    {
        using var key = new TemporaryKey();
        key.Ledger().Spend(0, _ => 5);
        byte[] backup = File.ReadAllBytes(key.Files.State);
        key.Ledger().Spend(0, _ => 6);
        key.Ledger().Spend(0, _ => 9);
        byte[] latest = File.ReadAllBytes(key.OwnList);
        File.WriteAllBytes(key.Files.State, backup);
        Assert.AreEqual((3, 10), key.Ledger().Spend(0, last => last + 1));
        File.WriteAllBytes(key.OwnList, latest);
        Assert.AreEqual((4, 11), key.Ledger().Spend(0, last => last + 1));
    }

    [TestMethod]
    public void Lost_list_and_copied_key_are_noticed_and_go_on_behind_the_leaves_that_may_be_spent()
    {
        using var key = new TemporaryKey();
        key.Ledger().Spend(0, _ => 1);
        string other = Path.Combine(key.Folder, "other machine");
        DiagnosticAssert.Throws(DiagnosticId.KeyCopied, () => key.Ledger(other).Spend(0, _ => 2), "--skip-leaves");
        Assert.AreEqual(11, key.Ledger(other).Spend(10, _ => 2).Leaf);
        Assert.AreEqual(12, key.Ledger(other).Spend(0, _ => 3).Leaf);

        string list = File.ReadAllText(key.Files.State);
        File.Delete(key.Files.State);
        DiagnosticAssert.Throws(DiagnosticId.LeavesLost, () => key.Ledger().Spend(0, _ => 4));
        File.WriteAllText(key.Files.State, "something else");
        DiagnosticAssert.Throws(DiagnosticId.LeavesLost, () => key.Ledger().Spend(0, _ => 4));
        Assert.AreEqual("something else", File.ReadAllText(key.Files.State));

        // A list of the same key that began anew has another name.
        using var second = new TemporaryKey();
        File.WriteAllText(key.Files.State, File.ReadAllText(second.Files.State).Replace(second.Public.Id, key.Public.Id));
        DiagnosticAssert.Throws(DiagnosticId.KeyCopied, () => key.Ledger().Spend(0, _ => 4), "another list");
        File.WriteAllText(key.Files.State, File.ReadAllText(key.Files.State) + "leaf 20 version 4\n");
        Assert.AreEqual(41, key.Ledger().Spend(20, _ => 4).Leaf);
        Assert.AreEqual(42, key.Ledger().Spend(0, _ => 5).Leaf, "from now on both lists have one name");
        File.WriteAllText(key.Files.State, list);
        Assert.AreEqual(63, key.Ledger().Spend(20, _ => 6).Leaf);
        DiagnosticAssert.Throws(DiagnosticId.KeyUsedUp, () => key.Ledger().Spend(int.MaxValue, _ => 7));
    }

    [TestMethod]
    public void Line_whose_version_is_no_version_counts_as_one_leaf()
    {
        using var key = new TemporaryKey();
        key.Ledger().Spend(0, _ => 5);
        File.AppendAllText(key.Files.State, "leaf 700 version 9999999999\n");
        Assert.AreEqual((2, 6), key.Ledger().Spend(0, last => last + 1));
    }

    [TestMethod]
    public void Used_up_key_and_second_process_are_refused()
    {
        using var key = new TemporaryKey();
        Assert.AreEqual(PrivateKey.Leaves - 1, key.Ledger().Spend(PrivateKey.Leaves - 1, _ => 1).Leaf);
        DiagnosticAssert.Throws(DiagnosticId.KeyUsedUp, () => key.Ledger().Spend(0, _ => 2));
        using LeafList open = LeafList.Open(key.OwnList, key.Public.Id, false);
        DiagnosticAssert.Throws(DiagnosticId.KeyBusy, () => key.Ledger().Spend(0, _ => 2));
    }

    [TestMethod]
    public void Refused_version_spends_no_leaf()
    {
        using var key = new TemporaryKey();
        byte[] model = [1, 2, 3];
        Assert.AreEqual(0, key.Sign(model, new SignOptions { Version = 7 }).Leaf);
        DiagnosticAssert.Throws(DiagnosticId.VersionNotAbove, () => key.Sign(model, new SignOptions { Version = 7 }));
        DiagnosticAssert.Throws(DiagnosticId.BadOption, () => key.Sign(model, new SignOptions { Version = 0 }));
        (SignatureBlock block, int leaf) = key.Sign(model, new SignOptions { Version = 3, IsDowngrade = true });
        Assert.AreEqual((1, 3, true), (leaf, block.Manifest.Version, block.Manifest.IsDowngrade));
        Assert.AreEqual(8, key.Sign(model).Block.Manifest.Version, "one above the highest");
    }
}
