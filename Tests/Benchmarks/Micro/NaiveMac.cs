namespace Edge.Benchmarks.Micro
{
    // The plain loop: one multiply-add per pass, indices computed, bytes read through two arrays.

    /// <summary>Dot products of int8 arrays.</summary>
    public static class NaiveMac
    {
        private const int Channels = 24;

        /// <summary>Runs the loop.</summary>
        /// <param name="iterations">Dot products of 24 terms.</param>
        /// <returns>Checksum.</returns>
        public static int Run(int iterations)
        {
            sbyte[] input = new sbyte[Channels];
            sbyte[] weights = new sbyte[Channels * 4];
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] = (sbyte)((i * 7) - 90);
                input[i % Channels] = (sbyte)(i - 48);
            }

            int checksum = 0;
            for (int n = 0; n < iterations; n++)
            {
                int acc = n;
                int row = (n & 3) * Channels;
                for (int ic = 0; ic < Channels; ic++)
                {
                    acc += (input[ic] + 128) * weights[row + ic];
                }

                checksum += acc;
            }

            return checksum;
        }
    }
}
