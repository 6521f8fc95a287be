namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// What kernels take for a call, in tens of weighted instructions, fitted to what is counted over the grid of <c>Benchmarks shapes</c>:
    /// <see cref="PackedKernels"/> take the cheapest. <see cref="OfSingle"/> and <see cref="OfPixels"/> run any shape, so that no choice
    /// costs more than the reference: estimates are a sixth off for nine shapes in ten, and those kernels take a third less than it.
    /// </summary>
    internal static class PackedCosts
    {
        /// <summary>Products of a call up to which single results are made at once: to compare costs would take longer. Half of it for a depthwise convolution.</summary>
        public const int FewProducts = 40;

        /// <summary>Products of a call up to which windows are not worth a look.</summary>
        public const int SomeProducts = 160;

        /// <summary>What all pixels take from where on a depthwise kernel of its own is always cheaper.</summary>
        public const int ManyPixels = 100000;

        /// <summary>Most triples of pixels that a weight is taken apart for.</summary>
        public const int MostTogether = 4;

        /// <summary><see cref="SingleResults"/>.</summary>
        public static long OfSingle(Stage stage, int rows, int channels)
        {
            int kernelH = stage.KernelH;
            return 900 + ((long)rows * stage.Output.Width * channels * (730 + (kernelH * (370 + (50 * stage.KernelW))) + (87 * stage.TapsPerChannel)));
        }

        /// <summary><see cref="PixelSums"/>.</summary>
        public static long OfPixels(Stage stage, int rows, int channels)
        {
            int kernelH = stage.KernelH;
            long results = (long)channels * (400 + (190 * kernelH) + (56 * stage.TapsPerChannel));
            return 1000 + (rows * (1500 + (130L * kernelH) + (stage.Output.Width * ((330 * kernelH) + results))));
        }

        /// <summary><see cref="DotProduct"/>.</summary>
        public static long OfDotProduct(Stage stage, int rows, int channels)
        {
            int kernelH = stage.KernelH;
            int taps = stage.TapsPerChannel;
            long results = (long)channels * (330 + (130 * kernelH) + (23 * taps));
            return 700 + (rows * stage.Output.Width * (800 + (1090L * kernelH) + (36L * taps) + results));
        }

        /// <summary>
        /// <see cref="LaneConvolution"/>: three pixels of a row, or of all rows of a pointwise convolution, are taken together, and a weight
        /// is taken apart for up to four times three of them, as many as the scratch longs hold.
        /// </summary>
        public static long OfLanes(Stage stage, int rows, int channels)
        {
            int width = stage.Output.Width;
            bool isPointwise = PackedShapes.IsPointwise(stage);
            int triples = isPointwise ? ((rows * width) + 2) / 3 : rows * ((width + 2) / 3);
            long taps = stage.TapsPerChannel;
            int together = MostTogether;
            if (triples > 1)
            {
                together = stage.Lanes.Length / PackedScratch.PerTriple(stage.TapsPerChannel, stage.LaneTaps, channels);
                together = together < 1 ? 1 : together < MostTogether ? together : MostTogether;
            }

            long gathered = isPointwise ? 0 : 1900L * rows * stage.KernelH;
            return 5500 + gathered + (1080L * channels) + (triples * (1090 + (taps * (138 + (17 * channels))) + (395L * channels)))
                + ((triples + together - 1) / together * taps * (227 + (32 * channels)));
        }

        /// <summary>A depthwise kernel that goes through <see cref="DepthwiseBlocks"/>.</summary>
        public static long OfBlocks(Stage stage, int rows, int channels)
        {
            long inputs = (stage.KernelH + ((rows - 1) * stage.StrideH)) * stage.Input.Width * 50L;
            return 23500 + (channels * (2280 + inputs + (rows * stage.Output.Width * (27 + (10L * stage.TapsPerChannel)))));
        }

        /// <summary><see cref="LaneDepthwiseLine"/>.</summary>
        public static long OfLines(Stage stage, int rows, int channels)
        {
            bool isColumn = rows > 1 && LaneDepthwiseLine.IsColumn(stage);
            int outputs = isColumn ? rows : stage.Output.Width;
            int taps = isColumn ? stage.KernelH : stage.KernelW;
            long triples = (outputs + 2) / 3;
            long packed = ((triples - 1) * (isColumn ? stage.StrideH : stage.StrideW)) + taps;
            if (isColumn)
            {
                return 3600 + (channels * (2920 + (159 * packed) + (58 * triples * taps)));
            }

            long row = 1880 + (stage.KernelH * (1210 + (133 * packed) + (triples * (206 + (25 * taps))))) + (256 * triples);
            return 2200 + (channels * rows * row);
        }
    }
}
