namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// <see cref="LaneResult"/> for sums with three output channels of one pixel in the lanes: constants that concern the packed sum
    /// are put together from those of the three channels.
    /// </summary>
    internal static class PointResult
    {
        private const int SignShift = 64 - Lanes.Bits;

        /// <summary>Prepares three output channels; see <see cref="LaneResult.Prepare"/>, which also gives a tie for each.</summary>
        /// <param name="stage">Biases, multipliers, shifts.</param>
        /// <param name="oc">First of the three.</param>
        /// <param name="shared"><see cref="LaneResult.SharedOffset"/>.</param>
        /// <param name="scale0">Multiplier of the first channel, scaled; as the five that follow for the others.</param>
        /// <param name="start">Added to the packed sum.</param>
        /// <param name="outside">Bits of the packed d that are 0 when each lane lies in the window of its channel.</param>
        public static void Prepare(
            Stage stage, int oc, long shared, out long scale0, out long offset0, out long scale1, out long offset1,
            out long scale2, out long offset2, out long start, out long outside)
        {
            Prepare(
                stage, oc, shared, out scale0, out offset0, out long tie0, out scale1, out offset1, out long tie1,
                out scale2, out offset2, out long tie2, out start, out outside);
        }

        /// <summary>As the other one, with the ties.</summary>
        public static void Prepare(
            Stage stage, int oc, long shared, out long scale0, out long offset0, out long tie0, out long scale1, out long offset1,
            out long tie1, out long scale2, out long offset2, out long tie2, out long start, out long outside)
        {
            LaneResult.Prepare(stage, oc, shared, out scale0, out offset0, out long start0, out long outside0, out tie0);
            LaneResult.Prepare(stage, oc + 1, shared, out scale1, out offset1, out long start1, out long outside1, out tie1);
            LaneResult.Prepare(stage, oc + 2, shared, out scale2, out offset2, out long start2, out long outside2, out tie2);
            start = LaneResult.FirstOf(start0) + (LaneResult.FirstOf(start1) << Lanes.Bits) + (LaneResult.FirstOf(start2) << (2 * Lanes.Bits));
            outside = (outside0 & Lanes.Mask) | ((outside1 & Lanes.Mask) << Lanes.Bits) | ((outside2 & Lanes.Mask) << (2 * Lanes.Bits));
        }

        /// <summary>Stores three results of which at least one may lie outside its window; parameters as of the two others.</summary>
        public static void Store(
            Stage stage, int oc, long sum, long scale0, long offset0, long scale1, long offset1, long scale2, long offset2,
            long start, long outside, long shared, long tie0, long tie1, long tie2, byte[] output, int o)
        {
            // Within the blob's lane bound, sum(u * w) + Half fits a lane.
            sum += Lanes.Halves - start;
            long last0 = Lanes.Mask - (outside & Lanes.Mask);
            long last1 = Lanes.Mask - ((outside >> Lanes.Bits) & Lanes.Mask);
            long last2 = Lanes.Mask - ((outside >> (2 * Lanes.Bits)) & Lanes.Mask);
            long d0 = sum & Lanes.Mask;
            long d1 = (sum >> Lanes.Bits) & Lanes.Mask;
            long d2 = (sum >> (2 * Lanes.Bits)) & Lanes.Mask;
            if (last0 == 0 || last1 == 0 || last2 == 0)
            {
                // A channel without a window.
                int bias = stage.ParameterBase + oc - stage.FirstChannel;
                output[o] = Reference.Result.OfChannel(stage, (int)d0 - Lanes.Half + stage.Parameters[bias], oc);
                output[o + 1] = Reference.Result.OfChannel(stage, (int)d1 - Lanes.Half + stage.Parameters[bias + 1], oc + 1);
                output[o + 2] = Reference.Result.OfChannel(stage, (int)d2 - Lanes.Half + stage.Parameters[bias + 2], oc + 2);
                return;
            }

            // As in LaneResult: d is clamped to the window.
            long first0 = (start << SignShift) >> SignShift;
            start = (start - first0) >> Lanes.Bits;
            long first1 = (start << SignShift) >> SignShift;
            long first2 = (start - first1) >> Lanes.Bits;
            d0 += first0 - Lanes.Half;
            d1 += first1 - Lanes.Half;
            d2 += first2 - Lanes.Half;
            d0 = ((d0 < 0 ? 0 : d0 > last0 ? last0 : d0) * scale0) + offset0;
            d1 = ((d1 < 0 ? 0 : d1 > last1 ? last1 : d1) * scale1) + offset1;
            d2 = ((d2 < 0 ? 0 : d2 > last2 ? last2 : d2) * scale2) + offset2;
            byte[] table = stage.ScratchBytes;
            output[o] = table[(int)((d0 - (((d0 - shared) >> 63) & tie0)) >> LaneResult.Shift)];
            output[o + 1] = table[(int)((d1 - (((d1 - shared) >> 63) & tie1)) >> LaneResult.Shift)];
            output[o + 2] = table[(int)((d2 - (((d2 - shared) >> 63) & tie2)) >> LaneResult.Shift)];
        }
    }
}
