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
            int zeroRow = 3 * rowLongs;
            int odd = triples + 1;
            long zeroLanes = zero * Lanes.Ones;
            long mask = Lanes.Mask;
            long shared = LaneResult.SharedOffset(stage);
            bool hasTies = LaneResult.NeedsTies(stage);
            LaneGather.Fill(lanes, zeroRow, rowLongs, zeroLanes);
            for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)
            {
                int w = stage.WeightsOffset + ((oc - stage.FirstChannel) * 9);
                long w0 = weights[w] + Offset, w1 = weights[w + 1] + Offset, w2 = weights[w + 2] + Offset;
                long w3 = weights[w + 3] + Offset, w4 = weights[w + 4] + Offset, w5 = weights[w + 5] + Offset;
                long w6 = weights[w + 6] + Offset, w7 = weights[w + 7] + Offset, w8 = weights[w + 8] + Offset;
                LaneResult.Prepare(stage, oc, shared, out long scale, out long offset, out long start, out long outside, out long _);
                outside = hasTies ? LaneExceptions.Always : outside;
                start -= 2 * Foot;

                // Input rows are packed once, as the kernel moves down.
                int slot = 0;
                int iy = (first * 2) - padTop;
                int r0 = zeroRow, r1 = zeroRow, r2 = zeroRow;
                for (int oy = first; oy < first + count; oy++)
                {
                    for (int end = (oy * 2) - padTop + 3; iy < end; iy++)
                    {
                        r0 = r1;
                        r1 = r2;
                        r2 = zeroRow;
                        if (iy >= 0 && iy < height)
                        {
                            int ringRow = iy % ringRows;
                            int band = ringRow / bandRows;
                            int index = bands[band] + ((ringRow - (band * bandRows)) * rowBytes) + oc;
                            LaneRows.PackStride2(lanes, slot, banks[band], index, pixel, width, padLeft, odd, zero);
                            r2 = slot;
                            slot += rowLongs;
                            slot = slot == zeroRow ? 0 : slot;
                        }
                    }

                    byte[] outputRow = output.RowArray(oy);
                    int o = output.RowOffset(oy) + oc;
                    long x0 = lanes[r0], x1 = lanes[r1], x2 = lanes[r2];
                    long y0 = lanes[r0 + odd], y1 = lanes[r1 + odd], y2 = lanes[r2 + odd];
                    long v0 = start + (x0 * w0) + (x1 * w3) + (x2 * w6);
                    long v1 = Foot + (y0 * w1) + (y1 * w4) + (y2 * w7);
                    long v2 = Foot + (x0 * w2) + (x1 * w5) + (x2 * w8);
                    long pending = v0 + v1 + (v2 >> 21);
                    long d;
                    for (int t = 1; t < triples; t++)
                    {
                        x0 = lanes[r0 + t];
                        x1 = lanes[r1 + t];
                        x2 = lanes[r2 + t];
                        y0 = lanes[r0 + odd + t];
                        y1 = lanes[r1 + odd + t];
                        y2 = lanes[r2 + odd + t];
                        v0 = start + (x0 * w0) + (x1 * w3) + (x2 * w6);
                        v1 = Foot + (y0 * w1) + (y1 * w4) + (y2 * w7);
                        v2 = Foot + (x0 * w2) + (x1 * w5) + (x2 * w8);
                        d = pending + (v2 << 42);
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
                        pending = v0 + v1 + (v2 >> 21);
                    }

                    // The triple behind the last one. Lanes beyond the row are stored first and overwritten.
                    x0 = lanes[r0 + triples];
                    x1 = lanes[r1 + triples];
                    x2 = lanes[r2 + triples];
                    v2 = Foot + (x0 * w2) + (x1 * w5) + (x2 * w8);
                    d = pending + (v2 << 42);
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
