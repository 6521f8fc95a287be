namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Depthwise 7x7, stride 1, in lanes of three neighbouring pixels. The sums of each kernel column are formed first, with
    /// unshifted lanes, and then moved to the pixels they belong to: this triple, the one before, the one behind.
    /// A column of 7 taps is at least -7 * 255 * 128: with Foot on top its lanes are never negative and can be shifted.
    /// </summary>
    internal static class LaneDepthwise7x7Stride1
    {
        private const long Foot = 7 * 255 * 128 * Lanes.Ones;

        /// <summary>Runs <see cref="KernelSet.DepthwiseConv2D"/>; padding of 3 on the left, output as wide as the input.</summary>
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
            long zeroLanes = stage.Input.ZeroPoint * Lanes.Ones;
            long mask = Lanes.Mask;
            long shared = LaneResult.SharedOffset(stage);
            bool hasTies = LaneResult.NeedsTies(stage);
            int w = stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * 49);
            for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)
            {
                LaneRows.Pack(stage, first - stage.PadTop, count + 6, oc);
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
                long edge0 = (zeroLanes * (w0 + w7 + w14 + w21 + w28 + w35 + w42)) + Foot;
                long edge1 = (zeroLanes * (w1 + w8 + w15 + w22 + w29 + w36 + w43)) + Foot;
                long edge2 = (zeroLanes * (w2 + w9 + w16 + w23 + w30 + w37 + w44)) + Foot;
                long edge4 = (zeroLanes * (w4 + w11 + w18 + w25 + w32 + w39 + w46)) + Foot;
                long edge5 = (zeroLanes * (w5 + w12 + w19 + w26 + w33 + w40 + w47)) + Foot;
                long edge6 = (zeroLanes * (w6 + w13 + w20 + w27 + w34 + w41 + w48)) + Foot;
                long before = edge0 + (edge1 >> 21) + (edge2 >> 42);
                long behind = (edge4 << 42) + (edge5 << 21) + edge6;
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
                    int r1 = r0 + triples, r2 = r1 + triples, r3 = r2 + triples, r4 = r3 + triples, r5 = r4 + triples, r6 = r5 + triples;
                    long x0 = lanes[r0], x1 = lanes[r1], x2 = lanes[r2], x3 = lanes[r3], x4 = lanes[r4], x5 = lanes[r5], x6 = lanes[r6];
                    long v0 = Foot + (x0 * w0) + (x1 * w7) + (x2 * w14) + (x3 * w21) + (x4 * w28) + (x5 * w35) + (x6 * w42);
                    long v1 = Foot + (x0 * w1) + (x1 * w8) + (x2 * w15) + (x3 * w22) + (x4 * w29) + (x5 * w36) + (x6 * w43);
                    long v2 = Foot + (x0 * w2) + (x1 * w9) + (x2 * w16) + (x3 * w23) + (x4 * w30) + (x5 * w37) + (x6 * w44);
                    long v3 = middle + (x0 * w3) + (x1 * w10) + (x2 * w17) + (x3 * w24) + (x4 * w31) + (x5 * w38) + (x6 * w45);
                    long v4 = Foot + (x0 * w4) + (x1 * w11) + (x2 * w18) + (x3 * w25) + (x4 * w32) + (x5 * w39) + (x6 * w46);
                    long v5 = Foot + (x0 * w5) + (x1 * w12) + (x2 * w19) + (x3 * w26) + (x4 * w33) + (x5 * w40) + (x6 * w47);
                    long v6 = Foot + (x0 * w6) + (x1 * w13) + (x2 * w20) + (x3 * w27) + (x4 * w34) + (x5 * w41) + (x6 * w48);
                    long pending = before + (v1 << 42) + (v2 << 21) + v3 + (v4 >> 21) + (v5 >> 42);
                    long carry = v0 + (v1 >> 21) + (v2 >> 42);
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
                        v0 = Foot + (x0 * w0) + (x1 * w7) + (x2 * w14) + (x3 * w21) + (x4 * w28) + (x5 * w35) + (x6 * w42);
                        v1 = Foot + (x0 * w1) + (x1 * w8) + (x2 * w15) + (x3 * w22) + (x4 * w29) + (x5 * w36) + (x6 * w43);
                        v2 = Foot + (x0 * w2) + (x1 * w9) + (x2 * w16) + (x3 * w23) + (x4 * w30) + (x5 * w37) + (x6 * w44);
                        v3 = middle + (x0 * w3) + (x1 * w10) + (x2 * w17) + (x3 * w24) + (x4 * w31) + (x5 * w38) + (x6 * w45);
                        v4 = Foot + (x0 * w4) + (x1 * w11) + (x2 * w18) + (x3 * w25) + (x4 * w32) + (x5 * w39) + (x6 * w46);
                        v5 = Foot + (x0 * w5) + (x1 * w12) + (x2 * w19) + (x3 * w26) + (x4 * w33) + (x5 * w40) + (x6 * w47);
                        v6 = Foot + (x0 * w6) + (x1 * w13) + (x2 * w20) + (x3 * w27) + (x4 * w34) + (x5 * w41) + (x6 * w48);
                        d = pending + (v4 << 42) + (v5 << 21) + v6;
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
                        pending = carry + (v1 << 42) + (v2 << 21) + v3 + (v4 >> 21) + (v5 >> 42);
                        carry = v0 + (v1 >> 21) + (v2 >> 42);
                    }

                    // Lanes beyond the row are stored first and overwritten.
                    d = pending + behind;
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

                    r0 += triples;
                }
            }
        }
    }
}
