namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// <see cref="LaneResult"/> for sums with three output channels of one pixel in the lanes, whose constants <see cref="PointPrepare"/> makes.
    /// </summary>
    internal static class PointResult
    {
        /// <summary>Bit of outside that says that a channel has no window; no sum has it.</summary>
        public const long HasNone = long.MinValue;

        /// <summary>
        /// Brings a sum of which at least one lane lies outside its window into the windows. Their ends are saturated, and the result is monotone, so
        /// that it has the same results then.
        /// </summary>
        /// <param name="stage">The convolution.</param>
        /// <param name="oc">First output channel.</param>
        /// <param name="d">Packed sum.</param>
        /// <param name="start">From <see cref="PointPrepare"/>, as <paramref name="outside"/>.</param>
        /// <param name="output">Array of the results.</param>
        /// <param name="o">Index of the first channel's result.</param>
        /// <returns>The packed sum; -1 when a channel has no window, and all three results have been stored.</returns>
        public static long ToWindow(Stage stage, int oc, long d, long start, long outside, byte[] output, int o)
        {
            // Within the blob's lane bound sum(u * w) + Half fits a lane, and what is added to it fits with Half more.
            long mask = Lanes.Mask;
            d += Lanes.Halves - start;
            if (outside < 0)
            {
                PlainResults.OfChannels(stage, oc, d, output, o);
                return -1;
            }

            start += Lanes.Halves;
            long both = mask + 1;
            long beyond = outside & mask;
            long d0 = (d & mask) + (start & mask) - both;
            if ((d0 & beyond) != 0)
            {
                d0 = d0 < 0 ? 0 : mask - beyond;
            }

            beyond = (outside >> 21) & mask;
            long d1 = ((d >> 21) & mask) + ((start >> 21) & mask) - both;
            if ((d1 & beyond) != 0)
            {
                d1 = d1 < 0 ? 0 : mask - beyond;
            }

            beyond = outside >> 42;
            long d2 = ((d >> 42) & mask) + ((start >> 42) & mask) - both;
            if ((d2 & beyond) != 0)
            {
                d2 = d2 < 0 ? 0 : mask - beyond;
            }

            return d0 | (d1 << 21) | (d2 << 42);
        }
    }
}
