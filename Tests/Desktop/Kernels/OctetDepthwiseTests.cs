using System.Collections.Generic;
using Edge.Runtime.Int8;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>
/// Depthwise convolutions of eight channels at a time: every number of rows, columns and channels left over, each padding, calls of some rows from rings and
/// bands, streamed blocks of channels, ties, tables, sums at bounds and outside the window.
/// </summary>
[TestClass]
public sealed class OctetDepthwiseTests
{
    private const int MostRows = 11;
    private const int MostColumns = 9;

    public static IEnumerable<object[]> Kernels => [[3, 2]];

    [TestMethod]
    [DynamicData(nameof(Kernels))]
    public void Every_number_of_rows_and_columns_equals_the_reference(int size, int stride)
    {
        var kernels = new OneKernel("octets");
        int calls = 0;
        for (int rows = 3; rows <= MostRows; rows++)
        {
            for (int columns = 1; columns <= MostColumns; columns++)
            {
                for (int variant = 0; variant < 16; variant++)
                {
                    Check(Draw(size, stride, rows, columns, variant), kernels);
                    calls++;
                }
            }
        }

        // Without a table of results each case is run once more, by another kernel.
        Assert.AreEqual(calls, kernels.Octets);
    }

    [TestMethod]
    [DynamicData(nameof(Kernels))]
    public void Every_number_of_channels_in_blocks_equals_the_reference(int size, int stride)
    {
        var kernels = new OneKernel("octets");
        for (int channels = 8; channels <= 27; channels++)
        {
            for (int block = 0; block <= channels; block += block == 0 ? 8 : 1)
            {
                ConvolutionCase subject = Draw(size, stride, 3 + (channels % 4), 3, channels + block);
                subject.Channels = channels;
                subject.BlockChannels = block;
                subject.IsStreamed = block % 2 == 1;
                Check(subject, kernels);
            }
        }

        Assert.IsGreaterThan(300, kernels.Octets);
    }

    [TestMethod]
    [DynamicData(nameof(Kernels))]
    public void Calls_of_some_rows_from_rings_and_bands_equal_the_reference(int size, int stride)
    {
        var kernels = new OneKernel("octets");
        int calls = 0;
        for (int rows = 3; rows <= 31; rows++)
        {
            for (int variant = 0; variant < 8; variant++)
            {
                ConvolutionCase subject = Draw(size, stride, 31, 4, variant);
                subject.RowStep = rows;
                subject.HasRings = variant < 6;
                subject.IsBanded = variant % 2 == 0;
                subject.HasTable = false;
                Check(subject, kernels);
                calls += (31 / rows) + (31 % rows >= 3 ? 1 : 0);
            }
        }

        Assert.AreEqual(calls, kernels.Octets);
    }

    [TestMethod]
    [DynamicData(nameof(Kernels))]
    public void Sums_at_the_ends_of_lanes_and_windows_equal_the_reference(int size, int stride)
    {
        var kernels = new OneKernel("octets");
        for (int seed = 1; seed <= 3000; seed++)
        {
            var random = new KernelRandom(seed);
            ConvolutionCase subject = Draw(size, stride, random.Between(3, 7), random.Between(1, 7), seed);
            subject.Channels = random.Between(8, 19);
            subject.Weights = (WeightStyle)random.Next(6);
            subject.Inputs = (InputStyle)random.Next(4);
            subject.Multipliers = (MultiplierStyle)random.Next(6);
            subject.Min = random.Next(3) == 0 ? subject.ResultZero : 0;
            subject.BlockChannels = random.Next(3) == 0 ? random.Between(8, 12) : 0;
            subject.IsStreamed = random.Next(3) == 0;
            subject.Rounding = (RoundingMode)random.Next(2);
            Check(subject, kernels);
        }

        Assert.IsGreaterThan(3000, kernels.Octets);
    }

    private static ConvolutionCase Draw(int size, int stride, int rows, int columns, int variant)
    {
        // The kernel begins at the side of the image or as far outside as it may, and ends there, row and column by row and column.
        int pad = size / 2;
        int top = (variant & 1) * pad;
        int left = ((variant >> 1) & 1) * pad;
        int bottom = ((variant >> 2) & 1) * pad;
        int right = ((variant >> 3) & 1) * pad;
        int seen = size - stride;
        bool isOutsideOnly = (columns * stride) + seen - left - right < 1;
        return new ConvolutionCase
        {
            Seed = (1000 * rows) + (100 * columns) + variant,
            IsDepthwise = true,
            Height = (rows * stride) + seen - top - bottom,
            Width = (columns * stride) + seen - left - (isOutsideOnly ? 0 : right),
            OutputHeight = rows,
            OutputWidth = columns,
            Channels = 8 + (variant % 3 * (columns % 4)),
            KernelH = size,
            KernelW = size,
            StrideH = stride,
            StrideW = stride,
            PadTop = top,
            PadLeft = left,
            InputZero = ((variant + rows) % 3) switch { 0 => 0, 1 => 255, _ => 77 },
            ResultZero = (variant + columns) % 4 < 2 ? 0 : 128,
            HasTable = (variant + rows) % 5 == 0,
            HasZeroEntry = true,
            Rounding = (RoundingMode)((variant + columns + rows) % 2),
            IsBanded = (variant + rows) % 7 == 0,
        };
    }

    private static void Check(ConvolutionCase subject, OneKernel kernels)
    {
        subject.Kernels = kernels;
        Assert.IsNull(subject.FindDifference());
    }
}
