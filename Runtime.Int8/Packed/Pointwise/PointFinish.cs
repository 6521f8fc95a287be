namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// From the sums of a pass of <see cref="LanePointwise"/> to output bytes, three channels at a time, where zeros are skipped in the last chunk, too; elsewhere it goes
    /// to the results itself. See <see cref="LaneResult"/>.
    /// </summary>
    internal static class PointFinish
    {
        /// <summary>Stores the results of one pass.</summary>
        /// <param name="output">Array of the results.</param>
        /// <param name="index">Index of the first pixel's result of channel <paramref name="oc"/>.</param>
        /// <param name="stage">The convolution.</param>
        /// <param name="oc">First output channel of the pass.</param>
        /// <param name="triples">Triples of channels.</param>
        /// <param name="last">First channel of the last triple, from the first channel of the pass.</param>
        /// <param name="pixels">Number of pixels.</param>
        public static void Run(byte[] output, int index, Stage stage, int oc, int triples, int last, int pixels)
        {
            // The first four locals have the cheapest instructions.
            long d;
            int o;
            byte[] table = stage.ScratchBytes;
            long mask = Lanes.Mask;
            long[] lanes = stage.Lanes;
            long shared = LaneResult.SharedOffset(stage);
            bool hasTies = LaneResult.NeedsTies(stage);
            int pixel = stage.Output.Channels;
            for (int j = 0; j < triples; j++)
            {
                int c = j == 0 ? last : 3 * (j - 1);
                PointPrepare.RunTies(
                    stage, oc + c, shared, out long scale0, out long offset0, out long tie0, out long scale1, out long offset1, out long tie1,
                    out long scale2, out long offset2, out long tie2, out long start, out long outside);
                int p = LanePointwise.FirstSum + j;
                o = index + c;
                int end = o + (pixels * pixel);
                for (int plainEnd = hasTies ? o : end; o < plainEnd; o += pixel)
                {
                    d = lanes[p] + start;
                    if ((d & outside) == 0 || (d = PointResult.ToWindow(stage, oc + c, d, start, outside, output, o)) >= 0)
                    {
                        output[o] = table[(int)((((d & mask) * scale0) + offset0) >> LaneResult.Shift)];
                        output[o + 1] = table[(int)(((((d >> 21) & mask) * scale1) + offset1) >> LaneResult.Shift)];
                        output[o + 2] = table[(int)((((d >> 42) * scale2) + offset2) >> LaneResult.Shift)];
                    }

                    p += triples;
                }

                for (; o < end; o += pixel)
                {
                    d = lanes[p] + start;
                    if ((d & outside) == 0 || (d = PointResult.ToWindow(stage, oc + c, d, start, outside, output, o)) >= 0)
                    {
                        long s = ((d & mask) * scale0) + offset0;
                        output[o] = table[(int)((s - (((s - shared) >> 63) & tie0)) >> LaneResult.Shift)];
                        s = (((d >> 21) & mask) * scale1) + offset1;
                        output[o + 1] = table[(int)((s - (((s - shared) >> 63) & tie1)) >> LaneResult.Shift)];
                        s = ((d >> 42) * scale2) + offset2;
                        output[o + 2] = table[(int)((s - (((s - shared) >> 63) & tie2)) >> LaneResult.Shift)];
                    }

                    p += triples;
                }
            }
        }
    }
}
