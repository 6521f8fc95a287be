using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>
/// Every way channels fill the triples of a pointwise pass, with each kernel that can end it (8, 16, 24 taps), alone and behind other chunks, with ties and
/// without, zeros skipped and not; sums at the ends of windows, tables that are there or not, and multipliers without a window.
/// </summary>
[TestClass]
public sealed class PointwisePassTests
{
    private const int MostChannels = 51;

    private static readonly int[] s_taps = [8, 13, 16, 17, 24, 32, 37, 48, 57, 72];

    public static IEnumerable<object[]> Kinds => from taps in s_taps from isDouble in new[] { false, true } select new object[] { taps, isDouble };

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Every_number_of_channels_equals_the_reference(int taps, bool isDouble)
    {
        for (int channels = 3; channels <= MostChannels; channels++)
        {
            for (int variant = 0; variant < 6; variant++)
            {
                var subject = new ConvolutionCase
                {
                    Seed = (channels * 6) + variant,
                    Height = 3,
                    Width = 6,
                    Channels = taps,
                    Outputs = channels,
                    InputZero = 255 * (variant / 3),
                    ResultZero = variant % 3 == 0 ? 0 : 100,
                    Min = variant % 3 == 2 ? 100 : 0,
                    Rounding = isDouble ? RoundingMode.Double : RoundingMode.Single,
                    SkipsZeros = variant > 3,
                    Inputs = variant > 3 ? InputStyle.Sparse : InputStyle.Random,
                    Multipliers = variant == 1 ? MultiplierStyle.Saturating : MultiplierStyle.Steps,
                    MoreLongs = 400,
                    Kernels = new OneKernel("pointwise"),
                };
                Assert.IsNull(subject.FindDifference());
            }
        }
    }
}
