namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// From packed sums to output bytes, four channels at a time: window test, scale, table. See <see cref="LaneResult"/>.
    /// At least eight channels, no ties; <see cref="LaneFinishTies"/> has no conditions.
    /// </summary>
    internal static class LaneFinish
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
                if (c0 + 4 <= block)
                {
                    continue;
                }

                int oc = firstOutput + c0;
                LaneResult.Prepare(stage, oc, shared, out long scale0, out long offset0, out long start0, out long outside0, out long tie0);
                LaneResult.Prepare(stage, oc + 1, shared, out long scale1, out long offset1, out long start1, out long outside1, out long tie1);
                LaneResult.Prepare(stage, oc + 2, shared, out long scale2, out long offset2, out long start2, out long outside2, out long tie2);
                LaneResult.Prepare(stage, oc + 3, shared, out long scale3, out long offset3, out long start3, out long outside3, out long tie3);
                int p = sums + ((block / 8) * blockSums) + (quad - block);
                int row = outputOffset + c0;
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
                            output[o0] = table[(int)((((d0 & mask) * scale0) + offset0) >> LaneResult.Shift)];
                            output[o1] = table[(int)(((((d0 >> 21) & mask) * scale0) + offset0) >> LaneResult.Shift)];
                            output[o2] = table[(int)((((d0 >> 42) * scale0) + offset0) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, oc, d0, shared, scale0, offset0, start0, outside0, tie0, output, o0, output, o1, output, o2);
                        }

                        long d1 = lanes[p + 1] + start1;
                        if ((d1 & outside1) == 0)
                        {
                            output[o0 + 1] = table[(int)((((d1 & mask) * scale1) + offset1) >> LaneResult.Shift)];
                            output[o1 + 1] = table[(int)(((((d1 >> 21) & mask) * scale1) + offset1) >> LaneResult.Shift)];
                            output[o2 + 1] = table[(int)((((d1 >> 42) * scale1) + offset1) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, oc + 1, d1, shared, scale1, offset1, start1, outside1, tie1, output, o0 + 1, output, o1 + 1, output, o2 + 1);
                        }

                        long d2 = lanes[p + 2] + start2;
                        if ((d2 & outside2) == 0)
                        {
                            output[o0 + 2] = table[(int)((((d2 & mask) * scale2) + offset2) >> LaneResult.Shift)];
                            output[o1 + 2] = table[(int)(((((d2 >> 21) & mask) * scale2) + offset2) >> LaneResult.Shift)];
                            output[o2 + 2] = table[(int)((((d2 >> 42) * scale2) + offset2) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, oc + 2, d2, shared, scale2, offset2, start2, outside2, tie2, output, o0 + 2, output, o1 + 2, output, o2 + 2);
                        }

                        long d3 = lanes[p + 3] + start3;
                        if ((d3 & outside3) == 0)
                        {
                            output[o0 + 3] = table[(int)((((d3 & mask) * scale3) + offset3) >> LaneResult.Shift)];
                            output[o1 + 3] = table[(int)(((((d3 >> 21) & mask) * scale3) + offset3) >> LaneResult.Shift)];
                            output[o2 + 3] = table[(int)((((d3 >> 42) * scale3) + offset3) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, oc + 3, d3, shared, scale3, offset3, start3, outside3, tie3, output, o0 + 3, output, o1 + 3, output, o2 + 3);
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
