namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Mul of a tensor by one factor for each channel, as squeeze-excite ends, with single rounding: for a channel the result is
    /// table[(u * k + offset) >> shift], k = factor * multiplier below 2^39, zero points, rounding and clamp folded in.
    /// </summary>
    internal static class ChannelScale
    {
        /// <summary>Shift at which the table's index still fits: (u * k + offset) stays below 2^61.</summary>
        private const int MaxShift = 50;

        /// <summary>Whether the second input is one factor for each channel of the first.</summary>
        public static bool Fits(Stage stage)
        {
            RowBuffer factors = stage.Inputs[1];
            return stage.Rounding == RoundingMode.Single && stage.Shift0 <= 0 && stage.Shift0 >= 31 - MaxShift
                && factors.Height == 1 && factors.Width == 1 && factors.Channels == stage.Output.Channels
                && stage.Input.RowBytes == stage.Output.RowBytes && stage.Input.Height == stage.Output.Height;
        }

        /// <summary>Runs <see cref="KernelSet.Mul"/> for a stage that <see cref="Fits"/>.</summary>
        public static void Run(Stage stage, int first, int count)
        {
            ResultTable.Build(stage);
            int end = first + count;
            while (first < end)
            {
                int rows = LaneRows.Together(stage.Input, first);
                int outputRows = LaneRows.Together(stage.Output, first);
                rows = rows < outputRows ? rows : outputRows;
                rows = rows < end - first ? rows : end - first;
                RunRows(stage, first, rows);
                first += rows;
            }
        }

        private static void RunRows(Stage stage, int first, int rows)
        {
            RowBuffer input = stage.Input;
            RowBuffer factors = stage.Inputs[1];
            byte[] table = stage.ScratchBytes;
            byte[] factorRow = factors.RowArray(0);
            int factor = factors.RowOffset(0);
            byte[] source = input.RowArray(first);
            byte[] target = stage.Output.RowArray(first);
            int start = input.RowOffset(first);
            int delta = stage.Output.RowOffset(first) - start;
            int bytes = rows * input.RowBytes;
            int pixel = input.Channels;
            int pixel2 = 2 * pixel, pixel3 = 3 * pixel, pixel4 = 4 * pixel;
            int fours = bytes - pixel3;
            int shift = 31 - stage.Shift0;
            long shared = ((long)(stage.ResultZeroPoint + ResultTable.Base) << shift) + (1L << (shift - 1));
            for (int channelEnd = start + pixel; start < channelEnd; start++)
            {
                long k = (factorRow[factor] - factors.ZeroPoint) * (long)stage.Multiplier0;
                long offset = shared - (input.ZeroPoint * k);
                factor++;
                if (!HasEntry(offset >> shift) || !HasEntry(((255 * k) + offset) >> shift))
                {
                    Saturated(table, source, start, target, start + delta, start + bytes, pixel, k, offset, shift);
                    continue;
                }

                // Bytes go through int: conv.u8 would make nanoCLR shift right as unsigned.
                int i = start;
                int o = start + delta;
                for (int last = start + fours; i < last; i += pixel4)
                {
                    target[o] = table[(int)((((int)source[i] * k) + offset) >> shift)];
                    target[o + pixel] = table[(int)((((int)source[i + pixel] * k) + offset) >> shift)];
                    target[o + pixel2] = table[(int)((((int)source[i + pixel2] * k) + offset) >> shift)];
                    target[o + pixel3] = table[(int)((((int)source[i + pixel3] * k) + offset) >> shift)];
                    o += pixel4;
                }

                for (int last = start + bytes; i < last; i += pixel)
                {
                    target[o] = table[(int)((((int)source[i] * k) + offset) >> shift)];
                    o += pixel;
                }
            }
        }

        /// <summary>The table's ends are saturated: what lies beyond them takes the end's result.</summary>
        private static void Saturated(
            byte[] table, byte[] source, int i, byte[] target, int o, int end, int pixel, long k, long offset, int shift)
        {
            for (; i < end; i += pixel)
            {
                target[o] = table[ResultTable.Entry((((int)source[i] * k) + offset) >> shift)];
                o += pixel;
            }
        }

        private static bool HasEntry(long index)
        {
            return index >= ResultTable.Start && index < ResultTable.Start + ResultTable.Entries;
        }
    }
}
