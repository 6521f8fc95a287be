using System;

namespace Edge.Benchmarks.Micro
{
    // Rows of a ring: block copies of several lengths, clearing, sums in place, a callee with locals, try/finally.

    /// <summary>Moves rows between arrays.</summary>
    public static class RowTransfer
    {
        private static int s_done;

        /// <summary>Runs the loop.</summary>
        /// <param name="iterations">Rows moved.</param>
        /// <returns>Checksum.</returns>
        public static int Run(int iterations)
        {
            byte[][] ring = new byte[4][];
            for (int i = 0; i < ring.Length; i++)
            {
                ring[i] = new byte[512];
            }

            byte[] source = new byte[2048];
            int[] sums = new int[16];
            for (int i = 0; i < source.Length; i++)
            {
                source[i] = (byte)(i * 31);
            }

            s_done = 0;
            for (int n = 0; n < iterations; n++)
            {
                byte[] row = ring[n & 3];
                Array.Copy(source, n & 1023, row, 0, 512);
                Array.Copy(source, n & 255, row, 16, 48);
                Array.Clear(row, 256, 128);
                try
                {
                    sums[n & 15] += row[n & 511];
                    Mix(sums, n);
                }
                finally
                {
                    s_done++;
                }
            }

            return sums[3] + s_done;
        }

        private static void Mix(int[] sums, int n)
        {
            int a = sums[0];
            int b = sums[1];
            int c = sums[2];
            int d = sums[3];
            int e = sums[4];
            int f = sums[5];
            sums[n & 7] = (a ^ b) + (c ^ d) + (e ^ f);
            sums[0] = b + a;
            sums[1] = d + c;
            sums[2] = f - e;
        }
    }
}
