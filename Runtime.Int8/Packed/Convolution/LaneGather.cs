using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Packs input bytes into lanes: three output pixels side by side, one long for each tap. Taps are contiguous in a row of
    /// the kernel, [kx][ic], as the weights are.
    /// </summary>
    internal static class LaneGather
    {
        // Scratch bytes before the table of results.
        private const int RowRoom = ResultTable.Start;

        /// <summary>Packs <paramref name="count"/> consecutive bytes of three places.</summary>
        public static void Pack(
            long[] lanes, int target, byte[] a0, int i0, byte[] a1, int i1, byte[] a2, int i2, int count)
        {
            while (count >= 8)
            {
                lanes[target] = (uint)(a0[i0] | (a1[i1] << 21)) | ((long)a2[i2] << 42);
                lanes[target + 1] = (uint)(a0[i0 + 1] | (a1[i1 + 1] << 21)) | ((long)a2[i2 + 1] << 42);
                lanes[target + 2] = (uint)(a0[i0 + 2] | (a1[i1 + 2] << 21)) | ((long)a2[i2 + 2] << 42);
                lanes[target + 3] = (uint)(a0[i0 + 3] | (a1[i1 + 3] << 21)) | ((long)a2[i2 + 3] << 42);
                lanes[target + 4] = (uint)(a0[i0 + 4] | (a1[i1 + 4] << 21)) | ((long)a2[i2 + 4] << 42);
                lanes[target + 5] = (uint)(a0[i0 + 5] | (a1[i1 + 5] << 21)) | ((long)a2[i2 + 5] << 42);
                lanes[target + 6] = (uint)(a0[i0 + 6] | (a1[i1 + 6] << 21)) | ((long)a2[i2 + 6] << 42);
                lanes[target + 7] = (uint)(a0[i0 + 7] | (a1[i1 + 7] << 21)) | ((long)a2[i2 + 7] << 42);
                target += 8;
                i0 += 8;
                i1 += 8;
                i2 += 8;
                count -= 8;
            }

            if ((count & 4) != 0)
            {
                lanes[target] = (uint)(a0[i0] | (a1[i1] << 21)) | ((long)a2[i2] << 42);
                lanes[target + 1] = (uint)(a0[i0 + 1] | (a1[i1 + 1] << 21)) | ((long)a2[i2 + 1] << 42);
                lanes[target + 2] = (uint)(a0[i0 + 2] | (a1[i1 + 2] << 21)) | ((long)a2[i2 + 2] << 42);
                lanes[target + 3] = (uint)(a0[i0 + 3] | (a1[i1 + 3] << 21)) | ((long)a2[i2 + 3] << 42);
                target += 4;
                i0 += 4;
                i1 += 4;
                i2 += 4;
            }

            if ((count & 2) != 0)
            {
                lanes[target] = (uint)(a0[i0] | (a1[i1] << 21)) | ((long)a2[i2] << 42);
                lanes[target + 1] = (uint)(a0[i0 + 1] | (a1[i1 + 1] << 21)) | ((long)a2[i2 + 1] << 42);
                target += 2;
                i0 += 2;
                i1 += 2;
                i2 += 2;
            }

            if ((count & 1) != 0)
            {
                lanes[target] = (uint)(a0[i0] | (a1[i1] << 21)) | ((long)a2[i2] << 42);
            }
        }

        /// <summary>Sets <paramref name="count"/> longs to one value.</summary>
        public static void Fill(long[] lanes, int target, int count, long value)
        {
            for (int end = target + count; target < end; target++)
            {
                lanes[target] = value;
            }
        }

        /// <summary>Packs a chunk of taps of a tile of one row of pixels that lie one behind the other (1x1, stride 1).</summary>
        /// <param name="lanes">Receives [triple][size].</param>
        /// <param name="target">First index.</param>
        /// <param name="input">Array of the pixels.</param>
        /// <param name="index">Index of the chunk's first channel of the first pixel.</param>
        /// <param name="pixel">Bytes of a pixel.</param>
        /// <param name="width">Pixels; the last one is repeated to fill a triple.</param>
        /// <param name="used">Taps packed.</param>
        /// <param name="size">Longs for each triple; those above <paramref name="used"/> become 0.</param>
        public static void Points(long[] lanes, int target, byte[] input, int index, int pixel, int width, int used, int size)
        {
            for (int x = 0; x < width; x += 3)
            {
                int second = x + 1 < width ? index + pixel : index;
                int third = x + 2 < width ? second + pixel : second;
                Pack(lanes, target, input, index, input, second, input, third, used);
                if (used < size)
                {
                    Fill(lanes, target + used, size - used, 0);
                }

                target += size;
                index = third + pixel;
            }
        }

        /// <summary>Packs a chunk of taps of one row of output pixels, any kernel, stride and padding.</summary>
        /// <param name="stage">The convolution.</param>
        /// <param name="target">First index in the lanes, [triple][size].</param>
        /// <param name="oy">Output row.</param>
        /// <param name="x">First output pixel.</param>
        /// <param name="width">Output pixels; the last one is repeated to fill a triple.</param>
        /// <param name="channel">First input channel (grouped convolution), or the one of a depthwise convolution.</param>
        /// <param name="channels">Input channels of a tap.</param>
        /// <param name="tap">First tap of the chunk, index in [KH][KW][channels].</param>
        /// <param name="used">Taps packed.</param>
        /// <param name="size">Longs for each triple; those above <paramref name="used"/> become 0.</param>
        public static void Windows(
            Stage stage, int target, int oy, int x, int width, int channel, int channels, int tap, int used, int size)
        {
            long[] lanes = stage.Lanes;
            RowBuffer input = stage.Input;
            int pixel = input.Channels;
            int rowTaps = stage.KernelW * channels;
            bool isWhole = channels == pixel;
            long zeroLanes = input.ZeroPoint * Lanes.Ones;
            int end = tap + used;
            int done = 0;

            // Columns that the windows of this row reach over.
            int firstColumn = (x * stage.StrideW) - stage.PadLeft;
            int columns = ((width - 1) * stage.StrideW) + stage.KernelW;
            bool isPadded = isWhole && columns * pixel <= RowRoom && (firstColumn < 0 || firstColumn + columns > input.Width);
            while (tap < end)
            {
                int ky = tap / rowTaps;
                int inRow = tap - (ky * rowTaps);
                int run = rowTaps - inRow < end - tap ? rowTaps - inRow : end - tap;
                int iy = (oy * stage.StrideH) - stage.PadTop + ky;
                bool isInside = iy >= 0 && iy < input.Height;
                byte[] row = isInside ? input.RowArray(iy) : null;
                int offset = isInside ? input.RowOffset(iy) + channel : 0;
                if (isInside && isPadded)
                {
                    CopyColumns(stage, row, offset, firstColumn, columns);
                    row = stage.ScratchBytes;
                    offset = -firstColumn * pixel;
                }

                int t = target + done;
                for (int first = 0; first < width; first += 3)
                {
                    int ix0 = ((x + first) * stage.StrideW) - stage.PadLeft;
                    int ix1 = first + 1 < width ? ix0 + stage.StrideW : ix0;
                    int ix2 = first + 2 < width ? ix1 + stage.StrideW : ix1;
                    if (!isInside)
                    {
                        Fill(lanes, t, run, zeroLanes);
                    }
                    else if (isPadded || (isWhole && ix0 >= 0 && ix2 + stage.KernelW <= input.Width))
                    {
                        Pack(
                            lanes, t, row, offset + (ix0 * pixel) + inRow, row, offset + (ix1 * pixel) + inRow,
                            row, offset + (ix2 * pixel) + inRow, run);
                    }
                    else
                    {
                        int packed = 0;
                        while (packed < run)
                        {
                            int kx = (inRow + packed) / channels;
                            int ic = inRow + packed - (kx * channels);
                            int count = channels - ic < run - packed ? channels - ic : run - packed;
                            Columns(stage, t + packed, row, offset + ic, ix0 + kx, ix1 + kx, ix2 + kx, count);
                            packed += count;
                        }
                    }

                    t += size;
                }

                tap += run;
                done += run;
            }

            if (used < size)
            {
                for (int first = 0; first < width; first += 3)
                {
                    Fill(lanes, target + used, size - used, 0);
                    target += size;
                }
            }
        }

        /// <summary>Copies columns of a row to the scratch bytes, zero points for those outside the image.</summary>
        private static void CopyColumns(Stage stage, byte[] row, int offset, int firstColumn, int columns)
        {
            int pixel = stage.Input.Channels;
            byte[] bytes = stage.ScratchBytes;
            byte zero = (byte)stage.Input.ZeroPoint;
            int begin = firstColumn < 0 ? -firstColumn : 0;
            int end = stage.Input.Width - firstColumn;
            end = (end < columns ? end : columns) * pixel;
            begin *= pixel;
            int last = columns * pixel;
            for (int i = 0; i < last; i++)
            {
                if (i < begin || i >= end)
                {
                    bytes[i] = zero;
                }
                else
                {
                    Array.Copy(row, offset + (firstColumn * pixel) + begin, bytes, begin, end - begin);
                    i = end - 1;
                }
            }
        }

        /// <summary>Packs channels of three columns of which some may lie outside the row.</summary>
        private static void Columns(Stage stage, int target, byte[] row, int offset, int x0, int x1, int x2, int count)
        {
            long[] lanes = stage.Lanes;
            int pixel = stage.Input.Channels;
            int width = stage.Input.Width;
            long outside = x0 < 0 || x0 >= width ? Lanes.Mask : 0;
            outside |= x1 < 0 || x1 >= width ? Lanes.Mask << Lanes.Bits : 0;
            outside |= x2 < 0 || x2 >= width ? Lanes.Mask << (2 * Lanes.Bits) : 0;
            long zeros = stage.Input.ZeroPoint * Lanes.Ones & outside;
            if (outside == Lanes.All)
            {
                Fill(lanes, target, count, zeros);
                return;
            }

            // Columns outside are read where they are harmless, and replaced.
            Pack(
                lanes, target, row, (outside & 1) == 0 ? offset + (x0 * pixel) : offset,
                row, (outside >> Lanes.Bits & 1) == 0 ? offset + (x1 * pixel) : offset,
                row, (outside >> (2 * Lanes.Bits)) == 0 ? offset + (x2 * pixel) : offset, count);
            if (outside != 0)
            {
                for (int end = target + count; target < end; target++)
                {
                    lanes[target] = (lanes[target] & ~outside) | zeros;
                }
            }
        }
    }
}
