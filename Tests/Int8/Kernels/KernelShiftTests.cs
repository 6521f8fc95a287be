using Edge.Runtime.Int8;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8.Kernels
{
    /// <summary>Kernels that shift, where multipliers are powers of two, give the bytes of the reference.</summary>
    [TestClass]
    public class KernelShiftTests
    {
        [TestMethod]
        public void Pointwise_with_powers_of_two_equals_the_reference()
        {
            // Each last pass, alone and behind others; passes of up to twelve triples.
            int[] taps = { 8, 13, 16, 24, 32, 40, 57 };
            for (int i = 0; i < taps.Length; i++)
            {
                CheckShifted(new ConvolutionCase { Height = 4, Width = 5, Channels = taps[i], Outputs = 11 + (7 * i), Seed = i });
                CheckShifted(new ConvolutionCase { Height = 4, Width = 4, Channels = taps[i], Outputs = 40, HasTable = true, IsStreamed = true, BlockChannels = 24, Seed = i });
            }
        }

        [TestMethod]
        public void First_layers_with_powers_of_two_equal_the_reference()
        {
            for (int channels = 1; channels <= 3; channels += 2)
            {
                for (int stride = 1; stride <= 2; stride++)
                {
                    CheckShifted(new ConvolutionCase { Height = 7, Width = 6, Channels = channels, Outputs = 17, KernelH = 3, KernelW = 3, StrideH = stride, StrideW = stride, PadTop = 1, PadLeft = 1, Seed = stride });
                }
            }
        }

        [TestMethod]
        public void Depthwise_by_octets_equals_the_reference()
        {
            for (int rows = 5; rows <= 9; rows++)
            {
                var subject = new ConvolutionCase { IsDepthwise = true, Height = rows, Width = 6, Channels = 16, KernelH = 3, KernelW = 3, StrideH = 2, StrideW = 2, PadTop = 1, PadLeft = rows % 2, Seed = rows };
                string difference = subject.FindDifference();
                Assert.IsTrue(difference == null, difference);
                CheckShifted(new ConvolutionCase { IsDepthwise = true, Height = rows, Width = 6, Channels = 19, KernelH = 3, KernelW = 3, StrideH = 2, StrideW = 2, PadTop = 1, PadLeft = rows % 2, ResultZero = 0, Seed = rows });
            }
        }

        private static void CheckShifted(ConvolutionCase subject)
        {
            subject.Rounding = RoundingMode.Single;
            subject.Weights = WeightStyle.Small;
            subject.Multipliers = MultiplierStyle.PowersOfTwo;
            subject.MoreLongs = 400;
            subject.MoreBytes = 4000;
            string difference = subject.FindDifference();
            Assert.IsTrue(difference == null, difference);
            Assert.IsTrue(subject.Shifted > 0);
        }
    }
}
