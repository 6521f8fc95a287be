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
        private const int ChannelsAtOnce = 16;

        // Bytes that sums of 16 bits hold.
        private const int MostAtOnce = 1024;

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
            int channels = stage.Output.Channels;
            int block = stage.IsStreamed ? stage.BlockChannels : channels;
            int position = stage.WeightPosition;
            int[] biases = new int[ChannelsAtOnce];
            int[] shifts = new int[ChannelsAtOnce];
            for (int channel = 0; channel < channels; channel += block)
            {
                int count = channels - channel < block ? channels - channel : block;
                if (!WeightChecker.AreInRange(window, position + (4 * count), count, 4, Multiplier, Multiplier)
                    || !WeightChecker.AreInRange(window, position + (8 * count), count, 1, LeastShift, 0)
                    || !SumsHold(stage, window, position, count, biases, shifts))
                {
                    return false;
                }

                position += count * (stage.TapsPerChannel + BlobFormat.ParameterBytes);
            }

            return true;
        }

        /// <summary>Whether the sums of a block's channels have their places, some channels at a time.</summary>
        private static bool SumsHold(Stage stage, WeightWindow window, int position, int count, int[] biases, int[] shifts)
        {
            int taps = stage.TapsPerChannel;
            for (int first = 0; first < count; first += ChannelsAtOnce)
            {
                int some = count - first < ChannelsAtOnce ? count - first : ChannelsAtOnce;
                window.ReadNumbers(position + (4 * first), biases, 0, some, 4);
                window.ReadNumbers(position + (8 * count) + first, shifts, 0, some, 1);
                for (int c = 0; c < some; c++)
                {
                    int negative = 0;
                    int positive = SumWeights(window, position + (BlobFormat.ParameterBytes * count) + ((first + c) * taps), taps, ref negative);
                    if (!Fits(biases[c], Multiplier, shifts[c], stage.ResultZeroPoint, positive, negative))
                    {
                        return false;
                    }
                }
            }

            return true;
        }

        /// <summary>Adds up a channel's weights, a window at a time and eight with each native call, as bytes of a long.</summary>
        /// <param name="negative">Receives the sum of the negative ones.</param>
        /// <returns>The sum of the positive ones.</returns>
        private static int SumWeights(WeightWindow window, int position, int taps, ref int negative)
        {
            const long Ones = 0x0101010101010101, Even = 0x00FF00FF00FF00FF;
            byte[] bytes = window.Array;
            int all = -128 * taps;
            int positive = 0;
            while (taps > 0)
            {
                int piece = taps < window.Length ? taps : window.Length;
                piece = piece < MostAtOnce ? piece : MostAtOnce;
                window.Fill(position, piece);
                int i = window.Start;
                int end = i + piece;

                // Four sums of 16 bits: at most 2 * 255 more each time.
                long sums = 0;
                long above = 0;
                for (; i <= end - 8; i += 8)
                {
                    long eight = BitConverter.ToInt64(bytes, i);
                    sums += (eight & Even) + ((eight >> 8) & Even);
                    eight &= ((eight >> 7) & Ones) * 0x7F;
                    above += (eight & Even) + ((eight >> 8) & Even);
                }

                all += Folded(sums);
                positive += Folded(above);
                for (; i < end; i++)
                {
                    all += bytes[i];
                    positive += bytes[i] > 128 ? bytes[i] - 128 : 0;
                }

                position += piece;
                taps -= piece;
            }

            negative = all - positive;
            return positive;
        }

        private static int Folded(long sums)
        {
            return (int)(sums & 0xFFFF) + (int)((sums >> 16) & 0xFFFF) + (int)((sums >> 32) & 0xFFFF) + (int)((sums >> 48) & 0xFFFF);
        }
    }
}
