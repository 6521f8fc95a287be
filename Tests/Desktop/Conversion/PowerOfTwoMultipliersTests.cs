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

/// <summary>Convolutions whose results are shifted: which are marked, that results stay what they were, and blobs that claim powers they have not.</summary>
[TestClass]
public sealed class PowerOfTwoMultipliersTests
{
    private const double Power = 1.0 / 128;

    [TestMethod]
    public void Convolutions_are_marked_where_all_channels_have_powers_of_two_and_places_for_their_sums()
    {
        DeviceProgram program = Build(Power);
        PowerOfTwoMultipliers.Mark(program);
        Assert.IsTrue(program.Operators.All(op => op.HasPowersOfTwo));

        program.Operators[0].ChannelMultipliers[5] = FixedPointMultiplier.FromReal(Power * 1.0001);
        program.Operators[1].FoldedBias[3] += 1 << 18;
        program.Operators[2].ChannelMultipliers[0] = FixedPointMultiplier.FromReal(Power / 8);
        PowerOfTwoMultipliers.Mark(program);
        Assert.IsFalse(program.Operators.Any(op => op.HasPowersOfTwo));
    }

    [TestMethod]
    public void Double_rounding_is_not_marked()
    {
        DeviceProgram program = Build(Power, RoundingMode.Double);
        PowerOfTwoMultipliers.Mark(program);
        Assert.IsFalse(program.Operators.Any(op => op.HasPowersOfTwo));
    }

    [TestMethod]
    public void All_kernel_sets_give_the_same_bytes_with_and_without_and_packed_ones_take_less()
    {
        DeviceProgram program = Build(Power);
        byte[] plain = Write(program);
        PowerOfTwoMultipliers.Mark(program);
        byte[] marked = Write(program);
        var input = new sbyte[8 * 8 * 3];
        new Random(5).NextBytes((byte[])(Array)input);
        sbyte[] expected = Run(plain, input, "reference");
        foreach (string kernels in KernelSets.Names)
        {
            CollectionAssert.AreEqual(expected, Run(marked, input, kernels), kernels);
        }

        foreach (int id in new[] { 0, 1 })
        {
            Assert.IsLessThan(0.95 * Weighted(plain, id), Weighted(marked, id));
        }

        Int8Model model = Int8Model.Load(new MemoryWeightSource(marked), new ReferenceKernels());
        StringAssert.Contains(BlobInspector.Describe(model, marked).Groups.SelectMany(group => group.Stages).Single(stage => stage.OperatorId == 1).Detail, "powers of two");
    }

    [TestMethod]
    [DataRow(0, 0, 1 << 18, 0)] // a sum beyond the table
    [DataRow(1, 7, -(1 << 18), 0)]
    [DataRow(2, 15, 0, 1)] // another multiplier
    public void Blobs_that_claim_powers_they_have_not_are_refused(int index, int channel, int bias, int more)
    {
        DeviceProgram program = Build(Power);
        PowerOfTwoMultipliers.Mark(program);
        DeviceOperator op = program.Operators[index];
        op.FoldedBias[channel] += bias;
        op.ChannelMultipliers[channel] = new FixedPointMultiplier(op.ChannelMultipliers[channel].Multiplier + more, op.ChannelMultipliers[channel].Shift);
        AssertRefused(program);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void Loader_counts_sums_to_the_last_one(int index)
    {
        DeviceProgram program = Build(Power);
        DeviceOperator op = program.Operators[index];
        const int Channel = 13;
        sbyte[] weights = op.Weights[(Channel * op.TapsPerChannel)..((Channel + 1) * op.TapsPerChannel)];
        int shift = op.ChannelMultipliers[Channel].Shift;
        int start = (int)PowersOfTwo.Start(0, shift, op.ResultZeroPoint);
        int least = (-255 * weights.Sum(weight => Math.Min((int)weight, 0))) - start;
        int most = (2 << (PowersOfTwo.IndexBits - shift)) - 1 - (255 * weights.Sum(weight => Math.Max((int)weight, 0))) - start;
        foreach ((int bias, int beyond) in new[] { (least, -1), (most, 1) })
        {
            op.FoldedBias[Channel] = bias;
            PowerOfTwoMultipliers.Mark(program);
            Assert.IsTrue(op.HasPowersOfTwo);
            Assert.IsNotNull(Int8Model.Load(new MemoryWeightSource(Write(program)), new ReferenceKernels()));
            op.FoldedBias[Channel] = bias + beyond;
            AssertRefused(program);
        }
    }

    [TestMethod]
    public void Double_rounding_that_claims_powers_is_refused()
    {
        DeviceProgram program = Build(Power, RoundingMode.Double);
        program.Operators[0].HasPowersOfTwo = true;
        AssertRefused(program);
    }

    [TestMethod]
    public void Places_are_checked_to_the_last_sum()
    {
        const int Shift = -3, Zero = 77, Positive = 90, Negative = -33;
        int places = 1 << (PowersOfTwo.IndexBits + 1 - Shift);
        int least = (int)((-255 * Negative) - PowersOfTwo.Start(0, Shift, Zero));
        int most = (int)(places - 1 - (255 * Positive) - PowersOfTwo.Start(0, Shift, Zero));
        Assert.IsTrue(PowersOfTwo.Fits(least, 1 << 30, Shift, Zero, Positive, Negative));
        Assert.IsFalse(PowersOfTwo.Fits(least - 1, 1 << 30, Shift, Zero, Positive, Negative));
        Assert.IsTrue(PowersOfTwo.Fits(most, 1 << 30, Shift, Zero, Positive, Negative));
        Assert.IsFalse(PowersOfTwo.Fits(most + 1, 1 << 30, Shift, Zero, Positive, Negative));
        Assert.IsFalse(PowersOfTwo.Fits(int.MaxValue, 1 << 30, Shift, Zero, Positive, Negative));
        Assert.IsFalse(PowersOfTwo.Fits(0, 1 << 30, 1, Zero, 0, 0));
        Assert.IsFalse(PowersOfTwo.Fits(0, 1 << 30, PowersOfTwo.LeastShift - 1, Zero, 0, 0));
    }

    private static void AssertRefused(DeviceProgram program)
    {
        ModelFormatException exception = Assert.ThrowsExactly<ModelFormatException>(() => Int8Model.Load(new MemoryWeightSource(Write(program)), new ReferenceKernels()));
        Assert.AreEqual(ModelError.NoPowersOfTwo, exception.Error);
        StringAssert.Contains(ModelErrorText.Of(exception), "powers of two");
    }

    private static double Weighted(byte[] blob, int id)
    {
        return ModelProfiler.Profile("powers", blob, KernelSets.DeviceDefault).Operators.Single(op => op.Id == id).Weighted;
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

    /// <summary>3x3 of three channels, pointwise, depthwise.</summary>
    private static DeviceProgram Build(double multiplier, RoundingMode rounding = RoundingMode.Single)
    {
        var random = new Random(4);
        var input = new DeviceTensor("input", 8, 8, 3, 0.02f, 120);
        var program = new DeviceProgram("powers", rounding, input) { SourceInput = new SourceInterface("input", ElementType.Float32, [1, 8, 8, 3], false) };
        DeviceTensor first = Add(program, random, OpCode.Conv2D, input, 16, 3, 27, multiplier);
        DeviceTensor second = Add(program, random, OpCode.Conv2D, first, 40, 1, 16, multiplier);
        program.Outputs.Add(Add(program, random, OpCode.DepthwiseConv2D, second, 40, 3, 9, multiplier));
        program.SourceOutputs.Add(new SourceInterface("output", ElementType.Float32, [1, 8, 8, 40], false));
        program.Number();
        return program;
    }

    private static DeviceTensor Add(DeviceProgram program, Random random, int opCode, DeviceTensor input, int channels, int kernel, int taps, double multiplier)
    {
        var output = new DeviceTensor($"t{program.Operators.Count}", input.Height, input.Width, channels, 0.05f, 100);
        program.Operators.Add(new DeviceOperator(opCode, output.Name, [input], output)
        {
            KernelH = kernel,
            KernelW = kernel,
            PadTop = kernel / 2,
            PadLeft = kernel / 2,
            ResultZeroPoint = 100,
            Weights = [.. Enumerable.Range(0, channels * taps).Select(_ => (sbyte)random.Next(-40, 41))],
            FoldedBias = [.. Enumerable.Range(0, channels).Select(_ => random.Next(-9_000, 9_000))],
            ChannelMultipliers = [.. Enumerable.Range(0, channels).Select(_ => FixedPointMultiplier.FromReal(multiplier))],
        });
        return output;
    }
}
