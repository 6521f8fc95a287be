using System;
using System.Linq;
using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Inspection;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Conversion;

/// <summary>Convolutions that look for zeros: which are chosen, that results stay what they were, and blobs that claim zeros they have not.</summary>
[TestClass]
public sealed class ZeroSkippingTests
{
    private const int Sparse = -60_000;
    private const int Dense = 60_000;

    [TestMethod]
    [DataRow(Sparse, 24, 48, 6, true)]
    [DataRow(Sparse, 48, 20, 3, true)] // few pixels
    [DataRow(Dense, 24, 48, 6, false)]
    [DataRow(Sparse, 16, 48, 6, false)] // fewer taps than a chunk
    [DataRow(Sparse, 24, 6, 6, false)] // fewer channels than three triples
    public void Sparse_inputs_are_skipped_where_a_pass_of_the_kernel_gains_by_it(int bias, int channels, int outputs, int size, bool skips)
    {
        DeviceProgram program = Build(bias, channels, outputs, size, zeroPoint: 0);
        ZeroSkipping.Choose(program, null);
        Assert.AreEqual(skips, program.Operators[1].SkipsZeros);
        Assert.IsFalse(program.Operators[0].SkipsZeros, "the network's input is no sparse tensor");
    }

    [TestMethod]
    public void Zeros_that_are_not_stored_as_0_are_not_skipped()
    {
        DeviceProgram program = Build(Sparse, 24, 48, 6, zeroPoint: 3);
        ZeroSkipping.Choose(program, null);
        Assert.IsFalse(program.Operators[1].SkipsZeros);
    }

    [TestMethod]
    public void All_kernel_sets_give_the_same_bytes_with_and_without_and_packed_ones_take_less()
    {
        DeviceProgram program = Build(Sparse, 48, 48, 6, zeroPoint: 0);
        byte[] plain = Write(program);
        program.Operators[1].SkipsZeros = true;
        byte[] skipping = Write(program);
        var input = new sbyte[6 * 6 * 3];
        new Random(5).NextBytes((byte[])(Array)input);
        sbyte[] expected = Run(plain, input, "reference");
        foreach (string kernels in KernelSets.Names)
        {
            CollectionAssert.AreEqual(expected, Run(skipping, input, kernels), kernels);
        }

        Assert.IsLessThan(0.8 * Weighted(plain), Weighted(skipping));
        Int8Model model = Int8Model.Load(new MemoryWeightSource(skipping), new ReferenceKernels());
        StringAssert.Contains(BlobInspector.Describe(model, skipping).Groups.SelectMany(group => group.Stages).Single(stage => stage.OperatorId == 1).Detail, "skips zeros");
    }

    [TestMethod]
    public void Blobs_that_claim_zeros_they_have_not_are_refused()
    {
        foreach (int index in new[] { 0, 2 })
        {
            DeviceProgram program = Build(Sparse, 24, 48, 6, zeroPoint: 0);
            program.Operators[index].SkipsZeros = true; // an input whose zero point is not 0, a depthwise convolution
            ModelFormatException exception = Assert.ThrowsExactly<ModelFormatException>(() => Int8Model.Load(new MemoryWeightSource(Write(program)), new ReferenceKernels()));
            Assert.AreEqual(ModelError.NoZerosToSkip, exception.Error);
            StringAssert.Contains(ModelErrorText.Of(exception), "zeros to skip");
        }
    }

    [TestMethod]
    public void Zeros_are_counted_in_bytes_pairs_and_octets()
    {
        Assert.AreEqual(new ZeroCounts(11, 3, 3, 2), ZeroCounts.In([0, 1, 0, 0, 9, 0, 0, 0, 0, 0, 7]));
        Assert.AreEqual(new ZeroCounts(8, 0, 0, 0), ZeroCounts.In(new byte[8]));
    }

    private static double Weighted(byte[] blob)
    {
        return ModelProfiler.Profile("zeros", blob, KernelSets.DeviceDefault).Operators.Single(op => op.Id == 1).Weighted;
    }

    private static sbyte[] Run(byte[] blob, sbyte[] input, string kernels)
    {
        return ModelRunner.Run(Int8Model.Load(new MemoryWeightSource(blob), KernelSets.Create(kernels)), input)[0];
    }

    private static byte[] Write(DeviceProgram program)
    {
        Schedule schedule = OperatorScheduler.Build(program);
        KernelScratch.Grow(schedule, 64 * 1024); // as a budget with room leaves it
        return BlobWriter.Write(schedule);
    }

    /// <summary>3x3 to some channels with a bias that says how many results are 0, pointwise, depthwise.</summary>
    private static DeviceProgram Build(int bias, int channels, int outputs, int size, int zeroPoint)
    {
        var random = new Random(4);
        var input = new DeviceTensor("input", size, size, 3, 0.02f, 120);
        var program = new DeviceProgram("zeros", RoundingMode.Single, input) { SourceInput = new SourceInterface("input", ElementType.Float32, [1, size, size, 3], false) };
        DeviceTensor first = Add(program, random, OpCode.Conv2D, input, channels, 3, 27, bias, zeroPoint);
        DeviceTensor second = Add(program, random, OpCode.Conv2D, first, outputs, 1, channels, 0, 0);
        program.Outputs.Add(Add(program, random, OpCode.DepthwiseConv2D, second, outputs, 3, 9, 0, 128));
        program.SourceOutputs.Add(new SourceInterface("output", ElementType.Float32, [1, size, size, outputs], false));
        program.Number();
        return program;
    }

    private static DeviceTensor Add(DeviceProgram program, Random random, int opCode, DeviceTensor input, int channels, int kernel, int taps, int bias, int zeroPoint)
    {
        var output = new DeviceTensor($"t{program.Operators.Count}", input.Height, input.Width, channels, 0.05f, zeroPoint);
        program.Operators.Add(new DeviceOperator(opCode, output.Name, [input], output)
        {
            KernelH = kernel,
            KernelW = kernel,
            PadTop = kernel / 2,
            PadLeft = kernel / 2,
            Weights = [.. Enumerable.Range(0, channels * taps).Select(_ => (sbyte)random.Next(-40, 41))],
            FoldedBias = [.. Enumerable.Range(0, channels).Select(_ => bias + random.Next(-20_000, 20_000))],
            ChannelMultipliers = [.. Enumerable.Range(0, channels).Select(_ => FixedPointMultiplier.FromReal(0.002))],
        });
        return output;
    }
}
