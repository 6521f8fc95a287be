namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Depthwise 5x5, stride 1, in lanes of three neighbouring pixels. The sums of each kernel column are formed first, with
    /// unshifted lanes, and then moved to the pixels they belong to: this triple, the one before, the one behind.
    /// A column of 5 taps is at least -5 * 255 * 128: with Foot on top its lanes are never negative and can be shifted.
    /// </summary>
    internal static class LaneDepthwise5x5Stride1
    {
        private const long Foot = 5 * 255 * 128 * Lanes.Ones;

        /// <summary>Runs <see cref="KernelSet.DepthwiseConv2D"/>; padding of 2 on the left, output as wide as the input.</summary>
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
            int w = stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * 25);
            for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)
            {
                LaneRows.Pack(stage, first - stage.PadTop, count + 4, oc);
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
                long edge0 = (zeroLanes * (w0 + w5 + w10 + w15 + w20)) + Foot;
                long edge1 = (zeroLanes * (w1 + w6 + w11 + w16 + w21)) + Foot;
                long edge3 = (zeroLanes * (w3 + w8 + w13 + w18 + w23)) + Foot;
                long edge4 = (zeroLanes * (w4 + w9 + w14 + w19 + w24)) + Foot;
                long before = (edge0 >> 21) + (edge1 >> 42);
                long behind = (edge3 << 42) + (edge4 << 21);
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
                    int r1 = r0 + triples, r2 = r1 + triples, r3 = r2 + triples, r4 = r3 + triples;
                    long x0 = lanes[r0], x1 = lanes[r1], x2 = lanes[r2], x3 = lanes[r3], x4 = lanes[r4];
                    long v0 = Foot + (x0 * w0) + (x1 * w5) + (x2 * w10) + (x3 * w15) + (x4 * w20);
                    long v1 = Foot + (x0 * w1) + (x1 * w6) + (x2 * w11) + (x3 * w16) + (x4 * w21);
                    long v2 = middle + (x0 * w2) + (x1 * w7) + (x2 * w12) + (x3 * w17) + (x4 * w22);
                    long v3 = Foot + (x0 * w3) + (x1 * w8) + (x2 * w13) + (x3 * w18) + (x4 * w23);
                    long v4 = Foot + (x0 * w4) + (x1 * w9) + (x2 * w14) + (x3 * w19) + (x4 * w24);
                    long pending = before + (v0 << 42) + (v1 << 21) + v2 + (v3 >> 21) + (v4 >> 42);
                    long carry = (v0 >> 21) + (v1 >> 42);
                    long d;
                    for (int t = 1; t < triples; t++)
                    {
                        x0 = lanes[r0 + t];
                        x1 = lanes[r1 + t];
                        x2 = lanes[r2 + t];
                        x3 = lanes[r3 + t];
                        x4 = lanes[r4 + t];
                        v0 = Foot + (x0 * w0) + (x1 * w5) + (x2 * w10) + (x3 * w15) + (x4 * w20);
                        v1 = Foot + (x0 * w1) + (x1 * w6) + (x2 * w11) + (x3 * w16) + (x4 * w21);
                        v2 = middle + (x0 * w2) + (x1 * w7) + (x2 * w12) + (x3 * w17) + (x4 * w22);
                        v3 = Foot + (x0 * w3) + (x1 * w8) + (x2 * w13) + (x3 * w18) + (x4 * w23);
                        v4 = Foot + (x0 * w4) + (x1 * w9) + (x2 * w14) + (x3 * w19) + (x4 * w24);
                        d = pending + (v3 << 42) + (v4 << 21);
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
                        pending = carry + (v0 << 42) + (v1 << 21) + v2 + (v3 >> 21) + (v4 >> 42);
                        carry = (v0 >> 21) + (v1 >> 42);
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
