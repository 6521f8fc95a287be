namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Sums over more taps than a lane can hold. After each run of taps the lanes are added up in two longs with more room:
    /// the first and the second 32 bits apart in one, the third in the other. Each run is taken with <see cref="Lanes.Half"/> on top.
    /// </summary>
    internal static class LaneSpread
    {
        private const int WideBits = 32;
        private const long WideMask = (1L << WideBits) - 1;

        /// <summary>Adds the packed sums to the wide ones behind them, and clears them.</summary>
        public static void Add(long[] lanes, int sums, int count)
        {
            int pairs = sums + count;
            int thirds = pairs + count;
            for (int end = sums + count; sums < end; sums++)
            {
                long sum = lanes[sums] + Lanes.Halves;
                lanes[pairs] += (sum & Lanes.Mask) + (((sum >> Lanes.Bits) & Lanes.Mask) << WideBits);
                lanes[thirds] += (sum >> (2 * Lanes.Bits)) & Lanes.Mask;
                lanes[sums] = 0;
                pairs++;
                thirds++;
            }
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
                long first = hasWindow ? LaneResult.FirstOf(start) : stage.Parameters[stage.BiasBase + oc - stage.FirstChannel];
                first -= (long)runs * Lanes.Half;
                int p = sums + count + (block * rows * triples) + (c - WeightStage.FirstChannel(block, channels));
                for (int r = 0; r < rows; r++)
                {
                    int o = outputOffset + (r * stage.Output.RowBytes) + c;
                    for (int x = 0; x < width; x += 3)
                    {
                        long pair = lanes[p];
                        long third = lanes[p + count];
                        for (int lane = 0; lane < 3 && x + lane < width; lane++)
                        {
                            long d = first + (lane == 0 ? pair & WideMask : lane == 1 ? pair >> WideBits : third);
                            if (hasWindow)
                            {
                                d = d < 0 ? 0 : d > window ? window : d;
                                long scaled = (d * scale) + offset;
                                output[o] = table[(int)((scaled - (((scaled - shared) >> 63) & tie)) >> LaneResult.Shift)];
                            }
                            else
                            {
                                output[o] = Reference.Result.OfChannel(stage, (int)d, oc);
                            }

                            o += pixel;
                        }

                        p += 8;
                    }
                }
            }
        }
    }
}
