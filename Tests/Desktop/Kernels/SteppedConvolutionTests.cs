using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>
/// Convolutions made to fail: accumulators on and beside rounding steps and ends of windows, sums at the bound of the lanes, biases beyond
/// them, blocks as streamed operators have them. 10^5 results of each kind and kernel set; EDGE_RANDOM_ELEMENTS=n compares n.
/// </summary>
[TestClass]
public sealed class SteppedConvolutionTests
{
    private const int DefaultResults = 100_000;

    public static IEnumerable<object[]> Kinds =>
        from kernels in KernelSets.Names where kernels != "reference" from kind in ConvolutionKinds.Names select new object[] { kind, kernels };

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Accumulators_beside_steps_equal_the_reference(string kind, string kernels)
    {
        KernelSet set = KernelSets.Create(kernels);
        RandomRun.Until("steps " + kind, seed =>
        {
            ConvolutionCase subject = Draw(kind, new KernelRandom(seed), seed);
            subject.Kernels = set;
            Assert.IsNull(subject.FindDifference());
            return subject.Compared;
        }, DefaultResults);
    }

    /// <summary>A case of a kind.</summary>
    internal static ConvolutionCase Draw(string kind, KernelRandom random, int seed)
    {
        var subject = new ConvolutionCase
        {
            Seed = seed,
            Height = random.Between(1, 9),
            Width = random.Between(1, 14),
            InputZero = 255 * random.Next(2),
            ResultZero = random.Next(2) == 0 ? 255 * random.Next(2) : random.Next(256),
            HasTable = random.Next(3) == 0,
            Rounding = (RoundingMode)random.Next(2),
            Multipliers = MultiplierStyle.Steps,
            Weights = (WeightStyle)random.Next(5),
            Inputs = (InputStyle)random.Next(4),
            MoreLongs = random.Next(3) == 0 ? 0 : random.Next(1500),
            MoreBytes = random.Next(3) == 0 ? 0 : random.Next(4000),
            RowStep = random.Next(4),
            HasRings = random.Next(2) == 0,
            IsBanded = random.Next(2) == 0,
            IsStreamed = random.Next(2) == 0,
            SkipsZeros = seed % 3 == 0,
        };
        if (random.Next(2) == 0)
        {
            subject.Min = random.Next(2) == 0 ? subject.ResultZero : random.Next(256);
            subject.Max = random.Between(subject.Min, 255);
        }

        ConvolutionKinds.Draw(kind, subject, random);
        return subject;
    }
}
