namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// As <see cref="LaneFinish"/>, with ties of negative sums rounded away from zero (double rounding without a clamp at zero).
    /// </summary>
    internal static class LaneFinishTies
    {
        /// <summary>Stores the results of all sums; <see cref="LaneConvolution"/> says how they lie.</summary>
        public static void Run(
            Stage stage, int sums, int rows, int triples, int width, byte[] output, int outputOffset, int firstOutput, int channels)
        {
            long[] lanes = stage.Lanes;
            byte[] table = stage.ScratchBytes;
            long shared = LaneResult.SharedOffset(stage);
            long mask = Lanes.Mask;
            int pixel = stage.Output.Channels;
            int rowBytes = stage.Output.RowBytes;
            int whole = width / 3;
            int blockSums = 8 * rows * triples;
            for (int quad = 0; quad < channels + 4; quad += 4)
            {
                // The block of eight that holds these channels may have been moved back to end with the last channel.
                int block = quad & ~7;
                int c0 = WeightStage.FirstChannel(block, channels) + (quad - block);
                if (c0 >= channels || c0 + 4 <= block)
                {
                    continue;
                }

                int c1 = c0 + 1 < channels ? c0 + 1 : c0;
                int c2 = c1 + 1 < channels ? c1 + 1 : c1;
                int c3 = c2 + 1 < channels ? c2 + 1 : c2;
                LaneResult.Prepare(stage, firstOutput + c0, shared, out long scale0, out long offset0, out long start0, out long outside0, out long tie0);
                LaneResult.Prepare(stage, firstOutput + c1, shared, out long scale1, out long offset1, out long start1, out long outside1, out long tie1);
                LaneResult.Prepare(stage, firstOutput + c2, shared, out long scale2, out long offset2, out long start2, out long outside2, out long tie2);
                LaneResult.Prepare(stage, firstOutput + c3, shared, out long scale3, out long offset3, out long start3, out long outside3, out long tie3);
                int p = sums + ((block / 8) * blockSums) + (quad - block);
                int row = outputOffset;
                for (int r = 0; r < rows; r++)
                {
                    int o0 = row;
                    int o1 = row + pixel;
                    int o2 = o1 + pixel;
                    for (int t = 0; t < triples; t++)
                    {
                        if (t == whole)
                        {
                            // Lanes beyond the row repeat its last pixel.
                            o1 = width - (3 * t) == 2 ? o1 : o0;
                            o2 = o1;
                        }

                        long d0 = lanes[p] + start0;
                        if ((d0 & outside0) == 0)
                        {
                            long s = ((d0 & mask) * scale0) + offset0;
                            output[o0 + c0] = table[(int)((s - (((s - shared) >> 63) & tie0)) >> LaneResult.Shift)];
                            s = (((d0 >> 21) & mask) * scale0) + offset0;
                            output[o1 + c0] = table[(int)((s - (((s - shared) >> 63) & tie0)) >> LaneResult.Shift)];
                            s = ((d0 >> 42) * scale0) + offset0;
                            output[o2 + c0] = table[(int)((s - (((s - shared) >> 63) & tie0)) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, firstOutput + c0, d0, shared, scale0, offset0, start0, outside0, tie0, output, o0 + c0, o1 + c0, o2 + c0);
                        }

                        long d1 = lanes[p + 1] + start1;
                        if ((d1 & outside1) == 0)
                        {
                            long s = ((d1 & mask) * scale1) + offset1;
                            output[o0 + c1] = table[(int)((s - (((s - shared) >> 63) & tie1)) >> LaneResult.Shift)];
                            s = (((d1 >> 21) & mask) * scale1) + offset1;
                            output[o1 + c1] = table[(int)((s - (((s - shared) >> 63) & tie1)) >> LaneResult.Shift)];
                            s = ((d1 >> 42) * scale1) + offset1;
                            output[o2 + c1] = table[(int)((s - (((s - shared) >> 63) & tie1)) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, firstOutput + c1, d1, shared, scale1, offset1, start1, outside1, tie1, output, o0 + c1, o1 + c1, o2 + c1);
                        }

                        long d2 = lanes[p + 2] + start2;
                        if ((d2 & outside2) == 0)
                        {
                            long s = ((d2 & mask) * scale2) + offset2;
                            output[o0 + c2] = table[(int)((s - (((s - shared) >> 63) & tie2)) >> LaneResult.Shift)];
                            s = (((d2 >> 21) & mask) * scale2) + offset2;
                            output[o1 + c2] = table[(int)((s - (((s - shared) >> 63) & tie2)) >> LaneResult.Shift)];
                            s = ((d2 >> 42) * scale2) + offset2;
                            output[o2 + c2] = table[(int)((s - (((s - shared) >> 63) & tie2)) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, firstOutput + c2, d2, shared, scale2, offset2, start2, outside2, tie2, output, o0 + c2, o1 + c2, o2 + c2);
                        }

                        long d3 = lanes[p + 3] + start3;
                        if ((d3 & outside3) == 0)
                        {
                            long s = ((d3 & mask) * scale3) + offset3;
                            output[o0 + c3] = table[(int)((s - (((s - shared) >> 63) & tie3)) >> LaneResult.Shift)];
                            s = (((d3 >> 21) & mask) * scale3) + offset3;
                            output[o1 + c3] = table[(int)((s - (((s - shared) >> 63) & tie3)) >> LaneResult.Shift)];
                            s = ((d3 >> 42) * scale3) + offset3;
                            output[o2 + c3] = table[(int)((s - (((s - shared) >> 63) & tie3)) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, firstOutput + c3, d3, shared, scale3, offset3, start3, outside3, tie3, output, o0 + c3, o1 + c3, o2 + c3);
                        }

                        p += 8;
                        o0 = o2 + pixel;
                        o1 = o0 + pixel;
                        o2 = o1 + pixel;
                    }

                    row += rowBytes;
                }
            }
        }
    }
}
