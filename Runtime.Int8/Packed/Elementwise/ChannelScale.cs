using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Mul of a tensor by one factor for each channel, as squeeze-excite ends: for a channel the result is
    /// table[(u * k + offset) >> shift], k = factor * multiplier below 2^39, zero points, rounding and clamp folded in. With double rounding the high
    /// product's half is in the offset as well, and where it is below zero, sum &lt; shared, a tie goes away from zero: 2^31 less (<see cref="LaneResult"/>).
    /// </summary>
    internal static class ChannelScale
    {
        /// <summary>Shift at which the table's index still fits: (u * k + offset) stays below 2^61.</summary>
        public const int MaxShift = 50;

        /// <summary>Runs <see cref="KernelSet.Mul"/> by one factor for each channel.</summary>
        public static void Run(Stage stage, int first, int count)
        {
            ResultTable.Build(stage);
            int end = first + count;
            while (first < end)
            {
                int rows = LaneRows.Together(stage.Input, stage.Output, first, end - first);
                RunRows(stage, first, rows);
                first += rows;
            }
        }

        /// <summary>Eight channels to a round where no factor leads beyond the table, else one, held at the table's ends.</summary>
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
            int shift = 31 - stage.Shift0;
            long shared = ((long)(stage.ResultZeroPoint + ResultTable.Base) << shift) + (1L << (shift - 1));
            long tie = stage.Rounding == RoundingMode.Double && shift > 31 ? 1L << 31 : 0;
            long rounded = shared + (tie >> 1);
            long zero = input.ZeroPoint;
            long multiplier = stage.Multiplier0;
            int zeroFactor = factors.ZeroPoint;
            int channelEnd = start + pixel;
            while (start < channelEnd)
            {
                if (start + 8 > channelEnd || !HaveEntries(factorRow, factor, zeroFactor * multiplier, multiplier, rounded, tie, zero, shift))
                {
                    long k = (factorRow[factor] - zeroFactor) * multiplier;
                    long offset = rounded - (zero * k);
                    int to = start + delta;
                    for (int j = start, end = start + bytes; j < end; j += pixel)
                    {
                        // Bytes go through int: conv.u8 would make nanoCLR shift right as unsigned.
                        long sum = ((int)source[j] * k) + offset;
                        long index = (sum - (((sum - shared) >> 63) & tie)) >> shift;
                        target[to] = table[(int)(index < ResultTable.Start ? ResultTable.Start : index > ResultTable.Last ? ResultTable.Last : index)];
                        to += pixel;
                    }

                    factor++;
                    start++;
                    bytes--;
                    continue;
                }

                long k0 = (factorRow[factor] - zeroFactor) * multiplier;
                long k1 = (factorRow[factor + 1] - zeroFactor) * multiplier;
                long k2 = (factorRow[factor + 2] - zeroFactor) * multiplier;
                long k3 = (factorRow[factor + 3] - zeroFactor) * multiplier;
                long k4 = (factorRow[factor + 4] - zeroFactor) * multiplier;
                long k5 = (factorRow[factor + 5] - zeroFactor) * multiplier;
                long k6 = (factorRow[factor + 6] - zeroFactor) * multiplier;
                long k7 = (factorRow[factor + 7] - zeroFactor) * multiplier;
                long o0 = rounded - (zero * k0), o1 = rounded - (zero * k1), o2 = rounded - (zero * k2), o3 = rounded - (zero * k3);
                long o4 = rounded - (zero * k4), o5 = rounded - (zero * k5), o6 = rounded - (zero * k6), o7 = rounded - (zero * k7);
                long mask = 255;
                int o = start + delta;
                int i = start, last = start + bytes;
                for (int plainEnd = tie == 0 ? last : start; i < plainEnd; i += pixel)
                {
                    long u = BitConverter.ToInt64(source, i);
                    target[o] = table[(int)((((u & mask) * k0) + o0) >> shift)];
                    target[o + 1] = table[(int)(((((u >> 8) & mask) * k1) + o1) >> shift)];
                    target[o + 2] = table[(int)(((((u >> 16) & mask) * k2) + o2) >> shift)];
                    target[o + 3] = table[(int)(((((u >> 24) & mask) * k3) + o3) >> shift)];
                    target[o + 4] = table[(int)(((((u >> 32) & mask) * k4) + o4) >> shift)];
                    target[o + 5] = table[(int)(((((u >> 40) & mask) * k5) + o5) >> shift)];
                    target[o + 6] = table[(int)(((((u >> 48) & mask) * k6) + o6) >> shift)];
                    target[o + 7] = table[(int)(((((u >> 56) & mask) * k7) + o7) >> shift)];
                    o += pixel;
                }

                for (; i < last; i += pixel)
                {
                    long u = BitConverter.ToInt64(source, i), s;
                    s = ((u & mask) * k0) + o0;
                    target[o] = table[(int)((s - (((s - shared) >> 63) & tie)) >> shift)];
                    s = (((u >> 8) & mask) * k1) + o1;
                    target[o + 1] = table[(int)((s - (((s - shared) >> 63) & tie)) >> shift)];
                    s = (((u >> 16) & mask) * k2) + o2;
                    target[o + 2] = table[(int)((s - (((s - shared) >> 63) & tie)) >> shift)];
                    s = (((u >> 24) & mask) * k3) + o3;
                    target[o + 3] = table[(int)((s - (((s - shared) >> 63) & tie)) >> shift)];
                    s = (((u >> 32) & mask) * k4) + o4;
                    target[o + 4] = table[(int)((s - (((s - shared) >> 63) & tie)) >> shift)];
                    s = (((u >> 40) & mask) * k5) + o5;
                    target[o + 5] = table[(int)((s - (((s - shared) >> 63) & tie)) >> shift)];
                    s = (((u >> 48) & mask) * k6) + o6;
                    target[o + 6] = table[(int)((s - (((s - shared) >> 63) & tie)) >> shift)];
                    s = (((u >> 56) & mask) * k7) + o7;
                    target[o + 7] = table[(int)((s - (((s - shared) >> 63) & tie)) >> shift)];
                    o += pixel;
                }

                factor += 8;
                start += 8;
                bytes -= 8;
            }
        }

        /// <summary>Whether all results of eight factors have an entry in the table: those of the least and of the largest.</summary>
        private static bool HaveEntries(byte[] factors, int factor, long offset, long multiplier, long rounded, long tie, long zero, int shift)
        {
            int least = 255;
            int most = 0;
            for (int last = factor + 8; factor < last; factor++)
            {
                int value = factors[factor];
                least = value < least ? value : least;
                most = value > most ? value : most;
            }

            return HasEntries(rounded, tie, zero, (least * multiplier) - offset, shift) && HasEntries(rounded, tie, zero, (most * multiplier) - offset, shift);
        }

        /// <summary>Whether all results of a factor have an entry in the table.</summary>
        private static bool HasEntries(long rounded, long tie, long zero, long k, int shift)
        {
            long end0 = rounded - (zero * k);
            long end255 = rounded + ((255 - zero) * k);
            long least = ((end0 < end255 ? end0 : end255) - tie) >> shift;
            long most = (end0 < end255 ? end255 : end0) >> shift;
            return least >= ResultTable.Start && most <= ResultTable.Last;
        }
    }
}
