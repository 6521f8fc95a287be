namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Eight output channels times 8 taps: 64 weights in locals, a loop over pixel triples, one straight expression per channel.
    /// A term is load, load, multiply, add: three multiply-accumulates. Locals: 88 of at most 255.
    /// </summary>
    internal static class LaneMac8
    {
        /// <summary>Adds a chunk of taps to the sums of all channels; see <see cref="LaneConvolution"/> for the layouts.</summary>
        public static void Accumulate(
            long[] lanes, int source, int sums, int triples, byte[] weights, int firstWeight, int taps, int used, int channels, byte[] staged)
        {
            const int Offset = Lanes.WeightOffset;
            for (int block = 0; block < channels; block += 8)
            {
                WeightStage.Load(weights, firstWeight, taps, used, block, channels, staged, 8);
                long a0 = staged[0] + Offset, a1 = staged[1] + Offset, a2 = staged[2] + Offset, a3 = staged[3] + Offset,
                    a4 = staged[4] + Offset, a5 = staged[5] + Offset, a6 = staged[6] + Offset, a7 = staged[7] + Offset;
                long b0 = staged[8] + Offset, b1 = staged[9] + Offset, b2 = staged[10] + Offset, b3 = staged[11] + Offset,
                    b4 = staged[12] + Offset, b5 = staged[13] + Offset, b6 = staged[14] + Offset, b7 = staged[15] + Offset;
                long c0 = staged[16] + Offset, c1 = staged[17] + Offset, c2 = staged[18] + Offset, c3 = staged[19] + Offset,
                    c4 = staged[20] + Offset, c5 = staged[21] + Offset, c6 = staged[22] + Offset, c7 = staged[23] + Offset;
                long d0 = staged[24] + Offset, d1 = staged[25] + Offset, d2 = staged[26] + Offset, d3 = staged[27] + Offset,
                    d4 = staged[28] + Offset, d5 = staged[29] + Offset, d6 = staged[30] + Offset, d7 = staged[31] + Offset;
                long e0 = staged[32] + Offset, e1 = staged[33] + Offset, e2 = staged[34] + Offset, e3 = staged[35] + Offset,
                    e4 = staged[36] + Offset, e5 = staged[37] + Offset, e6 = staged[38] + Offset, e7 = staged[39] + Offset;
                long f0 = staged[40] + Offset, f1 = staged[41] + Offset, f2 = staged[42] + Offset, f3 = staged[43] + Offset,
                    f4 = staged[44] + Offset, f5 = staged[45] + Offset, f6 = staged[46] + Offset, f7 = staged[47] + Offset;
                long g0 = staged[48] + Offset, g1 = staged[49] + Offset, g2 = staged[50] + Offset, g3 = staged[51] + Offset,
                    g4 = staged[52] + Offset, g5 = staged[53] + Offset, g6 = staged[54] + Offset, g7 = staged[55] + Offset;
                long h0 = staged[56] + Offset, h1 = staged[57] + Offset, h2 = staged[58] + Offset, h3 = staged[59] + Offset,
                    h4 = staged[60] + Offset, h5 = staged[61] + Offset, h6 = staged[62] + Offset, h7 = staged[63] + Offset;
                int x = source;
                for (int t = 0; t < triples; t++)
                {
                    long x0 = lanes[x], x1 = lanes[x + 1], x2 = lanes[x + 2], x3 = lanes[x + 3];
                    long x4 = lanes[x + 4], x5 = lanes[x + 5], x6 = lanes[x + 6], x7 = lanes[x + 7];
                    lanes[sums] +=
                        (x0 * a0) + (x1 * a1) + (x2 * a2) + (x3 * a3) + (x4 * a4) + (x5 * a5) + (x6 * a6) + (x7 * a7);
                    lanes[sums + 1] +=
                        (x0 * b0) + (x1 * b1) + (x2 * b2) + (x3 * b3) + (x4 * b4) + (x5 * b5) + (x6 * b6) + (x7 * b7);
                    lanes[sums + 2] +=
                        (x0 * c0) + (x1 * c1) + (x2 * c2) + (x3 * c3) + (x4 * c4) + (x5 * c5) + (x6 * c6) + (x7 * c7);
                    lanes[sums + 3] +=
                        (x0 * d0) + (x1 * d1) + (x2 * d2) + (x3 * d3) + (x4 * d4) + (x5 * d5) + (x6 * d6) + (x7 * d7);
                    lanes[sums + 4] +=
                        (x0 * e0) + (x1 * e1) + (x2 * e2) + (x3 * e3) + (x4 * e4) + (x5 * e5) + (x6 * e6) + (x7 * e7);
                    lanes[sums + 5] +=
                        (x0 * f0) + (x1 * f1) + (x2 * f2) + (x3 * f3) + (x4 * f4) + (x5 * f5) + (x6 * f6) + (x7 * f7);
                    lanes[sums + 6] +=
                        (x0 * g0) + (x1 * g1) + (x2 * g2) + (x3 * g3) + (x4 * g4) + (x5 * g5) + (x6 * g6) + (x7 * g7);
                    lanes[sums + 7] +=
                        (x0 * h0) + (x1 * h1) + (x2 * h2) + (x3 * h3) + (x4 * h4) + (x5 * h5) + (x6 * h6) + (x7 * h7);
                    x += 8;
                    sums += 8;
                }
            }
        }
    }
}
