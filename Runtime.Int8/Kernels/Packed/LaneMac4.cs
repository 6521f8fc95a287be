namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Eight output channels times 4 taps, for chunks of 8 longs of which at most four are used, such as the last 3 of the 27 taps
    /// of a first layer. As <see cref="LaneMac8"/> otherwise.
    /// </summary>
    internal static class LaneMac4
    {
        /// <summary>Adds a chunk of taps to the sums of all channels; see <see cref="LaneConvolution"/> for the layouts.</summary>
        public static void Accumulate(
            long[] lanes, int source, int sums, int triples, byte[] weights, int firstWeight, int taps, int used, int channels, byte[] staged)
        {
            const int Offset = Lanes.WeightOffset;
            for (int block = 0; block < channels; block += 8)
            {
                WeightStage.Load(weights, firstWeight, taps, used, block, channels, staged, 4);
                long a0 = staged[0] + Offset, a1 = staged[1] + Offset, a2 = staged[2] + Offset, a3 = staged[3] + Offset;
                long b0 = staged[4] + Offset, b1 = staged[5] + Offset, b2 = staged[6] + Offset, b3 = staged[7] + Offset;
                long c0 = staged[8] + Offset, c1 = staged[9] + Offset, c2 = staged[10] + Offset, c3 = staged[11] + Offset;
                long d0 = staged[12] + Offset, d1 = staged[13] + Offset, d2 = staged[14] + Offset, d3 = staged[15] + Offset;
                long e0 = staged[16] + Offset, e1 = staged[17] + Offset, e2 = staged[18] + Offset, e3 = staged[19] + Offset;
                long f0 = staged[20] + Offset, f1 = staged[21] + Offset, f2 = staged[22] + Offset, f3 = staged[23] + Offset;
                long g0 = staged[24] + Offset, g1 = staged[25] + Offset, g2 = staged[26] + Offset, g3 = staged[27] + Offset;
                long h0 = staged[28] + Offset, h1 = staged[29] + Offset, h2 = staged[30] + Offset, h3 = staged[31] + Offset;
                int x = source;
                for (int t = 0; t < triples; t++)
                {
                    long x0 = lanes[x], x1 = lanes[x + 1], x2 = lanes[x + 2], x3 = lanes[x + 3];
                    lanes[sums] += (x0 * a0) + (x1 * a1) + (x2 * a2) + (x3 * a3);
                    lanes[sums + 1] += (x0 * b0) + (x1 * b1) + (x2 * b2) + (x3 * b3);
                    lanes[sums + 2] += (x0 * c0) + (x1 * c1) + (x2 * c2) + (x3 * c3);
                    lanes[sums + 3] += (x0 * d0) + (x1 * d1) + (x2 * d2) + (x3 * d3);
                    lanes[sums + 4] += (x0 * e0) + (x1 * e1) + (x2 * e2) + (x3 * e3);
                    lanes[sums + 5] += (x0 * f0) + (x1 * f1) + (x2 * f2) + (x3 * f3);
                    lanes[sums + 6] += (x0 * g0) + (x1 * g1) + (x2 * g2) + (x3 * g3);
                    lanes[sums + 7] += (x0 * h0) + (x1 * h1) + (x2 * h2) + (x3 * h3);
                    x += 8;
                    sums += 8;
                }
            }
        }
    }
}
