namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Depthwise 7x7, stride 2, in lanes of three neighbouring output pixels, from rows whose even and odd columns are apart.
    /// The sums of each kernel column are formed first, with unshifted lanes, and then moved to the pixels they belong to.
    /// A column of 7 taps is at least -7 * 255 * 128: with Foot on top its lanes are never negative and can be shifted.
    /// </summary>
    internal static class LaneDepthwise7x7Stride2
    {
        private const long Foot = 7 * 255 * 128 * Lanes.Ones;

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
            int w = stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * 49);
            for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)
            {
                LaneRows.PackStride2(stage, (2 * first) - stage.PadTop, (2 * count) + 5, oc);
                long w0 = weights[w] + Offset, w1 = weights[w + 1] + Offset, w2 = weights[w + 2] + Offset, w3 = weights[w + 3] + Offset, w4 = weights[w + 4] + Offset, w5 = weights[w + 5] + Offset, w6 = weights[w + 6] + Offset;
                long w7 = weights[w + 7] + Offset, w8 = weights[w + 8] + Offset, w9 = weights[w + 9] + Offset, w10 = weights[w + 10] + Offset, w11 = weights[w + 11] + Offset, w12 = weights[w + 12] + Offset, w13 = weights[w + 13] + Offset;
                long w14 = weights[w + 14] + Offset, w15 = weights[w + 15] + Offset, w16 = weights[w + 16] + Offset, w17 = weights[w + 17] + Offset, w18 = weights[w + 18] + Offset, w19 = weights[w + 19] + Offset, w20 = weights[w + 20] + Offset;
                long w21 = weights[w + 21] + Offset, w22 = weights[w + 22] + Offset, w23 = weights[w + 23] + Offset, w24 = weights[w + 24] + Offset, w25 = weights[w + 25] + Offset, w26 = weights[w + 26] + Offset, w27 = weights[w + 27] + Offset;
                long w28 = weights[w + 28] + Offset, w29 = weights[w + 29] + Offset, w30 = weights[w + 30] + Offset, w31 = weights[w + 31] + Offset, w32 = weights[w + 32] + Offset, w33 = weights[w + 33] + Offset, w34 = weights[w + 34] + Offset;
                long w35 = weights[w + 35] + Offset, w36 = weights[w + 36] + Offset, w37 = weights[w + 37] + Offset, w38 = weights[w + 38] + Offset, w39 = weights[w + 39] + Offset, w40 = weights[w + 40] + Offset, w41 = weights[w + 41] + Offset;
                long w42 = weights[w + 42] + Offset, w43 = weights[w + 43] + Offset, w44 = weights[w + 44] + Offset, w45 = weights[w + 45] + Offset, w46 = weights[w + 46] + Offset, w47 = weights[w + 47] + Offset, w48 = weights[w + 48] + Offset;
                w += 49;
                LaneResult.Prepare(stage, oc, shared, out long scale, out long offset, out long start, out long outside, out long tie);

                // With ties to correct no triple passes the test, and Store makes its results.
                long test = hasTies ? -1 : outside;
                long middle = start - (6 * Foot);
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
                    int r1 = r0 + rowLongs, r2 = r1 + rowLongs, r3 = r2 + rowLongs, r4 = r3 + rowLongs, r5 = r4 + rowLongs, r6 = r5 + rowLongs;
                    long x0 = lanes[r0], x1 = lanes[r1], x2 = lanes[r2], x3 = lanes[r3], x4 = lanes[r4], x5 = lanes[r5], x6 = lanes[r6];
                    long y0 = lanes[r0 + odd], y1 = lanes[r1 + odd], y2 = lanes[r2 + odd], y3 = lanes[r3 + odd], y4 = lanes[r4 + odd], y5 = lanes[r5 + odd], y6 = lanes[r6 + odd];
                    long v0 = middle + (x0 * w0) + (x1 * w7) + (x2 * w14) + (x3 * w21) + (x4 * w28) + (x5 * w35) + (x6 * w42);
                    long v1 = Foot + (y0 * w1) + (y1 * w8) + (y2 * w15) + (y3 * w22) + (y4 * w29) + (y5 * w36) + (y6 * w43);
                    long v2 = Foot + (x0 * w2) + (x1 * w9) + (x2 * w16) + (x3 * w23) + (x4 * w30) + (x5 * w37) + (x6 * w44);
                    long v3 = Foot + (y0 * w3) + (y1 * w10) + (y2 * w17) + (y3 * w24) + (y4 * w31) + (y5 * w38) + (y6 * w45);
                    long v4 = Foot + (x0 * w4) + (x1 * w11) + (x2 * w18) + (x3 * w25) + (x4 * w32) + (x5 * w39) + (x6 * w46);
                    long v5 = Foot + (y0 * w5) + (y1 * w12) + (y2 * w19) + (y3 * w26) + (y4 * w33) + (y5 * w40) + (y6 * w47);
                    long v6 = Foot + (x0 * w6) + (x1 * w13) + (x2 * w20) + (x3 * w27) + (x4 * w34) + (x5 * w41) + (x6 * w48);
                    long pending = v0 + v1 + (v2 >> 21) + (v3 >> 21) + (v4 >> 42) + (v5 >> 42);
                    long d;
                    for (int t = 1; t < triples; t++)
                    {
                        x0 = lanes[r0 + t];
                        x1 = lanes[r1 + t];
                        x2 = lanes[r2 + t];
                        x3 = lanes[r3 + t];
                        x4 = lanes[r4 + t];
                        x5 = lanes[r5 + t];
                        x6 = lanes[r6 + t];
                        y0 = lanes[r0 + t + odd];
                        y1 = lanes[r1 + t + odd];
                        y2 = lanes[r2 + t + odd];
                        y3 = lanes[r3 + t + odd];
                        y4 = lanes[r4 + t + odd];
                        y5 = lanes[r5 + t + odd];
                        y6 = lanes[r6 + t + odd];
                        v0 = middle + (x0 * w0) + (x1 * w7) + (x2 * w14) + (x3 * w21) + (x4 * w28) + (x5 * w35) + (x6 * w42);
                        v1 = Foot + (y0 * w1) + (y1 * w8) + (y2 * w15) + (y3 * w22) + (y4 * w29) + (y5 * w36) + (y6 * w43);
                        v2 = Foot + (x0 * w2) + (x1 * w9) + (x2 * w16) + (x3 * w23) + (x4 * w30) + (x5 * w37) + (x6 * w44);
                        v3 = Foot + (y0 * w3) + (y1 * w10) + (y2 * w17) + (y3 * w24) + (y4 * w31) + (y5 * w38) + (y6 * w45);
                        v4 = Foot + (x0 * w4) + (x1 * w11) + (x2 * w18) + (x3 * w25) + (x4 * w32) + (x5 * w39) + (x6 * w46);
                        v5 = Foot + (y0 * w5) + (y1 * w12) + (y2 * w19) + (y3 * w26) + (y4 * w33) + (y5 * w40) + (y6 * w47);
                        v6 = Foot + (x0 * w6) + (x1 * w13) + (x2 * w20) + (x3 * w27) + (x4 * w34) + (x5 * w41) + (x6 * w48);
                        d = pending + (v2 << 42) + (v3 << 42) + (v4 << 21) + (v5 << 21) + v6;
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
                        pending = v0 + v1 + (v2 >> 21) + (v3 >> 21) + (v4 >> 42) + (v5 >> 42);
                    }

                    // The triple behind the last one. Lanes beyond the row are stored first and overwritten.
                    x0 = lanes[r0 + triples];
                    x1 = lanes[r1 + triples];
                    x2 = lanes[r2 + triples];
                    x3 = lanes[r3 + triples];
                    x4 = lanes[r4 + triples];
                    x5 = lanes[r5 + triples];
                    x6 = lanes[r6 + triples];
                    y0 = lanes[r0 + triples + odd];
                    y1 = lanes[r1 + triples + odd];
                    y2 = lanes[r2 + triples + odd];
                    y3 = lanes[r3 + triples + odd];
                    y4 = lanes[r4 + triples + odd];
                    y5 = lanes[r5 + triples + odd];
                    y6 = lanes[r6 + triples + odd];
                    v2 = Foot + (x0 * w2) + (x1 * w9) + (x2 * w16) + (x3 * w23) + (x4 * w30) + (x5 * w37) + (x6 * w44);
                    v3 = Foot + (y0 * w3) + (y1 * w10) + (y2 * w17) + (y3 * w24) + (y4 * w31) + (y5 * w38) + (y6 * w45);
                    v4 = Foot + (x0 * w4) + (x1 * w11) + (x2 * w18) + (x3 * w25) + (x4 * w32) + (x5 * w39) + (x6 * w46);
                    v5 = Foot + (y0 * w5) + (y1 * w12) + (y2 * w19) + (y3 * w26) + (y4 * w33) + (y5 * w40) + (y6 * w47);
                    v6 = Foot + (x0 * w6) + (x1 * w13) + (x2 * w20) + (x3 * w27) + (x4 * w34) + (x5 * w41) + (x6 * w48);
                    d = pending + (v2 << 42) + (v3 << 42) + (v4 << 21) + (v5 << 21) + v6;
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
