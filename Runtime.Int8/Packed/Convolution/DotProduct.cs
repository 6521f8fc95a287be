using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Fully connected: one output pixel, a kernel as large as the input. Eight weights are read with one native call and taken
    /// apart in pairs: (x1 + (x0 &lt;&lt; 32)) * (w0 + (w1 &lt;&lt; 32)) has x0 * w0 + x1 * w1 in its upper half. Weights are offset binary,
    /// w + 128 from 0 to 255, and 128 * sum(x) is taken off at the end. The lower half, one product of each two taps, adds up to less
    /// than 2^32 over 2^17 taps, so that nothing of it reaches the upper one, which wraps as the reference's accumulator does.
    /// </summary>
    internal static class DotProduct
    {
        /// <summary>Most taps.</summary>
        public const int MaxTaps = 1 << 17;

        private const long Pair = 0xFFL | (0xFFL << 32);

        /// <summary>Runs <see cref="KernelSet.Conv2D"/> for an output of one pixel.</summary>
        public static void Run(Stage stage, int firstChannel, int channelCount)
        {
            RowBuffer input = stage.Input;
            long[] sums = stage.Lanes;
            Array.Clear(sums, 0, channelCount);
            int weight = stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * stage.TapsPerChannel);
            int inputs = 0;
            for (int iy = 0; iy < input.Height; iy++)
            {
                byte[] row = input.RowArray(iy);
                int index = input.RowOffset(iy);
                inputs += Sum(row, index, input.RowBytes);
                int done = 0;
                for (; done + 16 <= input.RowBytes; done += 16)
                {
                    Add16(sums, row, index + done, stage.Weights, weight + done, stage.TapsPerChannel, channelCount);
                }

                for (; done + 8 <= input.RowBytes; done += 8)
                {
                    Add8(sums, row, index + done, stage.Weights, weight + done, stage.TapsPerChannel, channelCount);
                }

                if (done < input.RowBytes)
                {
                    AddFew(sums, row, index + done, input.RowBytes - done, stage.Weights, weight + done, stage.TapsPerChannel, channelCount);
                }

                weight += input.RowBytes;
            }

            Finish(stage, sums, Lanes.WeightOffset * inputs, firstChannel, channelCount);
        }

        private static int Sum(byte[] row, int index, int count)
        {
            int sum = 0;
            for (int end = index + count; index < end; index++)
            {
                sum += row[index];
            }

            return sum;
        }

        private static void Add16(long[] sums, byte[] row, int i, byte[] weights, int weight, int taps, int channels)
        {
            long pair = Pair;
            long x0 = (uint)row[i + 4] | ((long)row[i] << 32);
            long x1 = (uint)row[i + 5] | ((long)row[i + 1] << 32);
            long x2 = (uint)row[i + 6] | ((long)row[i + 2] << 32);
            long x3 = (uint)row[i + 7] | ((long)row[i + 3] << 32);
            long x4 = (uint)row[i + 12] | ((long)row[i + 8] << 32);
            long x5 = (uint)row[i + 13] | ((long)row[i + 9] << 32);
            long x6 = (uint)row[i + 14] | ((long)row[i + 10] << 32);
            long x7 = (uint)row[i + 15] | ((long)row[i + 11] << 32);
            for (int c = 0; c < channels; c++)
            {
                long w = BitConverter.ToInt64(weights, weight);
                long sum = (x0 * (w & pair)) + (x1 * ((w >> 8) & pair)) + (x2 * ((w >> 16) & pair)) + (x3 * ((w >> 24) & pair));
                w = BitConverter.ToInt64(weights, weight + 8);
                sum += (x4 * (w & pair)) + (x5 * ((w >> 8) & pair)) + (x6 * ((w >> 16) & pair)) + (x7 * ((w >> 24) & pair));
                sums[c] += sum;
                weight += taps;
            }
        }

        private static void Add8(long[] sums, byte[] row, int i, byte[] weights, int weight, int taps, int channels)
        {
            long pair = Pair;
            long x0 = (uint)row[i + 4] | ((long)row[i] << 32);
            long x1 = (uint)row[i + 5] | ((long)row[i + 1] << 32);
            long x2 = (uint)row[i + 6] | ((long)row[i + 2] << 32);
            long x3 = (uint)row[i + 7] | ((long)row[i + 3] << 32);
            for (int c = 0; c < channels; c++)
            {
                long w = BitConverter.ToInt64(weights, weight);
                sums[c] += (x0 * (w & pair)) + (x1 * ((w >> 8) & pair)) + (x2 * ((w >> 16) & pair)) + (x3 * ((w >> 24) & pair));
                weight += taps;
            }
        }

        private static void AddFew(
            long[] sums, byte[] row, int index, int count, byte[] weights, int weight, int taps, int channels)
        {
            for (int c = 0; c < channels; c++)
            {
                int sum = 0;
                for (int i = 0; i < count; i++)
                {
                    sum += row[index + i] * weights[weight + i];
                }

                sums[c] += (long)sum << 32;
                weight += taps;
            }
        }

        /// <summary>Few results: a clamp costs less than building a table of results, which the next convolution may want as it is.</summary>
        private static void Finish(Stage stage, long[] sums, int correction, int firstChannel, int channels)
        {
            byte[] output = stage.Output.RowArray(0);
            int o = stage.Output.RowOffset(0) + firstChannel;
            int[] parameters = stage.Parameters;
            int index = stage.ParameterBase + firstChannel - stage.FirstChannel;
            int stride = stage.ParameterStride;
            int stride2 = 2 * stride;
            bool isSingle = stage.Rounding == RoundingMode.Single;
            int zero = stage.ResultZeroPoint;
            int min = stage.ActivationMin;
            int max = stage.ActivationMax;
            byte[] table = stage.HasTable ? stage.Table : null;
            int tableOffset = stage.TableOffset;
            for (int c = 0; c < channels; c++)
            {
                int sum = (int)(sums[c] >> 32) + correction + parameters[index];
                int multiplier = parameters[index + stride];
                int shift = parameters[index + stride2];
                int u;
                if (isSingle)
                {
                    u = (int)((((long)sum * multiplier) + (1L << (30 - shift))) >> (31 - shift)) + zero;
                }
                else
                {
                    u = FixedPoint.RequantizeDouble(sum, multiplier, shift) + zero;
                }

                u = u < min ? min : u > max ? max : u;
                output[o] = table == null ? (byte)u : table[tableOffset + u];
                o++;
                index++;
            }
        }
    }
}
