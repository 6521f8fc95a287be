namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// <see cref="LaneMac8"/> and <see cref="LaneFinish"/> in one, for convolutions of at most 8 taps: a sum goes from the evaluation
    /// stack to the results and is never stored, which also leaves all scratch longs to the inputs. At least eight channels, no ties.
    /// </summary>
    internal static class LaneFused8
    {
        /// <summary>Stores the results of a tile.</summary>
        /// <param name="stage">The convolution; its lanes begin with the packed inputs [row][triple][8].</param>
        /// <param name="rows">Rows of the tile.</param>
        /// <param name="triples">Triples in a row.</param>
        /// <param name="width">Pixels in a row.</param>
        /// <param name="output">Array of the first output row.</param>
        /// <param name="outputOffset">Index of the first pixel's first result.</param>
        /// <param name="firstWeight">Index of the first channel's weights.</param>
        /// <param name="firstOutput">First output channel.</param>
        /// <param name="channels">Output channels, at least 8.</param>
        public static void Run(
            Stage stage, int rows, int triples, int width, byte[] output, int outputOffset, int firstWeight, int firstOutput, int channels)
        {
            const int Offset = Lanes.WeightOffset;
            long[] lanes = stage.Lanes;
            byte[] table = stage.ScratchBytes;
            long shared = LaneResult.SharedOffset(stage);
            long mask = Lanes.Mask;
            int pixel = stage.Output.Channels;
            int rowBytes = stage.Output.RowBytes;
            int whole = width / 3;
            int taps = stage.TapsPerChannel;
            for (int block = 0; block < channels; block += 8)
            {
                WeightStage.Load(stage.Weights, firstWeight, taps, taps, block, channels, table, 8);
                long a0 = table[0] + Offset, a1 = table[1] + Offset, a2 = table[2] + Offset, a3 = table[3] + Offset,
                    a4 = table[4] + Offset, a5 = table[5] + Offset, a6 = table[6] + Offset, a7 = table[7] + Offset;
                long b0 = table[8] + Offset, b1 = table[9] + Offset, b2 = table[10] + Offset, b3 = table[11] + Offset,
                    b4 = table[12] + Offset, b5 = table[13] + Offset, b6 = table[14] + Offset, b7 = table[15] + Offset;
                long c0 = table[16] + Offset, c1 = table[17] + Offset, c2 = table[18] + Offset, c3 = table[19] + Offset,
                    c4 = table[20] + Offset, c5 = table[21] + Offset, c6 = table[22] + Offset, c7 = table[23] + Offset;
                long d0 = table[24] + Offset, d1 = table[25] + Offset, d2 = table[26] + Offset, d3 = table[27] + Offset,
                    d4 = table[28] + Offset, d5 = table[29] + Offset, d6 = table[30] + Offset, d7 = table[31] + Offset;
                long e0 = table[32] + Offset, e1 = table[33] + Offset, e2 = table[34] + Offset, e3 = table[35] + Offset,
                    e4 = table[36] + Offset, e5 = table[37] + Offset, e6 = table[38] + Offset, e7 = table[39] + Offset;
                long f0 = table[40] + Offset, f1 = table[41] + Offset, f2 = table[42] + Offset, f3 = table[43] + Offset,
                    f4 = table[44] + Offset, f5 = table[45] + Offset, f6 = table[46] + Offset, f7 = table[47] + Offset;
                long g0 = table[48] + Offset, g1 = table[49] + Offset, g2 = table[50] + Offset, g3 = table[51] + Offset,
                    g4 = table[52] + Offset, g5 = table[53] + Offset, g6 = table[54] + Offset, g7 = table[55] + Offset;
                long h0 = table[56] + Offset, h1 = table[57] + Offset, h2 = table[58] + Offset, h3 = table[59] + Offset,
                    h4 = table[60] + Offset, h5 = table[61] + Offset, h6 = table[62] + Offset, h7 = table[63] + Offset;
                int first = WeightStage.FirstChannel(block, channels);
                int oc = firstOutput + first;
                LaneResult.Prepare(stage, oc, shared, out long scale0, out long offset0, out long start0, out long outside0, out long tie);
                LaneResult.Prepare(stage, oc + 1, shared, out long scale1, out long offset1, out long start1, out long outside1, out tie);
                LaneResult.Prepare(stage, oc + 2, shared, out long scale2, out long offset2, out long start2, out long outside2, out tie);
                LaneResult.Prepare(stage, oc + 3, shared, out long scale3, out long offset3, out long start3, out long outside3, out tie);
                LaneResult.Prepare(stage, oc + 4, shared, out long scale4, out long offset4, out long start4, out long outside4, out tie);
                LaneResult.Prepare(stage, oc + 5, shared, out long scale5, out long offset5, out long start5, out long outside5, out tie);
                LaneResult.Prepare(stage, oc + 6, shared, out long scale6, out long offset6, out long start6, out long outside6, out tie);
                LaneResult.Prepare(stage, oc + 7, shared, out long scale7, out long offset7, out long start7, out long outside7, out tie);
                int x = 0;
                int row = outputOffset + first;
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

                        long x0 = lanes[x], x1 = lanes[x + 1], x2 = lanes[x + 2], x3 = lanes[x + 3];
                        long x4 = lanes[x + 4], x5 = lanes[x + 5], x6 = lanes[x + 6], x7 = lanes[x + 7];
                        long d = start0 + (x0 * a0) + (x1 * a1) + (x2 * a2) + (x3 * a3) + (x4 * a4) + (x5 * a5) + (x6 * a6) + (x7 * a7);
                        if ((d & outside0) == 0)
                        {
                            output[o0] = table[(int)((((d & mask) * scale0) + offset0) >> LaneResult.Shift)];
                            output[o1] = table[(int)(((((d >> 21) & mask) * scale0) + offset0) >> LaneResult.Shift)];
                            output[o2] = table[(int)((((d >> 42) * scale0) + offset0) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, oc, d, shared, scale0, offset0, start0, outside0, 0, output, o0, o1, o2);
                        }

                        d = start1 + (x0 * b0) + (x1 * b1) + (x2 * b2) + (x3 * b3) + (x4 * b4) + (x5 * b5) + (x6 * b6) + (x7 * b7);
                        if ((d & outside1) == 0)
                        {
                            output[o0 + 1] = table[(int)((((d & mask) * scale1) + offset1) >> LaneResult.Shift)];
                            output[o1 + 1] = table[(int)(((((d >> 21) & mask) * scale1) + offset1) >> LaneResult.Shift)];
                            output[o2 + 1] = table[(int)((((d >> 42) * scale1) + offset1) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, oc + 1, d, shared, scale1, offset1, start1, outside1, 0, output, o0 + 1, o1 + 1, o2 + 1);
                        }

                        d = start2 + (x0 * c0) + (x1 * c1) + (x2 * c2) + (x3 * c3) + (x4 * c4) + (x5 * c5) + (x6 * c6) + (x7 * c7);
                        if ((d & outside2) == 0)
                        {
                            output[o0 + 2] = table[(int)((((d & mask) * scale2) + offset2) >> LaneResult.Shift)];
                            output[o1 + 2] = table[(int)(((((d >> 21) & mask) * scale2) + offset2) >> LaneResult.Shift)];
                            output[o2 + 2] = table[(int)((((d >> 42) * scale2) + offset2) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, oc + 2, d, shared, scale2, offset2, start2, outside2, 0, output, o0 + 2, o1 + 2, o2 + 2);
                        }

                        d = start3 + (x0 * d0) + (x1 * d1) + (x2 * d2) + (x3 * d3) + (x4 * d4) + (x5 * d5) + (x6 * d6) + (x7 * d7);
                        if ((d & outside3) == 0)
                        {
                            output[o0 + 3] = table[(int)((((d & mask) * scale3) + offset3) >> LaneResult.Shift)];
                            output[o1 + 3] = table[(int)(((((d >> 21) & mask) * scale3) + offset3) >> LaneResult.Shift)];
                            output[o2 + 3] = table[(int)((((d >> 42) * scale3) + offset3) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, oc + 3, d, shared, scale3, offset3, start3, outside3, 0, output, o0 + 3, o1 + 3, o2 + 3);
                        }

                        d = start4 + (x0 * e0) + (x1 * e1) + (x2 * e2) + (x3 * e3) + (x4 * e4) + (x5 * e5) + (x6 * e6) + (x7 * e7);
                        if ((d & outside4) == 0)
                        {
                            output[o0 + 4] = table[(int)((((d & mask) * scale4) + offset4) >> LaneResult.Shift)];
                            output[o1 + 4] = table[(int)(((((d >> 21) & mask) * scale4) + offset4) >> LaneResult.Shift)];
                            output[o2 + 4] = table[(int)((((d >> 42) * scale4) + offset4) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, oc + 4, d, shared, scale4, offset4, start4, outside4, 0, output, o0 + 4, o1 + 4, o2 + 4);
                        }

                        d = start5 + (x0 * f0) + (x1 * f1) + (x2 * f2) + (x3 * f3) + (x4 * f4) + (x5 * f5) + (x6 * f6) + (x7 * f7);
                        if ((d & outside5) == 0)
                        {
                            output[o0 + 5] = table[(int)((((d & mask) * scale5) + offset5) >> LaneResult.Shift)];
                            output[o1 + 5] = table[(int)(((((d >> 21) & mask) * scale5) + offset5) >> LaneResult.Shift)];
                            output[o2 + 5] = table[(int)((((d >> 42) * scale5) + offset5) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, oc + 5, d, shared, scale5, offset5, start5, outside5, 0, output, o0 + 5, o1 + 5, o2 + 5);
                        }

                        d = start6 + (x0 * g0) + (x1 * g1) + (x2 * g2) + (x3 * g3) + (x4 * g4) + (x5 * g5) + (x6 * g6) + (x7 * g7);
                        if ((d & outside6) == 0)
                        {
                            output[o0 + 6] = table[(int)((((d & mask) * scale6) + offset6) >> LaneResult.Shift)];
                            output[o1 + 6] = table[(int)(((((d >> 21) & mask) * scale6) + offset6) >> LaneResult.Shift)];
                            output[o2 + 6] = table[(int)((((d >> 42) * scale6) + offset6) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, oc + 6, d, shared, scale6, offset6, start6, outside6, 0, output, o0 + 6, o1 + 6, o2 + 6);
                        }

                        d = start7 + (x0 * h0) + (x1 * h1) + (x2 * h2) + (x3 * h3) + (x4 * h4) + (x5 * h5) + (x6 * h6) + (x7 * h7);
                        if ((d & outside7) == 0)
                        {
                            output[o0 + 7] = table[(int)((((d & mask) * scale7) + offset7) >> LaneResult.Shift)];
                            output[o1 + 7] = table[(int)(((((d >> 21) & mask) * scale7) + offset7) >> LaneResult.Shift)];
                            output[o2 + 7] = table[(int)((((d >> 42) * scale7) + offset7) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, oc + 7, d, shared, scale7, offset7, start7, outside7, 0, output, o0 + 7, o1 + 7, o2 + 7);
                        }

                        x += 8;
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
