using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Sums over more taps than a lane can hold. After each run of taps the lanes are added up in two longs with more room:
    /// the first and the second 32 bits apart in one, the third in the other. Each run is taken with <see cref="Lanes.Half"/> on top.
    /// Up to 2^16 taps, which are at most 2^11 runs, the first sum stays below 2^32 and reaches nothing of the second; what lies above
    /// 32 bits is dropped, as in the reference, whose accumulator wraps.
    /// </summary>
    internal static class LaneSpread
    {
        /// <summary>Most taps.</summary>
        public const int MaxTaps = 1 << 16;

        private const int WideBits = 32;

        /// <summary>Adds the packed sums to the wide ones behind them, and clears them.</summary>
        public static void Add(long[] lanes, int sums, int count)
        {
            // A complete sum with Halves on top has all lanes in their range, and bit 63 clear.
            long sum;
            int p = sums;
            int pairs = sums + count;
            int thirds = pairs + count;
            long first = Lanes.Mask, second = Lanes.Mask << WideBits, halves = Lanes.Halves;
            for (int end = pairs; p < end; p++)
            {
                sum = lanes[p] + halves;
                lanes[pairs] += (sum & first) + ((sum << (WideBits - Lanes.Bits)) & second);
                lanes[thirds] += sum >> (2 * Lanes.Bits);
                pairs++;
                thirds++;
            }

            Array.Clear(lanes, sums, count);
        }

        /// <summary>As <see cref="LaneFinish.Run"/>, from wide sums, one channel at a time.</summary>
        public static void Finish(
            Stage stage, int sums, int count, int rows, int triples, int width, byte[] output, int outputOffset, int firstOutput, int channels)
        {
            long[] lanes = stage.Lanes;
            byte[] table = stage.ScratchBytes;
            long shared = LaneResult.SharedOffset(stage);
            int runs = (stage.TapsPerChannel + stage.LaneTaps - 1) / stage.LaneTaps;
            int pixel = stage.Output.Channels;
            for (int c = 0; c < channels; c++)
            {
                int block = c & ~7;
                int oc = firstOutput + c;
                LaneResult.Prepare(stage, oc, shared, out long scale, out long offset, out long start, out long outside, out long tie);

                // Exceptions are made for sums that fit a lane.
                bool hasWindow = outside != 0 && outside != LaneExceptions.Always;
                long window = Lanes.Mask - (outside & Lanes.Mask);
                int bias = stage.Parameters[stage.ParameterBase + oc - stage.FirstChannel];
                long first = LaneResult.FirstOf(start) - bias;
                bias -= runs * Lanes.Half;
                int p = sums + count + (block * rows * triples) + (c - WeightStage.FirstChannel(block, channels));
                for (int r = 0; r < rows; r++)
                {
                    int o = outputOffset + (r * stage.Output.RowBytes) + c;
                    int o1 = pixel;
                    int o2 = 2 * pixel;
                    for (int left = width; left > 0; left -= 3)
                    {
                        if (left < 3)
                        {
                            // Lanes beyond the row repeat its last pixel.
                            o1 = left == 2 ? pixel : 0;
                            o2 = o1;
                        }

                        long pair = lanes[p];
                        int acc0 = bias + (int)pair;
                        int acc1 = bias + (int)(pair >> WideBits);
                        int acc2 = bias + (int)lanes[p + count];
                        if (hasWindow)
                        {
                            long d0 = first + acc0;
                            long d1 = first + acc1;
                            long d2 = first + acc2;
                            long s = ((d0 < 0 ? 0 : d0 > window ? window : d0) * scale) + offset;
                            output[o] = table[(int)((s - (((s - shared) >> 63) & tie)) >> LaneResult.Shift)];
                            s = ((d1 < 0 ? 0 : d1 > window ? window : d1) * scale) + offset;
                            output[o + o1] = table[(int)((s - (((s - shared) >> 63) & tie)) >> LaneResult.Shift)];
                            s = ((d2 < 0 ? 0 : d2 > window ? window : d2) * scale) + offset;
                            output[o + o2] = table[(int)((s - (((s - shared) >> 63) & tie)) >> LaneResult.Shift)];
                        }
                        else
                        {
                            output[o] = Reference.Result.OfChannel(stage, acc0, oc);
                            output[o + o1] = Reference.Result.OfChannel(stage, acc1, oc);
                            output[o + o2] = Reference.Result.OfChannel(stage, acc2, oc);
                        }

                        p += 8;
                        o += 3 * pixel;
                    }
                }
            }
        }
    }
}
