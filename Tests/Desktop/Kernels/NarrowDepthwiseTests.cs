using System.Collections.Generic;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>Depthwise convolutions whose lanes are columns: every width up to three strips, every height from the least, both paddings, zero points, roundings.</summary>
[TestClass]
public sealed class NarrowDepthwiseTests
{
    private const int MostColumns = 27;
    private const int MostRows = 9;

    public static IEnumerable<object[]> Kernels => [[3, 1], [5, 1], [5, 2], [7, 1], [7, 2]];

    [TestMethod]
    [DynamicData(nameof(Kernels))]
    public void Every_width_and_height_equals_the_reference(int size, int stride)
    {
        var kernels = new Counter();
        int cases = 0;
        for (int columns = 3; columns <= MostColumns; columns++)
        {
            for (int rows = 2; rows <= MostRows; rows++)
            {
                for (int variant = 0; variant < 8; variant++)
                {
                    ConvolutionCase subject = Draw(size, stride, rows, columns, variant);
                    subject.Kernels = kernels;
                    Assert.IsNull(subject.FindDifference());
                    cases++;
                }
            }
        }

        // The rest: 3x3 takes wide images and those whose rows fill blocks in blocks, 7x7 images of two rows.
        Assert.AreEqual(size == 3 ? 440 : size + stride == 8 ? cases - (8 * (MostColumns - 2)) : cases, kernels.Narrow);
    }

    [TestMethod]
    [DynamicData(nameof(Kernels))]
    public void Sums_at_the_ends_of_lanes_and_windows_equal_the_reference(int size, int stride)
    {
        var kernels = new Counter();
        for (int seed = 1; seed <= 2000; seed++)
        {
            var random = new KernelRandom(seed);
            ConvolutionCase subject = Draw(size, stride, random.Between(3, 6), random.Between(3, 13), seed);
            subject.Kernels = kernels;
            subject.Weights = (WeightStyle)random.Next(6);
            subject.Inputs = (InputStyle)random.Next(4);
            subject.Multipliers = (MultiplierStyle)random.Next(6);
            subject.Min = random.Next(3) == 0 ? subject.ResultZero : 0;
            subject.BlockChannels = random.Next(3);
            subject.IsStreamed = random.Next(3) == 0;
            Assert.IsNull(subject.FindDifference());
        }

        Assert.IsGreaterThan(1000, kernels.Narrow);
    }

    private static ConvolutionCase Draw(int size, int stride, int rows, int columns, int variant)
    {
        // With stride 2 the kernel begins outside the image or one further, by row and by column, and the last row or column may be missing.
        int pad = size / 2;
        int top = stride == 2 ? variant & 1 : 0;
        int left = stride == 2 ? (variant >> 1) & 1 : 0;
        int missing = stride == 2 ? (variant >> 2) & 1 : 0;
        return new ConvolutionCase
        {
            Seed = (100 * columns) + variant,
            IsDepthwise = true,
            Height = (stride * rows) - missing,
            Width = (stride * columns) - missing,
            OutputHeight = rows,
            OutputWidth = columns,
            Channels = 3,
            KernelH = size,
            KernelW = size,
            StrideH = stride,
            StrideW = stride,
            PadTop = pad - (top & (1 - missing)),
            PadLeft = pad - (left & (1 - missing)),
            InputZero = (variant % 3) switch { 0 => 0, 1 => 255, _ => 77 },
            ResultZero = variant % 4 < 2 ? 0 : 128,
            HasTable = variant % 5 == 0,
            HasZeroEntry = true,
            Rounding = (RoundingMode)((variant + columns) % 2),
            IsBanded = false,
        };
    }

    /// <summary>Counts what fits.</summary>
    private sealed class Counter : PackedKernels
    {
        public int Narrow { get; private set; }

        internal override void DepthwiseConv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            base.DepthwiseConv2D(stage, first, count, firstChannel, channelCount);
            Narrow += count == stage.Output.Height && ResultTable.HasRoom(stage) && PackedShapes.HasDepthwiseKernel(stage) && NarrowDepthwise.Fits(stage) ? 1 : 0;
        }
    }
}
