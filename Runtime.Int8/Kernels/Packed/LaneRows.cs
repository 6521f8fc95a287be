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

        /// <summary>As <see cref="Together"/>, rows below the image not counted.</summary>
        public static int TogetherInside(RowBuffer buffer, int y)
        {
            int rows = Together(buffer, y);
            int inside = buffer.Height - y;
            return rows < inside ? rows : inside;
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
            int triples = (stage.Output.Width + 5) / 3;
            for (int t = 0; t < triples; t++)
            {
                PackColumns(stage, iy, rows, channel, (6 * t) - stage.PadLeft, t, triples);
            }
        }

        /// <summary>All bits of the lanes whose columns, every second one, lie inside the row.</summary>
        private static long KeepEverySecond(RowBuffer input, int column)
        {
            int width = input.Width;
            long keep = column >= 0 && column < width ? Lanes.Mask : 0;
            keep |= column + 2 >= 0 && column + 2 < width ? Lanes.Mask << Lanes.Bits : 0;
            return keep | (column + 4 >= 0 && column + 4 < width ? Lanes.Mask << (2 * Lanes.Bits) : 0);
        }

        /// <summary>Packs six columns of all rows; those outside the image are read where they are harmless and masked.</summary>
        private static void PackColumns(Stage stage, int iy, int rows, int channel, int column, int even, int triples)
        {
            RowBuffer input = stage.Input;
            long[] lanes = stage.Lanes;
            int height = input.Height;
            int rowBytes = input.RowBytes;
            int pixel = input.Channels;
            int c0 = column * pixel, c1 = c0 + pixel, c2 = c1 + pixel, c3 = c2 + pixel, c4 = c3 + pixel, c5 = c4 + pixel;
            long keepEven = Lanes.All, keepOdd = Lanes.All;
            if (column < 0 || column + 5 >= input.Width)
            {
                int last = input.RowBytes - pixel;
                c0 = c0 < 0 ? 0 : c0 < last ? c0 : last;
                c1 = c1 < 0 ? 0 : c1 < last ? c1 : last;
                c2 = c2 < 0 ? 0 : c2 < last ? c2 : last;
                c3 = c3 < 0 ? 0 : c3 < last ? c3 : last;
                c4 = c4 < 0 ? 0 : c4 < last ? c4 : last;
                c5 = c5 < 0 ? 0 : c5 < last ? c5 : last;
                keepEven = KeepEverySecond(input, column);
                keepOdd = KeepEverySecond(input, column + 1);
            }

            long zeroLanes = input.ZeroPoint * Lanes.Ones;
            long padEven = zeroLanes & ~keepEven, padOdd = zeroLanes & ~keepOdd;
            bool isInside = (keepEven | keepOdd) != 0;
            byte[] row = null;
            int i = 0;
            int left = 0;
            for (int end = iy + rows; iy < end; iy++)
            {
                if (left == 0 && isInside && iy >= 0 && iy < height)
                {
                    row = input.RowArray(iy);
                    i = input.RowOffset(iy) + channel;
                    left = TogetherInside(input, iy);
                }

                if (left != 0)
                {
                    lanes[even] = (((uint)(row[i + c0] | (row[i + c2] << 21)) | ((long)row[i + c4] << 42)) & keepEven) | padEven;
                    lanes[even + triples] = (((uint)(row[i + c1] | (row[i + c3] << 21)) | ((long)row[i + c5] << 42)) & keepOdd) | padOdd;
                    i += rowBytes;
                    left--;
                }
                else
                {
                    lanes[even] = zeroLanes;
                    lanes[even + triples] = zeroLanes;
                }

                even += 2 * triples;
            }
        }
    }
}
