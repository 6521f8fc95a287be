using System;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels.Packed;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>Depthwise kernels of their own over every small shape: whole images and calls of few rows, each padding, ties, saturation.</summary>
[TestClass]
public sealed class DepthwiseShapesTests
{
    private const int Most = 13;

    [TestMethod]
    [DataRow(3, 1)]
    [DataRow(3, 2)]
    [DataRow(5, 1)]
    [DataRow(5, 2)]
    [DataRow(7, 1)]
    [DataRow(7, 2)]
    public void Every_small_image_equals_the_reference(int size, int stride)
    {
        for (int height = 1; height <= Most; height++)
        {
            for (int width = 1; width <= Most; width++)
            {
                int seed = (Most * height) + width;
                Check(Make(size, stride, height, width, size / 2, size / 2, 0, seed));
                Check(Make(size, stride, height, width, size / 2, size / 2, 1 + (seed % height), seed));
            }
        }
    }

    [TestMethod]
    [DataRow(3, 1)]
    [DataRow(3, 2)]
    [DataRow(5, 1)]
    [DataRow(5, 2)]
    [DataRow(7, 1)]
    [DataRow(7, 2)]
    public void Each_padding_equals_the_reference(int size, int stride)
    {
        for (int top = 0; top < size; top++)
        {
            for (int left = 0; left < size; left++)
            {
                for (int behind = 0; behind < size; behind++)
                {
                    // As many outputs as fit with so many rows and columns of padding behind the image.
                    ConvolutionCase subject = Make(size, stride, 6, 11, top, left, behind % 3, top + left + behind);
                    subject.OutputHeight = Math.Max(1, ((6 + top + behind - size) / stride) + 1);
                    subject.OutputWidth = Math.Max(1, ((11 + left + behind - size) / stride) + 1);
                    Check(subject);
                }
            }
        }
    }

    /// <summary>Lines shorter and longer than their kernel, whose blocks lie at neither side of the image, at one, at both, and beyond it.</summary>
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Every_line_equals_the_reference(bool isColumn)
    {
        for (int size = 2; size <= 9; size++)
        {
            for (int length = 1; length <= 14; length++)
            {
                for (int before = 0; before < size; before++)
                {
                    int stride = 1 + ((size + length + before) % 4);
                    int behind = (length + (3 * before)) % size;
                    if (length + before + behind < size)
                    {
                        continue;
                    }

                    int outputs = ((length + before + behind - size) / stride) + 1;
                    ConvolutionCase subject = Make(size, stride, length, length, before, before, 0, size + length + before);
                    subject.OutputHeight = isColumn ? outputs : 2;
                    subject.OutputWidth = isColumn ? 1 : outputs;
                    subject.Height = isColumn ? length : 2;
                    subject.Width = isColumn ? 1 : length;
                    subject.KernelH = isColumn ? size : 1;
                    subject.KernelW = isColumn ? 1 : size;
                    subject.StrideH = isColumn ? stride : 1;
                    subject.StrideW = isColumn ? 1 : stride;
                    subject.PadTop = isColumn ? before : 0;
                    subject.PadLeft = isColumn ? 0 : before;
                    subject.IsBanded = (size + length) % 5 == 0;
                    subject.Kernels = new OneKernel("line");
                    Check(subject);
                }
            }
        }
    }

    [TestMethod]
    public void Every_number_of_rows_at_every_row_equals_the_reference()
    {
        for (int size = 3; size <= 7; size += 2)
        {
            for (int stride = 1; stride <= 2; stride++)
            {
                for (int rows = 1; rows <= 12; rows++)
                {
                    Check(Make(size, stride, 19, 4, size / 2, size / 2, rows, rows));
                    Check(Make(size, stride, 19, 23, size / 2, (size / 2) + 1 - stride, rows, rows));
                }
            }
        }
    }

    [TestMethod]
    [DataRow(MultiplierStyle.Saturating)]
    [DataRow(MultiplierStyle.Fitting)]
    public void Ties_and_results_outside_the_window_equal_the_reference(MultiplierStyle multipliers)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            int size = 3 + (2 * (seed % 3));
            ConvolutionCase subject = Make(size, 1 + (seed & 1), 5 + (seed % 4), 4 + (seed % 17), size / 2, size / 2, seed % 5, seed);
            subject.Multipliers = multipliers;
            subject.Rounding = RoundingMode.Double;
            subject.ResultZero = 128;
            subject.Weights = (WeightStyle)(seed % 6);
            Check(subject);
        }
    }

    [TestMethod]
    public void Images_of_three_by_three_equal_the_reference_in_one_array_and_in_two()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            ConvolutionCase subject = Make(3, 1, 3, 3, 1, 1, 0, seed);
            subject.IsBanded = seed % 4 == 0;
            subject.HasRings = false;
            subject.Multipliers = (MultiplierStyle)(seed % 5);
            subject.Weights = (WeightStyle)(seed % 6);
            subject.BlockChannels = 1 + (seed % 2);
            Check(subject);
        }
    }

    [TestMethod]
    public void Few_rows_are_divided_side_by_side_and_many_one_below_the_other()
    {
        Assert.IsTrue(Divide(3, 1, 20, 20, 1, 3).IsAcross);
        Assert.IsTrue(Divide(3, 2, 20, 40, 2, 2).IsAcross);
        Assert.IsTrue(Divide(5, 1, 24, 24, 1, 3).IsAcross);
        Assert.IsTrue(Divide(7, 2, 12, 24, 1, 2).IsAcross);
        Assert.IsFalse(Divide(3, 1, 20, 20, 9, 3).IsAcross);
        Assert.IsFalse(Divide(3, 1, 5, 5, 5, 3).IsAcross);
        Assert.IsFalse(Divide(5, 2, 3, 5, 3, 2).IsAcross);
        Assert.IsFalse(Divide(7, 1, 5, 5, 1, 2).IsAcross, "an inner block would lie at a side of the image");
    }

    /// <summary>Lanes that are shifted from block to block: the rows of each are as many apart as a block has, wanted or not.</summary>
    [TestMethod]
    [DataRow(3, 1, 3)]
    [DataRow(5, 1, 3)]
    [DataRow(5, 2, 2)]
    [DataRow(7, 1, 2)]
    [DataRow(7, 2, 2)]
    public void Blocks_below_each_other_follow_each_other(int size, int stride, int most)
    {
        for (int count = 1; count <= 9; count++)
        {
            DepthwiseBlocks blocks = Divide(size, stride, 5, 5 * stride, count, most);
            if (!blocks.IsAcross)
            {
                // The row in the middle of the kernel lies inside the image for all blocks.
                int apart = blocks.Rows * stride * 5 * stride;
                blocks.FindInput(size / 2, out _, out int first, out _, out int second, out _, out int third);
                Assert.AreEqual(apart, second - first, $"{count} rows");
                Assert.AreEqual(apart, third - second, $"{count} rows");
                Assert.IsLessThanOrEqualTo(3 * blocks.Rows, blocks.Count);
            }
        }
    }

    private static DepthwiseBlocks Divide(int size, int stride, int width, int inputWidth, int count, int most)
    {
        var stage = new Stage
        {
            KernelH = size,
            KernelW = size,
            StrideH = stride,
            StrideW = stride,
            PadTop = size / 2,
            PadLeft = size / 2,
            TapsPerChannel = size * size,
            Input = TestBuffer.MakeWhole(40, inputWidth, 1, 0),
            Output = TestBuffer.MakeWhole(40 / stride, width, 1, 0),
        };
        var blocks = new DepthwiseBlocks();
        blocks.Divide(stage, 0, count, most);
        return blocks;
    }

    private static ConvolutionCase Make(int size, int stride, int height, int width, int top, int left, int rows, int seed)
    {
        int zero = seed % 3 == 0 ? 0 : 37 * (seed % 7);
        return new ConvolutionCase
        {
            Kernels = new OneKernel("own depthwise"),
            IsDepthwise = true,
            Channels = 2,
            Height = height,
            Width = width,
            KernelH = size,
            KernelW = size,
            StrideH = stride,
            StrideW = stride,
            PadTop = top,
            PadLeft = left,
            OutputHeight = (height + stride - 1) / stride,
            OutputWidth = (width + stride - 1) / stride,
            InputZero = zero,
            ResultZero = seed % 4 == 0 ? 90 : 0,
            Rounding = (RoundingMode)(seed & 1),
            HasTable = seed % 5 == 0,
            RowStep = rows,
            HasRings = seed % 2 == 0,
            IsBanded = seed % 3 == 0,
            MoreLongs = 0,
            Seed = seed,
        };
    }

    private static void Check(ConvolutionCase subject)
    {
        Assert.IsNull(subject.FindDifference());
    }
}
