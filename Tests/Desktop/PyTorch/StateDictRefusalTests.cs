using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.PyTorch;
using Edge.ModelTools.Formats.Weights;
using Edge.Tests.Desktop.Images;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.PyTorch;

[TestClass]
public class StateDictRefusalTests
{
    private const int Mutations = 3000;

    [TestMethod]
    public void A_pickle_that_would_run_a_command_is_refused()
    {
        DiagnosticAssert.Throws(DiagnosticId.PyTorchForbidden, () => Open("refuse_code.pth"), "posix.system", "nothing was executed");
    }

    [TestMethod]
    public void A_pickled_module_says_how_to_save_its_weights()
    {
        DiagnosticAssert.Throws(DiagnosticId.PyTorchModule, () => Open("refuse_whole_module.pth"), "__main__", "torch.save(model.state_dict()");
    }

    [TestMethod]
    public void A_torchscript_archive_says_how_to_save_its_weights()
    {
        DiagnosticAssert.Throws(DiagnosticId.PyTorchScript, () => Open("refuse_torchscript.pt"), "TorchScript", "torch.save(model.state_dict()");
    }

    [TestMethod]
    [DataRow("os", "system", nameof(DiagnosticId.PyTorchForbidden))]
    [DataRow("builtins", "eval", nameof(DiagnosticId.PyTorchForbidden))]
    [DataRow("torch.hub", "load", nameof(DiagnosticId.PyTorchModule))]
    [DataRow("torch._utils", "_rebuild_qtensor", nameof(DiagnosticId.PyTorchModule))]
    [DataRow("collections", "namedtuple", nameof(DiagnosticId.PyTorchModule))]
    public void Names_that_weights_do_not_need_are_refused_when_they_are_mentioned(string module, string name, string id)
    {
        byte[] stack = new PickleBuilder().Text(module).Text(name).Raw(PickleOpcode.StackGlobal).ToBytes();
        Refuse(Enum.Parse<DiagnosticId>(id), new PickleBuilder().Global(module, name).ToBytes(), $"{module}.{name}");
        Refuse(Enum.Parse<DiagnosticId>(id), stack, $"{module}.{name}");
    }

    [TestMethod]
    public void What_training_scripts_leave_beside_the_weights_is_passed_over()
    {
        byte[] pickle = new PickleBuilder().Dictionary(
            ("args", p => p.Global("argparse", "Namespace").Raw(PickleOpcode.EmptyTuple, PickleOpcode.NewObj).Dictionary().Raw(PickleOpcode.Build)),
            ("best", p => p.Global("numpy.core.multiarray", "scalar").Tuple(1, 2).Raw(PickleOpcode.Reduce)),
            ("model", p => p.Dictionary(("w.weight", q => q.Tensor("0", 2, [2]))))).ToBytes();
        using var folder = new TemporaryFolder();
        using StateDictFile file = StateDictFile.Open(folder.Write("a.pth", PickleBuilder.Zip(pickle, ("0", new byte[8]))), null);
        Assert.AreEqual("w.weight", file.Entries.Single().Name);
    }

    [TestMethod]
    public void Damaged_pickles_are_refused_with_what_is_wrong()
    {
        Refuse(DiagnosticId.PyTorchDamaged, [0x80, 9, (byte)'.'], "protocol 9");
        Refuse(DiagnosticId.PyTorchDamaged, new PickleBuilder().ToBytes(), "empty stack");
        Refuse(DiagnosticId.PyTorchDamaged, new PickleBuilder().Raw((byte)'i').ToBytes(), "opcode 0x69");
        Refuse(DiagnosticId.PyTorchDamaged, new PickleBuilder().Raw(PickleOpcode.Tuple).ToBytes(), "no mark");
        Refuse(DiagnosticId.PyTorchDamaged, new PickleBuilder().Raw(PickleOpcode.BinGet, 7).ToBytes(), "remembered as 7");
        Refuse(DiagnosticId.PyTorchDamaged, new PickleBuilder().Raw(PickleOpcode.BinUnicode, 255, 255, 255, 255).ToBytes(), "beyond the end");
        Refuse(DiagnosticId.PyTorchDamaged, new PickleBuilder().Raw(PickleOpcode.BinUnicode, 255, 255, 255, 127).ToBytes(), "ends in the middle");
        Refuse(DiagnosticId.PyTorchDamaged, new PickleBuilder().Raw(PickleOpcode.EmptyDict, PickleOpcode.Mark, PickleOpcode.None, PickleOpcode.SetItems).ToBytes(), "no value");
        Refuse(DiagnosticId.PyTorchNoStateDict, new PickleBuilder().Dictionary().ToBytes(), "no dictionary");
        Refuse(DiagnosticId.PyTorchNoStateDict, new PickleBuilder().Tensor("0", 1, [1]).ToBytes(), "no dictionary");
    }

    [TestMethod]
    [DataRow(4, 2, 1, 0, "reaches beyond")]
    [DataRow(4, 2, 2, 1, "reaches beyond")]
    [DataRow(4, 1 << 30, 1, 0, "not credible")]
    public void Tensors_that_leave_their_storage_are_refused(int count, int size, int offset, int stride, string what)
    {
        byte[] pickle = new PickleBuilder().Dictionary(("a.weight", p => p.Tensor("0", count, [size, 3], offset, [stride, 2]))).ToBytes();
        Refuse(DiagnosticId.PyTorchDamaged, pickle, what);
    }

    [TestMethod]
    public void Storages_of_another_size_are_refused_when_they_are_read()
    {
        byte[] pickle = new PickleBuilder().Dictionary(("a.weight", p => p.Tensor("0", 4, [4])), ("b.weight", p => p.Tensor("1", 4, [4]))).ToBytes();
        using var folder = new TemporaryFolder();
        using StateDictFile file = StateDictFile.Open(folder.Write("a.pth", PickleBuilder.Zip(pickle, ("0", new byte[12]))), null);
        DiagnosticAssert.Throws(DiagnosticId.PyTorchDamaged, () => file.ReadFloats(file.Entries[0]), "'a.weight'", "12 bytes, 16 are claimed");
        DiagnosticAssert.Throws(DiagnosticId.PyTorchDamaged, () => file.ReadFloats(file.Entries[1]), "storage '1' is missing");
    }

    [TestMethod]
    public void Compressed_archives_cannot_grow()
    {
        byte[] pickle = new PickleBuilder().Dictionary(("a.weight", p => p.Tensor("0", 1 << 20, [1 << 20]))).ToBytes();
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.pth", PickleBuilder.Zip(CompressionLevel.Optimal, pickle, ("0", new byte[4 << 20])));
        DiagnosticAssert.Throws(DiagnosticId.PyTorchDamaged, () => StateDictFile.Open(path, null), "is compressed");
    }

    [TestMethod]
    public void Dictionaries_that_hold_themselves_end()
    {
        byte[] loop = new PickleBuilder()
            .Raw(PickleOpcode.EmptyDict, PickleOpcode.BinPut, 0, PickleOpcode.Mark).Text("self").Raw(PickleOpcode.BinGet, 0, PickleOpcode.SetItems).ToBytes();
        Refuse(DiagnosticId.PyTorchNoStateDict, loop, "no dictionary");
    }

    [TestMethod]
    [DataRow("seed_mbconv.pth")]
    [DataRow("form_legacy_tar.pth")]
    public void Truncated_and_mutated_files_are_read_or_refused_in_one_line(string name)
    {
        byte[] good = File.ReadAllBytes(PyTorchFiles.PathOf(name));
        var random = new Random(5);
        using var folder = new TemporaryFolder();
        for (int i = 0; i < Mutations; i++)
        {
            byte[] bad = i % 4 == 0 ? good[..random.Next(good.Length)] : [.. good];
            for (int k = random.Next(1, 4); k > 0 && bad.Length > 0; k--)
            {
                bad[random.Next(Math.Min(bad.Length, 14000))] = (byte)random.Next(256);
            }

            string path = folder.Write("m.pth", bad);
            try
            {
                using StateDictFile file = StateDictFile.Open(path, null);
                foreach (WeightEntry entry in file.Entries)
                {
                    file.ReadFloats(entry);
                }
            }
            catch (EdgeException exception)
            {
                Assert.DoesNotContain("\n", exception.Message);
            }
        }
    }

    private static StateDictFile Open(string name) => StateDictFile.Open(PyTorchFiles.PathOf(name), null);

    private static void Refuse(DiagnosticId id, byte[] pickle, params string[] parts)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.pth", PickleBuilder.Zip(pickle, ("0", new byte[16])));
        DiagnosticAssert.Throws(id, () => StateDictFile.Open(path, null), parts);
    }
}
