using System;
using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8.Blob
{
    /// <summary>
    /// Convolutions whose results are sums shifted right: every multiplier is 2^30, which with shift -j is a factor of 2^-(j + 1). With single rounding
    /// the result before the clamp is (sum(u * w) + <see cref="Start"/>) >> (j + 1), less <see cref="Below"/>. Whatever the inputs are, that lies in a table of
    /// 2^<see cref="IndexBits"/> results, and no sum needs a test.
    /// </summary>
    internal static class PowersOfTwo
    {
        /// <summary>The only multiplier.</summary>
        public const int Multiplier = 1 << 30;

        /// <summary>Smallest shift: a lane of 21 bits holds all sums whose results have a place. The largest is 0.</summary>
        public const int LeastShift = -8;

        /// <summary>Bits of a place in the table.</summary>
        public const int IndexBits = 12;

        /// <summary>Place of the result 0.</summary>
        public const int Below = 1 << (IndexBits - 1);

        private const int MostInput = 255;

        /// <summary>What a channel's sum begins with: bias, zero point, rounding and the place of 0.</summary>
        /// <param name="bias">The folded bias.</param>
        /// <param name="shift">Shift of the multiplier, <see cref="LeastShift"/> to 0.</param>
        /// <param name="zeroPoint">Zero point of the result, offset binary.</param>
        public static long Start(int bias, int shift, int zeroPoint)
        {
            return bias + ((long)((2 * (zeroPoint + Below)) + 1) << -shift);
        }

        /// <summary>Whether all results of a channel can be made that way.</summary>
        /// <param name="positive">Sum of its positive weights.</param>
        /// <param name="negative">Sum of its negative weights.</param>
        public static bool Fits(int bias, int multiplier, int shift, int zeroPoint, int positive, int negative)
        {
            if (multiplier != Multiplier || shift > 0 || shift < LeastShift)
            {
                return false;
            }

            long start = Start(bias, shift, zeroPoint);
            return start + ((long)MostInput * negative) >= 0 && start + ((long)MostInput * positive) < 2L << (IndexBits - shift);
        }

        /// <summary>Whether those of all channels can; parameters and weights have their place in the weights section.</summary>
        public static bool Hold(Stage stage, WeightWindow window)
        {
            byte[] bytes = window.Array;
            int channels = stage.Output.Channels;
            int block = stage.IsStreamed ? stage.BlockChannels : channels;
            int taps = stage.TapsPerChannel;
            int position = stage.WeightPosition;
            for (int channel = 0; channel < channels; channel += block)
            {
                int count = channels - channel < block ? channels - channel : block;
                for (int c = 0; c < count; c++)
                {
                    window.Fill(position + (8 * count) + c, 1);
                    int shift = (sbyte)bytes[window.Start];
                    window.Fill(position + (4 * (count + c)), 4);
                    int multiplier = BitConverter.ToInt32(bytes, window.Start);
                    window.Fill(position + (4 * c), 4);
                    int bias = BitConverter.ToInt32(bytes, window.Start);
                    int negative = 0;
                    int positive = SumWeights(window, position + (BlobFormat.ParameterBytes * count) + (c * taps), taps, ref negative);
                    if (!Fits(bias, multiplier, shift, stage.ResultZeroPoint, positive, negative))
                    {
                        return false;
                    }
                }

                position += count * (taps + BlobFormat.ParameterBytes);
            }

            return true;
        }

        /// <summary>Adds up a channel's weights, a window at a time.</summary>
        /// <param name="negative">Receives the sum of the negative ones.</param>
        /// <returns>The sum of the positive ones.</returns>
        private static int SumWeights(WeightWindow window, int position, int taps, ref int negative)
        {
            byte[] bytes = window.Array;
            int sum = 0;
            int positive = 0;
            while (taps > 0)
            {
                int piece = taps < window.Length ? taps : window.Length;
                window.Fill(position, piece);
                int end = window.Start + piece;
                for (int i = window.Start; i < end; i++)
                {
                    int weight = bytes[i] - 128;
                    sum += weight;
                    positive += weight & ~(weight >> 31);
                }

                position += piece;
                taps -= piece;
            }

            negative = sum - positive;
            return positive;
        }
    }
}
