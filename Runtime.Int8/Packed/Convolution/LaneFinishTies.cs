namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// As <see cref="LaneFinish"/>, any number of channels, one at a time, with ties of negative sums rounded away from zero (double
    /// rounding without a clamp at zero).
    /// </summary>
    internal static class LaneFinishTies
    {
        /// <summary>Stores the results of all sums; <see cref="LaneConvolution"/> says how they lie.</summary>
        public static void Run(
            Stage stage, int sums, int rows, int triples, int width, byte[] output, int outputOffset, int firstOutput, int channels)
        {
            long[] lanes = stage.Lanes;
            byte[] table = stage.ScratchBytes;
            long shared = LaneResult.SharedOffset(stage);
            long mask = Lanes.Mask;
            int pixel = stage.Output.Channels;
            for (int c = 0; c < channels; c++)
            {
                int block = c & ~7;
                int oc = firstOutput + c;
                LaneResult.Prepare(stage, oc, shared, out long scale, out long offset, out long start, out long outside, out long tie);
                int p = sums + (block * rows * triples) + (c - WeightStage.FirstChannel(block, channels));
                for (int r = 0; r < rows; r++)
                {
                    int o = outputOffset + (r * stage.Output.RowBytes) + c;
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

                        long d = lanes[p] + start;
                        if ((d & outside) != 0)
                        {
                            LaneResult.Store(stage, oc, d, shared, scale, offset, start, outside, tie, output, o, output, o + second, output, o + third);
                        }
                        else
                        {
                            long s = ((d & mask) * scale) + offset;
                            output[o] = table[(int)((s - (((s - shared) >> 63) & tie)) >> LaneResult.Shift)];
                            s = (((d >> 21) & mask) * scale) + offset;
                            output[o + second] = table[(int)((s - (((s - shared) >> 63) & tie)) >> LaneResult.Shift)];
                            s = ((d >> 42) * scale) + offset;
                            output[o + third] = table[(int)((s - (((s - shared) >> 63) & tie)) >> LaneResult.Shift)];
                        }

                        p += 8;
                        o += 3 * pixel;
                    }
                }
            }
        }
    }
}
