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
    public static IEnumerable<object[]> Kinds =>
        from kernels in KernelSets.Names where kernels != "reference" from kind in ConvolutionKinds.Names select new object[] { kind, kernels };

    public static IEnumerable<object[]> EachKernel => from kernel in OneKernel.Names from kind in ConvolutionKinds.Names select new object[] { kind, kernel };

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Random_cases_equal_the_reference(string kind, string kernels)
    {
        Compare(kind, KernelSets.Create(kernels), 1_000_000);
    }

    /// <summary>Kernels that are chosen by cost, on shapes for which they are not.</summary>
    [TestMethod]
    [DynamicData(nameof(EachKernel))]
    public void Each_kernel_equals_the_reference_also_where_another_one_is_cheaper(string kind, string kernel)
    {
        Compare(kind, new OneKernel(kernel), 30_000);
    }

    private static void Compare(string kind, KernelSet set, long results)
    {
        RandomRun.Until(kind, seed =>
        {
            var random = new KernelRandom(seed);
            var subject = new ConvolutionCase { Seed = seed, Kernels = set };
            Common(subject, random);

            // By the seed, so that the other draws are what they were.
            subject.SkipsZeros = seed % 3 == 0;
            subject.Inputs = seed % 6 == 0 ? InputStyle.Sparse : InputStyle.Random;
            ConvolutionKinds.Draw(kind, subject, random);
            subject.WeightZero = random.Next(8) == 0 ? random.Between(-128, 127) : 0;
            Assert.IsNull(subject.FindDifference());
            return subject.Compared;
        }, results);
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
        subject.MoreBytes = random.Next(3) == 0 ? 0 : random.Next(4000);
        subject.RowStep = random.Next(4);
        subject.HasRings = random.Next(2) == 0;
        subject.IsBanded = random.Next(2) == 0;
        subject.LaneTaps = 0;
    }

    private static int Byte(KernelRandom random)
    {
        return random.Next(3) switch { 0 => 0, 1 => 255 * random.Next(2), _ => random.Next(256) };
    }
}
