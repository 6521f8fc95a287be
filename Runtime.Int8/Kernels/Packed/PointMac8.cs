namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// 8 input channels times up to 24 output channels of pixels, three output channels in the lanes of a long: 64 packed weights
    /// in locals, a loop over pixels, one straight expression for three channels. See <see cref="LanePointwise"/>.
    /// </summary>
    internal static class PointMac8
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
            WeightStage.PackThree(lanes, weights, firstWeight, taps, 8);
            long a0 = lanes[0] - centre, a1 = lanes[1] - centre, a2 = lanes[2] - centre, a3 = lanes[3] - centre, a4 = lanes[4] - centre,
                a5 = lanes[5] - centre, a6 = lanes[6] - centre, a7 = lanes[7] - centre;
            WeightStage.PackThree(lanes, weights, firstWeight + (3 * taps), taps, 8);
            long b0 = lanes[0] - centre, b1 = lanes[1] - centre, b2 = lanes[2] - centre, b3 = lanes[3] - centre, b4 = lanes[4] - centre,
                b5 = lanes[5] - centre, b6 = lanes[6] - centre, b7 = lanes[7] - centre;
            WeightStage.PackThree(lanes, weights, firstWeight + (third * taps), taps, 8);
            long c0 = lanes[0] - centre, c1 = lanes[1] - centre, c2 = lanes[2] - centre, c3 = lanes[3] - centre, c4 = lanes[4] - centre,
                c5 = lanes[5] - centre, c6 = lanes[6] - centre, c7 = lanes[7] - centre;
            long d0, d1, d2, d3, d4, d5, d6, d7;
            long e0, e1, e2, e3, e4, e5, e6, e7;
            long f0, f1, f2, f3, f4, f5, f6, f7;
            long g0, g1, g2, g3, g4, g5, g6, g7;
            long h0, h1, h2, h3, h4, h5, h6, h7;
            if (hasSix)
            {
                WeightStage.PackThree(lanes, weights, firstWeight + (9 * taps), taps, 8);
                d0 = lanes[0] - centre; d1 = lanes[1] - centre; d2 = lanes[2] - centre; d3 = lanes[3] - centre;
                d4 = lanes[4] - centre; d5 = lanes[5] - centre; d6 = lanes[6] - centre; d7 = lanes[7] - centre;
                WeightStage.PackThree(lanes, weights, firstWeight + (12 * taps), taps, 8);
                e0 = lanes[0] - centre; e1 = lanes[1] - centre; e2 = lanes[2] - centre; e3 = lanes[3] - centre;
                e4 = lanes[4] - centre; e5 = lanes[5] - centre; e6 = lanes[6] - centre; e7 = lanes[7] - centre;
                WeightStage.PackThree(lanes, weights, firstWeight + (sixth * taps), taps, 8);
                f0 = lanes[0] - centre; f1 = lanes[1] - centre; f2 = lanes[2] - centre; f3 = lanes[3] - centre;
                f4 = lanes[4] - centre; f5 = lanes[5] - centre; f6 = lanes[6] - centre; f7 = lanes[7] - centre;
            }
            else
            {
                d0 = d1 = d2 = d3 = d4 = d5 = d6 = d7 = 0;
                e0 = e1 = e2 = e3 = e4 = e5 = e6 = e7 = 0;
                f0 = f1 = f2 = f3 = f4 = f5 = f6 = f7 = 0;
            }

            if (hasEight)
            {
                WeightStage.PackThree(lanes, weights, firstWeight + (18 * taps), taps, 8);
                g0 = lanes[0] - centre; g1 = lanes[1] - centre; g2 = lanes[2] - centre; g3 = lanes[3] - centre;
                g4 = lanes[4] - centre; g5 = lanes[5] - centre; g6 = lanes[6] - centre; g7 = lanes[7] - centre;
                WeightStage.PackThree(lanes, weights, firstWeight + (21 * taps), taps, 8);
                h0 = lanes[0] - centre; h1 = lanes[1] - centre; h2 = lanes[2] - centre; h3 = lanes[3] - centre;
                h4 = lanes[4] - centre; h5 = lanes[5] - centre; h6 = lanes[6] - centre; h7 = lanes[7] - centre;
            }
            else
            {
                g0 = g1 = g2 = g3 = g4 = g5 = g6 = g7 = 0;
                h0 = h1 = h2 = h3 = h4 = h5 = h6 = h7 = 0;
            }

            int p = LanePointwise.FirstSum;
            for (int end = i + (pixels * pixel); i < end; i += pixel)
            {
                long x0 = input[i], x1 = input[i + 1], x2 = input[i + 2], x3 = input[i + 3];
                long x4 = input[i + 4], x5 = input[i + 5], x6 = input[i + 6], x7 = input[i + 7];
                lanes[p] += (a0 * x0) + (a1 * x1) + (a2 * x2) + (a3 * x3) + (a4 * x4) + (a5 * x5) + (a6 * x6) + (a7 * x7);
                lanes[p + 1] += (b0 * x0) + (b1 * x1) + (b2 * x2) + (b3 * x3) + (b4 * x4) + (b5 * x5) + (b6 * x6) + (b7 * x7);
                lanes[p + 2] += (c0 * x0) + (c1 * x1) + (c2 * x2) + (c3 * x3) + (c4 * x4) + (c5 * x5) + (c6 * x6) + (c7 * x7);
                if (hasSix)
                {
                    lanes[p + 3] += (d0 * x0) + (d1 * x1) + (d2 * x2) + (d3 * x3) + (d4 * x4) + (d5 * x5) + (d6 * x6) + (d7 * x7);
                    lanes[p + 4] += (e0 * x0) + (e1 * x1) + (e2 * x2) + (e3 * x3) + (e4 * x4) + (e5 * x5) + (e6 * x6) + (e7 * x7);
                    lanes[p + 5] += (f0 * x0) + (f1 * x1) + (f2 * x2) + (f3 * x3) + (f4 * x4) + (f5 * x5) + (f6 * x6) + (f7 * x7);
                    if (hasEight)
                    {
                        lanes[p + 6] += (g0 * x0) + (g1 * x1) + (g2 * x2) + (g3 * x3) + (g4 * x4) + (g5 * x5) + (g6 * x6) + (g7 * x7);
                        lanes[p + 7] += (h0 * x0) + (h1 * x1) + (h2 * x2) + (h3 * x3) + (h4 * x4) + (h5 * x5) + (h6 * x6) + (h7 * x7);
                    }
                }

                p += triples;
            }
        }
    }
}
