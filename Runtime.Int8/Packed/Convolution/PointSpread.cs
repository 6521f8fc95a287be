namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Results of a pass of <see cref="LaneWindows"/>, from the wide sums of <see cref="LaneSpread"/>: the first and the second channel of a triple 32 bits apart
    /// in one long, the third in another. The last triple of the pass comes first.
    /// </summary>
    internal static class PointSpread
    {
        private const int WideBits = 32;

        /// <summary>Stores the results of one pass.</summary>
        /// <param name="output">Array of the results.</param>
        /// <param name="index">Index of the first pixel's result of channel <paramref name="oc"/>.</param>
        /// <param name="stage">The convolution.</param>
        /// <param name="oc">First output channel of the pass.</param>
        /// <param name="triples">Triples of channels.</param>
        /// <param name="last">First channel of the last triple, from the first channel of the pass.</param>
        /// <param name="pixels">Number of pixels.</param>
        public static void Finish(byte[] output, int index, Stage stage, int oc, int triples, int last, int pixels)
        {
            int sums = pixels * triples;
            for (int j = 0; j < triples; j++)
            {
                int c = j == 0 ? last : 3 * (j - 1);
                int pairs = LanePointwise.FirstSum + sums + j;
                Channel(output, index + c, stage, oc + c, pairs, triples, 0, pixels);
                Channel(output, index + c + 1, stage, oc + c + 1, pairs, triples, WideBits, pixels);
                Channel(output, index + c + 2, stage, oc + c + 2, pairs + sums, triples, 0, pixels);
            }
        }

        private static void Channel(byte[] output, int o, Stage stage, int oc, int p, int triples, int down, int pixels)
        {
            byte[] table = stage.ScratchBytes;
            long[] lanes = stage.Lanes;
            long shared = LaneResult.SharedOffset(stage);
            LaneResult.Prepare(stage, oc, shared, out long scale, out long offset, out long start, out long outside, out long tie);

            // Exceptions are made for sums that fit a lane.
            bool hasWindow = outside != 0 && outside != LaneExceptions.Always;
            long window = Lanes.Mask - (outside & Lanes.Mask);
            int bias = stage.Parameters[stage.ParameterBase + oc - stage.FirstChannel];
            long first = LaneResult.FirstOf(start) - bias;
            bias -= (stage.TapsPerChannel + stage.LaneTaps - 1) / stage.LaneTaps * Lanes.Half;
            int pixel = stage.Output.Channels;
            if (!hasWindow && stage.Parameters[stage.ParameterBase + oc - stage.FirstChannel + (2 * stage.ParameterStride)] <= 0)
            {
                Plain(output, o, stage, oc, p, triples, down, pixels, bias);
                return;
            }

            for (int end = o + (pixels * pixel); o < end; o += pixel)
            {
                int sum = bias + (int)(lanes[p] >> down);
                if (hasWindow)
                {
                    long d = first + sum;
                    long s = ((d < 0 ? 0 : d > window ? window : d) * scale) + offset;
                    output[o] = table[(int)((s - (((s - shared) >> 63) & tie)) >> LaneResult.Shift)];
                }
                else
                {
                    output[o] = Reference.Result.OfChannel(stage, sum, oc);
                }

                p += triples;
            }
        }

        /// <summary>A channel without a window, not shifted to the left: both roundings as in <see cref="ChannelSums.FinishMean"/>.</summary>
        private static void Plain(byte[] output, int o, Stage stage, int oc, int p, int triples, int down, int pixels, int bias)
        {
            long[] lanes = stage.Lanes;
            int index = stage.ParameterBase + oc - stage.FirstChannel + stage.ParameterStride;
            long multiplier = stage.Parameters[index];
            int shift = stage.Parameters[index + stage.ParameterStride];
            bool isTwice = stage.Rounding == RoundingMode.Double && shift < 0;
            long sign = isTwice ? -1L << 31 : 0;
            int total = 31 - shift;
            long half = 1L << (total - 1);
            long offset = isTwice ? 1L << 30 : 0;
            int zero = stage.ResultZeroPoint;
            int min = stage.ActivationMin;
            int max = stage.ActivationMax;
            byte[] table = stage.HasTable ? stage.Table : null;
            int tableOffset = stage.TableOffset;
            int pixel = stage.Output.Channels;
            for (int end = o + (pixels * pixel); o < end; o += pixel)
            {
                long product = ((bias + (int)(lanes[p] >> down)) * multiplier) + offset;
                int u = (int)((product + half + ((product >> 63) & sign)) >> total) + zero;
                u = u < min ? min : u > max ? max : u;
                output[o] = table == null ? (byte)u : table[tableOffset + u];
                p += triples;
            }
        }
    }
}
