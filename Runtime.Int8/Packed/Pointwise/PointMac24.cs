namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// 24 input channels times up to 24 output channels of pixels, three output channels in the lanes of a long: 192 packed weights
    /// in locals, a loop over pixels, one straight expression for three channels. See <see cref="LanePointwise"/>.
    /// </summary>
    internal static class PointMac24
    {
        /// <summary>Adds a chunk of taps to the sums of one pass.</summary>
        /// <param name="input">Pixels that lie one behind the other.</param>
        /// <param name="i">Index of the chunk's first channel of the first pixel.</param>
        /// <param name="lanes">Room for the packed weights, then sums [pixel][triples].</param>
        /// <param name="pixel">Bytes of a pixel.</param>
        /// <param name="pixels">Number of pixels.</param>
        /// <param name="triples">Triples of channels: 3, 6 or 8.</param>
        /// <param name="last">First channel of the last triple, from the first channel of the pass.</param>
        /// <param name="weights">[channel][tap], offset binary.</param>
        /// <param name="firstWeight">Index of the chunk's first weight of the pass's first channel.</param>
        /// <param name="taps">Taps of a channel.</param>
        public static void Accumulate(
            byte[] input, int i, long[] lanes, int pixel, int pixels, int triples, int last, byte[] weights, int firstWeight, int taps)
        {
            bool hasSix = triples > 3;
            bool hasEight = triples > 6;
            int six = hasSix ? 24 : 0;
            int eight = hasEight ? 24 : 0;
            int third = hasSix ? 6 : last;
            int sixth = hasEight ? 15 : last;
            WeightStage.PackThree(lanes, weights, firstWeight, taps, 24, 0);
            long a0 = lanes[0], a1 = lanes[1], a2 = lanes[2], a3 = lanes[3], a4 = lanes[4], a5 = lanes[5], a6 = lanes[6], a7 = lanes[7],
                a8 = lanes[8], a9 = lanes[9], a10 = lanes[10], a11 = lanes[11], a12 = lanes[12], a13 = lanes[13], a14 = lanes[14], a15 = lanes[15],
                a16 = lanes[16], a17 = lanes[17], a18 = lanes[18], a19 = lanes[19], a20 = lanes[20], a21 = lanes[21], a22 = lanes[22],
                a23 = lanes[23];
            WeightStage.PackThree(lanes, weights, firstWeight + (3 * taps), taps, 24, 0);
            long b0 = lanes[0], b1 = lanes[1], b2 = lanes[2], b3 = lanes[3], b4 = lanes[4], b5 = lanes[5], b6 = lanes[6], b7 = lanes[7],
                b8 = lanes[8], b9 = lanes[9], b10 = lanes[10], b11 = lanes[11], b12 = lanes[12], b13 = lanes[13], b14 = lanes[14], b15 = lanes[15],
                b16 = lanes[16], b17 = lanes[17], b18 = lanes[18], b19 = lanes[19], b20 = lanes[20], b21 = lanes[21], b22 = lanes[22],
                b23 = lanes[23];
            WeightStage.PackThree(lanes, weights, firstWeight + (third * taps), taps, 24, 0);
            long c0 = lanes[0], c1 = lanes[1], c2 = lanes[2], c3 = lanes[3], c4 = lanes[4], c5 = lanes[5], c6 = lanes[6], c7 = lanes[7],
                c8 = lanes[8], c9 = lanes[9], c10 = lanes[10], c11 = lanes[11], c12 = lanes[12], c13 = lanes[13], c14 = lanes[14], c15 = lanes[15],
                c16 = lanes[16], c17 = lanes[17], c18 = lanes[18], c19 = lanes[19], c20 = lanes[20], c21 = lanes[21], c22 = lanes[22],
                c23 = lanes[23];
            WeightStage.PackThree(lanes, weights, firstWeight + (9 * taps), taps, six, 0);
            long d0 = lanes[0], d1 = lanes[1], d2 = lanes[2], d3 = lanes[3], d4 = lanes[4], d5 = lanes[5], d6 = lanes[6], d7 = lanes[7],
                d8 = lanes[8], d9 = lanes[9], d10 = lanes[10], d11 = lanes[11], d12 = lanes[12], d13 = lanes[13], d14 = lanes[14], d15 = lanes[15],
                d16 = lanes[16], d17 = lanes[17], d18 = lanes[18], d19 = lanes[19], d20 = lanes[20], d21 = lanes[21], d22 = lanes[22],
                d23 = lanes[23];
            WeightStage.PackThree(lanes, weights, firstWeight + (12 * taps), taps, six, 0);
            long e0 = lanes[0], e1 = lanes[1], e2 = lanes[2], e3 = lanes[3], e4 = lanes[4], e5 = lanes[5], e6 = lanes[6], e7 = lanes[7],
                e8 = lanes[8], e9 = lanes[9], e10 = lanes[10], e11 = lanes[11], e12 = lanes[12], e13 = lanes[13], e14 = lanes[14], e15 = lanes[15],
                e16 = lanes[16], e17 = lanes[17], e18 = lanes[18], e19 = lanes[19], e20 = lanes[20], e21 = lanes[21], e22 = lanes[22],
                e23 = lanes[23];
            WeightStage.PackThree(lanes, weights, firstWeight + (sixth * taps), taps, six, 0);
            long f0 = lanes[0], f1 = lanes[1], f2 = lanes[2], f3 = lanes[3], f4 = lanes[4], f5 = lanes[5], f6 = lanes[6], f7 = lanes[7],
                f8 = lanes[8], f9 = lanes[9], f10 = lanes[10], f11 = lanes[11], f12 = lanes[12], f13 = lanes[13], f14 = lanes[14], f15 = lanes[15],
                f16 = lanes[16], f17 = lanes[17], f18 = lanes[18], f19 = lanes[19], f20 = lanes[20], f21 = lanes[21], f22 = lanes[22],
                f23 = lanes[23];
            WeightStage.PackThree(lanes, weights, firstWeight + (18 * taps), taps, eight, 0);
            long g0 = lanes[0], g1 = lanes[1], g2 = lanes[2], g3 = lanes[3], g4 = lanes[4], g5 = lanes[5], g6 = lanes[6], g7 = lanes[7],
                g8 = lanes[8], g9 = lanes[9], g10 = lanes[10], g11 = lanes[11], g12 = lanes[12], g13 = lanes[13], g14 = lanes[14], g15 = lanes[15],
                g16 = lanes[16], g17 = lanes[17], g18 = lanes[18], g19 = lanes[19], g20 = lanes[20], g21 = lanes[21], g22 = lanes[22],
                g23 = lanes[23];
            WeightStage.PackThree(lanes, weights, firstWeight + (21 * taps), taps, eight, 0);
            long h0 = lanes[0], h1 = lanes[1], h2 = lanes[2], h3 = lanes[3], h4 = lanes[4], h5 = lanes[5], h6 = lanes[6], h7 = lanes[7],
                h8 = lanes[8], h9 = lanes[9], h10 = lanes[10], h11 = lanes[11], h12 = lanes[12], h13 = lanes[13], h14 = lanes[14], h15 = lanes[15],
                h16 = lanes[16], h17 = lanes[17], h18 = lanes[18], h19 = lanes[19], h20 = lanes[20], h21 = lanes[21], h22 = lanes[22],
                h23 = lanes[23];
            int p = LanePointwise.FirstSum;
            for (int end = i + (pixels * pixel); i < end; i += pixel)
            {
                long x0 = input[i], x1 = input[i + 1], x2 = input[i + 2], x3 = input[i + 3];
                long x4 = input[i + 4], x5 = input[i + 5], x6 = input[i + 6], x7 = input[i + 7];
                long x8 = input[i + 8], x9 = input[i + 9], x10 = input[i + 10], x11 = input[i + 11];
                long x12 = input[i + 12], x13 = input[i + 13], x14 = input[i + 14], x15 = input[i + 15];
                long x16 = input[i + 16], x17 = input[i + 17], x18 = input[i + 18], x19 = input[i + 19];
                long x20 = input[i + 20], x21 = input[i + 21], x22 = input[i + 22], x23 = input[i + 23];
                lanes[p] +=
                    (a0 * x0) + (a1 * x1) + (a2 * x2) + (a3 * x3) + (a4 * x4) + (a5 * x5) + (a6 * x6) + (a7 * x7)
                    + (a8 * x8) + (a9 * x9) + (a10 * x10) + (a11 * x11) + (a12 * x12) + (a13 * x13) + (a14 * x14) + (a15 * x15)
                    + (a16 * x16) + (a17 * x17) + (a18 * x18) + (a19 * x19) + (a20 * x20) + (a21 * x21) + (a22 * x22) + (a23 * x23);
                lanes[p + 1] +=
                    (b0 * x0) + (b1 * x1) + (b2 * x2) + (b3 * x3) + (b4 * x4) + (b5 * x5) + (b6 * x6) + (b7 * x7)
                    + (b8 * x8) + (b9 * x9) + (b10 * x10) + (b11 * x11) + (b12 * x12) + (b13 * x13) + (b14 * x14) + (b15 * x15)
                    + (b16 * x16) + (b17 * x17) + (b18 * x18) + (b19 * x19) + (b20 * x20) + (b21 * x21) + (b22 * x22) + (b23 * x23);
                lanes[p + 2] +=
                    (c0 * x0) + (c1 * x1) + (c2 * x2) + (c3 * x3) + (c4 * x4) + (c5 * x5) + (c6 * x6) + (c7 * x7)
                    + (c8 * x8) + (c9 * x9) + (c10 * x10) + (c11 * x11) + (c12 * x12) + (c13 * x13) + (c14 * x14) + (c15 * x15)
                    + (c16 * x16) + (c17 * x17) + (c18 * x18) + (c19 * x19) + (c20 * x20) + (c21 * x21) + (c22 * x22) + (c23 * x23);
                if (hasSix)
                {
                    lanes[p + 3] +=
                        (d0 * x0) + (d1 * x1) + (d2 * x2) + (d3 * x3) + (d4 * x4) + (d5 * x5) + (d6 * x6) + (d7 * x7)
                        + (d8 * x8) + (d9 * x9) + (d10 * x10) + (d11 * x11) + (d12 * x12) + (d13 * x13) + (d14 * x14) + (d15 * x15)
                        + (d16 * x16) + (d17 * x17) + (d18 * x18) + (d19 * x19) + (d20 * x20) + (d21 * x21) + (d22 * x22) + (d23 * x23);
                    lanes[p + 4] +=
                        (e0 * x0) + (e1 * x1) + (e2 * x2) + (e3 * x3) + (e4 * x4) + (e5 * x5) + (e6 * x6) + (e7 * x7)
                        + (e8 * x8) + (e9 * x9) + (e10 * x10) + (e11 * x11) + (e12 * x12) + (e13 * x13) + (e14 * x14) + (e15 * x15)
                        + (e16 * x16) + (e17 * x17) + (e18 * x18) + (e19 * x19) + (e20 * x20) + (e21 * x21) + (e22 * x22) + (e23 * x23);
                    lanes[p + 5] +=
                        (f0 * x0) + (f1 * x1) + (f2 * x2) + (f3 * x3) + (f4 * x4) + (f5 * x5) + (f6 * x6) + (f7 * x7)
                        + (f8 * x8) + (f9 * x9) + (f10 * x10) + (f11 * x11) + (f12 * x12) + (f13 * x13) + (f14 * x14) + (f15 * x15)
                        + (f16 * x16) + (f17 * x17) + (f18 * x18) + (f19 * x19) + (f20 * x20) + (f21 * x21) + (f22 * x22) + (f23 * x23);
                    if (hasEight)
                    {
                        lanes[p + 6] +=
                            (g0 * x0) + (g1 * x1) + (g2 * x2) + (g3 * x3) + (g4 * x4) + (g5 * x5) + (g6 * x6) + (g7 * x7)
                            + (g8 * x8) + (g9 * x9) + (g10 * x10) + (g11 * x11) + (g12 * x12) + (g13 * x13) + (g14 * x14) + (g15 * x15)
                            + (g16 * x16) + (g17 * x17) + (g18 * x18) + (g19 * x19) + (g20 * x20) + (g21 * x21) + (g22 * x22) + (g23 * x23);
                        lanes[p + 7] +=
                            (h0 * x0) + (h1 * x1) + (h2 * x2) + (h3 * x3) + (h4 * x4) + (h5 * x5) + (h6 * x6) + (h7 * x7)
                            + (h8 * x8) + (h9 * x9) + (h10 * x10) + (h11 * x11) + (h12 * x12) + (h13 * x13) + (h14 * x14) + (h15 * x15)
                            + (h16 * x16) + (h17 * x17) + (h18 * x18) + (h19 * x19) + (h20 * x20) + (h21 * x21) + (h22 * x22) + (h23 * x23);
                    }
                }

                p += triples;
            }
        }
    }
}
