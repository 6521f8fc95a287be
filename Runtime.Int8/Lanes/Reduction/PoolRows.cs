namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Average and maximum over windows. Where their rows lie one behind the other in one array, window and row are found once for all channels, and
    /// <see cref="MaxRows"/> takes the maximum of eight channels at once; rows in several pieces are taken one after the other, with what has been
    /// found of each channel in the lanes. Arithmetic as in <see cref="Reference.Pool"/>.
    /// </summary>
    internal static class PoolRows
    {
        /// <summary>Runs <see cref="KernelSet.AveragePool"/> or <see cref="KernelSet.MaxPool"/>.</summary>
        public static void Run(Stage stage, int first, int count)
        {
            RowBuffer input = stage.Input;
            for (int end = first + count; first < end; first++)
            {
                int iy = (first * stage.StrideH) - stage.PadTop;
                int last = iy + stage.KernelH;
                iy = iy < 0 ? 0 : iy;
                last = last < input.Height ? last : input.Height;
                if (input.RowsTogether(iy) < last - iy)
                {
                    RunPieces(stage, first, iy, last - iy);
                }
                else if (stage.OpCode == Blob.OpCode.MaxPool && input.Channels >= MaxRows.LeastChannels)
                {
                    MaxRows.RunRow(stage, first, iy, last - iy);
                }
                else
                {
                    RunRow(stage, first, iy, last - iy);
                }
            }
        }

        /// <summary>One row whose input rows lie apart; parameters as of <see cref="RunRow"/>.</summary>
        private static void RunPieces(Stage stage, int oy, int iy, int rows)
        {
            long[] found = stage.Lanes;
            if (found.Length == 0)
            {
                Reference.Pool.Run(stage, oy, 1);
                return;
            }

            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            bool isMax = stage.OpCode == Blob.OpCode.MaxPool;
            int width = input.Width;
            int channels = input.Channels;
            int kernelW = stage.KernelW;
            int zero = stage.ResultZeroPoint;
            byte[] row = output.RowArray(oy);
            int o = output.RowOffset(oy);
            int left = -stage.PadLeft;
            for (int rowEnd = o + output.RowBytes; o < rowEnd; left += stage.StrideW)
            {
                int ix = left < 0 ? 0 : left;
                int columns = (left + kernelW < width ? left + kernelW : width) - ix;
                int bytes = columns * channels;
                int taps = columns * rows;
                for (int c = 0; c < channels; c += found.Length)
                {
                    int many = channels - c < found.Length ? channels - c : found.Length;
                    for (int y = iy; y < iy + rows; y++)
                    {
                        byte[] source = input.RowArray(y);
                        int pixel = input.RowOffset(y) + (ix * channels) + c;
                        for (int k = 0; k < many; k++)
                        {
                            int u = y == iy ? 0 : (int)found[k];
                            for (int i = pixel, lineEnd = pixel + bytes; i < lineEnd; i += channels)
                            {
                                int value = source[i];
                                u = isMax ? (value > u ? value : u) : u + value;
                            }

                            found[k] = u;
                            pixel++;
                        }
                    }

                    for (int k = 0; k < many; k++)
                    {
                        int u = (int)found[k];
                        row[o++] = Reference.Result.Clamp(stage, isMax ? u : FixedPoint.DivideRounded(u - (taps * zero), taps) + zero);
                    }
                }
            }
        }

        /// <summary>One row of <see cref="KernelSet.AveragePool"/> or <see cref="KernelSet.MaxPool"/>.</summary>
        /// <param name="stage">The pool.</param>
        /// <param name="oy">Output row.</param>
        /// <param name="iy">First input row inside the image.</param>
        /// <param name="rows">Input rows, which lie one behind the other.</param>
        private static void RunRow(Stage stage, int oy, int iy, int rows)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            byte[] source = input.RowArray(iy);
            int start = input.RowOffset(iy);
            bool isMax = stage.OpCode == Blob.OpCode.MaxPool;
            int width = input.Width;
            int rowBytes = input.RowBytes;
            int channels = input.Channels;
            int kernelW = stage.KernelW;
            int strideW = stage.StrideW;
            int zero = stage.ResultZeroPoint;
            byte[] row = output.RowArray(oy);
            int o = output.RowOffset(oy);
            int left = -stage.PadLeft;
            for (int rowEnd = o + output.RowBytes; o < rowEnd;)
            {
                int ix = left < 0 ? 0 : left;
                int columns = (left + kernelW < width ? left + kernelW : width) - ix;
                int pixel = start + (ix * channels);
                int bytes = columns * channels;
                int taps = columns * rows;
                for (int last = o + channels; o < last; o++)
                {
                    int u = 0;
                    int line = pixel;
                    for (int ky = rows; ky > 0; ky--)
                    {
                        for (int i = line, lineEnd = line + bytes; i < lineEnd; i += channels)
                        {
                            int value = source[i];
                            u = isMax ? (value > u ? value : u) : u + value;
                        }

                        line += rowBytes;
                    }

                    if (!isMax)
                    {
                        u = FixedPoint.DivideRounded(u - (taps * zero), taps) + zero;
                    }

                    row[o] = Reference.Result.Clamp(stage, u);
                    pixel++;
                }

                left += strideW;
            }
        }
    }
}
