namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Depthwise convolutions of images that are held whole, as late layers have. The lanes of a word are three output columns side by side, up to four words are made at once, and rows
    /// are the steps, so that nothing is made for rows that are not there: what <see cref="DepthwiseBlocks"/> divide among lanes has few rows then, and half of what is packed and
    /// multiplied stands for nothing. Wider images are made strip by strip.
    /// </summary>
    internal static class NarrowDepthwise
    {
        private const int LeastColumns = 3;
        private const int MostWords = 4;

        /// <summary>Whether a convolution for which there is a depthwise kernel is one of these, and all its rows lie together.</summary>
        public static bool Fits(Stage stage)
        {
            return HasShape(stage) && stage.Input.RowsTogether(0) >= stage.Input.Height && stage.Output.RowsTogether(0) >= stage.Output.Height;
        }

        /// <summary>The same wherever rows lie.</summary>
        public static bool HasShape(Stage stage)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            int pad = stage.KernelW / 2;
            if (output.Width < LeastColumns || (pad == 1 && !FillsWords(output)))
            {
                return false;
            }

            if (stage.StrideW == 1)
            {
                return stage.PadTop == pad && stage.PadLeft == pad && input.Width == output.Width && input.Height == output.Height && input.Height >= pad;
            }

            // No output row or column begins behind the image, and those that are read without a look are there.
            int rows = input.Height + stage.PadTop;
            int columns = input.Width + stage.PadLeft;
            return stage.KernelW > 3 && stage.PadTop <= pad && stage.PadTop >= pad - 1 && stage.PadLeft <= pad && stage.PadLeft >= pad - 1
                && 2 * output.Height <= rows + 1 && rows >= 2 * pad - 1 && 2 * output.Width <= columns + 1 && columns >= 2 * LeastColumns;
        }

        /// <summary>Runs <see cref="KernelSet.DepthwiseConv2D"/> on all rows of a convolution that fits.</summary>
        /// <param name="stage">The convolution; the table of results is built.</param>
        /// <param name="leavesZeros">Whether output rows are cleared and 0 is the lowest result: three results that are all 0 are left as they are.</param>
        /// <param name="firstChannel">First channel.</param>
        /// <param name="channelCount">Number of channels.</param>
        public static void Run(Stage stage, bool leavesZeros, int firstChannel, int channelCount)
        {
            int width = stage.Output.Width;
            int words = (width + 2) / 3;
            for (int strips = Strips(width), word = 0; strips > 0; strips--)
            {
                int next = word + ((words - word + strips - 1) / strips);
                int columns = (3 * next < width ? 3 * next : width) - (3 * word);
                RunStrip(stage, leavesZeros, 3 * word, columns, firstChannel, channelCount);
                word = next;
            }
        }

        /// <summary>Strips that a row of results is made in.</summary>
        /// <param name="width">Its columns.</param>
        public static int Strips(int width)
        {
            return (((width + 2) / 3) + MostWords - 1) / MostWords;
        }

        /// <summary>Whether columns fill words as well as rows fill the blocks of a 3x3, whose products are few; wide images are made faster in blocks.</summary>
        private static bool FillsWords(RowBuffer output)
        {
            int last = output.Height % 9;
            int blockRows = (output.Height - last) + ((last + 2) / 3 * 3);
            return output.Width <= 3 * MostWords && (output.Width + 2) / 3 * 3 * output.Height <= output.Width * blockRows;
        }

        private static void RunStrip(Stage stage, bool leavesZeros, int firstColumn, int columns, int firstChannel, int channelCount)
        {
            bool isStride1 = stage.StrideW == 1;
            if (stage.KernelW == 3)
            {
                NarrowDepthwise3x3Stride1.Run(stage, leavesZeros, firstColumn, columns, firstChannel, channelCount);
            }
            else if (stage.KernelW == 5 && isStride1)
            {
                NarrowDepthwise5x5Stride1.Run(stage, leavesZeros, firstColumn, columns, firstChannel, channelCount);
            }
            else if (stage.KernelW == 5)
            {
                NarrowDepthwise5x5Stride2.Run(stage, leavesZeros, firstColumn, columns, firstChannel, channelCount);
            }
            else if (isStride1)
            {
                NarrowDepthwise7x7Stride1.Run(stage, leavesZeros, firstColumn, columns, firstChannel, channelCount);
            }
            else
            {
                NarrowDepthwise7x7Stride2.Run(stage, leavesZeros, firstColumn, columns, firstChannel, channelCount);
            }
        }
    }
}
