namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// The pass of <see cref="LaneWindow27"/>: 27 taps times up to 18 output channels, three channels in the lanes of a long, 162 packed
    /// weights in locals; sums go from the evaluation stack to the results. Locals: 249 of at most 255; what could be one more is an argument.
    /// </summary>
    internal sealed partial class LaneWindow27
    {
        /// <summary>Stores the results of one pass.</summary>
        /// <param name="mask"><see cref="Lanes.Mask"/>.</param>
        /// <param name="table">The scratch bytes.</param>
        /// <param name="lanes">The scratch longs.</param>
        /// <param name="weights">Weights.</param>
        /// <param name="shared"><see cref="LaneResult.SharedOffset"/>.</param>
        /// <param name="stage">The convolution.</param>
        /// <param name="y">First output row.</param>
        /// <param name="rows">Output rows.</param>
        /// <param name="oc">First output channel of the pass.</param>
        /// <param name="firstWeight">Index of its weights.</param>
        /// <param name="hasSix">Six triples of channels, not three.</param>
        /// <param name="third">First channel of the third triple, from the first channel of the pass.</param>
        /// <param name="last">As <paramref name="third"/>, of the last triple.</param>
        /// <param name="step">Bytes between the windows of two pixels.</param>
        /// <param name="pixel">Bytes of an output pixel.</param>
        private void RunPass(
            long mask, byte[] table, long[] lanes, byte[] weights, long shared, Stage stage, int y, int rows, int oc, int firstWeight,
            bool hasSix, int third, int last, int step, int pixel)
        {
            long d;
            int o;
            byte[] output;
            int six = hasSix ? Taps : 0;
            WeightStage.PackThree(lanes, weights, firstWeight, Taps, Taps, 0);
            long a0 = lanes[0], a1 = lanes[1], a2 = lanes[2], a3 = lanes[3], a4 = lanes[4], a5 = lanes[5], a6 = lanes[6], a7 = lanes[7],
                a8 = lanes[8], a9 = lanes[9], a10 = lanes[10], a11 = lanes[11], a12 = lanes[12], a13 = lanes[13], a14 = lanes[14], a15 = lanes[15],
                a16 = lanes[16], a17 = lanes[17], a18 = lanes[18], a19 = lanes[19], a20 = lanes[20], a21 = lanes[21], a22 = lanes[22],
                a23 = lanes[23], a24 = lanes[24], a25 = lanes[25], a26 = lanes[26];
            PointResult.Prepare(
                true, stage, oc, shared, out long scale0, out long offset0, out long scale1, out long offset1, out long scale2, out long offset2,
                out long start0, out long outside0);
            WeightStage.PackThree(lanes, weights, firstWeight + (3 * Taps), Taps, Taps, 0);
            long b0 = lanes[0], b1 = lanes[1], b2 = lanes[2], b3 = lanes[3], b4 = lanes[4], b5 = lanes[5], b6 = lanes[6], b7 = lanes[7],
                b8 = lanes[8], b9 = lanes[9], b10 = lanes[10], b11 = lanes[11], b12 = lanes[12], b13 = lanes[13], b14 = lanes[14], b15 = lanes[15],
                b16 = lanes[16], b17 = lanes[17], b18 = lanes[18], b19 = lanes[19], b20 = lanes[20], b21 = lanes[21], b22 = lanes[22],
                b23 = lanes[23], b24 = lanes[24], b25 = lanes[25], b26 = lanes[26];
            PointResult.Prepare(
                true, stage, oc + 3, shared, out long scale3, out long offset3, out long scale4, out long offset4, out long scale5, out long offset5,
                out long start1, out long outside1);
            WeightStage.PackThree(lanes, weights, firstWeight + (third * Taps), Taps, Taps, 0);
            long c0 = lanes[0], c1 = lanes[1], c2 = lanes[2], c3 = lanes[3], c4 = lanes[4], c5 = lanes[5], c6 = lanes[6], c7 = lanes[7],
                c8 = lanes[8], c9 = lanes[9], c10 = lanes[10], c11 = lanes[11], c12 = lanes[12], c13 = lanes[13], c14 = lanes[14], c15 = lanes[15],
                c16 = lanes[16], c17 = lanes[17], c18 = lanes[18], c19 = lanes[19], c20 = lanes[20], c21 = lanes[21], c22 = lanes[22],
                c23 = lanes[23], c24 = lanes[24], c25 = lanes[25], c26 = lanes[26];
            PointResult.Prepare(
                true, stage, oc + third, shared, out long scale6, out long offset6, out long scale7, out long offset7, out long scale8, out long offset8,
                out long start2, out long outside2);
            WeightStage.PackThree(lanes, weights, firstWeight + (9 * Taps), Taps, six, 0);
            long d0 = lanes[0], d1 = lanes[1], d2 = lanes[2], d3 = lanes[3], d4 = lanes[4], d5 = lanes[5], d6 = lanes[6], d7 = lanes[7],
                d8 = lanes[8], d9 = lanes[9], d10 = lanes[10], d11 = lanes[11], d12 = lanes[12], d13 = lanes[13], d14 = lanes[14], d15 = lanes[15],
                d16 = lanes[16], d17 = lanes[17], d18 = lanes[18], d19 = lanes[19], d20 = lanes[20], d21 = lanes[21], d22 = lanes[22],
                d23 = lanes[23], d24 = lanes[24], d25 = lanes[25], d26 = lanes[26];
            PointResult.Prepare(
                hasSix, stage, oc + 9, shared, out long scale9, out long offset9, out long scale10, out long offset10, out long scale11, out long offset11,
                out long start3, out long outside3);
            WeightStage.PackThree(lanes, weights, firstWeight + (12 * Taps), Taps, six, 0);
            long e0 = lanes[0], e1 = lanes[1], e2 = lanes[2], e3 = lanes[3], e4 = lanes[4], e5 = lanes[5], e6 = lanes[6], e7 = lanes[7],
                e8 = lanes[8], e9 = lanes[9], e10 = lanes[10], e11 = lanes[11], e12 = lanes[12], e13 = lanes[13], e14 = lanes[14], e15 = lanes[15],
                e16 = lanes[16], e17 = lanes[17], e18 = lanes[18], e19 = lanes[19], e20 = lanes[20], e21 = lanes[21], e22 = lanes[22],
                e23 = lanes[23], e24 = lanes[24], e25 = lanes[25], e26 = lanes[26];
            PointResult.Prepare(
                hasSix, stage, oc + 12, shared, out long scale12, out long offset12, out long scale13, out long offset13, out long scale14, out long offset14,
                out long start4, out long outside4);
            WeightStage.PackThree(lanes, weights, firstWeight + (last * Taps), Taps, six, 0);
            long f0 = lanes[0], f1 = lanes[1], f2 = lanes[2], f3 = lanes[3], f4 = lanes[4], f5 = lanes[5], f6 = lanes[6], f7 = lanes[7],
                f8 = lanes[8], f9 = lanes[9], f10 = lanes[10], f11 = lanes[11], f12 = lanes[12], f13 = lanes[13], f14 = lanes[14], f15 = lanes[15],
                f16 = lanes[16], f17 = lanes[17], f18 = lanes[18], f19 = lanes[19], f20 = lanes[20], f21 = lanes[21], f22 = lanes[22],
                f23 = lanes[23], f24 = lanes[24], f25 = lanes[25], f26 = lanes[26];
            PointResult.Prepare(
                hasSix, stage, oc + last, shared, out long scale15, out long offset15, out long scale16, out long offset16, out long scale17, out long offset17,
                out long start5, out long outside5);
            for (rows += y; y < rows; y++)
            {
                output = stage.Output.RowArray(y);
                o = stage.Output.RowOffset(y) + oc;
                FindRows(stage, y);
                for (int x = 0; x < stage.Output.Width;)
                {
                    // A run of pixels inside the image, or one at its edge, whose window is put together.
                    int count = FindRun(stage, x);
                    byte[] r0 = _row0, r1 = _row1, r2 = _row2;
                    int i0 = _index0, i1 = _index1, i2 = _index2;
                    x += count;
                    for (; count > 0; count--)
                    {
                        long x0 = r0[i0], x1 = r0[i0 + 1], x2 = r0[i0 + 2];
                        long x3 = r0[i0 + 3], x4 = r0[i0 + 4], x5 = r0[i0 + 5];
                        long x6 = r0[i0 + 6], x7 = r0[i0 + 7], x8 = r0[i0 + 8];
                        long x9 = r1[i1], x10 = r1[i1 + 1], x11 = r1[i1 + 2];
                        long x12 = r1[i1 + 3], x13 = r1[i1 + 4], x14 = r1[i1 + 5];
                        long x15 = r1[i1 + 6], x16 = r1[i1 + 7], x17 = r1[i1 + 8];
                        long x18 = r2[i2], x19 = r2[i2 + 1], x20 = r2[i2 + 2];
                        long x21 = r2[i2 + 3], x22 = r2[i2 + 4], x23 = r2[i2 + 5];
                        long x24 = r2[i2 + 6], x25 = r2[i2 + 7], x26 = r2[i2 + 8];
                        d = start0 + (a0 * x0) + (a1 * x1) + (a2 * x2) + (a3 * x3) + (a4 * x4) + (a5 * x5) + (a6 * x6) + (a7 * x7) + (a8 * x8)
                            + (a9 * x9) + (a10 * x10) + (a11 * x11) + (a12 * x12) + (a13 * x13) + (a14 * x14) + (a15 * x15) + (a16 * x16) + (a17 * x17)
                            + (a18 * x18) + (a19 * x19) + (a20 * x20) + (a21 * x21) + (a22 * x22) + (a23 * x23) + (a24 * x24) + (a25 * x25) + (a26 * x26);
                        if ((d & outside0) != 0)
                        {
                            PointResult.Store(
                                stage, oc, d, scale0, offset0, scale1, offset1, scale2, offset2,
                                start0, outside0, 0, 0, 0, 0, output, o);
                        }
                        else
                        {
                            output[o] = table[(int)((((d & mask) * scale0) + offset0) >> LaneResult.Shift)];
                            output[o + 1] = table[(int)(((((d >> 21) & mask) * scale1) + offset1) >> LaneResult.Shift)];
                            output[o + 2] = table[(int)((((d >> 42) * scale2) + offset2) >> LaneResult.Shift)];
                        }

                        d = start1 + (b0 * x0) + (b1 * x1) + (b2 * x2) + (b3 * x3) + (b4 * x4) + (b5 * x5) + (b6 * x6) + (b7 * x7) + (b8 * x8)
                            + (b9 * x9) + (b10 * x10) + (b11 * x11) + (b12 * x12) + (b13 * x13) + (b14 * x14) + (b15 * x15) + (b16 * x16) + (b17 * x17)
                            + (b18 * x18) + (b19 * x19) + (b20 * x20) + (b21 * x21) + (b22 * x22) + (b23 * x23) + (b24 * x24) + (b25 * x25) + (b26 * x26);
                        if ((d & outside1) != 0)
                        {
                            PointResult.Store(
                                stage, oc + 3, d, scale3, offset3, scale4, offset4, scale5, offset5,
                                start1, outside1, 0, 0, 0, 0, output, o + 3);
                        }
                        else
                        {
                            output[o + 3] = table[(int)((((d & mask) * scale3) + offset3) >> LaneResult.Shift)];
                            output[o + 4] = table[(int)(((((d >> 21) & mask) * scale4) + offset4) >> LaneResult.Shift)];
                            output[o + 5] = table[(int)((((d >> 42) * scale5) + offset5) >> LaneResult.Shift)];
                        }

                        d = start2 + (c0 * x0) + (c1 * x1) + (c2 * x2) + (c3 * x3) + (c4 * x4) + (c5 * x5) + (c6 * x6) + (c7 * x7) + (c8 * x8)
                            + (c9 * x9) + (c10 * x10) + (c11 * x11) + (c12 * x12) + (c13 * x13) + (c14 * x14) + (c15 * x15) + (c16 * x16) + (c17 * x17)
                            + (c18 * x18) + (c19 * x19) + (c20 * x20) + (c21 * x21) + (c22 * x22) + (c23 * x23) + (c24 * x24) + (c25 * x25) + (c26 * x26);
                        int q = o + third;
                        if ((d & outside2) != 0)
                        {
                            PointResult.Store(
                                stage, oc + third, d, scale6, offset6, scale7, offset7, scale8, offset8,
                                start2, outside2, 0, 0, 0, 0, output, q);
                        }
                        else
                        {
                            output[q] = table[(int)((((d & mask) * scale6) + offset6) >> LaneResult.Shift)];
                            output[q + 1] = table[(int)(((((d >> 21) & mask) * scale7) + offset7) >> LaneResult.Shift)];
                            output[q + 2] = table[(int)((((d >> 42) * scale8) + offset8) >> LaneResult.Shift)];
                        }

                        if (hasSix)
                        {
                            d = start3 + (d0 * x0) + (d1 * x1) + (d2 * x2) + (d3 * x3) + (d4 * x4) + (d5 * x5) + (d6 * x6) + (d7 * x7) + (d8 * x8)
                                + (d9 * x9) + (d10 * x10) + (d11 * x11) + (d12 * x12) + (d13 * x13) + (d14 * x14) + (d15 * x15) + (d16 * x16) + (d17 * x17)
                                + (d18 * x18) + (d19 * x19) + (d20 * x20) + (d21 * x21) + (d22 * x22) + (d23 * x23) + (d24 * x24) + (d25 * x25) + (d26 * x26);
                            if ((d & outside3) != 0)
                            {
                                PointResult.Store(
                                    stage, oc + 9, d, scale9, offset9, scale10, offset10, scale11, offset11,
                                    start3, outside3, 0, 0, 0, 0, output, o + 9);
                            }
                            else
                            {
                                output[o + 9] = table[(int)((((d & mask) * scale9) + offset9) >> LaneResult.Shift)];
                                output[o + 10] = table[(int)(((((d >> 21) & mask) * scale10) + offset10) >> LaneResult.Shift)];
                                output[o + 11] = table[(int)((((d >> 42) * scale11) + offset11) >> LaneResult.Shift)];
                            }

                            d = start4 + (e0 * x0) + (e1 * x1) + (e2 * x2) + (e3 * x3) + (e4 * x4) + (e5 * x5) + (e6 * x6) + (e7 * x7) + (e8 * x8)
                                + (e9 * x9) + (e10 * x10) + (e11 * x11) + (e12 * x12) + (e13 * x13) + (e14 * x14) + (e15 * x15) + (e16 * x16) + (e17 * x17)
                                + (e18 * x18) + (e19 * x19) + (e20 * x20) + (e21 * x21) + (e22 * x22) + (e23 * x23) + (e24 * x24) + (e25 * x25) + (e26 * x26);
                            if ((d & outside4) != 0)
                            {
                                PointResult.Store(
                                    stage, oc + 12, d, scale12, offset12, scale13, offset13, scale14, offset14,
                                    start4, outside4, 0, 0, 0, 0, output, o + 12);
                            }
                            else
                            {
                                output[o + 12] = table[(int)((((d & mask) * scale12) + offset12) >> LaneResult.Shift)];
                                output[o + 13] = table[(int)(((((d >> 21) & mask) * scale13) + offset13) >> LaneResult.Shift)];
                                output[o + 14] = table[(int)((((d >> 42) * scale14) + offset14) >> LaneResult.Shift)];
                            }

                            d = start5 + (f0 * x0) + (f1 * x1) + (f2 * x2) + (f3 * x3) + (f4 * x4) + (f5 * x5) + (f6 * x6) + (f7 * x7) + (f8 * x8)
                                + (f9 * x9) + (f10 * x10) + (f11 * x11) + (f12 * x12) + (f13 * x13) + (f14 * x14) + (f15 * x15) + (f16 * x16) + (f17 * x17)
                                + (f18 * x18) + (f19 * x19) + (f20 * x20) + (f21 * x21) + (f22 * x22) + (f23 * x23) + (f24 * x24) + (f25 * x25) + (f26 * x26);
                            q = o + last;
                            if ((d & outside5) != 0)
                            {
                                PointResult.Store(
                                    stage, oc + last, d, scale15, offset15, scale16, offset16, scale17, offset17,
                                    start5, outside5, 0, 0, 0, 0, output, q);
                            }
                            else
                            {
                                output[q] = table[(int)((((d & mask) * scale15) + offset15) >> LaneResult.Shift)];
                                output[q + 1] = table[(int)(((((d >> 21) & mask) * scale16) + offset16) >> LaneResult.Shift)];
                                output[q + 2] = table[(int)((((d >> 42) * scale17) + offset17) >> LaneResult.Shift)];
                            }
                        }

                        o += pixel;
                        i0 += step;
                        i1 += step;
                        i2 += step;
                    }
                }
            }
        }
    }
}
