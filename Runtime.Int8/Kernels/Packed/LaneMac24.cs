namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Eight output channels times 24 taps: 192 weights in locals, a loop over pixel triples, one straight expression per channel.
    /// A term is load, load, multiply, add: three multiply-accumulates. Locals: 232 of at most 255.
    /// </summary>
    internal static class LaneMac24
    {
        /// <summary>Adds a chunk of taps to the sums of all channels; see <see cref="LaneConvolution"/> for the layouts.</summary>
        public static void Accumulate(
            long[] lanes, int source, int sums, int triples, byte[] weights, int firstWeight, int taps, int used, int channels, byte[] staged)
        {
            const int Offset = Lanes.WeightOffset;
            for (int block = 0; block < channels; block += 8)
            {
                WeightStage.Load(weights, firstWeight, taps, used, block, channels, staged, 24);
                long a0 = staged[0] + Offset, a1 = staged[1] + Offset, a2 = staged[2] + Offset, a3 = staged[3] + Offset,
                    a4 = staged[4] + Offset, a5 = staged[5] + Offset, a6 = staged[6] + Offset, a7 = staged[7] + Offset;
                long a8 = staged[8] + Offset, a9 = staged[9] + Offset, a10 = staged[10] + Offset, a11 = staged[11] + Offset,
                    a12 = staged[12] + Offset, a13 = staged[13] + Offset, a14 = staged[14] + Offset, a15 = staged[15] + Offset;
                long a16 = staged[16] + Offset, a17 = staged[17] + Offset, a18 = staged[18] + Offset, a19 = staged[19] + Offset,
                    a20 = staged[20] + Offset, a21 = staged[21] + Offset, a22 = staged[22] + Offset, a23 = staged[23] + Offset;
                long b0 = staged[24] + Offset, b1 = staged[25] + Offset, b2 = staged[26] + Offset, b3 = staged[27] + Offset,
                    b4 = staged[28] + Offset, b5 = staged[29] + Offset, b6 = staged[30] + Offset, b7 = staged[31] + Offset;
                long b8 = staged[32] + Offset, b9 = staged[33] + Offset, b10 = staged[34] + Offset, b11 = staged[35] + Offset,
                    b12 = staged[36] + Offset, b13 = staged[37] + Offset, b14 = staged[38] + Offset, b15 = staged[39] + Offset;
                long b16 = staged[40] + Offset, b17 = staged[41] + Offset, b18 = staged[42] + Offset, b19 = staged[43] + Offset,
                    b20 = staged[44] + Offset, b21 = staged[45] + Offset, b22 = staged[46] + Offset, b23 = staged[47] + Offset;
                long c0 = staged[48] + Offset, c1 = staged[49] + Offset, c2 = staged[50] + Offset, c3 = staged[51] + Offset,
                    c4 = staged[52] + Offset, c5 = staged[53] + Offset, c6 = staged[54] + Offset, c7 = staged[55] + Offset;
                long c8 = staged[56] + Offset, c9 = staged[57] + Offset, c10 = staged[58] + Offset, c11 = staged[59] + Offset,
                    c12 = staged[60] + Offset, c13 = staged[61] + Offset, c14 = staged[62] + Offset, c15 = staged[63] + Offset;
                long c16 = staged[64] + Offset, c17 = staged[65] + Offset, c18 = staged[66] + Offset, c19 = staged[67] + Offset,
                    c20 = staged[68] + Offset, c21 = staged[69] + Offset, c22 = staged[70] + Offset, c23 = staged[71] + Offset;
                long d0 = staged[72] + Offset, d1 = staged[73] + Offset, d2 = staged[74] + Offset, d3 = staged[75] + Offset,
                    d4 = staged[76] + Offset, d5 = staged[77] + Offset, d6 = staged[78] + Offset, d7 = staged[79] + Offset;
                long d8 = staged[80] + Offset, d9 = staged[81] + Offset, d10 = staged[82] + Offset, d11 = staged[83] + Offset,
                    d12 = staged[84] + Offset, d13 = staged[85] + Offset, d14 = staged[86] + Offset, d15 = staged[87] + Offset;
                long d16 = staged[88] + Offset, d17 = staged[89] + Offset, d18 = staged[90] + Offset, d19 = staged[91] + Offset,
                    d20 = staged[92] + Offset, d21 = staged[93] + Offset, d22 = staged[94] + Offset, d23 = staged[95] + Offset;
                long e0 = staged[96] + Offset, e1 = staged[97] + Offset, e2 = staged[98] + Offset, e3 = staged[99] + Offset,
                    e4 = staged[100] + Offset, e5 = staged[101] + Offset, e6 = staged[102] + Offset, e7 = staged[103] + Offset;
                long e8 = staged[104] + Offset, e9 = staged[105] + Offset, e10 = staged[106] + Offset, e11 = staged[107] + Offset,
                    e12 = staged[108] + Offset, e13 = staged[109] + Offset, e14 = staged[110] + Offset, e15 = staged[111] + Offset;
                long e16 = staged[112] + Offset, e17 = staged[113] + Offset, e18 = staged[114] + Offset, e19 = staged[115] + Offset,
                    e20 = staged[116] + Offset, e21 = staged[117] + Offset, e22 = staged[118] + Offset, e23 = staged[119] + Offset;
                long f0 = staged[120] + Offset, f1 = staged[121] + Offset, f2 = staged[122] + Offset, f3 = staged[123] + Offset,
                    f4 = staged[124] + Offset, f5 = staged[125] + Offset, f6 = staged[126] + Offset, f7 = staged[127] + Offset;
                long f8 = staged[128] + Offset, f9 = staged[129] + Offset, f10 = staged[130] + Offset, f11 = staged[131] + Offset,
                    f12 = staged[132] + Offset, f13 = staged[133] + Offset, f14 = staged[134] + Offset, f15 = staged[135] + Offset;
                long f16 = staged[136] + Offset, f17 = staged[137] + Offset, f18 = staged[138] + Offset, f19 = staged[139] + Offset,
                    f20 = staged[140] + Offset, f21 = staged[141] + Offset, f22 = staged[142] + Offset, f23 = staged[143] + Offset;
                long g0 = staged[144] + Offset, g1 = staged[145] + Offset, g2 = staged[146] + Offset, g3 = staged[147] + Offset,
                    g4 = staged[148] + Offset, g5 = staged[149] + Offset, g6 = staged[150] + Offset, g7 = staged[151] + Offset;
                long g8 = staged[152] + Offset, g9 = staged[153] + Offset, g10 = staged[154] + Offset, g11 = staged[155] + Offset,
                    g12 = staged[156] + Offset, g13 = staged[157] + Offset, g14 = staged[158] + Offset, g15 = staged[159] + Offset;
                long g16 = staged[160] + Offset, g17 = staged[161] + Offset, g18 = staged[162] + Offset, g19 = staged[163] + Offset,
                    g20 = staged[164] + Offset, g21 = staged[165] + Offset, g22 = staged[166] + Offset, g23 = staged[167] + Offset;
                long h0 = staged[168] + Offset, h1 = staged[169] + Offset, h2 = staged[170] + Offset, h3 = staged[171] + Offset,
                    h4 = staged[172] + Offset, h5 = staged[173] + Offset, h6 = staged[174] + Offset, h7 = staged[175] + Offset;
                long h8 = staged[176] + Offset, h9 = staged[177] + Offset, h10 = staged[178] + Offset, h11 = staged[179] + Offset,
                    h12 = staged[180] + Offset, h13 = staged[181] + Offset, h14 = staged[182] + Offset, h15 = staged[183] + Offset;
                long h16 = staged[184] + Offset, h17 = staged[185] + Offset, h18 = staged[186] + Offset, h19 = staged[187] + Offset,
                    h20 = staged[188] + Offset, h21 = staged[189] + Offset, h22 = staged[190] + Offset, h23 = staged[191] + Offset;
                int x = source;
                for (int t = 0; t < triples; t++)
                {
                    long x0 = lanes[x], x1 = lanes[x + 1], x2 = lanes[x + 2], x3 = lanes[x + 3];
                    long x4 = lanes[x + 4], x5 = lanes[x + 5], x6 = lanes[x + 6], x7 = lanes[x + 7];
                    long x8 = lanes[x + 8], x9 = lanes[x + 9], x10 = lanes[x + 10], x11 = lanes[x + 11];
                    long x12 = lanes[x + 12], x13 = lanes[x + 13], x14 = lanes[x + 14], x15 = lanes[x + 15];
                    long x16 = lanes[x + 16], x17 = lanes[x + 17], x18 = lanes[x + 18], x19 = lanes[x + 19];
                    long x20 = lanes[x + 20], x21 = lanes[x + 21], x22 = lanes[x + 22], x23 = lanes[x + 23];
                    lanes[sums] +=
                        (x0 * a0) + (x1 * a1) + (x2 * a2) + (x3 * a3) + (x4 * a4) + (x5 * a5) + (x6 * a6) + (x7 * a7)
                        + (x8 * a8) + (x9 * a9) + (x10 * a10) + (x11 * a11) + (x12 * a12) + (x13 * a13) + (x14 * a14) + (x15 * a15)
                        + (x16 * a16) + (x17 * a17) + (x18 * a18) + (x19 * a19) + (x20 * a20) + (x21 * a21) + (x22 * a22) + (x23 * a23);
                    lanes[sums + 1] +=
                        (x0 * b0) + (x1 * b1) + (x2 * b2) + (x3 * b3) + (x4 * b4) + (x5 * b5) + (x6 * b6) + (x7 * b7)
                        + (x8 * b8) + (x9 * b9) + (x10 * b10) + (x11 * b11) + (x12 * b12) + (x13 * b13) + (x14 * b14) + (x15 * b15)
                        + (x16 * b16) + (x17 * b17) + (x18 * b18) + (x19 * b19) + (x20 * b20) + (x21 * b21) + (x22 * b22) + (x23 * b23);
                    lanes[sums + 2] +=
                        (x0 * c0) + (x1 * c1) + (x2 * c2) + (x3 * c3) + (x4 * c4) + (x5 * c5) + (x6 * c6) + (x7 * c7)
                        + (x8 * c8) + (x9 * c9) + (x10 * c10) + (x11 * c11) + (x12 * c12) + (x13 * c13) + (x14 * c14) + (x15 * c15)
                        + (x16 * c16) + (x17 * c17) + (x18 * c18) + (x19 * c19) + (x20 * c20) + (x21 * c21) + (x22 * c22) + (x23 * c23);
                    lanes[sums + 3] +=
                        (x0 * d0) + (x1 * d1) + (x2 * d2) + (x3 * d3) + (x4 * d4) + (x5 * d5) + (x6 * d6) + (x7 * d7)
                        + (x8 * d8) + (x9 * d9) + (x10 * d10) + (x11 * d11) + (x12 * d12) + (x13 * d13) + (x14 * d14) + (x15 * d15)
                        + (x16 * d16) + (x17 * d17) + (x18 * d18) + (x19 * d19) + (x20 * d20) + (x21 * d21) + (x22 * d22) + (x23 * d23);
                    lanes[sums + 4] +=
                        (x0 * e0) + (x1 * e1) + (x2 * e2) + (x3 * e3) + (x4 * e4) + (x5 * e5) + (x6 * e6) + (x7 * e7)
                        + (x8 * e8) + (x9 * e9) + (x10 * e10) + (x11 * e11) + (x12 * e12) + (x13 * e13) + (x14 * e14) + (x15 * e15)
                        + (x16 * e16) + (x17 * e17) + (x18 * e18) + (x19 * e19) + (x20 * e20) + (x21 * e21) + (x22 * e22) + (x23 * e23);
                    lanes[sums + 5] +=
                        (x0 * f0) + (x1 * f1) + (x2 * f2) + (x3 * f3) + (x4 * f4) + (x5 * f5) + (x6 * f6) + (x7 * f7)
                        + (x8 * f8) + (x9 * f9) + (x10 * f10) + (x11 * f11) + (x12 * f12) + (x13 * f13) + (x14 * f14) + (x15 * f15)
                        + (x16 * f16) + (x17 * f17) + (x18 * f18) + (x19 * f19) + (x20 * f20) + (x21 * f21) + (x22 * f22) + (x23 * f23);
                    lanes[sums + 6] +=
                        (x0 * g0) + (x1 * g1) + (x2 * g2) + (x3 * g3) + (x4 * g4) + (x5 * g5) + (x6 * g6) + (x7 * g7)
                        + (x8 * g8) + (x9 * g9) + (x10 * g10) + (x11 * g11) + (x12 * g12) + (x13 * g13) + (x14 * g14) + (x15 * g15)
                        + (x16 * g16) + (x17 * g17) + (x18 * g18) + (x19 * g19) + (x20 * g20) + (x21 * g21) + (x22 * g22) + (x23 * g23);
                    lanes[sums + 7] +=
                        (x0 * h0) + (x1 * h1) + (x2 * h2) + (x3 * h3) + (x4 * h4) + (x5 * h5) + (x6 * h6) + (x7 * h7)
                        + (x8 * h8) + (x9 * h9) + (x10 * h10) + (x11 * h11) + (x12 * h12) + (x13 * h13) + (x14 * h14) + (x15 * h15)
                        + (x16 * h16) + (x17 * h17) + (x18 * h18) + (x19 * h19) + (x20 * h20) + (x21 * h21) + (x22 * h22) + (x23 * h23);
                    x += 24;
                    sums += 8;
                }
            }
        }
    }
}
