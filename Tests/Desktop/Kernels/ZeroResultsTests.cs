using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>
/// Depthwise convolutions of 3x3, and others of images made in one call, whose lowest result is stored as 0: three results that are all 0 are left as they were cleared. Rows were
/// something else before, because test buffers are filled.
/// </summary>
[TestClass]
public sealed class ZeroResultsTests
{
    private const int Cases = 6000;

    public static IEnumerable<object[]> Sets => KernelSets.Names.Where(name => name != "reference").Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Zeros_that_are_left_out_equal_the_reference(string kernels)
    {
        KernelSet set = KernelSets.Create(kernels);
        for (int seed = 1; seed <= Cases; seed++)
        {
            ConvolutionCase subject = Draw(seed);
            subject.Kernels = set;
            Assert.IsNull(subject.FindDifference());
        }
    }

    /// <summary>The cases have triples of rows with each number of zeros, with rows that are not wanted, and blocks side by side.</summary>
    [TestMethod]
    public void Cases_have_every_number_of_zeros()
    {
        var counter = new Counter();
        for (int seed = 1; seed <= Cases; seed++)
        {
            ConvolutionCase subject = Draw(seed);
            subject.Kernels = counter;
            Assert.IsNull(subject.FindDifference());
        }

        Assert.AreEqual(4, counter.Triples.Count(triples => triples > 5000), string.Join(", ", counter.Triples));
        Assert.IsGreaterThan(5000, counter.Partial, "of two rows, or one");
        Assert.IsGreaterThan(100, counter.Flat, "calls that are wide and have few rows");
    }

    private static ConvolutionCase Draw(int seed)
    {
        var random = new KernelRandom(seed);
        int stride = random.Between(1, 2);
        int size = stride == 1 && random.Next(2) == 0 ? 5 : 3;
        bool isFlat = random.Next(4) == 0;
        var subject = new ConvolutionCase
        {
            Seed = seed,
            IsDepthwise = true,
            Height = isFlat ? random.Between(1, 3) : random.Between(3, 21),
            Width = isFlat ? random.Between(12, 30) : random.Between(size, 9),
            Channels = random.Between(1, 6),
            KernelH = size,
            KernelW = size,
            StrideH = stride,
            StrideW = stride,
            PadTop = size / 2,
            PadLeft = random.Next((size / 2) + 1),
            InputZero = 255 * random.Next(2),
            ResultZero = random.Next(4) == 0 ? random.Next(20) : 0,
            HasTable = random.Next(4) == 0,
            HasZeroEntry = random.Next(4) > 0,
            Rounding = (RoundingMode)random.Next(2),
            Weights = random.Next(2) == 0 ? WeightStyle.Random : (WeightStyle)random.Next(6),
            Inputs = random.Next(2) == 0 ? InputStyle.Random : (InputStyle)random.Next(4),
            Multipliers = random.Next(2) == 0 ? MultiplierStyle.Fitting : (MultiplierStyle)random.Next(6),
            RowStep = random.Next(3) == 0 ? random.Between(1, 10) : 0,
            HasRings = random.Next(2) == 0,
            IsBanded = random.Next(2) == 0,
            IsStreamed = random.Next(4) == 0,
            BlockChannels = random.Next(4) == 0 ? random.Between(1, 3) : 0,
        };
        subject.Min = random.Next(3) > 0 ? subject.ResultZero : random.Between(subject.ResultZero, 30);
        return subject;
    }

    /// <summary>Counts zeros of the rows that share a long in the first division of a call.</summary>
    private sealed class Counter : PackedKernels
    {
        /// <summary>Triples by the number of results that are 0.</summary>
        public int[] Triples { get; } = new int[4];

        /// <summary>Triples of which a row is not wanted.</summary>
        public int Partial { get; private set; }

        /// <summary>Calls of one or two rows.</summary>
        public int Flat { get; private set; }

        internal override void DepthwiseConv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            base.DepthwiseConv2D(stage, first, count, firstChannel, channelCount);
            RowBuffer output = stage.Output;
            int rows = count < 9 ? count : 9;
            int step = (rows + 2) / 3;
            Flat += count <= 2 && output.Width >= 12 ? 1 : 0;
            for (int y = first; y < first + step; y++)
            {
                int[] together = [.. new[] { y, y + step, y + (2 * step) }.Where(row => row < first + rows)];
                for (int i = 0; i < output.RowBytes; i++)
                {
                    int zeros = together.Count(row => output.RowArray(row)[output.RowOffset(row) + i] == 0);
                    Triples[zeros] += together.Length == 3 ? 1 : 0;
                    Partial += together.Length < 3 ? 1 : 0;
                }
            }
        }
    }
}
