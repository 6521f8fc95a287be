namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>From the sums of <see cref="LaneTriples"/> to output bytes, one channel at a time: window test, scale, table. See <see cref="LaneResult"/>.</summary>
    internal static class TripleFinish
    {
        private const int WideBits = 32;

        /// <summary>Stores the results of sums that lanes hold, [row][triple][channel].</summary>
        /// <param name="stage">The convolution.</param>
        /// <param name="sums">Index of the first one.</param>
        /// <param name="rows">Output rows.</param>
        /// <param name="triples">Triples of a row.</param>
        /// <param name="width">Pixels of a row.</param>
        /// <param name="output">Array of the results.</param>
        /// <param name="outputOffset">Index of channel 0 of the first pixel.</param>
        /// <param name="firstOutput">First output channel.</param>
        /// <param name="channels">Output channels.</param>
        public static void Run(
            Stage stage, int sums, int rows, int triples, int width, byte[] output, int outputOffset, int firstOutput, int channels)
        {
            // The first four locals have the cheapest instructions.
            long d, s;
            int o, p;
            long[] lanes = stage.Lanes;
            byte[] table = stage.ScratchBytes;
            long shared = LaneResult.SharedOffset(stage);
            long mask = Lanes.Mask, all = Lanes.All;
            int pixel = stage.Output.Channels;
            int pixel2 = 2 * pixel, pixel3 = 3 * pixel;
            int whole = width / 3 * channels;
            int rest = width % 3;
            bool hasTies = LaneResult.NeedsTies(stage);
            for (int c = 0; c < channels; c++)
            {
                int oc = firstOutput + c;
                LaneResult.Prepare(stage, oc, shared, out long scale, out long offset, out long start, out long outside, out long tie);
                tie = hasTies ? tie : 0;
                p = sums + c;
                for (int r = 0; r < rows; r++)
                {
                    o = outputOffset + oc + (r * stage.Output.RowBytes);
                    int end = p + whole;
                    for (; p < end; p += channels)
                    {
                        d = (lanes[p] + start) & all;
                        if ((d & outside) != 0)
                        {
                            LaneResult.Store(stage, oc, d, shared, scale, offset, start, outside, tie, output, o, output, o + pixel, output, o + pixel2);
                        }
                        else if (tie == 0)
                        {
                            output[o] = table[(int)((((d & mask) * scale) + offset) >> LaneResult.Shift)];
                            output[o + pixel] = table[(int)(((((d >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                            output[o + pixel2] = table[(int)((((d >> 42) * scale) + offset) >> LaneResult.Shift)];
                        }
                        else
                        {
                            s = ((d & mask) * scale) + offset;
                            output[o] = table[(int)((s - (((s - shared) >> 63) & tie)) >> LaneResult.Shift)];
                            s = (((d >> 21) & mask) * scale) + offset;
                            output[o + pixel] = table[(int)((s - (((s - shared) >> 63) & tie)) >> LaneResult.Shift)];
                            s = ((d >> 42) * scale) + offset;
                            output[o + pixel2] = table[(int)((s - (((s - shared) >> 63) & tie)) >> LaneResult.Shift)];
                        }

                        o += pixel3;
                    }

                    if (rest > 0)
                    {
                        // Lanes beyond the row go where the last pixel's result goes after them.
                        int last = rest == 2 ? o + pixel : o;
                        LaneResult.Store(
                            stage, oc, (lanes[p] + start) & all, shared, scale, offset, start, outside, tie, output, o, output, last, output, last);
                        p += channels;
                    }
                }
            }
        }

        /// <summary>Stores the results of wide sums, laid out as in <see cref="TripleMac8"/>.</summary>
        /// <param name="stage">As for <see cref="Run"/>, as all others.</param>
        /// <param name="calls">How many times <see cref="Lanes.Half"/> is in the sums of the first two pixels.</param>
        public static void Wide(
            Stage stage, int sums, int rows, int triples, int width, byte[] output, int outputOffset, int firstOutput, int channels, int calls)
        {
            // The first four locals have the cheapest instructions.
            long d, s;
            int o, p;
            long[] lanes = stage.Lanes;
            byte[] table = stage.ScratchBytes;
            long shared = LaneResult.SharedOffset(stage);
            int pixel = stage.Output.Channels;
            for (int c = 0; c < channels; c++)
            {
                int oc = firstOutput + c;
                LaneResult.Prepare(stage, oc, shared, out long scale, out long offset, out long start, out long outside, out long tie);

                // Exceptions are made for sums that fit a lane.
                bool hasWindow = outside != 0 && outside != LaneExceptions.Always;
                long window = Lanes.Mask - (outside & Lanes.Mask);
                int bias = stage.Parameters[stage.ParameterBase + oc - stage.FirstChannel];
                long first = LaneResult.FirstOf(start) - bias;
                int halves = bias - (calls * Lanes.Half);
                p = sums + c;
                int q = channels + (c >> 1) - c;
                int step = channels + ((channels + 1) >> 1);
                for (int r = 0; r < rows; r++)
                {
                    o = outputOffset + oc + (r * stage.Output.RowBytes);
                    for (int left = width; left > 0; left -= 3)
                    {
                        long pair = lanes[p];
                        int acc = halves + (int)pair;
                        int second = halves + (int)(pair >> WideBits);
                        pair = lanes[p + q];
                        int third = (int)pair;
                        third = bias + ((c & 1) == 0 ? third : (int)((pair - third) >> WideBits));
                        p += step;
                        for (int k = 0; k < 3 && k < left; k++)
                        {
                            if (hasWindow)
                            {
                                d = first + acc;
                                s = ((d < 0 ? 0 : d > window ? window : d) * scale) + offset;
                                output[o] = table[(int)((s - (((s - shared) >> 63) & tie)) >> LaneResult.Shift)];
                            }
                            else
                            {
                                output[o] = Reference.Result.OfChannel(stage, acc, oc);
                            }

                            o += pixel;
                            acc = second;
                            second = third;
                        }
                    }
                }
            }
        }
    }
}
