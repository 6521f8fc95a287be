using System;
using System.Linq;
using Edge.Benchmarks;
using Edge.ModelTools.Packing.Specialization;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Packing;

/// <summary>Generated code of random convolutions against the reference: any number of channels and taps, all kinds of weights.</summary>
[TestClass]
public sealed class SpecializedConvolutionTests
{
    /// <summary>Random cases of a test.</summary>
    internal const int Cases = 32;

    [TestMethod]
    public void Random_convolutions_equal_the_reference()
    {
        Assert.IsGreaterThan(Cases * 3 / 4, CountGenerated(DrawConvolution));
    }

    [TestMethod]
    public void Random_depthwise_convolutions_equal_the_reference()
    {
        Assert.IsGreaterThan(Cases * 3 / 4, CountGenerated(DrawDepthwise));
    }

    /// <summary>Accumulators on and beside rounding steps, sums at the bound of the lanes, biases beyond it; for many of these there is no code.</summary>
    [TestMethod]
    public void Convolutions_with_accumulators_beside_steps_equal_the_reference()
    {
        Assert.IsGreaterThan(Cases / 3, CountGenerated(seed => BesideSteps(DrawConvolution(seed + (2 * Cases)), seed)));
    }

    [TestMethod]
    public void Depthwise_convolutions_with_accumulators_beside_steps_equal_the_reference()
    {
        Assert.IsGreaterThan(Cases / 2, CountGenerated(seed => BesideSteps(DrawDepthwise(seed + (2 * Cases)), seed)));
    }

    [TestMethod]
    public void Convolutions_whose_multipliers_are_powers_of_two_equal_the_reference()
    {
        int shifted = 0;
        int others = 0;
        Assert.IsGreaterThan(Cases * 3 / 4, CountGenerated(
            seed =>
            {
                ConvolutionCase subject = DrawConvolution(seed + (4 * Cases));
                subject.Multipliers = MultiplierStyle.Ties;
                subject.Rounding = seed % 8 == 0 ? RoundingMode.Double : RoundingMode.Single;
                return subject;
            },
            source =>
            {
                ChannelResult[] results = [.. Enumerable.Range(0, source.Channels).Select(channel => ConstantChannel.Make(source, channel).Result!)];
                shifted += results.Count(result => result.IndexMask != 0);
                others += results.Count(result => result is { IndexMask: 0, IsConstant: false });
                Assert.IsTrue(source.Rounding == RoundingMode.Single || results.All(result => result.IndexMask == 0), "double rounding rounds twice");
            }));
        Assert.IsGreaterThan(50, shifted);
        Assert.IsGreaterThan(50, others, "some have an odd factor");
    }

    /// <summary>Results of three pixels are copied together, or those of each pixel where a method has some of the channels.</summary>
    [TestMethod]
    public void Results_that_are_copied_equal_the_reference()
    {
        int together = 0;
        int apart = 0;
        int cleared = 0;
        int mixed = 0;
        CountGenerated(
            seed =>
            {
                ConvolutionCase subject = DrawConvolution((8 * seed) + 1 + (8 * Cases));
                (subject.KernelH, subject.KernelW, subject.StrideH, subject.StrideW, subject.PadTop, subject.PadLeft) = (1, 1, 1, 1, 0, 0);
                (subject.Channels, subject.Outputs) = seed % 2 == 0 ? (24 + (seed % 5), 13 + seed) : (80 + seed, 75 + seed);
                subject.Min = seed % 3 == 0 ? 0 : subject.Min;
                subject.ResultZero = seed % 3 == 0 ? subject.ResultZero / 8 : subject.ResultZero;
                subject.HasTable &= seed % 3 != 0;
                subject.Weights = seed % 3 == 0 ? WeightStyle.Small : subject.Weights;
                subject.BlockChannels = 0;
                return subject;
            },
            source =>
            {
                string[] texts = [.. OperatorCode.Write(source, 1).Blocks.Select(block => block.Text).Where(text => text.Contains("Array.Copy(results"))];
                together += texts.Count(text => text.Contains("output, index, n"));
                apart += texts.Count(text => text.Contains("output, index + "));
                cleared += texts.Count(text => text.Contains("Array.Clear(results"));
                mixed += texts.Length > 0 && texts.Length < source.Code.Methods.Count && source.ZeroShares[0] == 0 ? 1 : 0;
            },
            HaveManyZeros);
        Assert.IsGreaterThan(Cases / 4, together);
        Assert.IsGreaterThan(Cases / 4, apart);
        Assert.IsGreaterThan(2, cleared);
        Assert.IsGreaterThan(2, mixed);

        // The first half of the channels has few zeros, the other almost nothing else: the second method leaves results in place.
        static ConstantOperator HaveManyZeros(ConstantOperator source) => source.ZeroShares.Count == 0
            ? source
            : source with { ZeroShares = [.. Enumerable.Range(0, source.Channels).Select(channel => 2 * channel < source.Channels ? channel % 2 * 0.3 : 0.99)] };
    }

    /// <summary>Windows that move along a row in three thirds: all widths up to 11, several methods for kernel rows and channels, sums that lanes do not hold.</summary>
    [TestMethod]
    public void Windows_in_several_methods_equal_the_reference()
    {
        int apart = 0;
        int divided = 0;
        int moved = 0;
        int grouped = 0;
        int missing = 0;
        CountGenerated(
            seed =>
            {
                ConvolutionCase subject = DrawConvolution((8 * seed) + 1 + (9 * Cases));
                subject.KernelH = 2 + (seed % 2);
                subject.KernelW = 1 + (seed % 3);
                subject.Channels = 190 / subject.KernelW / (1 + (seed / 2 % 2));
                subject.Outputs = 2 + (seed % 7 * 4);
                subject.Width = 1 + (seed % 11);
                subject.Height = 4;
                if (seed % 4 == 1)
                {
                    (subject.KernelW, subject.Channels, subject.StrideW, subject.Weights) = (3, seed % 3 == 1 ? 99 : 64, 1, WeightStyle.Small);
                }

                subject.MoreLongs = 2000;
                subject.BlockChannels = 0;
                subject.PadTop = seed % subject.KernelH;
                subject.PadLeft = subject.Width < subject.KernelW ? subject.KernelW - 1 : seed % 2 * Math.Max(subject.KernelW - subject.StrideW, 0);
                return subject;
            },
            source =>
            {
                string[] texts = [.. OperatorCode.Write(source, 1).Blocks.Select(block => block.Text)];
                bool slides = source.Code.Slides;
                apart += slides && texts.Any(text => text.Contains("] = lanes[sums")) ? 1 : 0;
                divided += slides && texts.Any(text => text.Contains("d1 = ")) ? 1 : 0;
                moved += slides && texts.Any(text => text.Contains("x0 = x")) ? 1 : 0;
                grouped += slides && source.TapsInRow > ConstantKernels.MostTaps ? 1 : 0;
                missing += slides && texts.Any(text => text.Contains("o2 = n > ")) ? 1 : 0;
            });
        Assert.IsGreaterThan(1, apart, "kernel rows in three methods");
        Assert.IsGreaterThan(2, divided);
        Assert.IsGreaterThan(Cases / 4, moved);
        Assert.IsGreaterThan(1, grouped);
        Assert.IsGreaterThan(Cases / 4, missing);
    }

    /// <summary>Three results that are all 0 are not computed; sums on both sides of the least one with another result.</summary>
    [TestMethod]
    public void Zeros_that_are_left_out_equal_the_reference()
    {
        int skipping = 0;
        int boundaries = 0;
        CountGenerated(
            seed =>
            {
                ConvolutionCase subject = BesideSteps(seed % 2 == 0 ? DrawConvolution(seed + (6 * Cases)) : DrawDepthwise(seed + (6 * Cases)), seed / 2);
                subject.Min = 0;
                subject.HasTable = false;
                subject.ResultZero = seed % 3 == 0 ? 0 : subject.ResultZero / 8;
                return subject;
            },
            source =>
            {
                skipping += OperatorCode.Write(source, 1).Blocks.Any(block => block.Text.Contains("!= 0L")) ? 1 : 0;
                boundaries += source.ZeroShares.Count == 0 ? 0 : Enumerable.Range(0, source.Channels).Count(channel => IsLeastTheBoundary(source, channel));
            });
        Assert.IsGreaterThanOrEqualTo(Cases / 4, skipping);
        Assert.IsGreaterThan(Cases, boundaries);
    }

    /// <summary>The least sum with a result above the lowest reaches half a lane, the next lower one does not; false where there is none.</summary>
    private static bool IsLeastTheBoundary(ConstantOperator source, int channel)
    {
        int[] weights = [.. source.Weights.AsSpan(channel * source.Taps, source.Taps).ToArray().Select(weight => (int)weight)];
        int below = -255 * weights.Where(weight => weight < 0).Sum();
        int above = 255 * weights.Where(weight => weight > 0).Sum();
        if (ZeroResults.FindLeast(source, channel, below, above) is not int least || least > above)
        {
            return false;
        }

        int ResultOf(int sum) => source.ResultZeroPoint + FixedPoint.Requantize(sum + source.Biases[channel], source.Multipliers[channel], source.Shifts[channel], source.Rounding);
        Assert.IsGreaterThan(source.ActivationMin, ResultOf(least));
        Assert.IsTrue(least == -below || ResultOf(least - 1) <= source.ActivationMin);
        Assert.IsTrue(least + below <= Lanes.Half && above - least < Lanes.Half, "no lane borrows from the next one");
        Assert.AreEqual(Lanes.Half * Lanes.Ones, ((below + least) * Lanes.Ones) + ZeroResults.Shift(least, below));
        return true;
    }

    [TestMethod]
    public void Rows_elsewhere_are_recognised()
    {
        var stage = new Stage { Input = TestBuffer.MakeWhole(4, 3, 2, 0), Output = TestBuffer.MakeWhole(4, 3, 2, 0) };
        int Upper(int rows) => ConstantKernels.Describe(ConstantKernels.WithRows(7, stage, rows), 0);
        int known = Upper(2);
        Assert.AreNotEqual(known, Upper(3));
        stage.Input.BandOffsets[0]++;
        Assert.AreNotEqual(known, Upper(2));
        stage.Input.BandOffsets[0]--;
        Assert.AreEqual(known, Upper(2));
        stage.Output.RingRows--;
        Assert.AreNotEqual(known, Upper(2));
        stage.Output.RingRows++;
        stage.Output.BandRows--;
        Assert.AreNotEqual(known, Upper(2));
    }

    [TestMethod]
    public void Other_weights_biases_or_multipliers_are_recognised()
    {
        var stage = new Stage
        {
            TapsPerChannel = 2,
            Weights = [9, 1, 2, 3, 4],
            WeightsOffset = 1,
            Parameters = [10, 11, 20, 21, 0, 0],
            ParameterStride = 2,
            Input = TestBuffer.MakeWhole(1, 1, 2, 0),
            Output = TestBuffer.MakeWhole(1, 1, 2, 0),
        };
        int first = ConstantKernels.Fingerprint(stage, 2);
        stage.Weights[4] += 2;
        Assert.AreNotEqual(first, ConstantKernels.Fingerprint(stage, 2));
        stage.Weights[4] -= 2;
        Assert.AreEqual(first, ConstantKernels.Fingerprint(stage, 2));
        stage.Parameters[1] += 2;
        Assert.AreNotEqual(first, ConstantKernels.Fingerprint(stage, 2));
        stage.Parameters[1] -= 2;
        stage.Parameters[2] += 2;
        Assert.AreNotEqual(first, ConstantKernels.Fingerprint(stage, 2));
    }

    /// <summary>Compares results; the number of cases for which there was code.</summary>
    internal static int CountGenerated(Func<int, ConvolutionCase> draw, Action<ConstantOperator>? look = null, Func<ConstantOperator, ConstantOperator>? change = null)
    {
        int generated = 0;
        for (int seed = 1; seed <= Cases; seed++)
        {
            var recorder = new OperatorRecorder();
            ConvolutionCase subject = draw(seed);
            subject.Kernels = recorder;
            Assert.IsNull(subject.FindDifference());
            ConstantOperator[] operators = [.. recorder.Operators.Select(each => change is null ? each : change(each))];
            if (operators.Length == 0)
            {
                continue;
            }

            foreach (ConstantOperator each in operators)
            {
                look?.Invoke(each);
            }

            using var assembly = new SpecializedAssembly(Specializer.Specialize("case", [.. operators.Select(each => OperatorCode.Write(each, 1))], 1).Assemblies);
            subject = draw(seed);
            subject.Kernels = assembly.Create();
            Assert.IsNull(subject.FindDifference());

            // Another schedule has less scratch memory.
            subject = draw(seed);
            subject.MoreLongs = 0;
            subject.Kernels = assembly.Create();
            Assert.IsNull(subject.FindDifference());
            generated++;
        }

        return generated;
    }

    private static ConvolutionCase BesideSteps(ConvolutionCase subject, int seed)
    {
        subject.Multipliers = MultiplierStyle.Steps;
        subject.Inputs = (InputStyle)(seed % 4);
        subject.IsStreamed = seed % 3 == 0;
        return subject;
    }

    /// <summary>Any convolution.</summary>
    internal static ConvolutionCase DrawConvolution(int seed)
    {
        var random = new KernelRandom(seed);
        bool isPointwise = random.Next(2) == 0;
        ConvolutionCase subject = Draw(random, seed);
        bool hasManyTaps = seed % 8 == 0;
        subject.Channels = hasManyTaps ? random.Between(190, 450) : random.Between(1, isPointwise ? 50 : 7);
        subject.Outputs = hasManyTaps ? random.Between(1, 20) : random.Between(1, 70);
        subject.KernelH = isPointwise || hasManyTaps ? 1 : random.Between(1, 3);
        subject.KernelW = isPointwise || hasManyTaps ? 1 : random.Between(1, 3);
        subject.BlockChannels = random.Next(3) == 0 ? random.Between(1, subject.Outputs) : 0;
        SetPadding(subject, random);
        return subject;
    }

    private static ConvolutionCase DrawDepthwise(int seed)
    {
        var random = new KernelRandom(seed + 1000);
        ConvolutionCase subject = Draw(random, seed);
        subject.IsDepthwise = true;
        subject.Height = random.Between(1, 20);
        subject.Channels = random.Between(1, 20);
        subject.KernelH = random.Next(2) == 0 ? 3 : random.Between(1, 7);
        subject.KernelW = random.Next(4) == 0 ? random.Between(subject.StrideW, 7) : Math.Max(subject.KernelH, subject.StrideW);
        subject.Height = Math.Max(subject.Height, subject.KernelH);
        subject.RowStep = random.Next(3) == 0 ? random.Next(6) : 0;
        subject.HasRings = random.Next(4) == 0;
        subject.BlockChannels = random.Next(3) == 0 ? random.Between(1, subject.Channels) : 0;
        SetPadding(subject, random);
        return subject;
    }

    private static void SetPadding(ConvolutionCase subject, KernelRandom random)
    {
        subject.PadTop = random.Next(subject.KernelH);
        int most = Math.Max(subject.KernelW - subject.StrideW, 0);
        subject.PadLeft = subject.Width < subject.KernelW ? subject.KernelW - 1 : random.Next(most + 1);
    }

    private static ConvolutionCase Draw(KernelRandom random, int seed)
    {
        return new ConvolutionCase
        {
            Seed = seed,
            Height = random.Between(3, 7),
            Width = random.Between(1, 11),
            StrideH = random.Between(1, 2),
            StrideW = random.Between(1, 2),
            InputZero = random.Next(256),
            ResultZero = random.Next(256),
            Min = random.Next(2) * random.Next(100),
            Max = 255 - (random.Next(2) * random.Next(100)),
            HasTable = random.Next(4) == 0,
            Weights = (WeightStyle)random.Next(6),
            Multipliers = (MultiplierStyle)random.Next(5),
            Rounding = (RoundingMode)random.Next(2),
            RowStep = random.Next(4),
            HasRings = random.Next(2) == 0,
            MoreLongs = random.Next(1500),
        };
    }
}
