using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels.Packed;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>
/// Kernels that shift results, where multipliers are powers of two: sums up to both ends of the table, every way channels fill triples, windows of the first
/// layer, and tables that take turns in the same scratch bytes.
/// </summary>
[TestClass]
public sealed class PowerOfTwoKernelTests
{
    private const int MostChannels = 75; // two passes of 36

    public static IEnumerable<object[]> Taps => new[] { 8, 9, 13, 16, 17, 24, 25, 37, 40, 48, 57, 72 }.Select(taps => new object[] { taps });

    public static IEnumerable<object[]> Sets => KernelSets.Names.Where(name => name != "reference").Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Taps))]
    public void Every_number_of_channels_equals_the_reference(int taps)
    {
        int shifted = 0;
        for (int channels = 3; channels <= MostChannels; channels++)
        {
            for (int variant = 0; variant < 4; variant++)
            {
                ConvolutionCase subject = Case((channels * 4) + variant, variant);
                subject.Width = 6;
                subject.Channels = taps;
                subject.Outputs = channels;
                subject.Kernels = new OneKernel("pointwise");
                Assert.IsNull(subject.FindDifference());
                shifted += subject.Shifted;
            }
        }

        Assert.IsGreaterThan(taps > 60 ? 0 : 40_000, shifted);
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void First_layers_equal_the_reference(string kernels)
    {
        int shifted = 0;
        for (int outputs = 8; outputs <= 40; outputs++)
        {
            for (int variant = 0; variant < 16; variant++)
            {
                ConvolutionCase subject = Case((outputs * 16) + variant, variant % 4);
                subject.Channels = variant % 2 == 0 ? 3 : 1;
                subject.Height = 5 + (variant % 3);
                subject.Width = 6 + (outputs % 3);
                subject.KernelH = subject.KernelW = 3;
                subject.StrideH = subject.StrideW = 1 + (variant / 2 % 2);
                subject.PadTop = variant / 4 % 2;
                subject.PadLeft = variant / 8 % 2;
                subject.Outputs = outputs;
                subject.Kernels = KernelSets.Create(kernels);
                Assert.IsNull(subject.FindDifference());
                shifted += subject.Shifted;
            }
        }

        Assert.IsGreaterThan(100_000, shifted);
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Random_shapes_equal_the_reference(string kernels)
    {
        int shifted = 0;
        foreach (string kind in ConvolutionKinds.Names)
        {
            RandomRun.Until("powers of two " + kind, seed =>
            {
                ConvolutionCase subject = SteppedConvolutionTests.Draw(kind, new KernelRandom(seed), seed);
                subject.Kernels = KernelSets.Create(kernels);
                subject.Rounding = RoundingMode.Single;
                subject.Multipliers = MultiplierStyle.PowersOfTwo;
                subject.Weights = WeightStyle.Small;
                subject.MoreBytes += 3000;
                Assert.IsNull(subject.FindDifference());
                shifted += subject.Shifted;
                return subject.Compared;
            }, 30_000);
        }

        Assert.IsGreaterThan(30_000, shifted);
    }

    [TestMethod]
    public void Depthwise_octets_equal_the_reference()
    {
        int shifted = 0;
        for (int channels = 8; channels <= 24; channels++)
        {
            for (int variant = 0; variant < 32; variant++)
            {
                ConvolutionCase subject = Case((channels * 32) + variant, variant % 4);
                subject.IsDepthwise = true;
                subject.Channels = channels;
                subject.Height = 7 + (variant % 5);
                subject.Width = 4 + (channels % 5);
                subject.KernelH = subject.KernelW = 3;
                subject.StrideH = subject.StrideW = 2;
                subject.PadTop = variant / 4 % 2;
                subject.PadLeft = variant / 8 % 2;
                subject.ResultZero = variant % 4 == 1 ? 0 : subject.ResultZero; // what is 0 is left out
                subject.HasZeroEntry = variant / 16 == 0;
                subject.HasRings = variant % 3 == 0;
                subject.Kernels = new OneKernel("octets");
                Assert.IsNull(subject.FindDifference());
                shifted += subject.Shifted;
            }
        }

        Assert.IsGreaterThan(50_000, shifted);
    }

    [TestMethod]
    public void Tables_take_turns_in_the_same_scratch_bytes()
    {
        var random = new Random(3);
        byte[] scratch = new byte[ShiftTable.Bytes];
        byte[] own = new byte[256];
        random.NextBytes(own);
        int[] ends = [0, 1, 7, 100, 253, 254, 255];
        for (int turn = 0; turn < 20_000; turn++)
        {
            int min = ends[random.Next(ends.Length)];
            int max = ends[random.Next(ends.Length)];
            var stage = new Stage
            {
                ScratchBytes = scratch,
                ActivationMin = Math.Min(min, max),
                ActivationMax = Math.Max(min, max),
                HasTable = random.Next(3) == 0,
                Table = own,
            };
            bool isShift = random.Next(2) == 0;
            if (isShift)
            {
                ShiftTable.Build(stage);
            }
            else
            {
                ResultTable.Build(stage);
            }

            int start = isShift ? 0 : ResultTable.Start;
            int zero = isShift ? PowersOfTwo.Below : ResultTable.Base;
            for (int i = start; i < start + (isShift ? ShiftTable.Entries : ResultTable.Entries); i++)
            {
                int u = Math.Clamp(i - zero, stage.ActivationMin, stage.ActivationMax);
                Assert.AreEqual(stage.HasTable ? own[u] : u, scratch[i], $"turn {turn}, entry {i}");
            }

            // Weights, rows and windows of other kernels.
            if (isShift)
            {
                random.NextBytes(scratch.AsSpan(ShiftTable.Entries, ResultTable.Start));
                random.NextBytes(scratch.AsSpan(0, random.Next(2) * ResultTable.Start));
            }
            else
            {
                random.NextBytes(scratch.AsSpan(0, ResultTable.Start));
                random.NextBytes(scratch.AsSpan(ResultTable.End));
            }
        }
    }

    private static ConvolutionCase Case(int seed, int variant)
    {
        return new ConvolutionCase
        {
            Seed = seed,
            Height = 3,
            InputZero = 255 * (variant / 2),
            ResultZero = variant % 3 == 0 ? 0 : 100,
            Min = variant == 2 ? 100 : 0,
            HasTable = variant == 3,
            Rounding = RoundingMode.Single,
            Weights = WeightStyle.Small,
            Inputs = (InputStyle)(seed % 4),
            Multipliers = MultiplierStyle.PowersOfTwo,
            MoreLongs = 400,
            MoreBytes = 4000,
        };
    }
}
