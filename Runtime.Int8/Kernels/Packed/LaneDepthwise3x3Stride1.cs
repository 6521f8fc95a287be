namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Depthwise 3x3, stride 1, in lanes of three neighbouring pixels: strips of six columns (or three at the end of a row) from
    /// top to bottom. Each input row is packed once and shifted to both neighbours; it finishes one output row, continues the
    /// next and begins the one after. Columns outside the image are read where they are harmless and masked.
    /// </summary>
    internal static class LaneDepthwise3x3Stride1
    {
        /// <summary>Runs <see cref="KernelSet.DepthwiseConv2D"/>; padding of 1 on the left, output as wide as the input.</summary>
        public static void Run(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            const int Offset = Lanes.WeightOffset;
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            byte[] table = stage.ScratchBytes;
            byte[] weights = stage.Weights;
            int width = input.Width;
            int height = input.Height;
            int pixel = input.Channels;
            int rowBytes = input.RowBytes;
            long zero = input.ZeroPoint;
            long zeroLanes = zero * Lanes.Ones;
            long mask = Lanes.Mask;
            long shared = LaneResult.SharedOffset(stage);
            bool hasTies = LaneResult.NeedsTies(stage);
            int w = stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * 9);

            // Where the first rows lie; the rows that follow are looked up when they do not lie behind them.
            int top = first - stage.PadTop;
            int end = top + count + 2;
            int topInside = top < 0 ? 0 : top < height ? top : height - 1;
            byte[] topRow = input.RowArray(topInside);
            int topIndex = input.RowOffset(topInside);
            int topLeft = LaneRows.TogetherInside(input, topInside);
            byte[] firstRow = output.RowArray(first);
            int firstIndex = output.RowOffset(first);
            int firstLeft = LaneRows.Together(output, first);
            for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)
            {
                long w0 = weights[w] + Offset, w1 = weights[w + 1] + Offset, w2 = weights[w + 2] + Offset;
                long w3 = weights[w + 3] + Offset, w4 = weights[w + 4] + Offset, w5 = weights[w + 5] + Offset;
                long w6 = weights[w + 6] + Offset, w7 = weights[w + 7] + Offset, w8 = weights[w + 8] + Offset;
                w += 9;
                LaneResult.Prepare(stage, oc, shared, out long scale, out long offset, out long start, out long outside, out long tie);

                // With ties to correct no triple passes the test, and Store makes its results.
                long test = hasTies ? -1 : outside;
                int x = 0;
                for (; width - x > 3; x += 6)
                {
                    int after = width - x;
                    int before = x > 0 ? -pixel : 0;
                    int c1 = pixel, c2 = c1 + pixel, c3 = c2 + pixel;
                    int c4 = after > 4 ? c3 + pixel : c3;
                    int c5 = after > 5 ? c4 + pixel : c4;
                    int c6 = after > 6 ? c5 + pixel : c5;
                    long keepLeft = x > 0 ? mask : 0, zeroLeft = x > 0 ? 0 : zero;
                    long keepRight = after > 6 ? mask : 0, zeroRight = after > 6 ? 0 : zero;
                    long keep = after > 5 ? Lanes.All : after > 4 ? (1L << 42) - 1 : mask;
                    long pad = zeroLanes & ~keep;
                    byte[] row = topRow;
                    int i = 0;
                    int left = 0;
                    byte[] outputRow = firstRow;
                    int o = firstIndex + (x * pixel) + oc;
                    int outputLeft = firstLeft;
                    long a0 = 0, b0 = 0;
                    long a1 = 0, b1 = 0;
                    int begun = 2;
                    for (int iy = top; iy < end; iy++)
                    {
                        long l0, m0, n0, l1, m1, n1;
                        if (left == 0 && iy >= topInside && iy < height)
                        {
                            bool isTop = iy == topInside;
                            row = isTop ? topRow : input.RowArray(iy);
                            i = (isTop ? topIndex : input.RowOffset(iy)) + (x * pixel) + oc;
                            left = isTop ? topLeft : LaneRows.TogetherInside(input, iy);
                        }

                        if (left != 0)
                        {
                            m0 = (uint)(row[i] | (row[i + c1] << 21)) | ((long)row[i + c2] << 42);
                            m1 = (((uint)(row[i + c3] | (row[i + c4] << 21)) | ((long)row[i + c5] << 42)) & keep) | pad;
                            l0 = (m0 << 21) | (row[i + before] & keepLeft) | zeroLeft;
                            n0 = (m0 >> 21) | (m1 << 42);
                            l1 = (m1 << 21) | (m0 >> 42);
                            n1 = (m1 >> 21) | (((row[i + c6] & keepRight) | zeroRight) << 42);
                            i += rowBytes;
                            left--;
                        }
                        else
                        {
                            l0 = zeroLanes;
                            m0 = zeroLanes;
                            n0 = zeroLanes;
                            l1 = zeroLanes;
                            m1 = zeroLanes;
                            n1 = zeroLanes;
                        }

                        long d = a0 + (l0 * w6) + (m0 * w7) + (n0 * w8);
                        a0 = b0 + (l0 * w3) + (m0 * w4) + (n0 * w5);
                        b0 = start + (l0 * w0) + (m0 * w1) + (n0 * w2);
                        long d1 = a1 + (l1 * w6) + (m1 * w7) + (n1 * w8);
                        a1 = b1 + (l1 * w3) + (m1 * w4) + (n1 * w5);
                        b1 = start + (l1 * w0) + (m1 * w1) + (n1 * w2);
                        if (begun != 0)
                        {
                            begun--;
                            continue;
                        }

                        if (outputLeft == 0)
                        {
                            outputRow = output.RowArray(iy - 2 - top + first);
                            o = output.RowOffset(iy - 2 - top + first) + (x * pixel) + oc;
                            outputLeft = LaneRows.Together(output, iy - 2 - top + first);
                        }

                        if ((d & test) == 0)
                        {
                            outputRow[o + c2] = table[(int)(((((d >> 42) & mask) * scale) + offset) >> LaneResult.Shift)];
                            outputRow[o + c1] = table[(int)(((((d >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                            outputRow[o] = table[(int)((((d & mask) * scale) + offset) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, oc, d, shared, scale, offset, start, outside, tie, outputRow, o, o + c1, o + c2);
                        }

                        // Columns beyond the row are stored first and overwritten.
                        if ((d1 & test) == 0)
                        {
                            outputRow[o + c5] = table[(int)(((((d1 >> 42) & mask) * scale) + offset) >> LaneResult.Shift)];
                            outputRow[o + c4] = table[(int)(((((d1 >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                            outputRow[o + c3] = table[(int)((((d1 & mask) * scale) + offset) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, oc, d1, shared, scale, offset, start, outside, tie, outputRow, o + c3, o + c4, o + c5);
                        }

                        o += rowBytes;
                        outputLeft--;
                    }
                }

                if (x < width)
                {
                    int after = width - x;
                    int before = x > 0 ? -pixel : 0;
                    int c1 = after > 1 ? pixel : 0;
                    int c2 = after > 2 ? c1 + pixel : c1;
                    long keepLeft = x > 0 ? mask : 0, zeroLeft = x > 0 ? 0 : zero;
                    long keep = after > 2 ? Lanes.All : after > 1 ? (1L << 42) - 1 : mask;
                    long pad = zeroLanes & ~keep;
                    long right = zero << 42;
                    byte[] row = topRow;
                    int i = 0;
                    int left = 0;
                    byte[] outputRow = firstRow;
                    int o = firstIndex + (x * pixel) + oc;
                    int outputLeft = firstLeft;
                    long a0 = 0, b0 = 0;
                    int begun = 2;
                    for (int iy = top; iy < end; iy++)
                    {
                        long l0, m0, n0;
                        if (left == 0 && iy >= topInside && iy < height)
                        {
                            bool isTop = iy == topInside;
                            row = isTop ? topRow : input.RowArray(iy);
                            i = (isTop ? topIndex : input.RowOffset(iy)) + (x * pixel) + oc;
                            left = isTop ? topLeft : LaneRows.TogetherInside(input, iy);
                        }

                        if (left != 0)
                        {
                            m0 = (((uint)(row[i] | (row[i + c1] << 21)) | ((long)row[i + c2] << 42)) & keep) | pad;
                            l0 = (m0 << 21) | (row[i + before] & keepLeft) | zeroLeft;
                            n0 = (m0 >> 21) | right;
                            i += rowBytes;
                            left--;
                        }
                        else
                        {
                            l0 = zeroLanes;
                            m0 = zeroLanes;
                            n0 = zeroLanes;
                        }

                        long d = a0 + (l0 * w6) + (m0 * w7) + (n0 * w8);
                        a0 = b0 + (l0 * w3) + (m0 * w4) + (n0 * w5);
                        b0 = start + (l0 * w0) + (m0 * w1) + (n0 * w2);
                        if (begun != 0)
                        {
                            begun--;
                            continue;
                        }

                        if (outputLeft == 0)
                        {
                            outputRow = output.RowArray(iy - 2 - top + first);
                            o = output.RowOffset(iy - 2 - top + first) + (x * pixel) + oc;
                            outputLeft = LaneRows.Together(output, iy - 2 - top + first);
                        }

                        // Columns beyond the row are stored first and overwritten.
                        if ((d & test) == 0)
                        {
                            outputRow[o + c2] = table[(int)(((((d >> 42) & mask) * scale) + offset) >> LaneResult.Shift)];
                            outputRow[o + c1] = table[(int)(((((d >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                            outputRow[o] = table[(int)((((d & mask) * scale) + offset) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, oc, d, shared, scale, offset, start, outside, tie, outputRow, o, o + c1, o + c2);
                        }

                        o += rowBytes;
                        outputLeft--;
                    }
                }
            }
        }
    }
}
