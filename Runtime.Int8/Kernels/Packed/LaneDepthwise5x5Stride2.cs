namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Depthwise 5x5, stride 2, in lanes of three neighbouring output pixels, from rows whose even and odd columns are apart.
    /// The sums of each kernel column are formed first, with unshifted lanes, and then moved to the pixels they belong to.
    /// A column of 5 taps is at least -5 * 255 * 128: with Foot on top its lanes are never negative and can be shifted.
    /// </summary>
    internal static class LaneDepthwise5x5Stride2
    {
        private const long Foot = 5 * 255 * 128 * Lanes.Ones;

        /// <summary>Runs <see cref="KernelSet.DepthwiseConv2D"/>; any padding.</summary>
        public static void Run(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            int most = LaneRows.RowsAtOnce(stage);
            while (count > 0)
            {
                int rows = count < most ? count : most;
                RunRows(stage, first, rows, firstChannel, channelCount);
                first += rows;
                count -= rows;
            }
        }

        private static void RunRows(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            const int Offset = Lanes.WeightOffset;
            RowBuffer output = stage.Output;
            long[] lanes = stage.Lanes;
            byte[] table = stage.ScratchBytes;
            byte[] weights = stage.Weights;
            int pixel = output.Channels;
            int pixel2 = 2 * pixel;
            int pixel3 = 3 * pixel;
            int rowBytes = output.RowBytes;
            int triples = (output.Width + 2) / 3;
            int last1 = output.Width % 3 == 1 ? 0 : pixel;
            int last2 = output.Width % 3 == 0 ? pixel2 : last1;
            int odd = triples + 1;
            int rowLongs = 2 * odd;
            int step = 2 * rowLongs;
            long mask = Lanes.Mask;
            long shared = LaneResult.SharedOffset(stage);
            bool hasTies = LaneResult.NeedsTies(stage);
            int w = stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * 25);
            for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)
            {
                LaneRows.PackStride2(stage, (2 * first) - stage.PadTop, (2 * count) + 3, oc);
                long w0 = weights[w] + Offset, w1 = weights[w + 1] + Offset, w2 = weights[w + 2] + Offset, w3 = weights[w + 3] + Offset, w4 = weights[w + 4] + Offset;
                long w5 = weights[w + 5] + Offset, w6 = weights[w + 6] + Offset, w7 = weights[w + 7] + Offset, w8 = weights[w + 8] + Offset, w9 = weights[w + 9] + Offset;
                long w10 = weights[w + 10] + Offset, w11 = weights[w + 11] + Offset, w12 = weights[w + 12] + Offset, w13 = weights[w + 13] + Offset, w14 = weights[w + 14] + Offset;
                long w15 = weights[w + 15] + Offset, w16 = weights[w + 16] + Offset, w17 = weights[w + 17] + Offset, w18 = weights[w + 18] + Offset, w19 = weights[w + 19] + Offset;
                long w20 = weights[w + 20] + Offset, w21 = weights[w + 21] + Offset, w22 = weights[w + 22] + Offset, w23 = weights[w + 23] + Offset, w24 = weights[w + 24] + Offset;
                w += 25;
                LaneResult.Prepare(stage, oc, shared, out long scale, out long offset, out long start, out long outside, out long tie);

                // With ties to correct no triple passes the test, and Store makes its results.
                long test = hasTies ? -1 : outside;
                long middle = start - (4 * Foot);
                byte[] outputRow = null;
                int row = 0;
                int left = 0;
                int r0 = 0;
                for (int oy = first; oy < first + count; oy++)
                {
                    if (left == 0)
                    {
                        outputRow = output.RowArray(oy);
                        row = output.RowOffset(oy) + oc;
                        left = LaneRows.Together(output, oy);
                    }

                    int o = row;
                    row += rowBytes;
                    left--;
                    int r1 = r0 + rowLongs, r2 = r1 + rowLongs, r3 = r2 + rowLongs, r4 = r3 + rowLongs;
                    long x0 = lanes[r0], x1 = lanes[r1], x2 = lanes[r2], x3 = lanes[r3], x4 = lanes[r4];
                    long y0 = lanes[r0 + odd], y1 = lanes[r1 + odd], y2 = lanes[r2 + odd], y3 = lanes[r3 + odd], y4 = lanes[r4 + odd];
                    long v0 = middle + (x0 * w0) + (x1 * w5) + (x2 * w10) + (x3 * w15) + (x4 * w20);
                    long v1 = Foot + (y0 * w1) + (y1 * w6) + (y2 * w11) + (y3 * w16) + (y4 * w21);
                    long v2 = Foot + (x0 * w2) + (x1 * w7) + (x2 * w12) + (x3 * w17) + (x4 * w22);
                    long v3 = Foot + (y0 * w3) + (y1 * w8) + (y2 * w13) + (y3 * w18) + (y4 * w23);
                    long v4 = Foot + (x0 * w4) + (x1 * w9) + (x2 * w14) + (x3 * w19) + (x4 * w24);
                    long pending = v0 + v1 + (v2 >> 21) + (v3 >> 21) + (v4 >> 42);
                    long d;
                    for (int t = 1; t < triples; t++)
                    {
                        x0 = lanes[r0 + t];
                        x1 = lanes[r1 + t];
                        x2 = lanes[r2 + t];
                        x3 = lanes[r3 + t];
                        x4 = lanes[r4 + t];
                        y0 = lanes[r0 + t + odd];
                        y1 = lanes[r1 + t + odd];
                        y2 = lanes[r2 + t + odd];
                        y3 = lanes[r3 + t + odd];
                        y4 = lanes[r4 + t + odd];
                        v0 = middle + (x0 * w0) + (x1 * w5) + (x2 * w10) + (x3 * w15) + (x4 * w20);
                        v1 = Foot + (y0 * w1) + (y1 * w6) + (y2 * w11) + (y3 * w16) + (y4 * w21);
                        v2 = Foot + (x0 * w2) + (x1 * w7) + (x2 * w12) + (x3 * w17) + (x4 * w22);
                        v3 = Foot + (y0 * w3) + (y1 * w8) + (y2 * w13) + (y3 * w18) + (y4 * w23);
                        v4 = Foot + (x0 * w4) + (x1 * w9) + (x2 * w14) + (x3 * w19) + (x4 * w24);
                        d = pending + (v2 << 42) + (v3 << 42) + (v4 << 21);
                        if ((d & test) == 0)
                        {
                            outputRow[o + pixel2] = table[(int)(((((d >> 42) & mask) * scale) + offset) >> LaneResult.Shift)];
                            outputRow[o + pixel] = table[(int)(((((d >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                            outputRow[o] = table[(int)((((d & mask) * scale) + offset) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, oc, d, shared, scale, offset, start, outside, tie, outputRow, o, o + pixel, o + pixel2);
                        }

                        o += pixel3;
                        pending = v0 + v1 + (v2 >> 21) + (v3 >> 21) + (v4 >> 42);
                    }

                    // The triple behind the last one. Lanes beyond the row are stored first and overwritten.
                    x0 = lanes[r0 + triples];
                    x1 = lanes[r1 + triples];
                    x2 = lanes[r2 + triples];
                    x3 = lanes[r3 + triples];
                    x4 = lanes[r4 + triples];
                    y0 = lanes[r0 + triples + odd];
                    y1 = lanes[r1 + triples + odd];
                    y2 = lanes[r2 + triples + odd];
                    y3 = lanes[r3 + triples + odd];
                    y4 = lanes[r4 + triples + odd];
                    v2 = Foot + (x0 * w2) + (x1 * w7) + (x2 * w12) + (x3 * w17) + (x4 * w22);
                    v3 = Foot + (y0 * w3) + (y1 * w8) + (y2 * w13) + (y3 * w18) + (y4 * w23);
                    v4 = Foot + (x0 * w4) + (x1 * w9) + (x2 * w14) + (x3 * w19) + (x4 * w24);
                    d = pending + (v2 << 42) + (v3 << 42) + (v4 << 21);
                    if ((d & test) == 0)
                    {
                        outputRow[o + last2] = table[(int)(((((d >> 42) & mask) * scale) + offset) >> LaneResult.Shift)];
                        outputRow[o + last1] = table[(int)(((((d >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                        outputRow[o] = table[(int)((((d & mask) * scale) + offset) >> LaneResult.Shift)];
                    }
                    else
                    {
                        LaneResult.Store(stage, oc, d, shared, scale, offset, start, outside, tie, outputRow, o, o + last1, o + last2);
                    }

                    r0 += step;
                }
            }
        }
    }
}
