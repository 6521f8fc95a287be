using System;
using System.Linq;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.PyTorch;
using Edge.ModelTools.Formats.Weights;
using Edge.ModelTools.Graph;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.Safetensors;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.PyTorch;

[TestClass]
public class StateDictFileTests
{
    private static readonly string[] s_forms = ["plain", "double", "channels_last", "checkpoint", "legacy_tar", "module_prefix", "parameters", "shared_storage"];

    [TestMethod]
    public void A_mobilenet_computes_what_pytorch_computed()
    {
        PyTorchFiles.AssertSame(
            Read("mbv2_torchvision_names.pth"), PyTorchFiles.Floats("mbv2_torchvision_names_in.npy"), PyTorchFiles.Floats("mbv2_torchvision_names_out.npy"), 1e-4f);
    }

    [TestMethod]
    public void All_ways_of_storing_the_same_values_give_one_blob()
    {
        float[] input = PyTorchFiles.Floats("forms_in.npy");
        float[] output = PyTorchFiles.Floats("forms_out.npy");
        byte[]? first = null;
        foreach (string form in s_forms)
        {
            ModelGraph graph = Read($"form_{form}.pth");
            PyTorchFiles.AssertSame(graph, input, output, 1e-4f);
            graph.Name = "network";
            byte[] blob = BlobOf.Graph(graph, PyTorchFiles.PathOf("forms_in.npy"));
            CollectionAssert.AreEqual(first ??= blob, blob, form);
        }
    }

    [TestMethod]
    [DataRow("half", 2e-3f)]
    [DataRow("bfloat16", 2e-2f)]
    public void Rounded_weights_give_nearly_the_same_outputs(string form, float tolerance)
    {
        PyTorchFiles.AssertSame(Read($"form_{form}.pth"), PyTorchFiles.Floats("forms_in.npy"), PyTorchFiles.Floats("forms_out.npy"), tolerance);
    }

    [TestMethod]
    public void Strides_offsets_and_shared_storages_are_followed()
    {
        using StateDictFile plain = StateDictFile.Open(PyTorchFiles.PathOf("form_plain.pth"), null);
        foreach (string form in new[] { "channels_last", "shared_storage", "legacy_tar" })
        {
            using StateDictFile other = StateDictFile.Open(PyTorchFiles.PathOf($"form_{form}.pth"), null);
            foreach ((WeightEntry a, WeightEntry b) in plain.Entries.Zip(other.Entries).Where(pair => pair.First.Type == "F32"))
            {
                Assert.AreEqual(a.Name, b.Name);
                CollectionAssert.AreEqual(plain.ReadFloats(a), other.ReadFloats(b), $"{form}: {a.Name}");
            }
        }
    }

    [TestMethod]
    public void The_state_dict_of_a_checkpoint_can_be_named()
    {
        string path = PyTorchFiles.PathOf("form_checkpoint.pth");
        using StateDictFile found = StateDictFile.Open(path, null);
        using StateDictFile named = StateDictFile.Open(path, "model_state_dict");
        CollectionAssert.AreEqual(found.Entries.Select(entry => entry.Name).ToArray(), named.Entries.Select(entry => entry.Name).ToArray());
        DiagnosticAssert.Throws(DiagnosticId.BadOption, () => StateDictFile.Open(path, "optimizer"), "--state-dict", "model_state_dict");
    }

    [TestMethod]
    public void Several_state_dicts_are_named_and_asked_about()
    {
        byte[] pickle = new PickleBuilder().Dictionary(
            ("state_dict", p => p.Dictionary(("conv.weight", q => q.Tensor("0", 1, [1])))),
            ("ema", p => p.Dictionary(("conv.weight", q => q.Tensor("1", 1, [1])))),
            ("optimizer", p => p.Dictionary(("exp_avg", q => q.Tensor("0", 1, [1]))))).ToBytes();
        using var folder = new TemporaryFolder();
        string path = folder.Write("c.pth", PickleBuilder.Zip(pickle, ("0", BitConverter.GetBytes(1f)), ("1", BitConverter.GetBytes(2f))));
        DiagnosticAssert.Throws(DiagnosticId.PyTorchSeveralStateDicts, () => StateDictFile.Open(path, null), "2 state dicts", "state_dict, ema", "--state-dict");
        using StateDictFile ema = StateDictFile.Open(path, "ema");
        CollectionAssert.AreEqual(new[] { 2f }, ema.ReadFloats(ema.Entries[0]));
    }

    private static ModelGraph Read(string name)
    {
        using var folder = new TemporaryFolder();
        return SourceModel.Read(PyTorchFiles.PathOf(name), null, folder.Write("arch.json", PyTorchFiles.MobileNetV2));
    }
}
