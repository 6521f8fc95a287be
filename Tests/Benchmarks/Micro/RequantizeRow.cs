namespace Edge.Benchmarks.Micro
{
    // Calls, 64-bit products, shifts by a variable, two-sided clamp, table: what follows the sums of a convolution.

    /// <summary>Accumulators to int8 through a static call per element.</summary>
    public static class RequantizeRow
    {
        private const int Length = 32;

        /// <summary>Runs the loop.</summary>
        /// <param name="iterations">Rows of 32 accumulators.</param>
        /// <returns>Checksum.</returns>
        public static int Run(int iterations)
        {
            int[] accumulators = new int[Length];
            sbyte[] output = new sbyte[Length];
            byte[] table = new byte[256];
            for (int i = 0; i < table.Length; i++)
            {
                table[i] = (byte)(255 - i);
            }

            for (int i = 0; i < Length; i++)
            {
                accumulators[i] = (i * 4001) - 60000;
            }

            int checksum = 0;
            for (int n = 0; n < iterations; n++)
            {
                for (int i = 0; i < Length; i++)
                {
                    int q = Requantize(accumulators[i] + n, 1518500250, -7) - 3;
                    if (q < -128)
                    {
                        q = -128;
                    }
                    else if (q > 127)
                    {
                        q = 127;
                    }

                    output[i] = (sbyte)(table[q + 128] - 128);
                }

                checksum += output[n & 31];
            }

            return checksum;
        }

        private static int Requantize(int value, int multiplier, int shift)
        {
            int high = (int)((((long)value * multiplier) + (1L << 30)) >> 31);
            int exponent = -shift;
            return exponent == 0 ? high : (int)((high + (1L << (exponent - 1)) + (high >> 31)) >> exponent);
        }
    }
}
