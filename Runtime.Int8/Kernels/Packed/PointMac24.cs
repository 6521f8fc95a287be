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
            long centre = WeightStage.Centre;
            bool hasSix = triples > 3;
            bool hasEight = triples > 6;
            int third = hasSix ? 6 : last;
            int sixth = hasEight ? 15 : last;
            WeightStage.PackThree(lanes, weights, firstWeight, taps, 24);
            long a0 = lanes[0] - centre, a1 = lanes[1] - centre, a2 = lanes[2] - centre, a3 = lanes[3] - centre, a4 = lanes[4] - centre,
                a5 = lanes[5] - centre, a6 = lanes[6] - centre, a7 = lanes[7] - centre, a8 = lanes[8] - centre, a9 = lanes[9] - centre,
                a10 = lanes[10] - centre, a11 = lanes[11] - centre, a12 = lanes[12] - centre, a13 = lanes[13] - centre, a14 = lanes[14] - centre,
                a15 = lanes[15] - centre, a16 = lanes[16] - centre, a17 = lanes[17] - centre, a18 = lanes[18] - centre, a19 = lanes[19] - centre,
                a20 = lanes[20] - centre, a21 = lanes[21] - centre, a22 = lanes[22] - centre, a23 = lanes[23] - centre;
            WeightStage.PackThree(lanes, weights, firstWeight + (3 * taps), taps, 24);
            long b0 = lanes[0] - centre, b1 = lanes[1] - centre, b2 = lanes[2] - centre, b3 = lanes[3] - centre, b4 = lanes[4] - centre,
                b5 = lanes[5] - centre, b6 = lanes[6] - centre, b7 = lanes[7] - centre, b8 = lanes[8] - centre, b9 = lanes[9] - centre,
                b10 = lanes[10] - centre, b11 = lanes[11] - centre, b12 = lanes[12] - centre, b13 = lanes[13] - centre, b14 = lanes[14] - centre,
                b15 = lanes[15] - centre, b16 = lanes[16] - centre, b17 = lanes[17] - centre, b18 = lanes[18] - centre, b19 = lanes[19] - centre,
                b20 = lanes[20] - centre, b21 = lanes[21] - centre, b22 = lanes[22] - centre, b23 = lanes[23] - centre;
            WeightStage.PackThree(lanes, weights, firstWeight + (third * taps), taps, 24);
            long c0 = lanes[0] - centre, c1 = lanes[1] - centre, c2 = lanes[2] - centre, c3 = lanes[3] - centre, c4 = lanes[4] - centre,
                c5 = lanes[5] - centre, c6 = lanes[6] - centre, c7 = lanes[7] - centre, c8 = lanes[8] - centre, c9 = lanes[9] - centre,
                c10 = lanes[10] - centre, c11 = lanes[11] - centre, c12 = lanes[12] - centre, c13 = lanes[13] - centre, c14 = lanes[14] - centre,
                c15 = lanes[15] - centre, c16 = lanes[16] - centre, c17 = lanes[17] - centre, c18 = lanes[18] - centre, c19 = lanes[19] - centre,
                c20 = lanes[20] - centre, c21 = lanes[21] - centre, c22 = lanes[22] - centre, c23 = lanes[23] - centre;
            long d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, d10, d11, d12, d13, d14, d15, d16, d17, d18, d19, d20, d21, d22, d23;
            long e0, e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11, e12, e13, e14, e15, e16, e17, e18, e19, e20, e21, e22, e23;
            long f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23;
            long g0, g1, g2, g3, g4, g5, g6, g7, g8, g9, g10, g11, g12, g13, g14, g15, g16, g17, g18, g19, g20, g21, g22, g23;
            long h0, h1, h2, h3, h4, h5, h6, h7, h8, h9, h10, h11, h12, h13, h14, h15, h16, h17, h18, h19, h20, h21, h22, h23;
            if (hasSix)
            {
                WeightStage.PackThree(lanes, weights, firstWeight + (9 * taps), taps, 24);
                d0 = lanes[0] - centre; d1 = lanes[1] - centre; d2 = lanes[2] - centre; d3 = lanes[3] - centre;
                d4 = lanes[4] - centre; d5 = lanes[5] - centre; d6 = lanes[6] - centre; d7 = lanes[7] - centre;
                d8 = lanes[8] - centre; d9 = lanes[9] - centre; d10 = lanes[10] - centre; d11 = lanes[11] - centre;
                d12 = lanes[12] - centre; d13 = lanes[13] - centre; d14 = lanes[14] - centre; d15 = lanes[15] - centre;
                d16 = lanes[16] - centre; d17 = lanes[17] - centre; d18 = lanes[18] - centre; d19 = lanes[19] - centre;
                d20 = lanes[20] - centre; d21 = lanes[21] - centre; d22 = lanes[22] - centre; d23 = lanes[23] - centre;
                WeightStage.PackThree(lanes, weights, firstWeight + (12 * taps), taps, 24);
                e0 = lanes[0] - centre; e1 = lanes[1] - centre; e2 = lanes[2] - centre; e3 = lanes[3] - centre;
                e4 = lanes[4] - centre; e5 = lanes[5] - centre; e6 = lanes[6] - centre; e7 = lanes[7] - centre;
                e8 = lanes[8] - centre; e9 = lanes[9] - centre; e10 = lanes[10] - centre; e11 = lanes[11] - centre;
                e12 = lanes[12] - centre; e13 = lanes[13] - centre; e14 = lanes[14] - centre; e15 = lanes[15] - centre;
                e16 = lanes[16] - centre; e17 = lanes[17] - centre; e18 = lanes[18] - centre; e19 = lanes[19] - centre;
                e20 = lanes[20] - centre; e21 = lanes[21] - centre; e22 = lanes[22] - centre; e23 = lanes[23] - centre;
                WeightStage.PackThree(lanes, weights, firstWeight + (sixth * taps), taps, 24);
                f0 = lanes[0] - centre; f1 = lanes[1] - centre; f2 = lanes[2] - centre; f3 = lanes[3] - centre;
                f4 = lanes[4] - centre; f5 = lanes[5] - centre; f6 = lanes[6] - centre; f7 = lanes[7] - centre;
                f8 = lanes[8] - centre; f9 = lanes[9] - centre; f10 = lanes[10] - centre; f11 = lanes[11] - centre;
                f12 = lanes[12] - centre; f13 = lanes[13] - centre; f14 = lanes[14] - centre; f15 = lanes[15] - centre;
                f16 = lanes[16] - centre; f17 = lanes[17] - centre; f18 = lanes[18] - centre; f19 = lanes[19] - centre;
                f20 = lanes[20] - centre; f21 = lanes[21] - centre; f22 = lanes[22] - centre; f23 = lanes[23] - centre;
            }
            else
            {
                d0 = d1 = d2 = d3 = d4 = d5 = d6 = d7 = d8 = d9 = d10 = d11 = d12 = d13 = d14 = d15 = d16 = d17 = d18 = d19 = d20 = d21 = d22 = d23 = 0;
                e0 = e1 = e2 = e3 = e4 = e5 = e6 = e7 = e8 = e9 = e10 = e11 = e12 = e13 = e14 = e15 = e16 = e17 = e18 = e19 = e20 = e21 = e22 = e23 = 0;
                f0 = f1 = f2 = f3 = f4 = f5 = f6 = f7 = f8 = f9 = f10 = f11 = f12 = f13 = f14 = f15 = f16 = f17 = f18 = f19 = f20 = f21 = f22 = f23 = 0;
            }

            if (hasEight)
            {
                WeightStage.PackThree(lanes, weights, firstWeight + (18 * taps), taps, 24);
                g0 = lanes[0] - centre; g1 = lanes[1] - centre; g2 = lanes[2] - centre; g3 = lanes[3] - centre;
                g4 = lanes[4] - centre; g5 = lanes[5] - centre; g6 = lanes[6] - centre; g7 = lanes[7] - centre;
                g8 = lanes[8] - centre; g9 = lanes[9] - centre; g10 = lanes[10] - centre; g11 = lanes[11] - centre;
                g12 = lanes[12] - centre; g13 = lanes[13] - centre; g14 = lanes[14] - centre; g15 = lanes[15] - centre;
                g16 = lanes[16] - centre; g17 = lanes[17] - centre; g18 = lanes[18] - centre; g19 = lanes[19] - centre;
                g20 = lanes[20] - centre; g21 = lanes[21] - centre; g22 = lanes[22] - centre; g23 = lanes[23] - centre;
                WeightStage.PackThree(lanes, weights, firstWeight + (21 * taps), taps, 24);
                h0 = lanes[0] - centre; h1 = lanes[1] - centre; h2 = lanes[2] - centre; h3 = lanes[3] - centre;
                h4 = lanes[4] - centre; h5 = lanes[5] - centre; h6 = lanes[6] - centre; h7 = lanes[7] - centre;
                h8 = lanes[8] - centre; h9 = lanes[9] - centre; h10 = lanes[10] - centre; h11 = lanes[11] - centre;
                h12 = lanes[12] - centre; h13 = lanes[13] - centre; h14 = lanes[14] - centre; h15 = lanes[15] - centre;
                h16 = lanes[16] - centre; h17 = lanes[17] - centre; h18 = lanes[18] - centre; h19 = lanes[19] - centre;
                h20 = lanes[20] - centre; h21 = lanes[21] - centre; h22 = lanes[22] - centre; h23 = lanes[23] - centre;
            }
            else
            {
                g0 = g1 = g2 = g3 = g4 = g5 = g6 = g7 = g8 = g9 = g10 = g11 = g12 = g13 = g14 = g15 = g16 = g17 = g18 = g19 = g20 = g21 = g22 = g23 = 0;
                h0 = h1 = h2 = h3 = h4 = h5 = h6 = h7 = h8 = h9 = h10 = h11 = h12 = h13 = h14 = h15 = h16 = h17 = h18 = h19 = h20 = h21 = h22 = h23 = 0;
            }

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
