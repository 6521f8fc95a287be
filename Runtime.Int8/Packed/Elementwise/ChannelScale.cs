using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Mul of a tensor by one factor for each channel, as squeeze-excite ends: for a channel the result is
    /// table[(u * k + offset) >> shift], k = factor * multiplier below 2^39, zero points, rounding and clamp folded in. With double rounding the high
    /// product's half is in the offset as well, and where the product of the two is below zero a tie goes away from zero: 2^31 less
    /// (<see cref="LaneResult"/>). The table has an entry for every product there can be where the scratch bytes have room for it.
    /// </summary>
    internal static class ChannelScale
    {
        /// <summary>
        /// The largest shift, and the one that eight channels are scaled to: an index below 2^13 makes a sum below 2^63.
        /// </summary>
        public const int MaxShift = 50;

        private const int MostEntries = 1 << 13;

        /// <summary>Runs <see cref="KernelSet.Mul"/> by one factor for each channel.</summary>
        public static void Run(Stage stage, int first, int count)
        {
            ResultTable.Build(stage);
            int zero = stage.Input.ZeroPoint;
            int zeroFactor = stage.Inputs[1].ZeroPoint;
            int shift = 31 - stage.Shift0;
            long tie = stage.Rounding == RoundingMode.Double && shift > 31 ? 1L << 31 : 0;
            long half = (1L << (shift - 1)) + (tie >> 1);

            // Products of the ends: of u = 0 and the largest factor or 255 and the least, of two ends alike.
            int least = Most(zero * (255 - zeroFactor), (255 - zero) * zeroFactor);
            int most = Most(zero * zeroFactor, (255 - zero) * (255 - zeroFactor));
            int low = (int)((half - tie - ((long)least * stage.Multiplier0)) >> shift) + stage.ResultZeroPoint;
            int high = (int)((half + ((long)most * stage.Multiplier0)) >> shift) + stage.ResultZeroPoint;
            int entries = stage.ScratchBytes.Length < MostEntries ? stage.ScratchBytes.Length : MostEntries;
            low = low < stage.ActivationMin ? low : stage.ActivationMin;
            high = high > stage.ActivationMax ? high : stage.ActivationMax;
            bool isWhole = high - low < entries;
            if (!isWhole)
            {
                // What of it there is room for; the clamp's range is.
                low = Most(low, -ResultTable.Below);
                high = low + entries - 1;
            }

            int table = WideTable.Move(stage, low, high);

            // No product is below zero, or no result below it differs from what is clamped.
            bool hasTies = tie != 0 && stage.ActivationMin < stage.ResultZeroPoint && least > 0;
            long rounded = ((long)(stage.ResultZeroPoint + table) << shift) + half;
            int end = first + count;
            while (first < end)
            {
                int rows = LaneRows.Together(stage.Input, stage.Output, first, end - first);
                RunRows(stage, first, rows, rounded, hasTies ? tie : 0, shift, table + low, isWhole ? int.MaxValue : table + high);
                first += rows;
            }

            WideTable.MoveBack(stage, table);
        }

        /// <summary>Eight channels to a round where no factor leads beyond the table, else one.</summary>
        private static void RunRows(Stage stage, int first, int rows, long rounded, long tie, int shift, int low, int high)
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
            int end = start + (rows * input.RowBytes);
            int pixel = input.Channels;
            int zero = input.ZeroPoint;
            long multiplier = stage.Multiplier0;
            int zeroFactor = factors.ZeroPoint;
            int channelEnd = start + pixel;
            int up = MaxShift - shift;
            while (start < channelEnd)
            {
                if (start + 8 > channelEnd
                    || (high != int.MaxValue && !HaveEntries(factorRow, factor, zeroFactor * multiplier, multiplier, rounded, tie, zero, shift, low, high)))
                {
                    long k = (factorRow[factor] - zeroFactor) * multiplier;
                    if (tie == 0 && high == int.MaxValue)
                    {
                        One(source, target, k << up, (rounded - (zero * k)) << up, table, start, end, pixel, delta);
                    }
                    else
                    {
                        OneHeld(source, target, k, zero * k, table, start, end, pixel, delta, rounded, tie, shift, low, high);
                    }

                    factor++;
                    start++;
                    continue;
                }

                if (tie == 0)
                {
                    Eight(target, table, source, pixel, start, end, delta, factorRow, factor, zeroFactor, multiplier << up, rounded << up, zero);
                }
                else
                {
                    EightTies(target, table, source, pixel, start, end, delta, factorRow, factor, zeroFactor, multiplier << up, rounded << up, zero, tie << up);
                }

                factor += 8;
                start += 8;
            }
        }

        private static void Eight(
            byte[] target, byte[] table, byte[] source, int pixel, int i, int end, int delta, byte[] factors, int factor, int zeroFactor, long multiplier, long rounded, long zero)
        {
            int o = i + delta;
            long mask = 255;
            long u;
            long k0 = (factors[factor] - zeroFactor) * multiplier;
            long k1 = (factors[factor + 1] - zeroFactor) * multiplier;
            long k2 = (factors[factor + 2] - zeroFactor) * multiplier;
            long k3 = (factors[factor + 3] - zeroFactor) * multiplier;
            long k4 = (factors[factor + 4] - zeroFactor) * multiplier;
            long k5 = (factors[factor + 5] - zeroFactor) * multiplier;
            long k6 = (factors[factor + 6] - zeroFactor) * multiplier;
            long k7 = (factors[factor + 7] - zeroFactor) * multiplier;
            long o0 = rounded - (zero * k0), o1 = rounded - (zero * k1), o2 = rounded - (zero * k2), o3 = rounded - (zero * k3);
            long o4 = rounded - (zero * k4), o5 = rounded - (zero * k5), o6 = rounded - (zero * k6), o7 = rounded - (zero * k7);
            for (; i < end; i += pixel)
            {
                u = BitConverter.ToInt64(source, i);
                target[o] = table[(int)((((u & mask) * k0) + o0) >> MaxShift)];
                target[o + 1] = table[(int)(((((u >> 8) & mask) * k1) + o1) >> MaxShift)];
                target[o + 2] = table[(int)(((((u >> 16) & mask) * k2) + o2) >> MaxShift)];
                target[o + 3] = table[(int)(((((u >> 24) & mask) * k3) + o3) >> MaxShift)];
                target[o + 4] = table[(int)(((((u >> 32) & mask) * k4) + o4) >> MaxShift)];
                target[o + 5] = table[(int)(((((u >> 40) & mask) * k5) + o5) >> MaxShift)];
                target[o + 6] = table[(int)(((((u >> 48) & mask) * k6) + o6) >> MaxShift)];
                target[o + 7] = table[(int)(((((u >> 56) & mask) * k7) + o7) >> MaxShift)];
                o += pixel;
            }
        }

        /// <summary>As <see cref="Eight"/>, ties of products below zero corrected.</summary>
        private static void EightTies(
            byte[] target, byte[] table, byte[] source, int pixel, int i, int end, int delta, byte[] factors, int factor, int zeroFactor, long multiplier, long rounded, long zero, long tie)
        {
            int o = i + delta;
            long u, p;
            long mask = 255;
            long k0 = (factors[factor] - zeroFactor) * multiplier;
            long k1 = (factors[factor + 1] - zeroFactor) * multiplier;
            long k2 = (factors[factor + 2] - zeroFactor) * multiplier;
            long k3 = (factors[factor + 3] - zeroFactor) * multiplier;
            long k4 = (factors[factor + 4] - zeroFactor) * multiplier;
            long k5 = (factors[factor + 5] - zeroFactor) * multiplier;
            long k6 = (factors[factor + 6] - zeroFactor) * multiplier;
            long k7 = (factors[factor + 7] - zeroFactor) * multiplier;
            long z0 = zero * k0, z1 = zero * k1, z2 = zero * k2, z3 = zero * k3, z4 = zero * k4, z5 = zero * k5, z6 = zero * k6, z7 = zero * k7;
            for (; i < end; i += pixel)
            {
                u = BitConverter.ToInt64(source, i);
                p = ((u & mask) * k0) - z0;
                target[o] = table[(int)((p + rounded - ((p >> 63) & tie)) >> MaxShift)];
                p = (((u >> 8) & mask) * k1) - z1;
                target[o + 1] = table[(int)((p + rounded - ((p >> 63) & tie)) >> MaxShift)];
                p = (((u >> 16) & mask) * k2) - z2;
                target[o + 2] = table[(int)((p + rounded - ((p >> 63) & tie)) >> MaxShift)];
                p = (((u >> 24) & mask) * k3) - z3;
                target[o + 3] = table[(int)((p + rounded - ((p >> 63) & tie)) >> MaxShift)];
                p = (((u >> 32) & mask) * k4) - z4;
                target[o + 4] = table[(int)((p + rounded - ((p >> 63) & tie)) >> MaxShift)];
                p = (((u >> 40) & mask) * k5) - z5;
                target[o + 5] = table[(int)((p + rounded - ((p >> 63) & tie)) >> MaxShift)];
                p = (((u >> 48) & mask) * k6) - z6;
                target[o + 6] = table[(int)((p + rounded - ((p >> 63) & tie)) >> MaxShift)];
                p = (((u >> 56) & mask) * k7) - z7;
                target[o + 7] = table[(int)((p + rounded - ((p >> 63) & tie)) >> MaxShift)];
                o += pixel;
            }
        }

        /// <summary>A channel all results of which have an entry.</summary>
        private static void One(byte[] source, byte[] target, long k, long offset, byte[] table, int i, int end, int pixel, int delta)
        {
            for (; i < end; i += pixel)
            {
                // Bytes go through int: conv.u8 would make nanoCLR shift right as unsigned.
                target[i + delta] = table[(int)((((int)source[i] * k) + offset) >> MaxShift)];
            }
        }

        /// <summary>A channel whose results are held at the table's ends.</summary>
        private static void OneHeld(
            byte[] source, byte[] target, long k, long zero, byte[] table, int i, int end, int pixel, int delta, long rounded, long tie, int shift, int low, int high)
        {
            for (; i < end; i += pixel)
            {
                long product = ((int)source[i] * k) - zero;
                long index = (product + rounded - ((product >> 63) & tie)) >> shift;
                target[i + delta] = table[(int)(index < low ? low : index > high ? high : index)];
            }
        }

        /// <summary>Whether all results of eight factors have an entry in the table: those of the least and of the largest.</summary>
        private static bool HaveEntries(
            byte[] factors, int factor, long offset, long multiplier, long rounded, long tie, long zero, int shift, int low, int high)
        {
            int least = 255;
            int most = 0;
            for (int last = factor + 8; factor < last; factor++)
            {
                int value = factors[factor];
                if (value < least)
                {
                    least = value;
                }

                if (value > most)
                {
                    most = value;
                }
            }

            return HasEntries(rounded, tie, zero, (least * multiplier) - offset, shift, low, high)
                && HasEntries(rounded, tie, zero, (most * multiplier) - offset, shift, low, high);
        }

        /// <summary>Whether all results of a factor have an entry in the table.</summary>
        private static bool HasEntries(long rounded, long tie, long zero, long k, int shift, int low, int high)
        {
            long end0 = rounded - (zero * k);
            long end255 = rounded + ((255 - zero) * k);
            long least = ((end0 < end255 ? end0 : end255) - tie) >> shift;
            long most = (end0 < end255 ? end255 : end0) >> shift;
            return least >= low && most <= high;
        }

        private static int Most(int a, int b)
        {
            return a > b ? a : b;
        }
    }
}
