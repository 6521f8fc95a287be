using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>Dot products of long runs of which most inputs are zero: those that are not are taken one by one, for eight channels at once.</summary>
    internal static class SparseProducts
    {
        /// <summary>Channels at once.</summary>
        public const int Channels = 8;

        /// <summary>Taps from which on a look at some inputs costs little.</summary>
        private const int LeastTaps = 512;

        private const int Samples = 32;

        /// <summary>A product by itself takes two thirds more than one of sixteen pairs, and the inputs that are zero have to be found.</summary>
        private const int ZeroSamples = 18;

        /// <summary>Whether a run is long, and more than half of its inputs are zero, as those behind a ReLU can be: of some of them.</summary>
        public static bool IsWorth(byte[] row, int index, int run)
        {
            if (run < LeastTaps)
            {
                return false;
            }

            // No multiple of 2 or of 3, as most numbers of channels are: else samples would be of the same few channels.
            int step = ((run / Samples) - 1) | 1;
            step -= step % 3 == 0 ? 2 : 0;
            int zeros = 0;
            for (int end = index + (Samples * step); index < end; index += step)
            {
                if (row[index] == 0)
                {
                    zeros++;
                }
            }

            return zeros >= ZeroSamples;
        }

        /// <summary>Adds the products of the inputs that are not zero to the sums of eight channels, which wrap in 32 bits as the reference's do.</summary>
        /// <param name="sums">Sums, shifted left by <see cref="DotProduct.SumShift"/>.</param>
        /// <param name="sum">Index of the first channel's.</param>
        /// <param name="row">Inputs.</param>
        /// <param name="index">Index of the run.</param>
        /// <param name="run">Its inputs, at least eight.</param>
        /// <param name="weights">[channel][tap], offset binary.</param>
        /// <param name="weight">Index of the first channel's weight of the run's first input.</param>
        /// <param name="taps">Weights between two channels.</param>
        /// <returns>The sum of the inputs.</returns>
        public static int Add(long[] sums, int sum, byte[] row, int index, int run, byte[] weights, int weight, int taps)
        {
            int x;
            int w = weight;
            long left;
            int s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
            int c1 = taps, c2 = 2 * taps, c3 = 3 * taps, c4 = 4 * taps, c5 = 5 * taps, c6 = 6 * taps, c7 = 7 * taps;
            int inputs = 0;
            for (int end = weight + run; weight < end; weight += 8)
            {
                if (weight + 8 > end)
                {
                    // The last eight inputs again, without those that are done.
                    left = BitConverter.ToInt64(row, index + run - 8);
                    left = (long)((ulong)left >> (8 * (weight + 8 - end)));
                }
                else
                {
                    left = BitConverter.ToInt64(row, index + weight + run - end);
                }

                for (w = weight; left != 0; w++)
                {
                    x = (int)left & 0xFF;
                    if (x != 0)
                    {
                        inputs += x;
                        s0 += x * weights[w];
                        s1 += x * weights[w + c1];
                        s2 += x * weights[w + c2];
                        s3 += x * weights[w + c3];
                        s4 += x * weights[w + c4];
                        s5 += x * weights[w + c5];
                        s6 += x * weights[w + c6];
                        s7 += x * weights[w + c7];
                    }

                    left = (long)((ulong)left >> 8);
                }
            }

            sums[sum] += (long)s0 << DotProduct.SumShift;
            sums[sum + 1] += (long)s1 << DotProduct.SumShift;
            sums[sum + 2] += (long)s2 << DotProduct.SumShift;
            sums[sum + 3] += (long)s3 << DotProduct.SumShift;
            sums[sum + 4] += (long)s4 << DotProduct.SumShift;
            sums[sum + 5] += (long)s5 << DotProduct.SumShift;
            sums[sum + 6] += (long)s6 << DotProduct.SumShift;
            sums[sum + 7] += (long)s7 << DotProduct.SumShift;
            return inputs;
        }
    }
}
