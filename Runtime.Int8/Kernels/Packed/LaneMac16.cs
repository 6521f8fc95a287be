namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Eight output channels times 16 taps: 128 weights in locals, a loop over pixel triples, one straight expression per channel.
    /// A term is load, load, multiply, add: three multiply-accumulates. Locals: 160 of at most 255.
    /// </summary>
    internal static class LaneMac16
    {
        /// <summary>Adds a chunk of taps to the sums of all channels; see <see cref="LaneConvolution"/> for the layouts.</summary>
        public static void Accumulate(
            long[] lanes, int source, int sums, int triples, byte[] weights, int firstWeight, int taps, int used, int channels, byte[] staged)
        {
            const int Offset = Lanes.WeightOffset;
            for (int block = 0; block < channels; block += 8)
            {
                WeightStage.Load(weights, firstWeight, taps, used, block, channels, staged, 16);
                long a0 = staged[0] + Offset, a1 = staged[1] + Offset, a2 = staged[2] + Offset, a3 = staged[3] + Offset,
                    a4 = staged[4] + Offset, a5 = staged[5] + Offset, a6 = staged[6] + Offset, a7 = staged[7] + Offset;
                long a8 = staged[8] + Offset, a9 = staged[9] + Offset, a10 = staged[10] + Offset, a11 = staged[11] + Offset,
                    a12 = staged[12] + Offset, a13 = staged[13] + Offset, a14 = staged[14] + Offset, a15 = staged[15] + Offset;
                long b0 = staged[16] + Offset, b1 = staged[17] + Offset, b2 = staged[18] + Offset, b3 = staged[19] + Offset,
                    b4 = staged[20] + Offset, b5 = staged[21] + Offset, b6 = staged[22] + Offset, b7 = staged[23] + Offset;
                long b8 = staged[24] + Offset, b9 = staged[25] + Offset, b10 = staged[26] + Offset, b11 = staged[27] + Offset,
                    b12 = staged[28] + Offset, b13 = staged[29] + Offset, b14 = staged[30] + Offset, b15 = staged[31] + Offset;
                long c0 = staged[32] + Offset, c1 = staged[33] + Offset, c2 = staged[34] + Offset, c3 = staged[35] + Offset,
                    c4 = staged[36] + Offset, c5 = staged[37] + Offset, c6 = staged[38] + Offset, c7 = staged[39] + Offset;
                long c8 = staged[40] + Offset, c9 = staged[41] + Offset, c10 = staged[42] + Offset, c11 = staged[43] + Offset,
                    c12 = staged[44] + Offset, c13 = staged[45] + Offset, c14 = staged[46] + Offset, c15 = staged[47] + Offset;
                long d0 = staged[48] + Offset, d1 = staged[49] + Offset, d2 = staged[50] + Offset, d3 = staged[51] + Offset,
                    d4 = staged[52] + Offset, d5 = staged[53] + Offset, d6 = staged[54] + Offset, d7 = staged[55] + Offset;
                long d8 = staged[56] + Offset, d9 = staged[57] + Offset, d10 = staged[58] + Offset, d11 = staged[59] + Offset,
                    d12 = staged[60] + Offset, d13 = staged[61] + Offset, d14 = staged[62] + Offset, d15 = staged[63] + Offset;
                long e0 = staged[64] + Offset, e1 = staged[65] + Offset, e2 = staged[66] + Offset, e3 = staged[67] + Offset,
                    e4 = staged[68] + Offset, e5 = staged[69] + Offset, e6 = staged[70] + Offset, e7 = staged[71] + Offset;
                long e8 = staged[72] + Offset, e9 = staged[73] + Offset, e10 = staged[74] + Offset, e11 = staged[75] + Offset,
                    e12 = staged[76] + Offset, e13 = staged[77] + Offset, e14 = staged[78] + Offset, e15 = staged[79] + Offset;
                long f0 = staged[80] + Offset, f1 = staged[81] + Offset, f2 = staged[82] + Offset, f3 = staged[83] + Offset,
                    f4 = staged[84] + Offset, f5 = staged[85] + Offset, f6 = staged[86] + Offset, f7 = staged[87] + Offset;
                long f8 = staged[88] + Offset, f9 = staged[89] + Offset, f10 = staged[90] + Offset, f11 = staged[91] + Offset,
                    f12 = staged[92] + Offset, f13 = staged[93] + Offset, f14 = staged[94] + Offset, f15 = staged[95] + Offset;
                long g0 = staged[96] + Offset, g1 = staged[97] + Offset, g2 = staged[98] + Offset, g3 = staged[99] + Offset,
                    g4 = staged[100] + Offset, g5 = staged[101] + Offset, g6 = staged[102] + Offset, g7 = staged[103] + Offset;
                long g8 = staged[104] + Offset, g9 = staged[105] + Offset, g10 = staged[106] + Offset, g11 = staged[107] + Offset,
                    g12 = staged[108] + Offset, g13 = staged[109] + Offset, g14 = staged[110] + Offset, g15 = staged[111] + Offset;
                long h0 = staged[112] + Offset, h1 = staged[113] + Offset, h2 = staged[114] + Offset, h3 = staged[115] + Offset,
                    h4 = staged[116] + Offset, h5 = staged[117] + Offset, h6 = staged[118] + Offset, h7 = staged[119] + Offset;
                long h8 = staged[120] + Offset, h9 = staged[121] + Offset, h10 = staged[122] + Offset, h11 = staged[123] + Offset,
                    h12 = staged[124] + Offset, h13 = staged[125] + Offset, h14 = staged[126] + Offset, h15 = staged[127] + Offset;
                int x = source;
                for (int t = 0; t < triples; t++)
                {
                    long x0 = lanes[x], x1 = lanes[x + 1], x2 = lanes[x + 2], x3 = lanes[x + 3];
                    long x4 = lanes[x + 4], x5 = lanes[x + 5], x6 = lanes[x + 6], x7 = lanes[x + 7];
                    long x8 = lanes[x + 8], x9 = lanes[x + 9], x10 = lanes[x + 10], x11 = lanes[x + 11];
                    long x12 = lanes[x + 12], x13 = lanes[x + 13], x14 = lanes[x + 14], x15 = lanes[x + 15];
                    lanes[sums] +=
                        (x0 * a0) + (x1 * a1) + (x2 * a2) + (x3 * a3) + (x4 * a4) + (x5 * a5) + (x6 * a6) + (x7 * a7)
                        + (x8 * a8) + (x9 * a9) + (x10 * a10) + (x11 * a11) + (x12 * a12) + (x13 * a13) + (x14 * a14) + (x15 * a15);
                    lanes[sums + 1] +=
                        (x0 * b0) + (x1 * b1) + (x2 * b2) + (x3 * b3) + (x4 * b4) + (x5 * b5) + (x6 * b6) + (x7 * b7)
                        + (x8 * b8) + (x9 * b9) + (x10 * b10) + (x11 * b11) + (x12 * b12) + (x13 * b13) + (x14 * b14) + (x15 * b15);
                    lanes[sums + 2] +=
                        (x0 * c0) + (x1 * c1) + (x2 * c2) + (x3 * c3) + (x4 * c4) + (x5 * c5) + (x6 * c6) + (x7 * c7)
                        + (x8 * c8) + (x9 * c9) + (x10 * c10) + (x11 * c11) + (x12 * c12) + (x13 * c13) + (x14 * c14) + (x15 * c15);
                    lanes[sums + 3] +=
                        (x0 * d0) + (x1 * d1) + (x2 * d2) + (x3 * d3) + (x4 * d4) + (x5 * d5) + (x6 * d6) + (x7 * d7)
                        + (x8 * d8) + (x9 * d9) + (x10 * d10) + (x11 * d11) + (x12 * d12) + (x13 * d13) + (x14 * d14) + (x15 * d15);
                    lanes[sums + 4] +=
                        (x0 * e0) + (x1 * e1) + (x2 * e2) + (x3 * e3) + (x4 * e4) + (x5 * e5) + (x6 * e6) + (x7 * e7)
                        + (x8 * e8) + (x9 * e9) + (x10 * e10) + (x11 * e11) + (x12 * e12) + (x13 * e13) + (x14 * e14) + (x15 * e15);
                    lanes[sums + 5] +=
                        (x0 * f0) + (x1 * f1) + (x2 * f2) + (x3 * f3) + (x4 * f4) + (x5 * f5) + (x6 * f6) + (x7 * f7)
                        + (x8 * f8) + (x9 * f9) + (x10 * f10) + (x11 * f11) + (x12 * f12) + (x13 * f13) + (x14 * f14) + (x15 * f15);
                    lanes[sums + 6] +=
                        (x0 * g0) + (x1 * g1) + (x2 * g2) + (x3 * g3) + (x4 * g4) + (x5 * g5) + (x6 * g6) + (x7 * g7)
                        + (x8 * g8) + (x9 * g9) + (x10 * g10) + (x11 * g11) + (x12 * g12) + (x13 * g13) + (x14 * g14) + (x15 * g15);
                    lanes[sums + 7] +=
                        (x0 * h0) + (x1 * h1) + (x2 * h2) + (x3 * h3) + (x4 * h4) + (x5 * h5) + (x6 * h6) + (x7 * h7)
                        + (x8 * h8) + (x9 * h9) + (x10 * h10) + (x11 * h11) + (x12 * h12) + (x13 * h13) + (x14 * h14) + (x15 * h15);
                    x += 16;
                    sums += 8;
                }
            }
        }
    }
}
