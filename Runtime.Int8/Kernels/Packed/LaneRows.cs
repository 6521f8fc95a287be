namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// One channel of input rows as lanes, for depthwise convolution: the rows that a number of output rows need, those above and
    /// below the image filled with zero points. With stride 2 even and odd columns of the padded row are kept apart.
    /// </summary>
    internal static class LaneRows
    {
        /// <summary>Longs that one output row needs.</summary>
        public static int Longs(int kernelH, int strideW, int outputWidth)
        {
            return kernelH * RowLongs(strideW, outputWidth);
        }

        /// <summary>Longs of a row: triples; or, with stride 2, one triple more of even and as many of odd columns.</summary>
        public static int RowLongs(int strideW, int outputWidth)
        {
            int triples = (outputWidth + 2) / 3;
            return strideW == 1 ? triples : 2 * (triples + 1);
        }

        /// <summary>Output rows whose input rows fit the scratch longs.</summary>
        public static int RowsAtOnce(Stage stage)
        {
            int rows = stage.Lanes.Length / RowLongs(stage.StrideW, stage.Output.Width);
            return ((rows - stage.KernelH) / stage.StrideH) + 1;
        }

        /// <summary>Rows from <paramref name="y"/> that lie one behind the other in one array.</summary>
        public static int Together(RowBuffer buffer, int y)
        {
            int slot = y % buffer.RingRows;
            int left = buffer.RingRows - slot;
            int inBand = buffer.BandRows - (slot % buffer.BandRows);
            return left < inBand ? left : inBand;
        }

        /// <summary>Packs rows as they are; columns behind the last one are zero points.</summary>
        /// <param name="stage">Stride 1, output as wide as the input.</param>
        /// <param name="iy">First input row, may lie above the image.</param>
        /// <param name="rows">Number of rows.</param>
        /// <param name="channel">Input channel.</param>
        public static void Pack(Stage stage, int iy, int rows, int channel)
        {
            RowBuffer input = stage.Input;
            long[] lanes = stage.Lanes;
            int height = input.Height;
            int pixel = input.Channels;
            int pixel2 = 2 * pixel;
            int pixel3 = 3 * pixel;
            int pixel4 = 4 * pixel;
            int pixel5 = 5 * pixel;
            int pixel6 = 6 * pixel;
            int rowBytes = input.RowBytes;
            int pairs = input.Width / 6;
            bool hasSingle = input.Width % 6 >= 3;
            int tail = input.Width % 3;
            int triples = (input.Width + 2) / 3;
            long zero = input.ZeroPoint;
            long zeroLanes = zero * Lanes.Ones;
            long tailLanes = zero << (2 * Lanes.Bits);
            tailLanes += tail == 1 ? zero << Lanes.Bits : 0;
            int target = 0;
            int left = 0;
            int index = 0;
            byte[] row = null;
            for (int end = iy + rows; iy < end; iy++)
            {
                if (iy < 0 || iy >= height)
                {
                    LaneGather.Fill(lanes, target, triples, zeroLanes);
                    target += triples;
                    continue;
                }

                if (left == 0)
                {
                    row = input.RowArray(iy);
                    index = input.RowOffset(iy) + channel;
                    left = Together(input, iy);
                }

                int i = index;
                for (int n = pairs; n > 0; n--)
                {
                    lanes[target] = (uint)(row[i] | (row[i + pixel] << 21)) | ((long)row[i + pixel2] << 42);
                    lanes[target + 1] = (uint)(row[i + pixel3] | (row[i + pixel4] << 21)) | ((long)row[i + pixel5] << 42);
                    target += 2;
                    i += pixel6;
                }

                if (hasSingle)
                {
                    lanes[target] = (uint)(row[i] | (row[i + pixel] << 21)) | ((long)row[i + pixel2] << 42);
                    target++;
                    i += pixel3;
                }

                if (tail > 0)
                {
                    lanes[target] = (uint)(tail == 1 ? row[i] : row[i] | (row[i + pixel] << 21)) | tailLanes;
                    target++;
                }

                index += rowBytes;
                left--;
            }
        }

        /// <summary>Packs even columns of each padded row, then odd ones.</summary>
        /// <param name="stage">Stride 2.</param>
        /// <param name="iy">First input row, may lie above the image.</param>
        /// <param name="rows">Number of rows.</param>
        /// <param name="channel">Input channel.</param>
        public static void PackStride2(Stage stage, int iy, int rows, int channel)
        {
            RowBuffer input = stage.Input;
            long[] lanes = stage.Lanes;
            int height = input.Height;
            int width = input.Width;
            int pixel = input.Channels;
            int pixel2 = 2 * pixel;
            int pixel3 = 3 * pixel;
            int pixel4 = 4 * pixel;
            int pixel5 = 5 * pixel;
            int pixel6 = 6 * pixel;
            int rowBytes = input.RowBytes;
            int padLeft = stage.PadLeft;
            int triples = (stage.Output.Width + 5) / 3;
            long zeroLanes = input.ZeroPoint * Lanes.Ones;
            int lastWhole = width - 6;
            int target = 0;
            int left = 0;
            int index = 0;
            byte[] row = null;
            for (int end = iy + rows; iy < end; iy++)
            {
                if (iy < 0 || iy >= height)
                {
                    LaneGather.Fill(lanes, target, 2 * triples, zeroLanes);
                    target += 2 * triples;
                    continue;
                }

                if (left == 0)
                {
                    row = input.RowArray(iy);
                    index = input.RowOffset(iy) + channel - (padLeft * pixel);
                    left = Together(input, iy);
                }

                int i = index;
                int odd = target + triples;
                int column = -padLeft;
                for (int t = triples; t > 0; t--)
                {
                    if (column >= 0 && column <= lastWhole)
                    {
                        lanes[target] = (uint)(row[i] | (row[i + pixel2] << 21)) | ((long)row[i + pixel4] << 42);
                        lanes[odd] = (uint)(row[i + pixel] | (row[i + pixel3] << 21)) | ((long)row[i + pixel5] << 42);
                    }
                    else if (column >= width)
                    {
                        lanes[target] = zeroLanes;
                        lanes[odd] = zeroLanes;
                    }
                    else
                    {
                        PackEdge(lanes, target, odd, row, i, pixel, column, width, input.ZeroPoint);
                    }

                    target++;
                    odd++;
                    column += 6;
                    i += pixel6;
                }

                target = odd;
                index += rowBytes;
                left--;
            }
        }

        /// <summary>Six columns of which some lie outside the row.</summary>
        private static void PackEdge(long[] lanes, int even, int odd, byte[] row, int index, int pixel, int column, int width, int zero)
        {
            long evenLanes = 0;
            long oddLanes = 0;
            index += 5 * pixel;
            for (int x = column + 5; x > column; x -= 2)
            {
                oddLanes = (oddLanes << Lanes.Bits) | (uint)(x >= 0 && x < width ? row[index] : zero);
                index -= pixel;
                evenLanes = (evenLanes << Lanes.Bits) | (uint)(x >= 1 && x <= width ? row[index] : zero);
                index -= pixel;
            }

            lanes[even] = evenLanes;
            lanes[odd] = oddLanes;
        }
    }
}
