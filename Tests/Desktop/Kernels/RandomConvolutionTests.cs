using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>
/// Convolutions of each kernel set against the reference on seeded random cases, 10^6 results of each kind; EDGE_RANDOM_ELEMENTS=n runs n.
/// </summary>
[TestClass]
public sealed class RandomConvolutionTests
{
    private static readonly Dictionary<string, Action<ConvolutionCase, KernelRandom>> s_kinds = new()
    {
        ["pointwise"] = Pointwise,
        ["window"] = Window,
        ["grouped"] = Grouped,
        ["fully connected"] = FullyConnected,
        ["wide sums"] = WideSums,
        ["depthwise 3x3"] = (subject, random) => Depthwise(subject, random, 3),
        ["depthwise 5x5"] = (subject, random) => Depthwise(subject, random, 5),
        ["depthwise 7x7"] = (subject, random) => Depthwise(subject, random, 7),
        ["depthwise other"] = OtherDepthwise,
    };

    public static IEnumerable<object[]> Kinds =>
        from kernels in KernelSets.Names where kernels != "reference" from kind in s_kinds.Keys select new object[] { kind, kernels };

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Random_cases_equal_the_reference(string kind, string kernels)
    {
        KernelSet set = KernelSets.Create(kernels);
        RandomRun.Until(kind, seed =>
        {
            var random = new KernelRandom(seed);
            var subject = new ConvolutionCase { Seed = seed, Kernels = set };
            Common(subject, random);
            s_kinds[kind](subject, random);
            subject.WeightZero = random.Next(8) == 0 ? random.Between(-128, 127) : 0;
            Assert.IsNull(subject.FindDifference());
            return subject.Compared;
        });
    }

    private static void Common(ConvolutionCase subject, KernelRandom random)
    {
        subject.Height = random.Between(1, 9);
        subject.Width = random.Between(1, 14);
        subject.InputZero = Byte(random);
        subject.ResultZero = Byte(random);
        switch (random.Next(4))
        {
            case 0:
                subject.Min = subject.ResultZero;
                break;
            case 1:
                subject.Min = random.Next(256);
                subject.Max = random.Between(subject.Min, 255);
                break;
        }

        subject.HasTable = random.Next(4) == 0;
        subject.Rounding = (RoundingMode)random.Next(2);
        subject.Weights = random.Next(4) == 0 ? (WeightStyle)random.Next(6) : (WeightStyle)random.Next(2);
        subject.Multipliers = random.Next(2) == 0 ? MultiplierStyle.Fitting : (MultiplierStyle)random.Next(5);
        subject.MoreLongs = random.Next(3) == 0 ? 0 : random.Next(1500);
        subject.RowStep = random.Next(4);
        subject.HasRings = random.Next(2) == 0;
        subject.IsBanded = random.Next(2) == 0;
        subject.LaneTaps = 0;
    }

    private static void Pointwise(ConvolutionCase subject, KernelRandom random)
    {
        // Multiples of eight channels have their own kernels.
        subject.Channels = random.Next(2) == 0 ? 8 * random.Between(1, 9) : random.Between(1, 60);
        subject.Outputs = random.Next(3) == 0 ? 8 * random.Between(1, 7) : random.Between(1, 60);
        subject.BlockChannels = random.Next(3) == 0 ? random.Between(1, subject.Outputs) : 0;
        subject.StrideH = 1 + (random.Next(8) / 7);
        subject.StrideW = 1 + (random.Next(8) / 7);
    }

    private static void Window(ConvolutionCase subject, KernelRandom random)
    {
        subject.Channels = random.Between(1, 9);
        subject.Outputs = random.Between(1, 20);
        subject.BlockChannels = random.Next(3) == 0 ? random.Between(1, subject.Outputs) : 0;
        if (random.Next(3) > 0)
        {
            Shape(subject, random, random.Between(1, 5), random.Between(1, 5), 3);
            return;
        }

        // Three rows of nine taps, as most first layers have, have their own kernel.
        subject.Channels = 3;
        subject.Outputs = random.Between(1, 40);
        Shape(subject, random, 3, 3, 3);
    }

    private static void Grouped(ConvolutionCase subject, KernelRandom random)
    {
        subject.Groups = random.Between(2, 4);
        subject.Channels = subject.Groups * random.Between(1, 9);
        subject.Outputs = subject.Groups * random.Between(1, 12);
        subject.BlockChannels = random.Next(2) == 0 ? random.Between(1, subject.Outputs) : 0;
        Shape(subject, random, random.Between(1, 3), random.Between(1, 3), 2);
    }

    private static void FullyConnected(ConvolutionCase subject, KernelRandom random)
    {
        // Mostly vectors: weights are what a case costs, and only its outputs count.
        subject.Height = random.Next(8) == 0 ? random.Between(1, 4) : 1;
        subject.Width = random.Next(8) == 0 ? random.Between(1, 4) : 1;
        subject.KernelH = subject.Height;
        subject.KernelW = subject.Width;
        subject.Channels = random.Between(1, 90);
        subject.Outputs = random.Between(1, 100);
        subject.BlockChannels = random.Next(3) == 0 ? random.Between(1, subject.Outputs) : 0;
        subject.RowStep = 0;
        subject.HasRings = false;
    }

    private static void WideSums(ConvolutionCase subject, KernelRandom random)
    {
        subject.Height = random.Between(1, 3);
        subject.Width = random.Between(2, 5);
        subject.Channels = random.Between(33, 400);
        subject.Outputs = random.Between(1, 40);
        subject.LaneTaps = random.Next(2) == 0 ? 32 : 0;
        subject.BlockChannels = random.Next(3) == 0 ? random.Between(1, subject.Outputs) : 0;
    }

    private static void Depthwise(ConvolutionCase subject, KernelRandom random, int size)
    {
        subject.IsDepthwise = true;
        subject.Channels = random.Between(1, 12);
        subject.BlockChannels = random.Next(3) == 0 ? random.Between(1, subject.Channels) : 0;
        subject.KernelH = size;
        subject.KernelW = size;
        int stride = random.Between(1, 2);
        subject.StrideH = stride;
        subject.StrideW = stride;
        subject.PadTop = stride == 1 && random.Next(5) > 0 ? size / 2 : random.Next(size);
        subject.PadLeft = stride == 1 && random.Next(5) > 0 ? size / 2 : random.Next(size);
        FitOutput(subject, random);

        // Mostly results that are clamped at zero, as after ReLU.
        subject.ResultZero = random.Next(3) > 0 ? subject.Min : subject.ResultZero;
    }

    private static void OtherDepthwise(ConvolutionCase subject, KernelRandom random)
    {
        subject.IsDepthwise = true;
        subject.Channels = random.Between(1, 5);
        subject.Groups = random.Between(1, 4);
        subject.BlockChannels = random.Next(3) == 0 ? random.Between(1, subject.Channels * subject.Groups) : 0;
        Shape(subject, random, random.Between(1, 8), random.Between(1, 8), 3);
    }

    private static void Shape(ConvolutionCase subject, KernelRandom random, int kernelH, int kernelW, int strides)
    {
        subject.KernelH = kernelH;
        subject.KernelW = kernelW;
        subject.StrideH = random.Between(1, strides);
        subject.StrideW = random.Between(1, strides);
        subject.PadTop = random.Next(kernelH);
        subject.PadLeft = random.Next(kernelW);
        FitOutput(subject, random);
    }

    /// <summary>Any output that the loader accepts: the last window begins less than a kernel behind the image.</summary>
    private static void FitOutput(ConvolutionCase subject, KernelRandom random)
    {
        int mostRows = ((subject.Height + subject.PadTop + subject.KernelH - 1) / subject.StrideH) + 1;
        int mostColumns = ((subject.Width + subject.PadLeft + subject.KernelW - 1) / subject.StrideW) + 1;
        subject.OutputHeight = random.Next(3) == 0 ? random.Between(1, mostRows) : Math.Max(1, ((subject.Height + subject.StrideH - 1) / subject.StrideH));
        subject.OutputWidth = random.Next(3) == 0 ? random.Between(1, mostColumns) : Math.Max(1, ((subject.Width + subject.StrideW - 1) / subject.StrideW));
    }

    private static int Byte(KernelRandom random)
    {
        return random.Next(3) switch { 0 => 0, 1 => 255 * random.Next(2), _ => random.Next(256) };
    }
}
