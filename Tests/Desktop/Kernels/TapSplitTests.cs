using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>
/// Every way taps and channels are split: 1 to 144 taps and the longest of each residue of the unrolled widths, blocks of 1 to 24
/// streamed channels, both roundings, accumulators beside rounding steps; and the most taps that each way of adding up can take.
/// </summary>
[TestClass]
public sealed class TapSplitTests
{
    // Six times the widest chunk, 24: each residue of 8, 16 and 24 with none, one and more chunks before it.
    private const int MostShort = 144;
    private const int Longest = 4608;

    public static IEnumerable<object[]> Sets => KernelSets.Names.Where(name => name != "reference").Select(name => new object[] { name });

    private static IEnumerable<int> Taps => Enumerable.Range(1, MostShort).Concat(Enumerable.Range(Longest - 23, 24));

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Every_number_of_taps_of_a_pointwise_convolution_equals_the_reference(string kernels)
    {
        foreach (int taps in Taps)
        {
            for (int variant = 0; variant < 4; variant++)
            {
                // 18 pixels: three channels in a long; results below zero clamped, and not.
                Check(kernels, new ConvolutionCase
                {
                    Height = 3,
                    Width = taps % 2 == 0 ? 6 : 5,
                    Channels = taps,
                    Outputs = 8 + ((taps + variant) % 20),
                    Min = variant < 2 ? 128 : 0,
                    Rounding = (RoundingMode)(variant % 2),
                    HasTable = taps % 3 == 0,
                    Weights = taps % 5 == 0 ? WeightStyle.Random : WeightStyle.Small,
                    Seed = (4 * taps) + variant,
                });
            }
        }
    }

    /// <summary>Passes of 24, 18, 9, 6 and 3 channels whose last triple overlaps the one before by none, one or two of them, or that begin earlier.</summary>
    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Every_number_of_channels_of_a_pointwise_convolution_equals_the_reference(string kernels)
    {
        for (int outputs = 3; outputs <= 76; outputs++)
        {
            int[] taps = [8, 11, 16, 24, 33, 40];
            foreach (int each in taps)
            {
                Check(kernels, new ConvolutionCase
                {
                    Height = 3,
                    Width = 6,
                    Channels = each,
                    Outputs = outputs,
                    Min = outputs % 4 == 0 ? 0 : 128,
                    Rounding = (RoundingMode)(outputs % 2),
                    Multipliers = (MultiplierStyle)((outputs + each) % 5),
                    Weights = (WeightStyle)((outputs + each) % 6),
                    Seed = (100 * outputs) + each,
                });
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Every_number_of_taps_of_a_fully_connected_layer_equals_the_reference(string kernels)
    {
        foreach (int taps in Taps)
        {
            for (int variant = 0; variant < 2; variant++)
            {
                Check(kernels, new ConvolutionCase
                {
                    Height = taps % 4 == 0 ? 2 : 1,
                    Width = 1,
                    KernelH = taps % 4 == 0 ? 2 : 1,
                    Channels = taps % 4 == 0 ? taps / 2 : taps,
                    Outputs = 5 + (taps % 7),
                    Rounding = (RoundingMode)variant,
                    HasTable = taps % 2 == 0,
                    IsStreamed = taps % 3 == 0,
                    BlockChannels = taps % 3 == 0 ? 4 : 0,
                    Weights = (WeightStyle)(taps % 5),
                    Inputs = (InputStyle)(taps % 4),
                    Seed = (2 * taps) + variant,
                });
            }
        }
    }

    /// <summary>Taps around those from which on products are taken one by one where most inputs are zero, blocks of less and more than eight channels.</summary>
    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Sparse_inputs_of_a_fully_connected_layer_equal_the_reference(string kernels)
    {
        for (int taps = 504; taps <= 540; taps++)
        {
            for (int variant = 0; variant < 4; variant++)
            {
                int rows = taps % 4 == 0 ? 4 : 1;
                Check(kernels, new ConvolutionCase
                {
                    Height = rows,
                    Width = 1,
                    KernelH = rows,
                    Channels = taps / rows,
                    Outputs = 5 + ((taps + (7 * variant)) % 21),
                    Rounding = (RoundingMode)(variant % 2),
                    InputZero = variant < 2 ? 0 : 128,
                    HasTable = taps % 2 == 0,
                    BlockChannels = taps % 3 == 0 ? 8 : 0,
                    IsStreamed = taps % 3 == 0,
                    Weights = (WeightStyle)(taps % 5),
                    Inputs = variant == 3 ? InputStyle.Random : InputStyle.Sparse,
                    Seed = (4 * taps) + variant,
                });
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Windows_over_any_number_of_channels_equal_the_reference(string kernels)
    {
        foreach (int channels in Enumerable.Range(1, 26).Append(128).Append(Longest / 9))
        {
            for (int variant = 0; variant < 2; variant++)
            {
                Check(kernels, new ConvolutionCase
                {
                    Height = 4,
                    Width = 5,
                    KernelH = 3,
                    KernelW = 3,
                    PadTop = 1,
                    PadLeft = 1,
                    Channels = channels,
                    Outputs = 7 + (channels % 6),
                    Rounding = (RoundingMode)variant,
                    HasTable = channels % 2 == 0,
                    Seed = (2 * channels) + variant,
                });
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Blocks_of_1_to_24_streamed_channels_equal_the_reference(string kernels)
    {
        for (int block = 1; block <= 24; block++)
        {
            for (int variant = 0; variant < 2; variant++)
            {
                var rounding = (RoundingMode)variant;
                Check(kernels, Streamed(block, rounding, new ConvolutionCase { Height = 8, Width = 5, Channels = 128, Outputs = 24, KernelH = 3, KernelW = 3 }));
                Check(kernels, Streamed(block, rounding, new ConvolutionCase { Height = 4, Width = 5, Channels = 40, Outputs = 37, Min = 128 }));
                Check(kernels, Streamed(block, rounding, new ConvolutionCase { Height = 1, Width = 1, Channels = 300, Outputs = 31 }));
                Check(kernels, Streamed(block, rounding, new ConvolutionCase { Height = 7, Width = 6, Channels = 25, KernelH = 3, KernelW = 3, IsDepthwise = true }));
                Check(kernels, Streamed(block, rounding, new ConvolutionCase { Height = 7, Width = 6, Channels = 13, KernelH = 5, KernelW = 5, IsDepthwise = true, Groups = 2 }));
            }
        }
    }

    /// <summary>The last of 49 weights passes what a lane can add up, so that the kernel which keeps sums in lanes must not take them.</summary>
    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Depthwise_weights_just_beyond_the_bound_of_lanes_equal_the_reference(string kernels)
    {
        for (int seed = 1; seed <= 40; seed++)
        {
            Check(kernels, new ConvolutionCase
            {
                IsDepthwise = true,
                Height = 9,
                Width = 9,
                Channels = 3,
                KernelH = 7,
                KernelW = 7,
                StrideH = 1 + (seed % 2),
                StrideW = 1 + (seed % 2),
                PadTop = 3,
                PadLeft = 3,
                Weights = WeightStyle.Even,
                Inputs = InputStyle.Highest,
                Rounding = (RoundingMode)(seed / 2 % 2),
                Seed = seed,
            });
        }
    }

    /// <summary>On both sides of 2^15, 2^16 and 2^17 taps, at the bound of all sums: one result, or several pixels.</summary>
    [TestMethod]
    [DataRow(32_767)]
    [DataRow(32_992)]
    [DataRow(65_535)]
    [DataRow(65_536)]
    [DataRow(65_537)]
    [DataRow(131_071)]
    [DataRow(131_072)]
    [DataRow(131_073)]
    [DataRow(140_000)]
    public void Sums_of_very_many_taps_wrap_as_the_reference_does(int taps)
    {
        foreach (WeightStyle weights in new[] { WeightStyle.Highest, WeightStyle.Lowest, WeightStyle.Random })
        {
            // Biases that bring sums back to where results differ, and small ones, with which sums lie far beyond the window.
            for (int variant = 0; variant < 8; variant++)
            {
                Check("packed", new ConvolutionCase
                {
                    Height = 1,
                    Width = variant % 4 < 2 ? 1 : 4,
                    Channels = taps,
                    Outputs = variant % 4 < 2 ? 16 : 5,
                    Weights = weights,
                    Inputs = InputStyle.Highest,
                    LaneTaps = 32,
                    MoreLongs = 0,
                    Rounding = (RoundingMode)(variant % 2),
                    Seed = taps + variant,
                }, variant < 4 ? MultiplierStyle.Steps : MultiplierStyle.Saturating);
            }
        }
    }

    private static ConvolutionCase Streamed(int block, RoundingMode rounding, ConvolutionCase subject)
    {
        subject.PadTop = subject.KernelH / 2;
        subject.PadLeft = subject.KernelW / 2;
        subject.BlockChannels = block;
        subject.IsStreamed = true;
        subject.HasTable = block % 2 != 0;
        subject.Rounding = rounding;
        subject.RowStep = block % 4;
        subject.Seed = block;
        return subject;
    }

    private static void Check(string kernels, ConvolutionCase subject, MultiplierStyle multipliers = MultiplierStyle.Steps)
    {
        KernelSet set = KernelSets.Create(kernels);
        subject.Kernels = set;
        subject.Multipliers = multipliers;
        Assert.IsNull(subject.FindDifference());
    }
}
