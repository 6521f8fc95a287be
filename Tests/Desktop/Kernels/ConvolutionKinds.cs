using System;
using System.Collections.Generic;
using Edge.Tests.Int8.Kernels;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>Random shapes of convolutions, by the kernel that runs them.</summary>
internal static class ConvolutionKinds
{
    private static readonly Dictionary<string, Action<ConvolutionCase, KernelRandom>> s_draws = new()
    {
        ["pointwise"] = Pointwise,
        ["window"] = Window,
        ["first layer"] = FirstLayer,
        ["rows of three"] = RowsOfThree,
        ["column"] = Column,
        ["grouped"] = Grouped,
        ["fully connected"] = FullyConnected,
        ["wide sums"] = WideSums,
        ["few runs"] = FewRuns,
        ["depthwise 3x3"] = (subject, random) => Depthwise(subject, random, 3),
        ["depthwise 5x5"] = (subject, random) => Depthwise(subject, random, 5),
        ["depthwise 7x7"] = (subject, random) => Depthwise(subject, random, 7),
        ["depthwise image"] = DepthwiseImage,
        ["depthwise narrow"] = NarrowDepthwise,
        ["depthwise other"] = OtherDepthwise,
    };

    /// <summary>Names of all kinds.</summary>
    public static IReadOnlyCollection<string> Names => s_draws.Keys;

    /// <summary>Sets the shape of a case.</summary>
    public static void Draw(string kind, ConvolutionCase subject, KernelRandom random) => s_draws[kind](subject, random);

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

        FirstLayer(subject, random);
    }

    /// <summary>Three rows of nine taps or of three, as most first layers have, have their own kernels.</summary>
    private static void FirstLayer(ConvolutionCase subject, KernelRandom random)
    {
        subject.Channels = 3 - (2 * random.Next(2));
        subject.Outputs = random.Between(1, 40);
        Shape(subject, random, 3, 3, 3);
    }

    /// <summary>Windows as wide as the image, as in one-dimensional networks: copied in one piece where rows lie one behind the other.</summary>
    private static void Column(ConvolutionCase subject, KernelRandom random)
    {
        subject.Height = random.Between(4, 40);
        subject.Width = random.Next(3) == 0 ? random.Between(2, 4) : 1;
        subject.Channels = random.Between(1, 12);
        subject.Outputs = random.Between(3, 27);
        subject.BlockChannels = random.Next(3) == 0 ? random.Between(3, subject.Outputs) : 0;
        subject.RowStep = random.Next(3) == 0 ? random.Between(8, 12) : 0;
        Shape(subject, random, random.Between(1, 15), subject.Width, 3);
        (subject.PadLeft, subject.OutputWidth) = (random.Next(4) == 0 ? subject.PadLeft : 0, 1);
    }

    /// <summary>Kernel rows of three taps with stride 1, images that are large enough for a tile.</summary>
    private static void RowsOfThree(ConvolutionCase subject, KernelRandom random)
    {
        subject.Height = random.Between(3, 9);
        subject.Width = random.Between(5, 14);
        subject.Channels = random.Next(2) == 0 ? 8 * random.Between(1, 5) : random.Between(6, 30);
        subject.Outputs = random.Between(6, 30);
        subject.BlockChannels = random.Next(3) == 0 ? random.Between(6, 12) : 0;
        subject.LaneTaps = random.Next(2) == 0 ? 0 : 32;
        subject.MoreLongs = random.Between(100, 1500);
        Shape(subject, random, random.Between(1, 4), 3, 1);
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
        subject.LaneTaps = random.Next(2) == 0 ? 0 : subject.Weights is WeightStyle.Highest or WeightStyle.Lowest ? 32 : random.Between(32, 64);
        subject.BlockChannels = random.Next(3) == 0 ? random.Between(1, subject.Outputs) : 0;
    }

    /// <summary>Taps of one run too many for lanes, or of two: pixels enough for windows, whose sums are kept by run.</summary>
    private static void FewRuns(ConvolutionCase subject, KernelRandom random)
    {
        subject.Height = random.Between(2, 5);
        subject.Width = random.Between(4, 9);
        subject.Channels = random.Between(33, 100);
        subject.Outputs = random.Between(3, 30);
        subject.LaneTaps = 32;
        subject.RowStep = 0;
        subject.MoreLongs = random.Between(200, 1500);
        subject.MoreBytes = random.Between(2000, 6000);
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

    /// <summary>Images of 3x3 in one piece have their own kernel.</summary>
    private static void DepthwiseImage(ConvolutionCase subject, KernelRandom random)
    {
        Depthwise(subject, random, 3);
        (subject.Height, subject.Width) = (3, 3);
        (subject.StrideH, subject.StrideW) = (1, 1);
        (subject.PadTop, subject.PadLeft) = (1, 1);
        (subject.OutputHeight, subject.OutputWidth) = (3, 3);
        subject.RowStep = 0;
        subject.IsBanded = false;
        subject.HasRings = false;
    }

    /// <summary>Images in one piece, one or two strips of columns wide.</summary>
    private static void NarrowDepthwise(ConvolutionCase subject, KernelRandom random)
    {
        int size = 3 + (2 * random.Next(3));
        Depthwise(subject, random, size);
        int stride = size == 3 ? 1 : subject.StrideW;
        int less = stride == 1 ? 0 : random.Next(2);
        (subject.StrideH, subject.StrideW) = (stride, stride);
        (subject.PadTop, subject.PadLeft) = ((size / 2) - less, (size / 2) - less);
        (subject.Height, subject.Width) = (stride * random.Between(3, 8), stride * random.Between(3, 15));
        (subject.OutputHeight, subject.OutputWidth) = (subject.Height / stride, subject.Width / stride);
        subject.RowStep = 0;
        subject.IsBanded = false;
        subject.HasRings = false;
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
}
