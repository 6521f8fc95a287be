namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// What kernels take for a call, in tens of weighted instructions, as counted over the grid of <c>Benchmarks shapes</c>: where several
    /// can run an operator, <see cref="PackedKernels"/> take the cheapest, and the reference where it is. Estimates, within a quarter where two are close.
    /// </summary>
    internal static class PackedCosts
    {
        /// <summary>What any packed kernel of a convolution takes at least, the choice of it included.</summary>
        public const int Least = 4000;

        /// <summary>What <see cref="DepthwiseBlocks"/> take to find rows, whatever the number of channels.</summary>
        public const int LeastOfBlocks = 18000;

        /// <summary><see cref="DotProduct"/>.</summary>
        public static long OfDotProduct(Stage stage, int rows, int channels)
        {
            return (long)rows * stage.Output.Width * ((stage.TapsPerChannel * (22 + (17 * channels))) + (220 * channels) + (700 * stage.KernelH) + 1500);
        }

        /// <summary><see cref="LaneConvolution"/>: three pixels of a row, or of all rows of a pointwise convolution, are taken together.</summary>
        public static long OfLanes(Stage stage, int rows, int channels)
        {
            int width = stage.Output.Width;
            int triples = PackedShapes.IsPointwise(stage) ? ((rows * width) + 2) / 3 : rows * ((width + 2) / 3);
            int taps = stage.TapsPerChannel;
            int rowsGathered = PackedShapes.IsPointwise(stage) ? 0 : rows * stage.KernelH;
            return 1500 + (3000L * rowsGathered) + ((long)triples * ((taps * (70 + (13 * channels))) + (270 * channels) + 500))
                + ((triples + 3L) / 4 * taps * (70 + (28 * channels)));
        }

        /// <summary>The reference kernel of a convolution.</summary>
        public static long OfReference(Stage stage, int rows, int channels)
        {
            return (long)rows * stage.Output.Width * channels * (1300 + (140 * stage.TapsPerChannel));
        }

        /// <summary><see cref="DepthwisePixels"/>, of a channel.</summary>
        public static long OfPixels(Stage stage, int rows)
        {
            return (long)rows * stage.Output.Width * (300 + (105 * stage.TapsPerChannel));
        }

        /// <summary><see cref="LaneDepthwiseLine"/>, of a channel.</summary>
        public static long OfLines(Stage stage, int rows)
        {
            bool isColumn = LaneDepthwiseLine.IsColumn(stage);
            int outputs = isColumn ? rows : stage.Output.Width;
            int taps = isColumn ? stage.KernelH : stage.KernelW;
            int triples = (outputs + 2) / 3;
            long packed = ((triples - 1) * (isColumn ? stage.StrideH : stage.StrideW)) + taps;
            long line = 1000 + (packed * 170) + (triples * (80 + (32 * taps)));
            return isColumn ? 1000 + line + (triples * 330) : rows * (1000 + (stage.KernelH * line) + (triples * 330));
        }
    }
}
