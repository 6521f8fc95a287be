namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// 8 taps of up to four pixel triples in locals, a loop over output channels: a weight is read once and multiplied by all of them, twelve
    /// multiply-accumulates. Weights are taken as the bytes they are stored as, 128 too high; 128 times the sum of the inputs is what
    /// that makes too much.
    /// </summary>
    internal static class LaneMac8
    {
        private const int CentreShift = 7;

        /// <summary>Adds a chunk of taps to the sums of all channels; see <see cref="LaneConvolution"/> for the layouts.</summary>
        public static void Accumulate(
            long[] lanes, int source, int sums, int triples, byte[] weights, int firstWeight, int taps, int used, int channels, byte[] staged)
        {
            for (int t = 0; t < triples; t += 4)
            {
                // Triples that are not there are read as the first one, and not used.
                int count = triples - t;
                int x = source + (8 * t);
                int second = count > 1 ? x + 8 : x;
                int third = count > 2 ? x + 16 : x;
                int fourth = count > 3 ? x + 24 : x;
                long a0 = lanes[x], a1 = lanes[x + 1], a2 = lanes[x + 2], a3 = lanes[x + 3], a4 = lanes[x + 4], a5 = lanes[x + 5], a6 = lanes[x + 6],
                    a7 = lanes[x + 7];
                long b0 = lanes[second], b1 = lanes[second + 1], b2 = lanes[second + 2], b3 = lanes[second + 3], b4 = lanes[second + 4],
                    b5 = lanes[second + 5], b6 = lanes[second + 6], b7 = lanes[second + 7];
                long c0 = lanes[third], c1 = lanes[third + 1], c2 = lanes[third + 2], c3 = lanes[third + 3], c4 = lanes[third + 4],
                    c5 = lanes[third + 5], c6 = lanes[third + 6], c7 = lanes[third + 7];
                long d0 = lanes[fourth], d1 = lanes[fourth + 1], d2 = lanes[fourth + 2], d3 = lanes[fourth + 3], d4 = lanes[fourth + 4],
                    d5 = lanes[fourth + 5], d6 = lanes[fourth + 6], d7 = lanes[fourth + 7];
                long aCentre = (a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7) << CentreShift;
                long bCentre = (b0 + b1 + b2 + b3 + b4 + b5 + b6 + b7) << CentreShift;
                long cCentre = (c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7) << CentreShift;
                long dCentre = (d0 + d1 + d2 + d3 + d4 + d5 + d6 + d7) << CentreShift;
                count = count > 3 ? 4 : count;
                for (int block = 0; block < channels; block += 8)
                {
                    int first = WeightStage.FirstChannel(block, channels);
                    int i = firstWeight + (first * taps);
                    int p = sums + (block * triples) + (8 * t);
                    byte[] row = weights;
                    int step = taps;
                    if (used < 8)
                    {
                        WeightStage.Load(weights, firstWeight, taps, used, block, channels, staged, 8);
                        row = staged;
                        i = 0;
                        step = 8;
                    }

                    for (int end = p + (channels < 8 ? channels : 8); p < end; p++)
                    {
                        long w0 = row[i], w1 = row[i + 1], w2 = row[i + 2], w3 = row[i + 3], w4 = row[i + 4], w5 = row[i + 5], w6 = row[i + 6],
                            w7 = row[i + 7];
                        switch (count)
                        {
                            case 4:
                                lanes[p + 24] += (d0 * w0) + (d1 * w1) + (d2 * w2) + (d3 * w3) + (d4 * w4) + (d5 * w5) + (d6 * w6) + (d7 * w7) - dCentre;
                                goto case 3;
                            case 3:
                                lanes[p + 16] += (c0 * w0) + (c1 * w1) + (c2 * w2) + (c3 * w3) + (c4 * w4) + (c5 * w5) + (c6 * w6) + (c7 * w7) - cCentre;
                                goto case 2;
                            case 2:
                                lanes[p + 8] += (b0 * w0) + (b1 * w1) + (b2 * w2) + (b3 * w3) + (b4 * w4) + (b5 * w5) + (b6 * w6) + (b7 * w7) - bCentre;
                                goto default;
                            default:
                                lanes[p] += (a0 * w0) + (a1 * w1) + (a2 * w2) + (a3 * w3) + (a4 * w4) + (a5 * w5) + (a6 * w6) + (a7 * w7) - aCentre;
                                break;
                        }

                        i += step;
                    }
                }
            }
        }
    }
}
