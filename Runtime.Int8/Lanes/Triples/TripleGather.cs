using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>Packs columns of an input row in threes, eight channels, for <see cref="LaneTriples"/>.</summary>
    internal static class TripleGather
    {
        private const int Inputs = TripleMac8.Inputs;

        /// <summary>Packs a row.</summary>
        /// <param name="stage">The convolution.</param>
        /// <param name="target">Index in the scratch longs, [triple][8].</param>
        /// <param name="iy">Input row; outside the image all columns are zero points.</param>
        /// <param name="column">First column, which may lie outside the image.</param>
        /// <param name="triples">Triples of columns.</param>
        /// <param name="channel">First input channel; those that are not there become 0.</param>
        public static void Row(Stage stage, int target, int iy, int column, int triples, int channel)
        {
            // The first four locals have the cheapest instructions.
            long v, pair;
            int i;
            long[] lanes = stage.Lanes;
            RowBuffer input = stage.Input;
            int pixel = input.Channels;
            int width = iy < 0 || iy >= input.Height ? 0 : input.Width;
            byte[] row = null;
            i = 0;
            if (width > 0)
            {
                row = input.RowArray(iy);
                i = input.RowOffset(iy) + (column * pixel) + channel;
            }

            long v1, v2;
            long twoBytes = 0xFFFF, twoBytes1 = twoBytes << 21, twoBytes2 = twoBytes << 42, bytes = 0xFF * Lanes.Ones;
            int there = pixel - channel;
            long keep = there < Inputs ? (1L << (8 * there)) - 1 : -1L;
            long zeros = keep & (input.ZeroPoint * 0x0101010101010101L);
            int step = pixel * 3;
            for (int last = column + (3 * triples); column < last; column += 3)
            {
                if (column >= 0 && column + 3 <= width && i + (2 * pixel) + Inputs <= row.Length)
                {
                    v = BitConverter.ToInt64(row, i) & keep;
                    v1 = BitConverter.ToInt64(row, i + pixel) & keep;
                    v2 = BitConverter.ToInt64(row, i + pixel + pixel) & keep;
                }
                else
                {
                    v = column >= 0 && column < width ? Read(row, i, there) & keep : zeros;
                    v1 = column >= -1 && column + 1 < width ? Read(row, i + pixel, there) & keep : zeros;
                    v2 = column >= -2 && column + 2 < width ? Read(row, i + pixel + pixel, there) & keep : zeros;
                }

                pair = (v & twoBytes) | ((v1 << 21) & twoBytes1) | ((v2 << 42) & twoBytes2);
                lanes[target] = pair & bytes;
                lanes[target + 1] = (pair >> 8) & bytes;
                pair = ((v >> 16) & twoBytes) | ((v1 << 5) & twoBytes1) | ((v2 << 26) & twoBytes2);
                lanes[target + 2] = pair & bytes;
                lanes[target + 3] = (pair >> 8) & bytes;
                pair = ((v >> 32) & twoBytes) | ((v1 >> 11) & twoBytes1) | ((v2 << 10) & twoBytes2);
                lanes[target + 4] = pair & bytes;
                lanes[target + 5] = (pair >> 8) & bytes;
                pair = ((v >> 48) & twoBytes) | ((v1 >> 27) & twoBytes1) | ((v2 >> 6) & twoBytes2);
                lanes[target + 6] = pair & bytes;
                lanes[target + 7] = (pair >> 8) & bytes;
                target += Inputs;
                i += step;
            }
        }

        /// <summary>Eight bytes, or as many as there are where their array ends.</summary>
        private static long Read(byte[] row, int i, int there)
        {
            if (i + Inputs <= row.Length)
            {
                return BitConverter.ToInt64(row, i);
            }

            long value = 0;
            for (int k = i + (there < Inputs ? there : Inputs) - 1; k >= i; k--)
            {
                value = (value << 8) | row[k];
            }

            return value;
        }
    }
}
