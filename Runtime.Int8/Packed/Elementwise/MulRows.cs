namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Mul with broadcasting, everything that does not change hoisted out of the loops. Rounding is that of
    /// <see cref="FixedPoint"/> with its floors spelled out: the high product is floor((x * M + 2^30) / 2^31), and the division by
    /// 2^e that follows adds half and, below zero and for e above 0, takes 1 off. Left shifts, which wrap in 32 bits, are left to
    /// the reference.
    /// </summary>
    internal static class MulRows
    {
        private const long HalfQ31 = 1L << 30;

        /// <summary>Runs <see cref="KernelSet.Mul"/>.</summary>
        public static void Run(Stage stage, int first, int count)
        {
            if (stage.Shift0 > 0)
            {
                Reference.Elementwise.Run(stage, first, count);
                return;
            }

            for (int oy = first; oy < first + count; oy++)
            {
                MulRow(stage, oy);
            }
        }

        /// <summary>|a * b| is at most 255 * 255. Single rounding is one shift by 31 + e, which the two of double rounding make up.</summary>
        private static void MulRow(Stage stage, int oy)
        {
            RowBuffer a = stage.Inputs[0];
            RowBuffer b = stage.Inputs[1];
            RowBuffer output = stage.Output;
            int ay = a.Height == 1 ? 0 : oy;
            int by = b.Height == 1 ? 0 : oy;
            byte[] rowA = a.RowArray(ay);
            byte[] rowB = b.RowArray(by);
            byte[] row = output.RowArray(oy);
            int o = output.RowOffset(oy);
            bool isFlat = a.RowBytes == output.RowBytes && b.RowBytes == output.RowBytes;
            int channels = isFlat ? output.RowBytes : output.Channels;
            int stepA = a.Channels == 1 && !isFlat ? 0 : 1;
            int stepB = b.Channels == 1 && !isFlat ? 0 : 1;
            int pixelA = a.Width == 1 ? 0 : a.Channels;
            int pixelB = b.Width == 1 ? 0 : b.Channels;
            int startA = a.RowOffset(ay);
            int startB = b.RowOffset(by);
            int zeroA = a.ZeroPoint;
            int zeroB = b.ZeroPoint;
            bool isDouble = stage.Rounding == RoundingMode.Double && stage.Shift0 < 0;
            long multiplier = stage.Multiplier0;
            int shift = isDouble ? -stage.Shift0 : 31 - stage.Shift0;
            long half = 1L << (shift - 1);
            int zero = stage.ResultZeroPoint;
            int min = stage.ActivationMin;
            int max = stage.ActivationMax;
            byte[] table = stage.HasTable ? stage.Table : null;
            int tableOffset = stage.TableOffset;
            for (int end = o + output.RowBytes; o < end;)
            {
                int ia = startA;
                int ib = startB;
                for (int pixelEnd = o + channels; o < pixelEnd; o++)
                {
                    long product = (rowA[ia] - zeroA) * (rowB[ib] - zeroB) * multiplier;
                    if (isDouble)
                    {
                        product = (product + HalfQ31) >> 31;
                        product += product >> 63;
                    }

                    int u = (int)((product + half) >> shift) + zero;
                    u = u < min ? min : u > max ? max : u;
                    row[o] = table == null ? (byte)u : table[tableOffset + u];
                    ia += stepA;
                    ib += stepB;
                }

                startA += pixelA;
                startB += pixelB;
            }
        }
    }
}
