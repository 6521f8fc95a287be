namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// One channel of input rows as lanes, for depthwise convolution: as many rows as the kernel is high in a ring, and one of
    /// zero points that stands for rows outside the image. With stride 2 even and odd columns of the padded row are kept apart.
    /// </summary>
    internal static class LaneRows
    {
        /// <summary>Longs that a channel needs.</summary>
        public static int Longs(int kernelH, int strideW, int outputWidth)
        {
            return (kernelH + 1) * RowLongs(strideW, outputWidth);
        }

        /// <summary>Longs of a row: triples, or twice one triple more.</summary>
        public static int RowLongs(int strideW, int outputWidth)
        {
            int triples = (outputWidth + 2) / 3;
            return strideW == 1 ? triples : 2 * (triples + 1);
        }

        /// <summary>Packs a row; columns beyond its end are zero points.</summary>
        /// <param name="lanes">Receives [triple].</param>
        /// <param name="target">First index.</param>
        /// <param name="row">Array of the row.</param>
        /// <param name="index">Index of the channel in the first pixel.</param>
        /// <param name="pixel">Bytes of a pixel.</param>
        /// <param name="width">Pixels.</param>
        /// <param name="zero">Zero point.</param>
        public static void Pack(long[] lanes, int target, byte[] row, int index, int pixel, int width, int zero)
        {
            int pixel2 = 2 * pixel;
            int pixel3 = 3 * pixel;
            int pixel4 = 4 * pixel;
            int pixel5 = 5 * pixel;
            int pixel6 = 6 * pixel;
            while (width >= 6)
            {
                lanes[target] = (uint)(row[index] | (row[index + pixel] << 21)) | ((long)row[index + pixel2] << 42);
                lanes[target + 1] = (uint)(row[index + pixel3] | (row[index + pixel4] << 21)) | ((long)row[index + pixel5] << 42);
                target += 2;
                index += pixel6;
                width -= 6;
            }

            if (width >= 3)
            {
                lanes[target] = (uint)(row[index] | (row[index + pixel] << 21)) | ((long)row[index + pixel2] << 42);
                target++;
                index += pixel3;
                width -= 3;
            }

            if (width > 0)
            {
                lanes[target] = (uint)(row[index] | ((width > 1 ? row[index + pixel] : zero) << 21)) | ((long)zero << 42);
            }
        }

        /// <summary>Packs even columns of the padded row, then odd ones.</summary>
        /// <param name="lanes">Receives [triple] of columns 0, 2, 4 ... and, <paramref name="triples"/> further on, of 1, 3, 5 ...</param>
        /// <param name="target">First index.</param>
        /// <param name="row">Array of the row.</param>
        /// <param name="index">Index of the channel in the first pixel.</param>
        /// <param name="pixel">Bytes of a pixel.</param>
        /// <param name="width">Pixels.</param>
        /// <param name="padLeft">Columns of padding on the left.</param>
        /// <param name="triples">Triples of each kind.</param>
        /// <param name="zero">Zero point.</param>
        public static void PackStride2(
            long[] lanes, int target, byte[] row, int index, int pixel, int width, int padLeft, int triples, int zero)
        {
            int pixel2 = 2 * pixel;
            int pixel3 = 3 * pixel;
            int pixel4 = 4 * pixel;
            int pixel5 = 5 * pixel;
            int odd = target + triples;
            int column = -padLeft;
            index += column * pixel;
            for (int t = 0; t < triples; t++)
            {
                if (column >= 0 && column + 5 < width)
                {
                    lanes[target] = (uint)(row[index] | (row[index + pixel2] << 21)) | ((long)row[index + pixel4] << 42);
                    lanes[odd] = (uint)(row[index + pixel] | (row[index + pixel3] << 21)) | ((long)row[index + pixel5] << 42);
                }
                else
                {
                    lanes[target] = PackEdge(row, index, pixel, column, width, zero);
                    lanes[odd] = PackEdge(row, index + pixel, pixel, column + 1, width, zero);
                }

                target++;
                odd++;
                column += 6;
                index += 6 * pixel;
            }
        }

        private static long PackEdge(byte[] row, int index, int pixel, int column, int width, int zero)
        {
            long first = column >= 0 && column < width ? row[index] : zero;
            long second = column + 2 >= 0 && column + 2 < width ? row[index + (2 * pixel)] : zero;
            long third = column + 4 >= 0 && column + 4 < width ? row[index + (4 * pixel)] : zero;
            return first | (second << Lanes.Bits) | (third << (2 * Lanes.Bits));
        }
    }
}
