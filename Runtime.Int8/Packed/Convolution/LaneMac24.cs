namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// 24 taps of up to four pixel triples in locals, a loop over output channels: a weight is read once and multiplied by all of them, twelve
    /// multiply-accumulates. Weights are taken as the bytes they are stored as, 128 too high; 128 times the sum of the inputs is what
    /// that makes too much.
    /// </summary>
    internal static class LaneMac24
    {
        private const int CentreShift = 7;

        /// <summary>Adds a chunk of taps to the sums of all channels; see <see cref="LaneConvolution"/> for the layouts.</summary>
        public static void Accumulate(
            long[] lanes, int source, int sums, int triples, byte[] weights, int firstWeight, int taps, int channels)
        {
            for (int t = 0; t < triples; t += 4)
            {
                // Triples that are not there are read as the first one, and not used.
                int count = triples - t;
                int x = source + (24 * t);
                int second = count > 1 ? x + 24 : x;
                int third = count > 2 ? x + 48 : x;
                int fourth = count > 3 ? x + 72 : x;
                long a0 = lanes[x], a1 = lanes[x + 1], a2 = lanes[x + 2], a3 = lanes[x + 3], a4 = lanes[x + 4], a5 = lanes[x + 5], a6 = lanes[x + 6],
                    a7 = lanes[x + 7], a8 = lanes[x + 8], a9 = lanes[x + 9], a10 = lanes[x + 10], a11 = lanes[x + 11], a12 = lanes[x + 12],
                    a13 = lanes[x + 13], a14 = lanes[x + 14], a15 = lanes[x + 15], a16 = lanes[x + 16], a17 = lanes[x + 17], a18 = lanes[x + 18],
                    a19 = lanes[x + 19], a20 = lanes[x + 20], a21 = lanes[x + 21], a22 = lanes[x + 22], a23 = lanes[x + 23];
                long b0 = lanes[second], b1 = lanes[second + 1], b2 = lanes[second + 2], b3 = lanes[second + 3], b4 = lanes[second + 4],
                    b5 = lanes[second + 5], b6 = lanes[second + 6], b7 = lanes[second + 7], b8 = lanes[second + 8], b9 = lanes[second + 9],
                    b10 = lanes[second + 10], b11 = lanes[second + 11], b12 = lanes[second + 12], b13 = lanes[second + 13], b14 = lanes[second + 14],
                    b15 = lanes[second + 15], b16 = lanes[second + 16], b17 = lanes[second + 17], b18 = lanes[second + 18], b19 = lanes[second + 19],
                    b20 = lanes[second + 20], b21 = lanes[second + 21], b22 = lanes[second + 22], b23 = lanes[second + 23];
                long c0 = lanes[third], c1 = lanes[third + 1], c2 = lanes[third + 2], c3 = lanes[third + 3], c4 = lanes[third + 4],
                    c5 = lanes[third + 5], c6 = lanes[third + 6], c7 = lanes[third + 7], c8 = lanes[third + 8], c9 = lanes[third + 9],
                    c10 = lanes[third + 10], c11 = lanes[third + 11], c12 = lanes[third + 12], c13 = lanes[third + 13], c14 = lanes[third + 14],
                    c15 = lanes[third + 15], c16 = lanes[third + 16], c17 = lanes[third + 17], c18 = lanes[third + 18], c19 = lanes[third + 19],
                    c20 = lanes[third + 20], c21 = lanes[third + 21], c22 = lanes[third + 22], c23 = lanes[third + 23];
                long d0 = lanes[fourth], d1 = lanes[fourth + 1], d2 = lanes[fourth + 2], d3 = lanes[fourth + 3], d4 = lanes[fourth + 4],
                    d5 = lanes[fourth + 5], d6 = lanes[fourth + 6], d7 = lanes[fourth + 7], d8 = lanes[fourth + 8], d9 = lanes[fourth + 9],
                    d10 = lanes[fourth + 10], d11 = lanes[fourth + 11], d12 = lanes[fourth + 12], d13 = lanes[fourth + 13], d14 = lanes[fourth + 14],
                    d15 = lanes[fourth + 15], d16 = lanes[fourth + 16], d17 = lanes[fourth + 17], d18 = lanes[fourth + 18], d19 = lanes[fourth + 19],
                    d20 = lanes[fourth + 20], d21 = lanes[fourth + 21], d22 = lanes[fourth + 22], d23 = lanes[fourth + 23];
                long aCentre = (a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11 + a12 + a13 + a14 + a15 + a16 + a17 + a18 + a19 + a20
                    + a21 + a22 + a23) << CentreShift;
                long bCentre = (b0 + b1 + b2 + b3 + b4 + b5 + b6 + b7 + b8 + b9 + b10 + b11 + b12 + b13 + b14 + b15 + b16 + b17 + b18 + b19 + b20
                    + b21 + b22 + b23) << CentreShift;
                long cCentre = (c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11 + c12 + c13 + c14 + c15 + c16 + c17 + c18 + c19 + c20
                    + c21 + c22 + c23) << CentreShift;
                long dCentre = (d0 + d1 + d2 + d3 + d4 + d5 + d6 + d7 + d8 + d9 + d10 + d11 + d12 + d13 + d14 + d15 + d16 + d17 + d18 + d19 + d20
                    + d21 + d22 + d23) << CentreShift;
                count = count > 3 ? 4 : count;
                for (int block = 0; block < channels; block += 8)
                {
                    int first = WeightStage.FirstChannel(block, channels);
                    int i = firstWeight + (first * taps);
                    int p = sums + (block * triples) + (8 * t);
                    for (int end = p + (channels < 8 ? channels : 8); p < end; p++)
                    {
                        long w0 = weights[i], w1 = weights[i + 1], w2 = weights[i + 2], w3 = weights[i + 3], w4 = weights[i + 4],
                            w5 = weights[i + 5], w6 = weights[i + 6], w7 = weights[i + 7], w8 = weights[i + 8], w9 = weights[i + 9],
                            w10 = weights[i + 10], w11 = weights[i + 11], w12 = weights[i + 12], w13 = weights[i + 13], w14 = weights[i + 14],
                            w15 = weights[i + 15], w16 = weights[i + 16], w17 = weights[i + 17], w18 = weights[i + 18], w19 = weights[i + 19],
                            w20 = weights[i + 20], w21 = weights[i + 21], w22 = weights[i + 22], w23 = weights[i + 23];
                        switch (count)
                        {
                            case 4:
                                lanes[p + 24] += (d0 * w0) + (d1 * w1) + (d2 * w2) + (d3 * w3) + (d4 * w4) + (d5 * w5) + (d6 * w6) + (d7 * w7)
                                    + (d8 * w8) + (d9 * w9) + (d10 * w10) + (d11 * w11) + (d12 * w12) + (d13 * w13) + (d14 * w14) + (d15 * w15)
                                    + (d16 * w16) + (d17 * w17) + (d18 * w18) + (d19 * w19) + (d20 * w20) + (d21 * w21) + (d22 * w22) + (d23 * w23) - dCentre;
                                goto case 3;
                            case 3:
                                lanes[p + 16] += (c0 * w0) + (c1 * w1) + (c2 * w2) + (c3 * w3) + (c4 * w4) + (c5 * w5) + (c6 * w6) + (c7 * w7)
                                    + (c8 * w8) + (c9 * w9) + (c10 * w10) + (c11 * w11) + (c12 * w12) + (c13 * w13) + (c14 * w14) + (c15 * w15)
                                    + (c16 * w16) + (c17 * w17) + (c18 * w18) + (c19 * w19) + (c20 * w20) + (c21 * w21) + (c22 * w22) + (c23 * w23) - cCentre;
                                goto case 2;
                            case 2:
                                lanes[p + 8] += (b0 * w0) + (b1 * w1) + (b2 * w2) + (b3 * w3) + (b4 * w4) + (b5 * w5) + (b6 * w6) + (b7 * w7)
                                    + (b8 * w8) + (b9 * w9) + (b10 * w10) + (b11 * w11) + (b12 * w12) + (b13 * w13) + (b14 * w14) + (b15 * w15)
                                    + (b16 * w16) + (b17 * w17) + (b18 * w18) + (b19 * w19) + (b20 * w20) + (b21 * w21) + (b22 * w22) + (b23 * w23) - bCentre;
                                goto default;
                            default:
                                lanes[p] += (a0 * w0) + (a1 * w1) + (a2 * w2) + (a3 * w3) + (a4 * w4) + (a5 * w5) + (a6 * w6) + (a7 * w7)
                                    + (a8 * w8) + (a9 * w9) + (a10 * w10) + (a11 * w11) + (a12 * w12) + (a13 * w13) + (a14 * w14) + (a15 * w15)
                                    + (a16 * w16) + (a17 * w17) + (a18 * w18) + (a19 * w19) + (a20 * w20) + (a21 * w21) + (a22 * w22) + (a23 * w23) - aCentre;
                                break;
                        }

                        i += taps;
                    }
                }
            }
        }
    }
}
