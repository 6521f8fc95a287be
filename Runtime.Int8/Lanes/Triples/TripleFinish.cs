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
                    int second = pixel;
                    int third = 2 * pixel;
                    for (int left = width; left > 0; left -= 3)
                    {
                        if (left < 3)
                        {
                            // Lanes beyond the row repeat its last pixel.
                            second = left == 2 ? pixel : 0;
                            third = second;
                        }

                        d = (lanes[p] + start) & all;
                        if ((d & outside) != 0)
                        {
                            LaneResult.Store(stage, oc, d, shared, scale, offset, start, outside, tie, output, o, output, o + second, output, o + third);
                        }
                        else if (tie == 0)
                        {
                            // The last pixel is stored last where lanes repeat it: its own lane comes first then.
                            output[o + third] = table[(int)((((d >> 42) * scale) + offset) >> LaneResult.Shift)];
                            output[o + second] = table[(int)(((((d >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                            output[o] = table[(int)((((d & mask) * scale) + offset) >> LaneResult.Shift)];
                        }
                        else
                        {
                            s = ((d >> 42) * scale) + offset;
                            output[o + third] = table[(int)((s - (((s - shared) >> 63) & tie)) >> LaneResult.Shift)];
                            s = (((d >> 21) & mask) * scale) + offset;
                            output[o + second] = table[(int)((s - (((s - shared) >> 63) & tie)) >> LaneResult.Shift)];
                            s = ((d & mask) * scale) + offset;
                            output[o] = table[(int)((s - (((s - shared) >> 63) & tie)) >> LaneResult.Shift)];
                        }

                        p += channels;
                        o += 3 * pixel;
                    }
                }
            }
        }

        /// <summary>Stores the results of wide sums, [row][triple][2][channel].</summary>
        /// <param name="stage">As for <see cref="Run"/>, as all others.</param>
        /// <param name="calls">How many times <see cref="Lanes.Half"/> is in each sum.</param>
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
                bias -= calls * Lanes.Half;
                p = sums + c;
                for (int r = 0; r < rows; r++)
                {
                    o = outputOffset + oc + (r * stage.Output.RowBytes);
                    for (int left = width; left > 0; left -= 3)
                    {
                        long pair = lanes[p];
                        p += channels;
                        int acc = bias + (int)pair;
                        int second = bias + (int)(pair >> WideBits);
                        int third = bias + (int)lanes[p];
                        p += channels;
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
