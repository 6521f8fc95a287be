using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Tests.Desktop.Inspection;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Native;

/// <summary>Whole groups in native code: schedules of every kind give the bytes of the interpreted walk.</summary>
[TestClass]
public sealed class NativeGroupsTests
{
    public static IEnumerable<object[]> Budgets => [[null!], [6000], [9000], [14000], [20000], [64 * 1024]];

    public static IEnumerable<object[]> Networks =>
        from network in new[]
        {
            "emlearn_mnist_cnn_int8", "jomjol_dig_class11_2000_s2_q", "maix_mnist_dw_q", "mlp_ic_resnet_int8", "mlp_kws_int8", "mlp_vww_96_int8", "te_vww",
            "tflm_hello_world_int8", "tflm_micro_speech",
        }
        select new object[] { network };

    [TestMethod]
    [DynamicData(nameof(Budgets))]
    public void Every_schedule_gives_the_bytes_of_the_reference(int? budget)
    {
        NativeKernelsTests.RequireLibrary();
        byte[] blob;
        try
        {
            blob = ScheduledNetwork.Blob(budget);
        }
        catch (ModelTools.Diagnostics.EdgeException) when (budget is not null)
        {
            // Below the smallest schedule of this network: nothing to run.
            return;
        }

        RequireEqual($"budget {budget}", blob, Load(blob, "reference"), 3);
    }

    [TestMethod]
    [TestCategory("Shared")]
    [DynamicData(nameof(Networks))]
    public void Golden_networks_in_every_kind_of_schedule_give_the_recorded_outputs(string network)
    {
        NativeKernelsTests.RequireLibrary();
        string folder = SharedFolder.Require(Path.Combine("golden", network));
        ConversionOptions[] schedules = [new() { SramBytes = null }, new(), new() { SramBytes = 1 << 20 }, new() { Fuse = false, IsPlain = true }];
        foreach (ConversionOptions options in schedules)
        {
            byte[] blob = ModelConverter.Convert(SourceModel.Read(Path.Combine(folder, "model.tflite"), null), options).Blob;
            RequireEqual($"{network}, {options.SramBytes}", blob, Load(blob, "vector"), 2);
        }
    }

    [TestMethod]
    public void Rows_that_are_in_no_array_are_asked_for()
    {
        NativeKernelsTests.RequireLibrary();
        byte[] blob = ScheduledNetwork.Blob(null);
        Int8Model model = Load(blob, KernelSets.Native);
        sbyte[] input = RandomInput(model, 5);
        sbyte[] expected = ModelRunner.Run(model, input)[0];
        var output = new sbyte[expected.Length];
        model.Run(new HeldRows([.. input.Select(q => (byte)(q + 128))]), [output]);
        CollectionAssert.AreEqual(expected, output);
    }

    [TestMethod]
    public void Runs_allocate_nothing()
    {
        NativeKernelsTests.RequireLibrary();
        Int8Model model = Load(ScheduledNetwork.Blob(null), KernelSets.Native);
        sbyte[] input = RandomInput(model, 6);
        sbyte[][] outputs = [new sbyte[model.GetOutput(0).Length]];
        model.Run(input, outputs);
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Run(input, outputs);
        Assert.AreEqual(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [TestMethod]
    public void Short_arrays_of_a_caller_end_in_the_exception_of_managed_kernels()
    {
        NativeKernelsTests.RequireLibrary();
        Int8Model model = Load(ScheduledNetwork.Blob(null), KernelSets.Native);
        sbyte[] input = RandomInput(model, 7);
        var output = new sbyte[model.GetOutput(0).Length];
        Assert.ThrowsExactly<IndexOutOfRangeException>(() => model.Run(input[..^1], output));
        Assert.ThrowsExactly<IndexOutOfRangeException>(() => model.Run(input, output[..^1]));
        sbyte[] expected = ModelRunner.Run(Load(ScheduledNetwork.Blob(null), "reference"), input)[0];
        model.Run(input, output);
        CollectionAssert.AreEqual(expected, output, "the run after a failed one");
    }

    private static void RequireEqual(string what, byte[] blob, Int8Model other, int inputs)
    {
        Int8Model model = Load(blob, KernelSets.Native);
        Assert.IsGreaterThan(other.PeakSramBytes, model.PeakSramBytes, $"{what}: groups do not run natively");
        for (int seed = 0; seed < inputs; seed++)
        {
            sbyte[] input = RandomInput(model, seed);
            sbyte[][] expected = ModelRunner.Run(other, input);
            sbyte[][] actual = ModelRunner.Run(model, input);
            for (int i = 0; i < expected.Length; i++)
            {
                CollectionAssert.AreEqual(expected[i], actual[i], $"{what}, input {seed}, output {i}");
            }
        }
    }

    private static Int8Model Load(byte[] blob, string kernels) => BlobFile.Load("network", blob, KernelSets.Create(kernels));

    private static sbyte[] RandomInput(Int8Model model, int seed)
    {
        var bytes = new byte[model.Input.Length];
        new Random(seed).NextBytes(bytes);
        return Array.ConvertAll(bytes, value => (sbyte)value);
    }

    /// <summary>Rows that no native code can find as an array.</summary>
    private sealed class HeldRows(byte[] input) : InputRows
    {
        public override void ReadRow(int y, byte[] destination, int offset, int count) => Array.Copy(input, y * count, destination, offset, count);
    }
}
