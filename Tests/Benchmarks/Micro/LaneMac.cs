namespace Edge.Benchmarks.Micro
{
    // Straight-line 64-bit arithmetic: three 21-bit lanes in a long, weights from a row of longs, lanes taken apart at the end.

    /// <summary>Dot products of packed lanes.</summary>
    public static class LaneMac
    {
        private const long LaneMask = (1L << 21) - 1;

        /// <summary>Runs the loop.</summary>
        /// <param name="iterations">Sums of 8 terms in 3 lanes.</param>
        /// <returns>Checksum.</returns>
        public static int Run(int iterations)
        {
            long[] row = new long[8];
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = (i * 3) + 1;
            }

            long x0 = 1 + (2L << 21) + (3L << 42);
            long x1 = x0 + 4;
            long x2 = x0 + 9;
            long x3 = x0 + 1;
            long x4 = x1 + 1;
            long x5 = x2 + 1;
            long x6 = x3 + 1;
            long x7 = x4 + 1;
            int checksum = 0;
            for (int n = 0; n < iterations; n++)
            {
                long[] w = row;
                long acc = (x0 * w[0]) + (x1 * w[1]) + (x2 * w[2]) + (x3 * w[3])
                    + (x4 * 37L) + (x5 * 5L) + (x6 * w[6]) + (x7 * w[7]);
                checksum += (int)(acc & LaneMask) + (int)((acc >> 21) & LaneMask) + (int)(acc >> 42);
                x0 ^= acc & 255;
            }

            return checksum;
        }
    }
}
