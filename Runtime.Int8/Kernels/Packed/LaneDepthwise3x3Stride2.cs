namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Depthwise 3x3, stride 2, in lanes of three neighbouring output pixels, from rows whose even and odd columns are apart.
    /// The sums of each kernel column are formed first, with unshifted lanes, and then moved to the pixels they belong to.
    /// A column of 3 taps is at least -3 * 255 * 128: with Foot on top its lanes are never negative and can be shifted.
    /// </summary>
    internal static class LaneDepthwise3x3Stride2
    {
        private const long Foot = 3 * 255 * 128 * Lanes.Ones;

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
            int w = stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * 9);
            for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)
            {
                LaneRows.PackStride2(stage, (2 * first) - stage.PadTop, (2 * count) + 1, oc);
                long w0 = weights[w] + Offset, w1 = weights[w + 1] + Offset, w2 = weights[w + 2] + Offset;
                long w3 = weights[w + 3] + Offset, w4 = weights[w + 4] + Offset, w5 = weights[w + 5] + Offset;
                long w6 = weights[w + 6] + Offset, w7 = weights[w + 7] + Offset, w8 = weights[w + 8] + Offset;
                w += 9;
                LaneResult.Prepare(stage, oc, shared, out long scale, out long offset, out long start, out long outside, out long tie);

                // With ties to correct no triple passes the test, and Store makes its results.
                long test = hasTies ? -1 : outside;
                long middle = start - (2 * Foot);
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
                    int r1 = r0 + rowLongs, r2 = r1 + rowLongs;
                    long x0 = lanes[r0], x1 = lanes[r1], x2 = lanes[r2];
                    long y0 = lanes[r0 + odd], y1 = lanes[r1 + odd], y2 = lanes[r2 + odd];
                    long v0 = middle + (x0 * w0) + (x1 * w3) + (x2 * w6);
                    long v1 = Foot + (y0 * w1) + (y1 * w4) + (y2 * w7);
                    long v2 = Foot + (x0 * w2) + (x1 * w5) + (x2 * w8);
                    long pending = v0 + v1 + (v2 >> 21);
                    long d;
                    for (int t = 1; t < triples; t++)
                    {
                        x0 = lanes[r0 + t];
                        x1 = lanes[r1 + t];
                        x2 = lanes[r2 + t];
                        y0 = lanes[r0 + t + odd];
                        y1 = lanes[r1 + t + odd];
                        y2 = lanes[r2 + t + odd];
                        v0 = middle + (x0 * w0) + (x1 * w3) + (x2 * w6);
                        v1 = Foot + (y0 * w1) + (y1 * w4) + (y2 * w7);
                        v2 = Foot + (x0 * w2) + (x1 * w5) + (x2 * w8);
                        d = pending + (v2 << 42);
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
                        pending = v0 + v1 + (v2 >> 21);
                    }

                    // The triple behind the last one. Lanes beyond the row are stored first and overwritten.
                    x0 = lanes[r0 + triples];
                    x1 = lanes[r1 + triples];
                    x2 = lanes[r2 + triples];
                    v2 = Foot + (x0 * w2) + (x1 * w5) + (x2 * w8);
                    d = pending + (v2 << 42);
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
