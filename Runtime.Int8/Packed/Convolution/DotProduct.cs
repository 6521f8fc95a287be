using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// One output pixel at a time: fully connected layers, and convolutions of one or two pixels. Eight weights are read with one native call
    /// and taken apart in pairs, as eight inputs are: (x4 + (x0 &lt;&lt; 32)) * (w0 + (w4 &lt;&lt; 32)) has x0 * w0 + x4 * w4 in its upper half.
    /// Weights are offset binary, w + 128 from 0 to 255, and 128 * sum(x) is taken off at the end. The lower half, one product of each two
    /// taps, adds up to less than 2^32 over 2^17 taps, so that nothing of it reaches the upper one, which wraps as the reference's
    /// accumulator does. Long runs of which most inputs are zero: <see cref="SparseProducts"/>.
    /// </summary>
    internal static class DotProduct
    {
        /// <summary>Most taps.</summary>
        public const int MaxTaps = 1 << 17;

        /// <summary>Bytes of a kernel row that can be put together where it reaches over the side of the image.</summary>
        public const int MostRowTaps = ResultTable.Start;

        /// <summary>How far sums are shifted left.</summary>
        public const int SumShift = 32;
        private const long Pair = 0xFFL | (0xFFL << 32);

        /// <summary>Runs <see cref="KernelSet.Conv2D"/>; one group, no more channels than scratch longs.</summary>
        public static void Run(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            RowBuffer output = stage.Output;
            long[] sums = stage.Lanes;
            for (int oy = first; oy < first + count; oy++)
            {
                byte[] outputRow = output.RowArray(oy);
                int o = output.RowOffset(oy) + firstChannel;
                for (int ox = 0; ox < output.Width; ox++)
                {
                    Array.Clear(sums, 0, channelCount);
                    int inputs = Window(stage, oy, ox, stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * stage.TapsPerChannel), channelCount);
                    PixelResult.Store(stage, SumShift, Lanes.WeightOffset * inputs, outputRow, o, firstChannel, channelCount, 1);
                    o += output.Channels;
                }
            }
        }

        /// <summary>Adds the products of a window; returns the sum of its inputs.</summary>
        private static int Window(Stage stage, int oy, int ox, int weight, int channels)
        {
            RowBuffer input = stage.Input;
            int run = stage.KernelW * input.Channels;
            int index = ((ox * stage.StrideW) - stage.PadLeft) * input.Channels;
            bool isWhole = index >= 0 && index + run <= input.RowBytes;
            int inputs = 0;
            for (int ky = 0; ky < stage.KernelH;)
            {
                int iy = (oy * stage.StrideH) - stage.PadTop + ky;
                int rows = 1;
                if (iy >= 0 && iy < input.Height && isWhole)
                {
                    int left = stage.KernelH - ky;
                    if (left > 1 && run == input.RowBytes)
                    {
                        left = left < input.Height - iy ? left : input.Height - iy;
                        rows = input.RowsTogether(iy);
                        rows = rows < left ? rows : left;
                    }

                    inputs += AddRun(stage, input.RowArray(iy), input.RowOffset(iy) + index, rows * run, weight, channels);
                }
                else
                {
                    Gather(stage, iy, index, run);
                    inputs += AddRun(stage, stage.ScratchBytes, 0, run, weight, channels);
                }

                ky += rows;
                weight += rows * run;
            }

            return inputs;
        }

        /// <summary>Puts a kernel row that reaches over a side of the image together in the scratch bytes.</summary>
        private static void Gather(Stage stage, int iy, int index, int run)
        {
            RowBuffer input = stage.Input;
            byte[] window = stage.ScratchBytes;
            ResultTable.Fill(window, 0, run, (byte)input.ZeroPoint);
            int before = index < 0 ? -index : 0;
            int inside = input.RowBytes - (index + before);
            inside = inside < run - before ? inside : run - before;
            if (iy >= 0 && iy < input.Height && inside > 0)
            {
                Array.Copy(input.RowArray(iy), input.RowOffset(iy) + index + before, window, before, inside);
            }
        }

        /// <summary>Adds the products of taps that lie one behind the other; returns the sum of their inputs.</summary>
        private static int AddRun(Stage stage, byte[] row, int index, int run, int weight, int channels)
        {
            long[] sums = stage.Lanes;
            byte[] weights = stage.Weights;
            int taps = stage.TapsPerChannel;
            int inputs = 0;
            int done = 0;
            if (channels >= SparseProducts.Channels && SparseProducts.IsWorth(row, index, run))
            {
                // Channels that make no eight at first, dense.
                int eights = channels & 7;
                for (; eights < channels; eights += 8)
                {
                    inputs = SparseProducts.Add(sums, eights, row, index, run, weights, weight + (eights * taps), taps);
                }

                channels &= 7;
                if (channels == 0)
                {
                    return inputs;
                }

                inputs = 0;
            }

            for (; done + 32 <= run; done += 32)
            {
                inputs += Add32(Pair, weights, weight + done, sums, row, index + done, taps, channels);
            }

            if (done + 16 <= run)
            {
                inputs += Add16(Pair, weights, weight + done, sums, row, index + done, taps, channels);
                done += 16;
            }

            int left = run - done;
            if (left >= 8)
            {
                inputs += Add8(Pair, weights, weight + done, sums, BitConverter.ToInt64(row, index + done), taps, channels);
                done += 8;
                left -= 8;
            }

            if (left == 0)
            {
                return inputs;
            }

            // Eight taps again, those that are done or not there with inputs of 0.
            if (run >= 8)
            {
                long last = BitConverter.ToInt64(row, index + run - 8);
                return inputs + Add8(Pair, weights, weight + run - 8, sums, last & (-1L << (64 - (8 * left))), taps, channels);
            }

            if (index + 8 <= row.Length && weight + ((channels - 1) * taps) + 8 <= weights.Length)
            {
                return inputs + Add8(Pair, weights, weight, sums, BitConverter.ToInt64(row, index) & ((1L << (8 * left)) - 1), taps, channels);
            }

            return inputs + AddFew(sums, row, index, left, weights, weight, taps, channels);
        }

        private static int Add32(long pair, byte[] weights, int weight, long[] sums, byte[] row, int index, int taps, int channels)
        {
            long w;
            long sum;
            long first = BitConverter.ToInt64(row, index);
            first = (long)((ulong)first >> 32) | (first << 32);
            long second = BitConverter.ToInt64(row, index + 8);
            second = (long)((ulong)second >> 32) | (second << 32);
            long third = BitConverter.ToInt64(row, index + 16);
            third = (long)((ulong)third >> 32) | (third << 32);
            long fourth = BitConverter.ToInt64(row, index + 24);
            fourth = (long)((ulong)fourth >> 32) | (fourth << 32);
            long x0 = first & pair, x1 = (first >> 8) & pair, x2 = (first >> 16) & pair, x3 = (first >> 24) & pair;
            long x4 = second & pair, x5 = (second >> 8) & pair, x6 = (second >> 16) & pair, x7 = (second >> 24) & pair;
            long x8 = third & pair, x9 = (third >> 8) & pair, x10 = (third >> 16) & pair, x11 = (third >> 24) & pair;
            long x12 = fourth & pair, x13 = (fourth >> 8) & pair, x14 = (fourth >> 16) & pair, x15 = (fourth >> 24) & pair;
            for (int c = 0; c < channels; c++)
            {
                w = BitConverter.ToInt64(weights, weight);
                sum = (x0 * (w & pair)) + (x1 * ((w >> 8) & pair)) + (x2 * ((w >> 16) & pair)) + (x3 * ((w >> 24) & pair));
                w = BitConverter.ToInt64(weights, weight + 8);
                sum += (x4 * (w & pair)) + (x5 * ((w >> 8) & pair)) + (x6 * ((w >> 16) & pair)) + (x7 * ((w >> 24) & pair));
                w = BitConverter.ToInt64(weights, weight + 16);
                sum += (x8 * (w & pair)) + (x9 * ((w >> 8) & pair)) + (x10 * ((w >> 16) & pair)) + (x11 * ((w >> 24) & pair));
                w = BitConverter.ToInt64(weights, weight + 24);
                sums[c] += sum + (x12 * (w & pair)) + (x13 * ((w >> 8) & pair)) + (x14 * ((w >> 16) & pair)) + (x15 * ((w >> 24) & pair));
                weight += taps;
            }

            x0 += x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + x9 + x10 + x11 + x12 + x13 + x14 + x15;
            return (int)(x0 >> 32) + (int)x0;
        }

        private static int Add16(long pair, byte[] weights, int weight, long[] sums, byte[] row, int index, int taps, int channels)
        {
            long w;
            long sum;
            long first = BitConverter.ToInt64(row, index);
            first = (long)((ulong)first >> 32) | (first << 32);
            long second = BitConverter.ToInt64(row, index + 8);
            second = (long)((ulong)second >> 32) | (second << 32);
            long x0 = first & pair, x1 = (first >> 8) & pair, x2 = (first >> 16) & pair, x3 = (first >> 24) & pair;
            long x4 = second & pair, x5 = (second >> 8) & pair, x6 = (second >> 16) & pair, x7 = (second >> 24) & pair;
            for (int c = 0; c < channels; c++)
            {
                w = BitConverter.ToInt64(weights, weight);
                sum = (x0 * (w & pair)) + (x1 * ((w >> 8) & pair)) + (x2 * ((w >> 16) & pair)) + (x3 * ((w >> 24) & pair));
                w = BitConverter.ToInt64(weights, weight + 8);
                sums[c] += sum + (x4 * (w & pair)) + (x5 * ((w >> 8) & pair)) + (x6 * ((w >> 16) & pair)) + (x7 * ((w >> 24) & pair));
                weight += taps;
            }

            x0 += x1 + x2 + x3 + x4 + x5 + x6 + x7;
            return (int)(x0 >> 32) + (int)x0;
        }

        private static int Add8(long pair, byte[] weights, int weight, long[] sums, long first, int taps, int channels)
        {
            long w;
            first = (long)((ulong)first >> 32) | (first << 32);
            long x0 = first & pair, x1 = (first >> 8) & pair, x2 = (first >> 16) & pair, x3 = (first >> 24) & pair;
            for (int c = 0; c < channels; c++)
            {
                w = BitConverter.ToInt64(weights, weight);
                sums[c] += (x0 * (w & pair)) + (x1 * ((w >> 8) & pair)) + (x2 * ((w >> 16) & pair)) + (x3 * ((w >> 24) & pair));
                weight += taps;
            }

            x0 += x1 + x2 + x3;
            return (int)(x0 >> 32) + (int)x0;
        }

        private static int AddFew(long[] sums, byte[] row, int index, int count, byte[] weights, int weight, int taps, int channels)
        {
            int inputs = 0;
            for (int i = 0; i < count; i++)
            {
                long x = row[index + i];
                inputs += (int)x;
                int w = weight + i;
                for (int c = 0; c < channels; c++)
                {
                    sums[c] += (x * weights[w]) << SumShift;
                    w += taps;
                }
            }

            return inputs;
        }
    }
}
