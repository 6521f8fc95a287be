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
            const int Offset = Lanes.WeightOffset;
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            long[] lanes = stage.Lanes;
            byte[] table = stage.ScratchBytes;
            byte[] weights = stage.Weights;
            int height = input.Height;
            int width = input.Width;
            int pixel = input.Channels;
            int pixel2 = 2 * pixel;
            int pixel3 = 3 * pixel;
            int zero = input.ZeroPoint;
            int padTop = stage.PadTop;
            int padLeft = stage.PadLeft;
            byte[][] banks = input.BandBanks;
            int[] bands = input.BandOffsets;
            int ringRows = input.RingRows;
            int bandRows = input.BandRows;
            int rowBytes = input.RowBytes;
            int triples = (output.Width + 2) / 3;
            int last1 = output.Width % 3 == 1 ? 0 : pixel;
            int last2 = output.Width % 3 == 0 ? pixel2 : last1;
            int rowLongs = LaneRows.RowLongs(2, output.Width);
            int zeroRow = 5 * rowLongs;
            int odd = triples + 1;
            long zeroLanes = zero * Lanes.Ones;
            long mask = Lanes.Mask;
            long shared = LaneResult.SharedOffset(stage);
            bool hasTies = LaneResult.NeedsTies(stage);
            LaneGather.Fill(lanes, zeroRow, rowLongs, zeroLanes);
            for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)
            {
                int w = stage.WeightsOffset + ((oc - stage.FirstChannel) * 25);
                long w0 = weights[w] + Offset, w1 = weights[w + 1] + Offset, w2 = weights[w + 2] + Offset, w3 = weights[w + 3] + Offset, w4 = weights[w + 4] + Offset;
                long w5 = weights[w + 5] + Offset, w6 = weights[w + 6] + Offset, w7 = weights[w + 7] + Offset, w8 = weights[w + 8] + Offset, w9 = weights[w + 9] + Offset;
                long w10 = weights[w + 10] + Offset, w11 = weights[w + 11] + Offset, w12 = weights[w + 12] + Offset, w13 = weights[w + 13] + Offset, w14 = weights[w + 14] + Offset;
                long w15 = weights[w + 15] + Offset, w16 = weights[w + 16] + Offset, w17 = weights[w + 17] + Offset, w18 = weights[w + 18] + Offset, w19 = weights[w + 19] + Offset;
                long w20 = weights[w + 20] + Offset, w21 = weights[w + 21] + Offset, w22 = weights[w + 22] + Offset, w23 = weights[w + 23] + Offset, w24 = weights[w + 24] + Offset;
                LaneResult.Prepare(stage, oc, shared, out long scale, out long offset, out long start, out long outside, out long _);
                outside = hasTies ? LaneExceptions.Always : outside;
                start -= 4 * Foot;

                // Input rows are packed once, as the kernel moves down.
                int slot = 0;
                int iy = (first * 2) - padTop;
                int r0 = zeroRow, r1 = zeroRow, r2 = zeroRow, r3 = zeroRow, r4 = zeroRow;
                for (int oy = first; oy < first + count; oy++)
                {
                    for (int end = (oy * 2) - padTop + 5; iy < end; iy++)
                    {
                        r0 = r1;
                        r1 = r2;
                        r2 = r3;
                        r3 = r4;
                        r4 = zeroRow;
                        if (iy >= 0 && iy < height)
                        {
                            int ringRow = iy % ringRows;
                            int band = ringRow / bandRows;
                            int index = bands[band] + ((ringRow - (band * bandRows)) * rowBytes) + oc;
                            LaneRows.PackStride2(lanes, slot, banks[band], index, pixel, width, padLeft, odd, zero);
                            r4 = slot;
                            slot += rowLongs;
                            slot = slot == zeroRow ? 0 : slot;
                        }
                    }

                    byte[] outputRow = output.RowArray(oy);
                    int o = output.RowOffset(oy) + oc;
                    long x0 = lanes[r0], x1 = lanes[r1], x2 = lanes[r2], x3 = lanes[r3], x4 = lanes[r4];
                    long y0 = lanes[r0 + odd], y1 = lanes[r1 + odd], y2 = lanes[r2 + odd], y3 = lanes[r3 + odd], y4 = lanes[r4 + odd];
                    long v0 = start + (x0 * w0) + (x1 * w5) + (x2 * w10) + (x3 * w15) + (x4 * w20);
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
                        y0 = lanes[r0 + odd + t];
                        y1 = lanes[r1 + odd + t];
                        y2 = lanes[r2 + odd + t];
                        y3 = lanes[r3 + odd + t];
                        y4 = lanes[r4 + odd + t];
                        v0 = start + (x0 * w0) + (x1 * w5) + (x2 * w10) + (x3 * w15) + (x4 * w20);
                        v1 = Foot + (y0 * w1) + (y1 * w6) + (y2 * w11) + (y3 * w16) + (y4 * w21);
                        v2 = Foot + (x0 * w2) + (x1 * w7) + (x2 * w12) + (x3 * w17) + (x4 * w22);
                        v3 = Foot + (y0 * w3) + (y1 * w8) + (y2 * w13) + (y3 * w18) + (y4 * w23);
                        v4 = Foot + (x0 * w4) + (x1 * w9) + (x2 * w14) + (x3 * w19) + (x4 * w24);
                        d = pending + (v2 << 42) + (v3 << 42) + (v4 << 21);
                        if ((d & outside) == 0)
                        {
                            outputRow[o + pixel2] = table[(int)(((((d >> 42) & mask) * scale) + offset) >> LaneResult.Shift)];
                            outputRow[o + pixel] = table[(int)(((((d >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                            outputRow[o] = table[(int)((((d & mask) * scale) + offset) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, oc, d, shared, outputRow, o, o + pixel, o + pixel2);
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
                    y0 = lanes[r0 + odd + triples];
                    y1 = lanes[r1 + odd + triples];
                    y2 = lanes[r2 + odd + triples];
                    y3 = lanes[r3 + odd + triples];
                    y4 = lanes[r4 + odd + triples];
                    v2 = Foot + (x0 * w2) + (x1 * w7) + (x2 * w12) + (x3 * w17) + (x4 * w22);
                    v3 = Foot + (y0 * w3) + (y1 * w8) + (y2 * w13) + (y3 * w18) + (y4 * w23);
                    v4 = Foot + (x0 * w4) + (x1 * w9) + (x2 * w14) + (x3 * w19) + (x4 * w24);
                    d = pending + (v2 << 42) + (v3 << 42) + (v4 << 21);
                    if ((d & outside) == 0)
                    {
                        outputRow[o + last2] = table[(int)(((((d >> 42) & mask) * scale) + offset) >> LaneResult.Shift)];
                        outputRow[o + last1] = table[(int)(((((d >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                        outputRow[o] = table[(int)((((d & mask) * scale) + offset) >> LaneResult.Shift)];
                    }
                    else
                    {
                        LaneResult.Store(stage, oc, d, shared, outputRow, o, o + last1, o + last2);
                    }
                }
            }
        }
    }
}
