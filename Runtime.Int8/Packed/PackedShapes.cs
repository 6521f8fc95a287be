namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>What <see cref="PackedKernels"/> ask of an operator to choose a kernel.</summary>
    internal static class PackedShapes
    {
        /// <summary>Lanes, and the wide sums behind them, can hold all taps; weights of legacy models with a zero point are beyond the bound.</summary>
        public static bool HasLaneSums(Stage stage)
        {
            return stage.WeightZeroPoint == 0 && stage.TapsPerChannel <= LaneSpread.MaxTaps;
        }

        /// <summary>One output pixel that sees the whole input.</summary>
        public static bool IsFullyConnected(Stage stage)
        {
            return stage.WeightZeroPoint == 0 && stage.Output.Height == 1 && stage.Output.Width == 1 && stage.Groups == 1
                && stage.PadTop == 0 && stage.PadLeft == 0
                && stage.KernelH == stage.Input.Height && stage.KernelW == stage.Input.Width
                && stage.TapsPerChannel <= DotProduct.MaxTaps;
        }

        /// <summary>One group whose kernel rows can be put together, and no more channels than there are longs for their sums.</summary>
        public static bool HasDotProduct(Stage stage, int channels)
        {
            return stage.WeightZeroPoint == 0 && stage.Groups == 1 && stage.TapsPerChannel <= DotProduct.MaxTaps
                && stage.KernelW * stage.Input.Channels <= DotProduct.MostRowTaps && channels <= stage.Lanes.Length;
        }

        /// <summary>Pixels of input and output lie one behind the other: 1x1, stride 1.</summary>
        public static bool IsPointwise(Stage stage)
        {
            return stage.KernelH == 1 && stage.KernelW == 1 && stage.StrideH == 1 && stage.StrideW == 1
                && stage.Input.Width == stage.Output.Width && stage.Input.Height >= stage.Output.Height;
        }

        /// <summary>Three output channels to a long pay off, and inputs can be read where they lie.</summary>
        public static bool HasLanesForChannels(Stage stage, int channels, int pixels, int before)
        {
            int longs = stage.Lanes.Length;
            return channels >= LanePointwise.LeastChannels && CanReadInputs(stage, before) && longs >= LanePointwise.LeastLongs
                && (pixels >= (stage.SkipsZeros ? LanePointwise.LeastSkippedPixels : LanePointwise.LeastPixels)
                    || (pixels >= LanePointwise.LeastPixelsOfTile && longs >= LanePointwise.LongsOf(pixels, channels)));
        }

        /// <summary>
        /// A pointwise pass may read inputs where they lie: no more taps than lanes can hold, and as many bytes as the last pass reads, of which those in
        /// front of the first pixel's inputs meet weights of 0.
        /// </summary>
        /// <param name="stage">The convolution.</param>
        /// <param name="before">Bytes in front of the first pixel's inputs in their array; 0 where nobody knows.</param>
        public static bool CanReadInputs(Stage stage, int before)
        {
            return stage.TapsPerChannel <= stage.LaneTaps && stage.TapsPerChannel + before >= LanePointwise.Width(stage);
        }

        /// <summary>3x3 over three channels or one, or as much, and channels for a pass: the first layer of most networks. The least scratch has as many longs as taps.</summary>
        public static bool IsThreeRows(Stage stage, int channels)
        {
            int taps = stage.TapsPerChannel;
            return (taps == LaneWindow27.Taps || taps == LaneWindow9.Taps) && stage.KernelH == LaneWindow.Rows && channels >= LaneWindow.LeastChannels
                && stage.Groups == 1 && stage.LaneTaps >= taps && !LaneResult.NeedsTies(stage);
        }

        /// <summary>
        /// Kernel rows of three taps, inputs that are mostly not 0, and at most one product in five for a pixel or a channel that is not there. Wide sums cost as much
        /// as that: windows of few runs (<see cref="PointRuns"/>) are cheaper.
        /// </summary>
        public static bool HasTriples(Stage stage, int channels)
        {
            if (!LaneTriples.Fits(stage) || stage.SkipsZeros || channels < LaneTriples.LeastChannels)
            {
                return false;
            }

            int runs = (stage.TapsPerChannel - 1) / stage.LaneTaps;
            if (runs > 0 && runs < PointRuns.MostRuns)
            {
                return false;
            }

            int made = (stage.Output.Width + 2) / 3 * 3 * ((stage.Input.Channels + 7) & ~7);
            return 4 * made <= 5 * stage.Output.Width * stage.Input.Channels;
        }

        /// <summary>3x3, 5x5 or 7x7, stride 1 or 2, at most one row or column of padding on each side of a 3x3.</summary>
        public static bool HasDepthwiseKernel(Stage stage)
        {
            int size = stage.KernelW;
            int stride = stage.StrideW;
            bool isSquare = stage.KernelH == size && stage.StrideH == stride && stride <= 2 && (size == 3 || size == 5 || size == 7);
            if (!isSquare || stage.PadLeft >= size || stage.ChannelMultiplier != 1 || stage.LaneTaps < stage.TapsPerChannel)
            {
                return false;
            }

            int right = ((stage.Output.Width - 1) * stride) + 3 - stage.PadLeft - stage.Input.Width;
            int bottom = ((stage.Output.Height - 1) * stride) + 3 - stage.PadTop - stage.Input.Height;
            return size != 3 || (stage.PadLeft <= 1 && stage.PadTop <= 1 && right <= 1 && bottom <= 1);
        }

        /// <summary>Input and output are 3x3 pixels, whole and in one array each, padded by one.</summary>
        public static bool IsImageOf3x3(Stage stage)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            return stage.PadTop == 1 && stage.PadLeft == 1 && input.Width == 3 && input.Height == 3 && output.Width == 3 && output.Height == 3
                && input.RowsTogether(0) >= 3 && output.RowsTogether(0) >= 3;
        }

        /// <summary>No channels are repeated.</summary>
        public static bool HasChannelsOfOutput(Stage stage)
        {
            int channels = stage.Output.Channels;
            return stage.Inputs[0].Channels == channels && stage.Inputs[1].Channels == channels;
        }

        /// <summary>A term is the value times 2^(LeftShift - 1), as that of the input with the larger scale is, and the sum is shifted right.</summary>
        public static bool IsExactTerm(Stage stage, int multiplier, int shift)
        {
            return multiplier == 1 << 30 && shift == 0 && stage.LeftShift > 0 && stage.Shift2 <= 0;
        }

        /// <summary>The second input is one factor for each channel of the first, and an index of the table fits.</summary>
        public static bool IsFactorPerChannel(Stage stage)
        {
            RowBuffer factors = stage.Inputs[1];
            return stage.Shift0 <= 0 && stage.Shift0 >= 31 - ChannelScale.MaxShift
                && factors.Height == 1 && factors.Width == 1 && factors.Channels == stage.Output.Channels
                && stage.Input.RowBytes == stage.Output.RowBytes && stage.Input.Height == stage.Output.Height;
        }

        /// <summary>An average pool's windows are whole rows.</summary>
        public static bool IsAverageOfRows(Stage stage)
        {
            return stage.Output.Width == 1 && stage.PadLeft == 0 && stage.KernelW >= stage.Input.Width;
        }
    }
}
