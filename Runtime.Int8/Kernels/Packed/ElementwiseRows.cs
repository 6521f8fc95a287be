namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Add and Mul with broadcasting, everything that does not change hoisted out of the loops and both zero points folded into
    /// one constant. Rounding is that of <see cref="FixedPoint"/> with its floors spelled out: the high product is
    /// floor((x * M + 2^30) / 2^31), and the division by 2^e that follows adds half and, below zero and for e above 0, takes 1
    /// off. Left shifts, which wrap in 32 bits, are left to the reference.
    /// </summary>
    internal static class ElementwiseRows
    {
        private const long HalfQ31 = 1L << 30;

        /// <summary>Runs <see cref="KernelSet.Add"/>.</summary>
        public static void Add(Stage stage, int first, int count)
        {
            if (stage.Rounding == RoundingMode.Single)
            {
                for (int oy = first; oy < first + count; oy++)
                {
                    AddSingle(stage, oy);
                }
            }
            else if (stage.Shift0 > 0 || stage.Shift1 > 0 || stage.Shift2 > 0)
            {
                Reference.Elementwise.Run(stage, first, count);
            }
            else
            {
                for (int oy = first; oy < first + count; oy++)
                {
                    AddDouble(stage, oy);
                }
            }
        }

        /// <summary>Runs <see cref="KernelSet.Mul"/>.</summary>
        public static void Mul(Stage stage, int first, int count)
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

        /// <summary>One rounding: (a * ma + b * mb + half) >> shift stays below 2^31, and wrapping on the way does no harm.</summary>
        private static void AddSingle(Stage stage, int oy)
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
            int multiplierA = stage.Multiplier0;
            int multiplierB = stage.Sign * stage.Multiplier1;
            int shift = -stage.Shift0;
            int offset = (1 << (shift - 1)) - (a.ZeroPoint * multiplierA) - (b.ZeroPoint * multiplierB);
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
                    int u = (((rowA[ia] * multiplierA) + (rowB[ib] * multiplierB) + offset) >> shift) + zero;
                    u = u < min ? min : u > max ? max : u;
                    row[o] = table == null ? (byte)u : table[tableOffset + u];
                    ia += stepA;
                    ib += stepB;
                }

                startA += pixelA;
                startB += pixelB;
            }
        }

        /// <summary>Both terms at 2^LeftShift times the common scale: |u * multiplier| stays below 2^59.</summary>
        private static void AddDouble(Stage stage, int oy)
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
            long multiplierA = (long)stage.Multiplier0 << stage.LeftShift;
            long multiplierB = stage.Sign * ((long)stage.Multiplier1 << stage.LeftShift);
            long multiplier = stage.Multiplier2;
            int shiftA = -stage.Shift0;
            int shiftB = -stage.Shift1;
            int shift = -stage.Shift2;
            long signA = shiftA > 0 ? -1 : 0;
            long signB = shiftB > 0 ? -1 : 0;
            long sign = shift > 0 ? -1 : 0;

            long offsetA = HalfQ31 - (a.ZeroPoint * multiplierA);
            long offsetB = HalfQ31 - (b.ZeroPoint * multiplierB);
            long halfA = shiftA > 0 ? 1L << (shiftA - 1) : 0;
            long halfB = shiftB > 0 ? 1L << (shiftB - 1) : 0;
            long half = shift > 0 ? 1L << (shift - 1) : 0;
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
                    // Through int: a byte that becomes a long directly is conv.u8, after which nanoCLR shifts right as unsigned.
                    long termA = (((int)rowA[ia] * multiplierA) + offsetA) >> 31;
                    long termB = (((int)rowB[ib] * multiplierB) + offsetB) >> 31;
                    termA = (termA + halfA + ((termA >> 63) & signA)) >> shiftA;
                    termB = (termB + halfB + ((termB >> 63) & signB)) >> shiftB;
                    long sum = (((termA + termB) * multiplier) + HalfQ31) >> 31;
                    int u = (int)((sum + half + ((sum >> 63) & sign)) >> shift) + zero;
                    u = u < min ? min : u > max ? max : u;
                    row[o] = table == null ? (byte)u : table[tableOffset + u];
                    ia += stepA;
                    ib += stepB;
                }

                startA += pixelA;
                startB += pixelB;
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
