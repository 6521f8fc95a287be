using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Two or three runs of taps that lanes cannot hold together: the packed sums of each run are kept as they are, where
    /// <see cref="LaneSpread"/> would add them up, and added lane by lane on their way to the results. Each lane of a run, taken with <see cref="Lanes.Half"/> on top,
    /// lies in [0, 2^21), so that d, their sum and a constant, is exact in a long, and the window of <see cref="LaneResult"/> may be as wide as d * scale fits 64 bits,
    /// 2^31 sums with a shift of 21.
    /// </summary>
    internal static class PointRuns
    {
        /// <summary>Runs for which there is room: as many as a wide sum has longs.</summary>
        public const int MostRuns = 3;

        private const int MostShift = 21;

        // With a smaller bias no accumulator wraps.
        private const int MostBias = 1 << 30;

        /// <summary>Keeps the sums of a run, and begins anew.</summary>
        /// <param name="lanes">The scratch longs.</param>
        /// <param name="sums">Sums of the tile.</param>
        /// <param name="place">1 for the first run, 2 for the second; the last run stays where it is.</param>
        public static void Keep(long[] lanes, int sums, int place)
        {
            Array.Copy(lanes, LanePointwise.FirstSum, lanes, LanePointwise.FirstSum + (place * sums), sums);
            Array.Clear(lanes, LanePointwise.FirstSum, sums);
        }

        /// <summary>Stores the results of one pass; parameters as of <see cref="PointSpread.Finish"/>.</summary>
        public static void Finish(byte[] output, int index, Stage stage, int oc, int triples, int last, int pixels, int runs)
        {
            // The first four locals have the cheapest instructions.
            long d0, d1, d2;
            int o;
            byte[] table = stage.ScratchBytes;
            long[] lanes = stage.Lanes;
            long mask = Lanes.Mask, halves = Lanes.Halves;
            long shared = LaneResult.SharedOffset(stage);
            bool hasTies = LaneResult.NeedsTies(stage);
            int sums = pixels * triples;
            int pixel = stage.Output.Channels;
            for (int j = 0; j < triples; j++)
            {
                int c = j == 0 ? last : 3 * (j - 1);
                bool hasWindows = Prepare(stage, oc + c, shared, runs, out long scale0, out long offset0, out long first0, out long outside0, out long tie0);
                hasWindows &= Prepare(stage, oc + c + 1, shared, runs, out long scale1, out long offset1, out long first1, out long outside1, out long tie1);
                hasWindows &= Prepare(stage, oc + c + 2, shared, runs, out long scale2, out long offset2, out long first2, out long outside2, out long tie2);
                int p = LanePointwise.FirstSum + j;
                o = index + c;
                for (int end = o + (pixels * pixel); o < end; o += pixel)
                {
                    long x = lanes[p] + halves;
                    long y = lanes[p + sums] + halves;
                    d0 = (x & mask) + (y & mask) + first0;
                    d1 = ((x >> 21) & mask) + ((y >> 21) & mask) + first1;
                    d2 = (x >> 42) + (y >> 42) + first2;
                    if (runs == MostRuns)
                    {
                        x = lanes[p + sums + sums] + halves;
                        d0 += x & mask;
                        d1 += (x >> 21) & mask;
                        d2 += x >> 42;
                    }

                    p += triples;
                    if (((d0 & outside0) | (d1 & outside1) | (d2 & outside2)) != 0)
                    {
                        if (!hasWindows)
                        {
                            output[o] = ResultOf(stage, d0, first0, runs, oc + c);
                            output[o + 1] = ResultOf(stage, d1, first1, runs, oc + c + 1);
                            output[o + 2] = ResultOf(stage, d2, first2, runs, oc + c + 2);
                            continue;
                        }

                        // The window's ends are saturated, and the result is monotone.
                        d0 = d0 < 0 ? 0 : d0 > ~outside0 ? ~outside0 : d0;
                        d1 = d1 < 0 ? 0 : d1 > ~outside1 ? ~outside1 : d1;
                        d2 = d2 < 0 ? 0 : d2 > ~outside2 ? ~outside2 : d2;
                    }

                    if (!hasTies)
                    {
                        output[o] = table[(int)(((d0 * scale0) + offset0) >> LaneResult.Shift)];
                        output[o + 1] = table[(int)(((d1 * scale1) + offset1) >> LaneResult.Shift)];
                        output[o + 2] = table[(int)(((d2 * scale2) + offset2) >> LaneResult.Shift)];
                        continue;
                    }

                    d0 = (d0 * scale0) + offset0;
                    output[o] = table[(int)((d0 - (((d0 - shared) >> 63) & tie0)) >> LaneResult.Shift)];
                    d1 = (d1 * scale1) + offset1;
                    output[o + 1] = table[(int)((d1 - (((d1 - shared) >> 63) & tie1)) >> LaneResult.Shift)];
                    d2 = (d2 * scale2) + offset2;
                    output[o + 2] = table[(int)((d2 - (((d2 - shared) >> 63) & tie2)) >> LaneResult.Shift)];
                }
            }
        }

        /// <summary>Prepares a channel as <see cref="LaneResult.Prepare"/> does, for sums of any size.</summary>
        /// <param name="first">Added to the sums of all runs, each taken with Half on top.</param>
        /// <param name="outside">Bits of d that are 0 when it lies in the window.</param>
        /// <returns>Whether there is a window; else some bit of d is outside for every sum.</returns>
        private static bool Prepare(
            Stage stage, int oc, long shared, int runs, out long scale, out long offset, out long first, out long outside, out long tie)
        {
            int index = stage.ParameterBase + oc - stage.FirstChannel;
            int bias = stage.Parameters[index];
            long multiplier = stage.Parameters[index + stage.ParameterStride];
            int down = -stage.Parameters[index + (2 * stage.ParameterStride)];
            if (multiplier < LaneResult.SmallestMultiplier || down < 0 || down > MostShift || bias < -MostBias || bias > MostBias)
            {
                scale = 0;
                offset = 0;
                first = 1L << 62;
                outside = -1;
                tie = 0;
                return false;
            }

            scale = multiplier << (MostShift - down);
            tie = down > 0 && stage.Rounding == RoundingMode.Double ? 1L << (LaneResult.Shift - down) : 0;
            offset = shared + (tie >> 1);
            long low = (offset + (multiplier << 30) - LaneResult.Middle) / scale;
            offset -= low * scale;
            first = low + bias - (runs * Lanes.Half);
            outside = -1L << (LaneResult.MaxExponent + down);
            return true;
        }

        /// <summary>The result of one sum as the reference makes it.</summary>
        private static byte ResultOf(Stage stage, long d, long first, int runs, int oc)
        {
            int bias = stage.Parameters[stage.ParameterBase + oc - stage.FirstChannel];
            return Reference.Result.OfChannel(stage, (int)(d - first) - (runs * Lanes.Half) + bias, oc);
        }
    }
}
