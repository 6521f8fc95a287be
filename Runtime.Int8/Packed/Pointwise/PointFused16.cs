namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// As <see cref="PointMac24"/> with the last 16 taps of a pass; its sums go from the evaluation stack to the results. No ties.
    /// </summary>
    internal static class PointFused16
    {
        /// <summary>Stores the results of one pass.</summary>
        /// <param name="input">Pixels that lie one behind the other.</param>
        /// <param name="i">Index of the chunk's first channel of the first pixel.</param>
        /// <param name="output">Array of the results.</param>
        /// <param name="o">Index of the first pixel's result of channel <paramref name="oc"/>.</param>
        /// <param name="pixels">Number of pixels.</param>
        /// <param name="stage">The convolution.</param>
        /// <param name="oc">First output channel of the pass.</param>
        /// <param name="triples">Triples of channels: 3, 6 or 8.</param>
        /// <param name="last">First channel of the last triple, from the first channel of the pass.</param>
        /// <param name="firstWeight">Index of the chunk's first weight of the pass's first channel.</param>
        /// <param name="hasSums">Whether there are sums of the taps before, [pixel][triples].</param>
        public static void Run(
            byte[] input, int i, byte[] output, int o, int pixels, Stage stage, int oc, int triples, int last, int firstWeight, bool hasSums)
        {
            // The first four arguments and locals have the cheapest instructions.
            long d;
            long mask = Lanes.Mask;
            byte[] table = stage.ScratchBytes;
            long[] lanes = stage.Lanes;
            byte[] weights = stage.Weights;
            int taps = stage.TapsPerChannel;
            int skipped = LanePointwise.Skipped(taps, 16);
            int pixel = stage.Input.Channels;
            int outputPixel = stage.Output.Channels;
            long shared = LaneResult.SharedOffset(stage);
            bool hasSix = triples > 3;
            bool hasEight = triples > 6;
            int six = hasSix ? 16 : 0;
            int eight = hasEight ? 16 : 0;
            int third = hasSix ? 6 : last;
            int sixth = hasEight ? 15 : last;
            WeightStage.PackThree(lanes, weights, firstWeight, taps, 16, skipped);
            long a0 = lanes[0], a1 = lanes[1], a2 = lanes[2], a3 = lanes[3], a4 = lanes[4], a5 = lanes[5], a6 = lanes[6], a7 = lanes[7],
                a8 = lanes[8], a9 = lanes[9], a10 = lanes[10], a11 = lanes[11], a12 = lanes[12], a13 = lanes[13], a14 = lanes[14], a15 = lanes[15];
            PointResult.Prepare(
                true, stage, oc, shared, out long scale0, out long offset0, out long scale1, out long offset1, out long scale2, out long offset2,
                out long start0, out long outside0);
            WeightStage.PackThree(lanes, weights, firstWeight + (3 * taps), taps, 16, skipped);
            long b0 = lanes[0], b1 = lanes[1], b2 = lanes[2], b3 = lanes[3], b4 = lanes[4], b5 = lanes[5], b6 = lanes[6], b7 = lanes[7],
                b8 = lanes[8], b9 = lanes[9], b10 = lanes[10], b11 = lanes[11], b12 = lanes[12], b13 = lanes[13], b14 = lanes[14], b15 = lanes[15];
            PointResult.Prepare(
                true, stage, oc + 3, shared, out long scale3, out long offset3, out long scale4, out long offset4, out long scale5, out long offset5,
                out long start1, out long outside1);
            WeightStage.PackThree(lanes, weights, firstWeight + (third * taps), taps, 16, skipped);
            long c0 = lanes[0], c1 = lanes[1], c2 = lanes[2], c3 = lanes[3], c4 = lanes[4], c5 = lanes[5], c6 = lanes[6], c7 = lanes[7],
                c8 = lanes[8], c9 = lanes[9], c10 = lanes[10], c11 = lanes[11], c12 = lanes[12], c13 = lanes[13], c14 = lanes[14], c15 = lanes[15];
            PointResult.Prepare(
                true, stage, oc + third, shared, out long scale6, out long offset6, out long scale7, out long offset7, out long scale8, out long offset8,
                out long start2, out long outside2);
            WeightStage.PackThree(lanes, weights, firstWeight + (9 * taps), taps, six, skipped);
            long d0 = lanes[0], d1 = lanes[1], d2 = lanes[2], d3 = lanes[3], d4 = lanes[4], d5 = lanes[5], d6 = lanes[6], d7 = lanes[7],
                d8 = lanes[8], d9 = lanes[9], d10 = lanes[10], d11 = lanes[11], d12 = lanes[12], d13 = lanes[13], d14 = lanes[14], d15 = lanes[15];
            PointResult.Prepare(
                hasSix, stage, oc + 9, shared, out long scale9, out long offset9, out long scale10, out long offset10, out long scale11, out long offset11,
                out long start3, out long outside3);
            WeightStage.PackThree(lanes, weights, firstWeight + (12 * taps), taps, six, skipped);
            long e0 = lanes[0], e1 = lanes[1], e2 = lanes[2], e3 = lanes[3], e4 = lanes[4], e5 = lanes[5], e6 = lanes[6], e7 = lanes[7],
                e8 = lanes[8], e9 = lanes[9], e10 = lanes[10], e11 = lanes[11], e12 = lanes[12], e13 = lanes[13], e14 = lanes[14], e15 = lanes[15];
            PointResult.Prepare(
                hasSix, stage, oc + 12, shared, out long scale12, out long offset12, out long scale13, out long offset13, out long scale14, out long offset14,
                out long start4, out long outside4);
            WeightStage.PackThree(lanes, weights, firstWeight + (sixth * taps), taps, six, skipped);
            long f0 = lanes[0], f1 = lanes[1], f2 = lanes[2], f3 = lanes[3], f4 = lanes[4], f5 = lanes[5], f6 = lanes[6], f7 = lanes[7],
                f8 = lanes[8], f9 = lanes[9], f10 = lanes[10], f11 = lanes[11], f12 = lanes[12], f13 = lanes[13], f14 = lanes[14], f15 = lanes[15];
            PointResult.Prepare(
                hasSix, stage, oc + sixth, shared, out long scale15, out long offset15, out long scale16, out long offset16, out long scale17, out long offset17,
                out long start5, out long outside5);
            WeightStage.PackThree(lanes, weights, firstWeight + (18 * taps), taps, eight, skipped);
            long g0 = lanes[0], g1 = lanes[1], g2 = lanes[2], g3 = lanes[3], g4 = lanes[4], g5 = lanes[5], g6 = lanes[6], g7 = lanes[7],
                g8 = lanes[8], g9 = lanes[9], g10 = lanes[10], g11 = lanes[11], g12 = lanes[12], g13 = lanes[13], g14 = lanes[14], g15 = lanes[15];
            PointResult.Prepare(
                hasEight, stage, oc + 18, shared, out long scale18, out long offset18, out long scale19, out long offset19, out long scale20, out long offset20,
                out long start6, out long outside6);
            WeightStage.PackThree(lanes, weights, firstWeight + (21 * taps), taps, eight, skipped);
            long h0 = lanes[0], h1 = lanes[1], h2 = lanes[2], h3 = lanes[3], h4 = lanes[4], h5 = lanes[5], h6 = lanes[6], h7 = lanes[7],
                h8 = lanes[8], h9 = lanes[9], h10 = lanes[10], h11 = lanes[11], h12 = lanes[12], h13 = lanes[13], h14 = lanes[14], h15 = lanes[15];
            PointResult.Prepare(
                hasEight, stage, oc + 21, shared, out long scale21, out long offset21, out long scale22, out long offset22, out long scale23, out long offset23,
                out long start7, out long outside7);
            long s0 = start0, s1 = start1, s2 = start2, s3 = start3, s4 = start4, s5 = start5, s6 = start6, s7 = start7;
            int p = LanePointwise.FirstSum;
            for (int end = i + (pixels * pixel); i < end; i += pixel)
            {
                if (hasSums)
                {
                    s0 = lanes[p] + start0;
                    s1 = lanes[p + 1] + start1;
                    s2 = lanes[p + 2] + start2;
                    if (hasSix)
                    {
                        s3 = lanes[p + 3] + start3;
                        s4 = lanes[p + 4] + start4;
                        s5 = lanes[p + 5] + start5;
                    }

                    if (hasEight)
                    {
                        s6 = lanes[p + 6] + start6;
                        s7 = lanes[p + 7] + start7;
                    }

                    p += triples;
                }

                long x0 = input[i], x1 = input[i + 1], x2 = input[i + 2], x3 = input[i + 3];
                long x4 = input[i + 4], x5 = input[i + 5], x6 = input[i + 6], x7 = input[i + 7];
                long x8 = input[i + 8], x9 = input[i + 9], x10 = input[i + 10], x11 = input[i + 11];
                long x12 = input[i + 12], x13 = input[i + 13], x14 = input[i + 14], x15 = input[i + 15];
                d = s0 + (a0 * x0) + (a1 * x1) + (a2 * x2) + (a3 * x3) + (a4 * x4) + (a5 * x5) + (a6 * x6) + (a7 * x7)
                    + (a8 * x8) + (a9 * x9) + (a10 * x10) + (a11 * x11) + (a12 * x12) + (a13 * x13) + (a14 * x14) + (a15 * x15);
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

                d = s1 + (b0 * x0) + (b1 * x1) + (b2 * x2) + (b3 * x3) + (b4 * x4) + (b5 * x5) + (b6 * x6) + (b7 * x7)
                    + (b8 * x8) + (b9 * x9) + (b10 * x10) + (b11 * x11) + (b12 * x12) + (b13 * x13) + (b14 * x14) + (b15 * x15);
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

                d = s2 + (c0 * x0) + (c1 * x1) + (c2 * x2) + (c3 * x3) + (c4 * x4) + (c5 * x5) + (c6 * x6) + (c7 * x7)
                    + (c8 * x8) + (c9 * x9) + (c10 * x10) + (c11 * x11) + (c12 * x12) + (c13 * x13) + (c14 * x14) + (c15 * x15);
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
                    d = s3 + (d0 * x0) + (d1 * x1) + (d2 * x2) + (d3 * x3) + (d4 * x4) + (d5 * x5) + (d6 * x6) + (d7 * x7)
                        + (d8 * x8) + (d9 * x9) + (d10 * x10) + (d11 * x11) + (d12 * x12) + (d13 * x13) + (d14 * x14) + (d15 * x15);
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

                    d = s4 + (e0 * x0) + (e1 * x1) + (e2 * x2) + (e3 * x3) + (e4 * x4) + (e5 * x5) + (e6 * x6) + (e7 * x7)
                        + (e8 * x8) + (e9 * x9) + (e10 * x10) + (e11 * x11) + (e12 * x12) + (e13 * x13) + (e14 * x14) + (e15 * x15);
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

                    d = s5 + (f0 * x0) + (f1 * x1) + (f2 * x2) + (f3 * x3) + (f4 * x4) + (f5 * x5) + (f6 * x6) + (f7 * x7)
                        + (f8 * x8) + (f9 * x9) + (f10 * x10) + (f11 * x11) + (f12 * x12) + (f13 * x13) + (f14 * x14) + (f15 * x15);
                    q = o + sixth;
                    if ((d & outside5) != 0)
                    {
                        PointResult.Store(
                            stage, oc + sixth, d, scale15, offset15, scale16, offset16, scale17, offset17,
                            start5, outside5, 0, 0, 0, 0, output, q);
                    }
                    else
                    {
                        output[q] = table[(int)((((d & mask) * scale15) + offset15) >> LaneResult.Shift)];
                        output[q + 1] = table[(int)(((((d >> 21) & mask) * scale16) + offset16) >> LaneResult.Shift)];
                        output[q + 2] = table[(int)((((d >> 42) * scale17) + offset17) >> LaneResult.Shift)];
                    }

                    if (hasEight)
                    {
                        d = s6 + (g0 * x0) + (g1 * x1) + (g2 * x2) + (g3 * x3) + (g4 * x4) + (g5 * x5) + (g6 * x6) + (g7 * x7)
                            + (g8 * x8) + (g9 * x9) + (g10 * x10) + (g11 * x11) + (g12 * x12) + (g13 * x13) + (g14 * x14) + (g15 * x15);
                        if ((d & outside6) != 0)
                        {
                            PointResult.Store(
                                stage, oc + 18, d, scale18, offset18, scale19, offset19, scale20, offset20,
                                start6, outside6, 0, 0, 0, 0, output, o + 18);
                        }
                        else
                        {
                            output[o + 18] = table[(int)((((d & mask) * scale18) + offset18) >> LaneResult.Shift)];
                            output[o + 19] = table[(int)(((((d >> 21) & mask) * scale19) + offset19) >> LaneResult.Shift)];
                            output[o + 20] = table[(int)((((d >> 42) * scale20) + offset20) >> LaneResult.Shift)];
                        }

                        d = s7 + (h0 * x0) + (h1 * x1) + (h2 * x2) + (h3 * x3) + (h4 * x4) + (h5 * x5) + (h6 * x6) + (h7 * x7)
                            + (h8 * x8) + (h9 * x9) + (h10 * x10) + (h11 * x11) + (h12 * x12) + (h13 * x13) + (h14 * x14) + (h15 * x15);
                        if ((d & outside7) != 0)
                        {
                            PointResult.Store(
                                stage, oc + 21, d, scale21, offset21, scale22, offset22, scale23, offset23,
                                start7, outside7, 0, 0, 0, 0, output, o + 21);
                        }
                        else
                        {
                            output[o + 21] = table[(int)((((d & mask) * scale21) + offset21) >> LaneResult.Shift)];
                            output[o + 22] = table[(int)(((((d >> 21) & mask) * scale22) + offset22) >> LaneResult.Shift)];
                            output[o + 23] = table[(int)((((d >> 42) * scale23) + offset23) >> LaneResult.Shift)];
                        }
                    }
                }

                o += outputPixel;
            }
        }
    }
}
