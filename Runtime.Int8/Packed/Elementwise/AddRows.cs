using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Add and Sub, everything that does not change folded into one constant: zero points, rounding, the index of the result's
    /// table. Several elements to a round where every result has an entry in the table, one by one with a clamp where it may not, or there is no table.
    /// Rounding is that of <see cref="FixedPoint"/>. A division by 2^e, ties away from zero, of h = floor(t / 2^31) is
    /// (w + (w &lt; 0 ? 0 : 2^31)) >> (31 + e) with w = t + ((2^(e - 1) - 1) &lt;&lt; 31): below -2^(e - 1) half is added and 1 taken
    /// off, and from there up to 0 either way gives 0. Channels that are repeated, terms both of which are rounded, and a
    /// left shift of the sum, which wraps in 32 bits, are left to the reference; the loader refuses left shifts of terms.
    /// A call of many elements first lists the rounded terms of all bytes in the scratch longs.
    /// </summary>
    internal static class AddRows
    {
        private const long HalfQ31 = 1L << 30;

        /// <summary>Shift up to which the last entry's index, shifted back, fits a uint.</summary>
        private const int MaxUintShift = 21;

        /// <summary>Shift that sums with <see cref="AddTerms"/> are scaled to: those that have an entry are below 2^11.</summary>
        private const int TermShift = 52;

        /// <summary>Bytes of a call from which on a list of the rounded terms of all bytes is worth being made.</summary>
        private const int FewTerms = 512;

        /// <summary>One rounding: (a * ma + b * mb + half) >> shift; the sum stays below 2^30, and below 2^32 as a table's index.</summary>
        public static void RunSingle(Stage stage, int first, int count)
        {
            RowBuffer a = stage.Inputs[0];
            RowBuffer b = stage.Inputs[1];
            RowBuffer output = stage.Output;
            byte[] table = ResultTable.Build(stage);
            int ma = stage.Multiplier0;
            int mb = stage.Sign * stage.Multiplier1;
            int shift = -stage.Shift0;
            int offset = (1 << (shift - 1)) - (a.ZeroPoint * ma) - (b.ZeroPoint * mb);
            int zero = stage.ResultZeroPoint + ResultTable.Base;
            bool hasTable = ResultTable.HasRoom(stage);
            bool isInTable = hasTable && shift <= MaxUintShift && IsInTable(ma, a.ZeroPoint, -b.ZeroPoint * mb, (255 - b.ZeroPoint) * mb, shift, zero);
            int shared = isInTable ? offset + (zero << shift) : 0;
            bool isFlat = a.RowBytes == output.RowBytes && b.RowBytes == output.RowBytes;
            int run = isFlat ? output.RowBytes : output.Channels;
            int pixelA = a.Width == 1 ? 0 : run;
            int pixelB = b.Width == 1 ? 0 : run;
            int fours = run - (isInTable ? 3 : run);
            for (int end = first + count; first < end; first++)
            {
                int ay = a.Height == 1 ? 0 : first;
                int by = b.Height == 1 ? 0 : first;
                byte[] rowA = a.RowArray(ay);
                byte[] rowB = b.RowArray(by);
                byte[] row = output.RowArray(first);
                int startA = a.RowOffset(ay);
                int startB = b.RowOffset(by);
                int o = output.RowOffset(first);
                for (int rowEnd = o + output.RowBytes; o < rowEnd;)
                {
                    int i = startA;
                    int j = startB;
                    int last = o + run;
                    for (int fast = o + fours; o < fast; o += 4)
                    {
                        row[o] = table[(int)((uint)((rowA[i] * ma) + (rowB[j] * mb) + shared) >> shift)];
                        row[o + 1] = table[(int)((uint)((rowA[i + 1] * ma) + (rowB[j + 1] * mb) + shared) >> shift)];
                        row[o + 2] = table[(int)((uint)((rowA[i + 2] * ma) + (rowB[j + 2] * mb) + shared) >> shift)];
                        row[o + 3] = table[(int)((uint)((rowA[i + 3] * ma) + (rowB[j + 3] * mb) + shared) >> shift)];
                        i += 4;
                        j += 4;
                    }

                    for (; o < last; o++)
                    {
                        int sum = ((rowA[i] * ma) + (rowB[j] * mb) + offset) >> shift;
                        row[o] = hasTable ? table[Entry(sum + zero)] : Reference.Result.Clamp(stage, sum + stage.ResultZeroPoint);
                        i++;
                        j++;
                    }

                    startA += pixelA;
                    startB += pixelB;
                }
            }
        }

        /// <summary>Two roundings, both terms at 2^LeftShift times the common scale; those of input <paramref name="exact"/> are exact.</summary>
        public static void RunDouble(Stage stage, int exact, int first, int count)
        {
            RowBuffer x = stage.Inputs[exact];
            RowBuffer y = stage.Inputs[1 - exact];
            int signX = exact == 0 ? 1 : stage.Sign;
            long multiplierY = exact == 0 ? stage.Sign * (long)stage.Multiplier1 : stage.Multiplier0;
            int shiftY = exact == 0 ? -stage.Shift1 : -stage.Shift0;
            RowBuffer output = stage.Output;
            byte[] table = ResultTable.Build(stage);
            long multiplier = stage.Multiplier2;
            int shift = 31 - stage.Shift2;
            long step = shift > 31 ? 1L << 31 : 0;
            long kx = (signX * multiplier) << (stage.LeftShift - 1);
            long ky = multiplierY << stage.LeftShift;
            long offset = HalfQ31 - (x.ZeroPoint * kx) + (shift > 31 ? ((1L << (shift - 32)) - 1) << 31 : 0);
            long stepY = shiftY > 0 ? 1L << 31 : 0;
            long offsetY = HalfQ31 - (y.ZeroPoint * ky) + (shiftY > 0 ? ((1L << (shiftY - 1)) - 1) << 31 : 0);
            shiftY += 31;
            int zero = stage.ResultZeroPoint + ResultTable.Base;
            long w0 = offsetY;
            long w255 = (255 * ky) + offsetY;
            w0 = (w0 + ((~w0 >> 63) & stepY)) >> shiftY;
            w255 = (w255 + ((~w255 >> 63) & stepY)) >> shiftY;
            bool hasTable = ResultTable.HasRoom(stage);
            bool isInTable = hasTable && IsInTable(kx, x.ZeroPoint, w0 * multiplier, w255 * multiplier, shift, zero);
            bool isFlat = x.RowBytes == output.RowBytes && y.RowBytes == output.RowBytes;
            int run = isFlat ? output.RowBytes : output.Channels;
            int pixelX = x.Width == 1 ? 0 : run;
            int pixelY = y.Width == 1 ? 0 : run;
            int pairs = run - (isInTable ? 1 : run);
            int eights = 0;
            long[] terms = stage.Lanes;
            bool hasTies = step != 0 && stage.ActivationMin < stage.ResultZeroPoint;
            int up = TermShift - shift;
            if (isInTable && up >= 0 && run >= 8 && count * output.RowBytes >= FewTerms && terms.Length >= 256)
            {
                eights = run & ~7;

                // Where results below zero are clamped it does not matter what they are, and nothing depends on a sign.
                long all = hasTies ? 0 : (step << up) + ((long)zero << TermShift);
                long term = offsetY;
                for (int v = 0; v < 256; v++)
                {
                    terms[v] = (((((term + ((~term >> 63) & stepY)) >> shiftY) * multiplier) + offset) << up) + all;
                    term += ky;
                }
            }

            for (int end = first + count; first < end; first++)
            {
                int xy = x.Height == 1 ? 0 : first;
                int yy = y.Height == 1 ? 0 : first;
                byte[] rowX = x.RowArray(xy);
                byte[] rowY = y.RowArray(yy);
                byte[] row = output.RowArray(first);
                int startX = x.RowOffset(xy);
                int startY = y.RowOffset(yy);
                int o = output.RowOffset(first);
                for (int rowEnd = o + output.RowBytes; o < rowEnd;)
                {
                    int i = startX;
                    int j = startY;
                    int last = o + run;
                    if (eights > 0)
                    {
                        if (hasTies)
                        {
                            AddTermsTies(terms, table, rowY, j, rowX, i, eights, row, o, kx << up, step << up, zero);
                        }
                        else
                        {
                            AddTerms(terms, table, rowY, j, rowX, i, eights, row, o, kx << up);
                        }

                        i += eights;
                        j += eights;
                        o += eights;
                    }

                    // Through int: a byte that becomes a long directly is conv.u8, after which nanoCLR shifts right as unsigned.
                    for (int fast = last - run + pairs; o < fast; o += 2)
                    {
                        long w = ((int)rowY[j] * ky) + offsetY;
                        w = ((int)rowX[i] * kx) + (((w + ((~w >> 63) & stepY)) >> shiftY) * multiplier) + offset;
                        row[o] = table[(int)((w + ((~w >> 63) & step)) >> shift) + zero];
                        w = ((int)rowY[j + 1] * ky) + offsetY;
                        w = ((int)rowX[i + 1] * kx) + (((w + ((~w >> 63) & stepY)) >> shiftY) * multiplier) + offset;
                        row[o + 1] = table[(int)((w + ((~w >> 63) & step)) >> shift) + zero];
                        i += 2;
                        j += 2;
                    }

                    for (; o < last; o++)
                    {
                        long w = ((int)rowY[j] * ky) + offsetY;
                        w = ((int)rowX[i] * kx) + (((w + ((~w >> 63) & stepY)) >> shiftY) * multiplier) + offset;
                        int sum = (int)((w + ((~w >> 63) & step)) >> shift);
                        row[o] = hasTable ? table[Entry(sum + zero)] : Reference.Result.Clamp(stage, sum + stage.ResultZeroPoint);
                        i++;
                        j++;
                    }

                    startX += pixelX;
                    startY += pixelY;
                }
            }
        }

        /// <summary>Adds the list's terms to as many elements as are eights; the list has zero and rounding in it.</summary>
        private static void AddTerms(
            long[] terms, byte[] table, byte[] rowY, int j, byte[] rowX, int i, int count, byte[] row, int o, long k)
        {
            long u;
            long mask = 255;
            for (count += o; o < count; o += 8)
            {
                u = BitConverter.ToInt64(rowX, i);
                row[o] = table[(int)((((u & mask) * k) + terms[rowY[j]]) >> TermShift)];
                row[o + 1] = table[(int)(((((u >> 8) & mask) * k) + terms[rowY[j + 1]]) >> TermShift)];
                row[o + 2] = table[(int)(((((u >> 16) & mask) * k) + terms[rowY[j + 2]]) >> TermShift)];
                row[o + 3] = table[(int)(((((u >> 24) & mask) * k) + terms[rowY[j + 3]]) >> TermShift)];
                row[o + 4] = table[(int)(((((u >> 32) & mask) * k) + terms[rowY[j + 4]]) >> TermShift)];
                row[o + 5] = table[(int)(((((u >> 40) & mask) * k) + terms[rowY[j + 5]]) >> TermShift)];
                row[o + 6] = table[(int)(((((u >> 48) & mask) * k) + terms[rowY[j + 6]]) >> TermShift)];
                row[o + 7] = table[(int)(((((u >> 56) & mask) * k) + terms[rowY[j + 7]]) >> TermShift)];
                i += 8;
                j += 8;
            }
        }

        /// <summary>As <see cref="AddTerms"/>, a sum below zero rounded as it should be.</summary>
        private static void AddTermsTies(
            long[] terms, byte[] table, byte[] rowY, int j, byte[] rowX, int i, int count, byte[] row, int o, long k, long step, int zero)
        {
            long u;
            long w;
            long mask = 255;
            for (count += o; o < count; o += 8)
            {
                u = BitConverter.ToInt64(rowX, i);
                w = ((u & mask) * k) + terms[rowY[j]];
                row[o] = table[(int)((w + ((~w >> 63) & step)) >> TermShift) + zero];
                w = (((u >> 8) & mask) * k) + terms[rowY[j + 1]];
                row[o + 1] = table[(int)((w + ((~w >> 63) & step)) >> TermShift) + zero];
                w = (((u >> 16) & mask) * k) + terms[rowY[j + 2]];
                row[o + 2] = table[(int)((w + ((~w >> 63) & step)) >> TermShift) + zero];
                w = (((u >> 24) & mask) * k) + terms[rowY[j + 3]];
                row[o + 3] = table[(int)((w + ((~w >> 63) & step)) >> TermShift) + zero];
                w = (((u >> 32) & mask) * k) + terms[rowY[j + 4]];
                row[o + 4] = table[(int)((w + ((~w >> 63) & step)) >> TermShift) + zero];
                w = (((u >> 40) & mask) * k) + terms[rowY[j + 5]];
                row[o + 5] = table[(int)((w + ((~w >> 63) & step)) >> TermShift) + zero];
                w = (((u >> 48) & mask) * k) + terms[rowY[j + 6]];
                row[o + 6] = table[(int)((w + ((~w >> 63) & step)) >> TermShift) + zero];
                w = (((u >> 56) & mask) * k) + terms[rowY[j + 7]];
                row[o + 7] = table[(int)((w + ((~w >> 63) & step)) >> TermShift) + zero];
                i += 8;
                j += 8;
            }
        }

        /// <summary>The entry of an index: the table's ends hold for all that lies beyond them.</summary>
        private static int Entry(int index)
        {
            return index < ResultTable.Start ? ResultTable.Start : index > ResultTable.Last ? ResultTable.Last : index;
        }

        /// <summary>Whether every result, rounded either way, has an entry in the table.</summary>
        /// <param name="k">Factor of the first term.</param>
        /// <param name="zeroPoint">Its zero point.</param>
        /// <param name="end0">The other term for 0.</param>
        /// <param name="end255">The other term for 255.</param>
        /// <param name="shift">Shift of the sum.</param>
        /// <param name="zero">Entry of 0.</param>
        private static bool IsInTable(long k, int zeroPoint, long end0, long end255, int shift, int zero)
        {
            long least = (k < 0 ? (255 - zeroPoint) * k : -zeroPoint * k) + (end0 < end255 ? end0 : end255);
            long most = (k < 0 ? -zeroPoint * k : (255 - zeroPoint) * k) + (end0 < end255 ? end255 : end0);
            return (least >> shift) + zero - 2 >= ResultTable.Start && (most >> shift) + zero + 2 <= ResultTable.Last;
        }
    }
}
