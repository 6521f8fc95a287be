using System.Linq;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels.Packed;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>Convolutions with kernel rows of three taps as products of packed pixels and packed weights: every small shape, tiles of every size, sums at their bounds.</summary>
[TestClass]
public sealed class LaneTriplesTests
{
    [TestMethod]
    public void Every_small_image_equals_the_reference()
    {
        for (int height = 1; height <= 5; height++)
        {
            for (int width = 1; width <= 13; width++)
            {
                for (int left = 0; left <= 2; left++)
                {
                    int seed = (100 * height) + (3 * width) + left;
                    ConvolutionCase subject = Make(height, width, 1 + (seed % 19), 1 + (seed % 25), 1 + (seed % 4), seed);
                    subject.PadLeft = left;
                    subject.OutputWidth = width + (seed % 3);
                    Check(subject);
                }
            }
        }
    }

    [TestMethod]
    public void Every_number_of_channels_equals_the_reference()
    {
        for (int channels = 1; channels <= 26; channels++)
        {
            for (int outputs = 1; outputs <= 26; outputs++)
            {
                ConvolutionCase subject = Make(4, 5 + (outputs % 3), channels, outputs, 3, (26 * channels) + outputs);
                subject.MoreLongs = 120 + (37 * ((channels + outputs) % 40));
                Check(subject);
            }
        }
    }

    /// <summary>Room for one triple of columns up to that for all: tiles of few rows, pieces of a row, sums of one pass or of all.</summary>
    [TestMethod]
    public void Every_size_of_tile_equals_the_reference()
    {
        for (int more = 40; more <= 1600; more += 13)
        {
            ConvolutionCase subject = Make(7, 17, 9, 29, 3, more);
            subject.MoreLongs = more;
            subject.RowStep = more % 3 == 0 ? 2 : 0;
            Check(subject);
        }
    }

    /// <summary>Inputs of 0 and 255 and weights of one size: lanes that are as full as the blob allows, and a useless lane that is, too.</summary>
    [TestMethod]
    [DataRow(WeightStyle.Highest)]
    [DataRow(WeightStyle.Lowest)]
    [DataRow(WeightStyle.Alternating)]
    [DataRow(WeightStyle.Even)]
    public void Sums_at_the_bound_of_a_lane_equal_the_reference(WeightStyle weights)
    {
        for (int seed = 0; seed < 120; seed++)
        {
            ConvolutionCase subject = Make(3 + (seed % 3), 4 + (seed % 7), seed % 2 == 0 ? 10 : 40, 3 + (seed % 14), 1 + (seed % 3), seed);
            subject.Weights = weights;
            subject.Inputs = (InputStyle)(seed % System.Enum.GetValues<InputStyle>().Length);
            subject.Multipliers = (MultiplierStyle)(seed % System.Enum.GetValues<MultiplierStyle>().Length);
            Check(subject);
        }
    }

    /// <summary>As many calls as wide sums hold, of the largest products of either sign: the halves of each call leave the lower sum just below 2^32.</summary>
    [TestMethod]
    [DataRow(WeightStyle.Highest)]
    [DataRow(WeightStyle.Lowest)]
    public void Wide_sums_of_the_most_calls_equal_the_reference(WeightStyle weights)
    {
        ConvolutionCase subject = Make(1, 4, 1 << 14, 3, 1, 2);
        subject.Weights = weights;
        subject.Inputs = InputStyle.Highest;
        Check(subject);

        var stage = new Stage { OpCode = OpCode.Conv2D, KernelH = 1, KernelW = 3, StrideH = 1, StrideW = 1, Groups = 1, Input = TestBuffer.MakeWhole(1, 1, 1 << 14, 0) };
        Assert.IsTrue(LaneTriples.Fits(stage));
        stage.Input = TestBuffer.MakeWhole(1, 1, (1 << 14) + 1, 0);
        Assert.IsFalse(LaneTriples.Fits(stage));
    }

    /// <summary>A channel that has no more taps than a lane holds is summed up in one long, the same with a smaller bound in two.</summary>
    [TestMethod]
    public void Wide_sums_and_narrow_ones_are_the_same()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            ConvolutionCase subject = Make(6, 8, 8 * (1 + (seed % 5)), 12, 3, seed);
            subject.Weights = WeightStyle.Small;
            subject.LaneTaps = seed % 2 == 0 ? 24 : int.MaxValue;
            Check(subject);
        }
    }

    [TestMethod]
    public void Tile_is_what_scratch_memory_holds()
    {
        foreach (int longs in Enumerable.Range(1, 40).Select(n => 30 * n))
        {
            var stage = new Stage
            {
                KernelH = 3,
                KernelW = 3,
                TapsPerChannel = 72,
                LaneTaps = int.MaxValue,
                Lanes = new long[longs],
                Input = TestBuffer.MakeWhole(20, 30, 8, 0),
                Output = TestBuffer.MakeWhole(20, 30, 16, 0),
            };
            int pixels = new LaneTriples().Measure(stage, 16, 20);

            // One output row of one triple: three input rows of two triples of columns, and sums of eight channels.
            Assert.AreEqual(longs >= (3 * 2 * 8) + 8, pixels > 0, $"{longs} longs");
            Assert.IsLessThanOrEqualTo(longs, pixels / 3 * (8 + 8), $"{longs} longs: more sums and inputs than there is room");
        }
    }

    private static ConvolutionCase Make(int height, int width, int channels, int outputs, int kernelH, int seed)
    {
        return new ConvolutionCase
        {
            Kernels = new OneKernel("triples"),
            Height = height,
            Width = width,
            Channels = channels,
            Outputs = outputs,
            KernelH = kernelH,
            KernelW = 3,
            PadTop = kernelH / 2,
            PadLeft = 1,
            OutputHeight = height,
            OutputWidth = width,
            InputZero = seed % 3 == 0 ? 0 : 37 * (seed % 7),
            ResultZero = seed % 4 == 0 ? 90 : 0,
            Rounding = (RoundingMode)(seed & 1),
            HasTable = seed % 5 == 0,
            Weights = (WeightStyle)(seed % 2),
            RowStep = seed % 4 == 0 ? 2 : 0,
            HasRings = seed % 2 == 0,
            IsBanded = seed % 3 == 0,
            BlockChannels = seed % 6 == 0 ? 1 + (seed % 11) : 0,
            IsStreamed = seed % 6 == 0,
            MoreLongs = 400 + seed,
            Seed = seed,
        };
    }

    private static void Check(ConvolutionCase subject)
    {
        Assert.IsNull(subject.FindDifference());
    }
}
