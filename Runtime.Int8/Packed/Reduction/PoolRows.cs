namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Average and maximum over windows whose rows lie one behind the other in one array: window and row are found once for
    /// all channels; <see cref="MaxRows"/> takes the maximum of eight channels at once. Arithmetic as in <see cref="Reference.Pool"/>, to which other rows are left.
    /// </summary>
    internal static class PoolRows
    {
        /// <summary>Pools each row whose window lies in one piece; the reference finds the rows of the others one by one.</summary>
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
                    Reference.Pool.Run(stage, first, 1);
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
