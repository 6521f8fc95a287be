using Edge.Runtime.Int8;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8.Kernels
{
    /// <summary>Packed convolutions give the bytes of the reference, over the shapes where they could go wrong.</summary>
    [TestClass]
    public class KernelConvolutionTests
    {
        [TestMethod]
        public void Pointwise_of_every_small_width_equals_the_reference()
        {
            for (int width = 1; width <= 7; width++)
            {
                Check(new ConvolutionCase { Height = 2, Width = width, Channels = 8, Outputs = 8, Seed = width });
                Check(new ConvolutionCase { Height = 3, Width = width, Channels = 7, Outputs = 5, RowStep = 1, HasRings = true, Seed = width });
            }
        }

        [TestMethod]
        public void Pointwise_with_odd_channel_counts_equals_the_reference()
        {
            int[] counts = { 1, 2, 3, 7, 8, 9, 13, 16, 17, 24, 25, 41 };
            for (int i = 0; i < counts.Length; i++)
            {
                int other = counts[(i + 5) % counts.Length];
                Check(new ConvolutionCase { Height = 2, Width = 4, Channels = counts[i], Outputs = other, Seed = i });
                Check(new ConvolutionCase { Height = 2, Width = 4, Channels = counts[i], Outputs = other, MoreLongs = 0, Seed = i });
                Check(new ConvolutionCase { Height = 2, Width = 4, Channels = counts[i], Outputs = other, BlockChannels = 6, Seed = i });
            }
        }

        [TestMethod]
        public void Pointwise_with_three_channels_in_a_long_equals_the_reference()
        {
            // Passes of 9, 18 and 24 channels, with and without channels taken twice; chunks of 24 and the last 8 or 16 taps,
            // of which some may have been in a chunk.
            int[] outputs = { 8, 9, 10, 16, 17, 18, 24, 32, 40, 55 };
            int[] taps = { 8, 16, 24, 32, 40, 48, 9, 28, 36, 61 };
            for (int i = 0; i < outputs.Length; i++)
            {
                int channels = taps[i % taps.Length];
                Check(new ConvolutionCase { Height = 4, Width = 5, Channels = channels, Outputs = outputs[i], Min = 128, Seed = i });
                Check(new ConvolutionCase { Height = 4, Width = 5, Channels = channels, Outputs = outputs[i], Seed = i });
                Check(new ConvolutionCase
                {
                    Height = 6, Width = 4, Channels = channels, Outputs = outputs[i], Min = 128, MoreLongs = 7 * i, RowStep = 4, HasRings = true,
                    Multipliers = (MultiplierStyle)(i % 5), Seed = i,
                });
            }
        }

        [TestMethod]
        public void Windows_with_each_padding_equal_the_reference()
        {
            for (int pad = 0; pad <= 2; pad++)
            {
                for (int stride = 1; stride <= 3; stride++)
                {
                    Check(new ConvolutionCase
                    {
                        Height = 7, Width = 7, Channels = 3, Outputs = 8, KernelH = 3, KernelW = 3, StrideH = stride, StrideW = stride,
                        PadTop = pad, PadLeft = pad, RowStep = 2, HasRings = true, Seed = (10 * pad) + stride,
                    });
                }
            }
        }

        [TestMethod]
        public void First_layers_of_27_taps_equal_the_reference()
        {
            // Passes of three to six triples of channels.
            int[] outputs = { 8, 9, 11, 14, 16, 18, 20, 24, 32 };
            for (int i = 0; i < outputs.Length; i++)
            {
                for (int pad = 0; pad <= 2; pad++)
                {
                    Check(new ConvolutionCase
                    {
                        Height = 7, Width = 5 + i, Channels = 3, Outputs = outputs[i], KernelH = 3, KernelW = 3, StrideH = 1 + (i % 3), StrideW = 1 + (i % 3),
                        PadTop = pad, PadLeft = pad, InputZero = 77, Min = 128, RowStep = i % 3, HasRings = true, Seed = (10 * i) + pad,
                        Multipliers = (MultiplierStyle)(i % 5), BlockChannels = outputs[i] == 24 ? 16 : 0,
                    });
                }
            }

            for (int channels = 8; channels <= 20; channels++)
            {
                Check(new ConvolutionCase { Height = 3, Width = 6, Channels = 1, Outputs = channels, KernelH = 3, KernelW = 3, PadTop = 1, PadLeft = 1, Min = 128, Seed = channels });
            }

            // Nine taps in a row in other ways: one channel, nine channels; an image narrower than the window.
            Check(new ConvolutionCase { Height = 4, Width = 12, Channels = 1, Outputs = 9, KernelH = 3, KernelW = 9, PadTop = 1, PadLeft = 4, Min = 128 });
            Check(new ConvolutionCase { Height = 4, Width = 5, Channels = 9, Outputs = 8, KernelH = 3, KernelW = 1, PadTop = 1, Min = 128 });
            Check(new ConvolutionCase { Height = 2, Width = 2, Channels = 3, Outputs = 8, KernelH = 3, KernelW = 3, PadTop = 1, PadLeft = 1, Min = 128 });
        }

        [TestMethod]
        public void Long_kernels_and_grouped_ones_equal_the_reference()
        {
            Check(new ConvolutionCase { Height = 12, Width = 6, Channels = 1, Outputs = 9, KernelH = 10, KernelW = 4, StrideH = 2, StrideW = 2, PadTop = 4, PadLeft = 1 });
            Check(new ConvolutionCase { Height = 4, Width = 5, Channels = 6, Outputs = 9, KernelH = 3, KernelW = 3, PadTop = 1, PadLeft = 1, Groups = 3 });
            Check(new ConvolutionCase { Height = 4, Width = 5, Channels = 8, Outputs = 24, Groups = 2, BlockChannels = 10 });
            Check(new ConvolutionCase { Height = 5, Width = 4, Channels = 8, Outputs = 8, StrideH = 2, StrideW = 2 });
        }

        [TestMethod]
        public void Windows_as_wide_as_the_image_equal_the_reference()
        {
            // Rows in one piece, and rings that end within windows; windows that reach over both ends; whole windows, and parts of them.
            for (int stride = 1; stride <= 3; stride++)
            {
                for (int pad = 0; pad <= 8; pad += 4)
                {
                    Check(new ConvolutionCase
                    {
                        Height = 29, Width = 1, Channels = 5, Outputs = 7, KernelH = 9, StrideH = stride, PadTop = pad, InputZero = 77, Min = 128,
                        OutputHeight = 28 / stride, OutputWidth = 1, MoreLongs = 300, MoreBytes = pad == 4 ? 300 : 1500, Seed = (10 * stride) + pad,
                    });
                    Check(new ConvolutionCase
                    {
                        Height = 29, Width = 2, Channels = 3, Outputs = 7, KernelH = 5, KernelW = 2, StrideH = stride, PadTop = pad / 2, InputZero = 77, Min = 128,
                        OutputHeight = 28 / stride, OutputWidth = 1, RowStep = 9, HasRings = true, MoreLongs = 300, MoreBytes = 1500, Seed = (10 * stride) + pad,
                    });
                }
            }
        }

        [TestMethod]
        public void Kernel_rows_of_three_taps_equal_the_reference()
        {
            // Sums that lanes hold and wide ones; rows that end with one, two and three pixels of a triple; tiles of some rows.
            for (int i = 0; i < 4; i++)
            {
                Check(new ConvolutionCase
                {
                    Height = 5, Width = 8 + i, Channels = 16, Outputs = 8 + (3 * i), KernelH = 3, KernelW = 3, PadTop = 1, PadLeft = 1,
                    InputZero = 77 * i, Weights = WeightStyle.Small, MoreLongs = 300 + (150 * i), Rounding = (RoundingMode)(i % 2), Seed = i,
                });
                Check(new ConvolutionCase
                {
                    Height = 4, Width = 8 + i, Channels = 24, Outputs = 7 + i, KernelH = 3, KernelW = 3, PadTop = 1, PadLeft = 1,
                    Weights = (WeightStyle)(i + 1), LaneTaps = 32, MoreLongs = 600, Rounding = (RoundingMode)(i % 2), HasRings = i == 2, Seed = i,
                });
            }
        }

        [TestMethod]
        public void A_single_pixel_equals_the_reference()
        {
            Check(new ConvolutionCase { Height = 1, Width = 1, Channels = 7, Outputs = 3 });
            Check(new ConvolutionCase { Height = 1, Width = 1, Channels = 45, Outputs = 11, BlockChannels = 4 });
            Check(new ConvolutionCase { Height = 2, Width = 3, Channels = 9, Outputs = 5, KernelH = 2, KernelW = 3 });
            Check(new ConvolutionCase { Height = 1, Width = 1, Channels = 4, Outputs = 8, KernelH = 3, KernelW = 3, PadTop = 1, PadLeft = 1 });
        }

        [TestMethod]
        public void Zero_points_at_both_ends_and_clamps_equal_the_reference()
        {
            Check(new ConvolutionCase { Channels = 16, InputZero = 0, ResultZero = 0 });
            Check(new ConvolutionCase { Channels = 16, InputZero = 255, ResultZero = 255 });
            Check(new ConvolutionCase { Channels = 16, ResultZero = 3, Min = 3, Max = 250 });
            Check(new ConvolutionCase { Channels = 16, Min = 255, Max = 255 });
            Check(new ConvolutionCase { Channels = 16, HasTable = true });
            Check(new ConvolutionCase { Channels = 16, HasTable = true, Min = 40, Max = 41, Rounding = RoundingMode.Single });
            Check(new ConvolutionCase { Height = 3, Width = 3, Channels = 3, Outputs = 8, KernelH = 3, KernelW = 3, PadTop = 1, PadLeft = 1, InputZero = 255 });
        }

        [TestMethod]
        public void Every_kind_of_multiplier_equals_the_reference()
        {
            for (int style = 0; style <= (int)MultiplierStyle.Saturating; style++)
            {
                for (int rounding = 0; rounding <= 1; rounding++)
                {
                    Check(new ConvolutionCase
                    {
                        Channels = 10, Outputs = 16, Multipliers = (MultiplierStyle)style, Rounding = (RoundingMode)rounding, Seed = style,
                    });
                    Check(new ConvolutionCase
                    {
                        Channels = 4, IsDepthwise = true, KernelH = 3, KernelW = 3, PadTop = 1, PadLeft = 1,
                        Multipliers = (MultiplierStyle)style, Rounding = (RoundingMode)rounding, Seed = style,
                    });
                }
            }
        }

        [TestMethod]
        public void Weights_that_overflow_lanes_equal_the_reference()
        {
            for (int style = (int)WeightStyle.Highest; style <= (int)WeightStyle.Zero; style++)
            {
                Check(new ConvolutionCase { Height = 1, Width = 4, Channels = 150, Outputs = 9, Weights = (WeightStyle)style });
                Check(new ConvolutionCase { Height = 1, Width = 4, Channels = 100, Outputs = 9, Weights = (WeightStyle)style, LaneTaps = 32 });
                Check(new ConvolutionCase { IsDepthwise = true, Channels = 2, Height = 7, Width = 7, KernelH = 7, KernelW = 7, PadTop = 3, PadLeft = 3, Weights = (WeightStyle)style });
                Check(new ConvolutionCase { IsDepthwise = true, Channels = 3, KernelH = 5, KernelW = 5, PadTop = 2, PadLeft = 2, Weights = (WeightStyle)style });
            }

            Check(new ConvolutionCase { Channels = 9, Outputs = 9, WeightZero = 5 });
        }

        [TestMethod]
        public void Depthwise_of_every_small_width_equals_the_reference()
        {
            for (int size = 3; size <= 7; size += 2)
            {
                for (int width = 1; width <= 7; width++)
                {
                    Check(Depthwise(size, 1, 4, width, size / 2, 0));
                    Check(Depthwise(size, 2, 5, width, size / 2, 0));
                    Check(Depthwise(size, 2, 4, width, (size / 2) - 1, (width + 1) / 2));
                }
            }
        }

        [TestMethod]
        public void Depthwise_in_blocks_below_and_beside_each_other_equals_the_reference()
        {
            for (int size = 3; size <= 7; size += 2)
            {
                for (int stride = 1; stride <= 2; stride++)
                {
                    // All rows at once, then one by one: blocks of rows, then of columns.
                    ConvolutionCase subject = Depthwise(size, stride, 9, 5, size / 2, 0);
                    subject.RowStep = 0;
                    Check(subject);
                    subject = Depthwise(size, stride, 3, 13 * stride, size / 2, 13);
                    subject.InputZero = 0;
                    subject.RowStep = 1;
                    Check(subject);
                }
            }
        }

        [TestMethod]
        public void Depthwise_of_an_image_of_three_by_three_equals_the_reference()
        {
            for (int rounding = 0; rounding <= 1; rounding++)
            {
                ConvolutionCase subject = Depthwise(3, 1, 3, 3, 1, 0);
                subject.RowStep = 0;
                subject.IsBanded = false;
                subject.Channels = 5;
                subject.Rounding = (RoundingMode)rounding;
                Check(subject);
                subject.InputZero = 0;
                subject.ResultZero = 128;
                subject.BlockChannels = 3;
                Check(subject);
            }
        }

        [TestMethod]
        public void Depthwise_of_narrow_images_held_whole_equals_the_reference()
        {
            for (int size = 3; size <= 7; size += 2)
            {
                for (int stride = 1; stride <= 2; stride++)
                {
                    for (int width = 3; width <= 15; width += 3 - stride)
                    {
                        ConvolutionCase subject = Depthwise(size, stride, stride * (3 + (width % 4)), stride * width, (size / 2) - (stride == 2 && width % 4 == 0 ? 1 : 0), width);
                        subject.RowStep = 0;
                        subject.IsBanded = false;
                        subject.HasRings = false;
                        subject.InputZero = width % 2 == 0 ? 0 : 100;
                        subject.Rounding = (RoundingMode)(width % 3 / 2);
                        subject.ResultZero = width % 5 == 0 ? 128 : 0;
                        Check(subject);
                    }
                }
            }
        }

        [TestMethod]
        public void Depthwise_of_other_shapes_equals_the_reference()
        {
            Check(new ConvolutionCase { IsDepthwise = true, Channels = 1, Groups = 8, Height = 9, Width = 8, KernelH = 10, KernelW = 8, PadTop = 4, PadLeft = 3, StrideH = 2, StrideW = 2 });
            Check(new ConvolutionCase { IsDepthwise = true, Channels = 3, Groups = 2, KernelH = 3, KernelW = 3, PadTop = 1, PadLeft = 1 });
            Check(new ConvolutionCase { IsDepthwise = true, Channels = 3, KernelH = 3, KernelW = 1, PadTop = 1, RowStep = 1, HasRings = true });
            Check(new ConvolutionCase { IsDepthwise = true, Channels = 3, KernelH = 3, KernelW = 3 });
            Check(new ConvolutionCase { IsDepthwise = true, Channels = 3, KernelH = 2, KernelW = 2, StrideH = 2, StrideW = 2 });
            Check(new ConvolutionCase { IsDepthwise = true, Channels = 3, KernelH = 3, KernelW = 3, PadTop = 1, PadLeft = 1, WeightZero = -7 });
        }

        private static ConvolutionCase Depthwise(int size, int stride, int height, int width, int pad, int outputWidth)
        {
            return new ConvolutionCase
            {
                IsDepthwise = true, Channels = 3, Height = height, Width = width, KernelH = size, KernelW = size, StrideH = stride, StrideW = stride,
                PadTop = pad, PadLeft = pad, OutputWidth = outputWidth, OutputHeight = stride == 2 ? (height + 1) / 2 : 0,
                ResultZero = 0, RowStep = 1 + (width % 3), HasRings = width % 2 == 0, Seed = (100 * size) + (10 * stride) + width,
            };
        }

        private static void Check(ConvolutionCase subject)
        {
            string difference = subject.FindDifference();
            Assert.IsNull(difference, difference == null ? string.Empty : difference);
        }
    }
}
