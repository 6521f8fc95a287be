using System.Linq;
using Edge.ModelTools.Comparison;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Tests.Desktop.Commands;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Comparison;

[TestClass]
public sealed class KernelCheckTests
{
    [TestMethod]
    public void Every_kernel_set_agrees_on_the_digits()
    {
        var check = new KernelCheck("digits", DigitsBlob.Bytes, KernelSets.Names);
        check.Require("zeros", new sbyte[check.Input.Length]);
    }

    [TestMethod]
    public void A_wrong_value_in_one_layer_is_named_with_both_sets_and_its_place()
    {
        var check = new KernelCheck("digits", DigitsBlob.Bytes, [("reference", new ReferenceKernels()), ("packed", new FaultyKernels())]);
        DiagnosticAssert.Throws(
            DiagnosticId.KernelsDiffer,
            () => check.Require("zeros", new sbyte[check.Input.Length]),
            "digits: zeros: the kernel sets reference and packed give different bytes, first in operator",
            "Conv2D",
            "first at [0,0,0]");
    }

    [TestMethod]
    public void Boards_kernels_are_checked_against_the_definition_and_all_others_against_those()
    {
        Assert.AreEqual("reference", KernelSets.CheckOf("packed"));
        foreach (string name in KernelSets.Names.Where(name => name != "packed"))
        {
            Assert.AreEqual("packed", KernelSets.CheckOf(name));
        }
    }

    [TestMethod]
    public void Inputs_are_recorded_as_they_were_given()
    {
        Int8Model model = BlobFile.Load("digits", DigitsBlob.Bytes, new ReferenceKernels());
        var recorder = new InputRecorder();
        model.Observe(recorder);
        sbyte[][] given = [.. Enumerable.Range(1, 2).Select(seed => Enumerable.Range(0, model.Input.Length).Select(i => (sbyte)((i * seed * 7) - 100)).ToArray())];
        foreach (sbyte[] input in given)
        {
            ModelRunner.Run(model, input);
        }

        Assert.HasCount(2, recorder.Inputs);
        CollectionAssert.AreEqual(given[0], recorder.Inputs[0]);
        CollectionAssert.AreEqual(given[1], recorder.Inputs[1]);
    }
}
