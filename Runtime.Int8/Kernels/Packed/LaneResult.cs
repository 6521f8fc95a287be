namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Requantization of lanes, exact for both roundings. For output channel c the kernel computes
    /// d = sum(u * w) + start in each lane, and, when d lies in the channel's window [0, 2^w), the table index
    /// (d * scale + offset - tie correction) >> 52. The window is where the result is near the byte range; outside it the
    /// result is saturated, which <see cref="Store"/> finds out without a look at the accumulator's full range.
    /// <para>
    /// With e = -shift, M = multiplier: double rounding is floor((acc * M + 2^30 + 2^(30+e) - (acc &lt; 0 ? 2^31 : 0)) / 2^(31+e)),
    /// because gemmlowp's high product is floor((acc * M + 2^30) / 2^31) and floors nest; the subtraction (ties away from zero)
    /// only matters where results below the zero point are not clamped. Single rounding is floor((acc * M + 2^(30+e)) / 2^(31+e)).
    /// Everything is shifted left by 21 - e, so that all channels share one shift, 52. A window has w = 10 + e bits: it spans
    /// 512 to 1024 results, from the first one in the table, and d * scale stays below 2^62.
    /// </para>
    /// </summary>
    internal static class LaneResult
    {
        /// <summary>Right shift from the scaled sum to the table index.</summary>
        public const int Shift = 52;

        private const long HalfResult = 1L << (Shift - 1);
        private const long FirstEntry = (long)(ResultTable.Start + 1) << Shift; // one lower after a tie correction
        private const int SignShift = 64 - Lanes.Bits;
        private const long SmallestMultiplier = 1L << 30;
        private const int MaxExponent = 10; // the window then has 20 bits, as many as a sum needs on one side

        /// <summary>Index offset and rounding that all channels of an operator share, scaled.</summary>
        public static long SharedOffset(Stage stage)
        {
            return ((long)(stage.ResultZeroPoint + ResultTable.Base) << Shift) + HalfResult;
        }

        /// <summary>Whether results of negative sums need the tie correction: double rounding, and not all of them are clamped.</summary>
        public static bool NeedsTies(Stage stage)
        {
            return stage.Rounding == RoundingMode.Double && stage.ActivationMin < stage.ResultZeroPoint;
        }

        /// <summary>Prepares an output channel for packed sums.</summary>
        /// <param name="stage">Biases, multipliers, shifts.</param>
        /// <param name="oc">Output channel.</param>
        /// <param name="shared"><see cref="SharedOffset"/>.</param>
        /// <param name="scale">Multiplier, scaled.</param>
        /// <param name="offset">Added to d * scale.</param>
        /// <param name="start">Added to the packed sum.</param>
        /// <param name="outside">Bits of the packed d that are 0 when all three lanes lie in the window.</param>
        /// <param name="tie">Subtracted where d * scale + offset is below shared.</param>
        public static void Prepare(
            Stage stage, int oc, long shared, out long scale, out long offset, out long start, out long outside, out long tie)
        {
            if (TryPrepare(stage, oc, shared, out scale, out offset, out long first, out long window, out tie)
                && first < Lanes.Half && first > window - Lanes.Half)
            {
                start = first * Lanes.Ones;
                outside = Lanes.All - (window * Lanes.Ones);
            }
            else
            {
                LaneExceptions.Prepare(stage, oc, shared, out scale, out offset, out start, out outside, out tie);
            }
        }

        /// <summary>Prepares an output channel whose multiplier has a window.</summary>
        /// <param name="stage">Biases, multipliers, shifts.</param>
        /// <param name="oc">Output channel.</param>
        /// <param name="shared"><see cref="SharedOffset"/>.</param>
        /// <param name="scale">Multiplier, scaled.</param>
        /// <param name="offset">Added to d * scale.</param>
        /// <param name="first">Added to the sum gives d.</param>
        /// <param name="window">Largest d of the window.</param>
        /// <param name="tie">Subtracted where d * scale + offset is below shared.</param>
        /// <returns>Whether it has one.</returns>
        public static bool TryPrepare(
            Stage stage, int oc, long shared, out long scale, out long offset, out long first, out long window, out long tie)
        {
            int index = stage.BiasBase + oc - stage.FirstChannel;
            int[] parameters = stage.Parameters;
            int stride = stage.ParameterStride;
            int shift = parameters[index + (2 * stride)];
            scale = parameters[index + stride];
            offset = 0;
            first = 0;
            window = 0;
            tie = 0;
            if (scale < SmallestMultiplier || shift > 0 || shift < -MaxExponent)
            {
                return false;
            }

            scale <<= 21 + shift;
            long sum = shared;
            if (shift < 0 && stage.Rounding == RoundingMode.Double)
            {
                // 2^31 << (21 - e); half of it is the high product's rounding.
                tie = 1L << (Shift + shift);
                sum += tie >> 1;
            }

            // d = 0 is the first sum with an entry in the table.
            long low = (sum - FirstEntry) / scale;
            offset = sum - (low * scale);
            first = parameters[index] + low;
            window = (1L << (MaxExponent - shift)) - 1;
            return true;
        }

        /// <summary>Stores three results of which at least one lies outside the window, the last one first.</summary>
        /// <param name="stage">The operator.</param>
        /// <param name="oc">Output channel.</param>
        /// <param name="sum">Packed d.</param>
        /// <param name="shared"><see cref="SharedOffset"/>.</param>
        /// <param name="output">Output row's array.</param>
        /// <param name="o0">Index of the first lane's result.</param>
        /// <param name="o1">Index of the second lane's result.</param>
        /// <param name="o2">Index of the third lane's result.</param>
        public static void Store(Stage stage, int oc, long sum, long shared, byte[] output, int o0, int o1, int o2)
        {
            Prepare(stage, oc, shared, out long scale, out long offset, out long start, out long outside, out long tie);

            // Within the blob's lane bound, sum(u * w) + Half fits a lane.
            long lanes = sum - start + Lanes.Halves;
            output[o2] = Saturate(stage, oc, (lanes >> (2 * Lanes.Bits)) & Lanes.Mask, shared, scale, offset, start, outside, tie);
            output[o1] = Saturate(stage, oc, (lanes >> Lanes.Bits) & Lanes.Mask, shared, scale, offset, start, outside, tie);
            output[o0] = Saturate(stage, oc, lanes & Lanes.Mask, shared, scale, offset, start, outside, tie);
        }

        /// <summary>The result of one lane, inside the window or not.</summary>
        private static byte Saturate(
            Stage stage, int oc, long lane, long shared, long scale, long offset, long start, long outside, long tie)
        {
            int sum = (int)lane - Lanes.Half;
            if (outside == LaneExceptions.Always)
            {
                return Reference.Result.OfChannel(stage, sum + stage.Parameters[stage.BiasBase + oc - stage.FirstChannel], oc);
            }

            // The window's ends are saturated, and the result is monotone.
            long last = Lanes.Mask - (outside & Lanes.Mask);
            long d = sum + ((start << SignShift) >> SignShift);
            d = d < 0 ? 0 : d > last ? last : d;
            long scaled = (d * scale) + offset;
            return stage.ScratchBytes[(int)((scaled - (((scaled - shared) >> 63) & tie)) >> Shift)];
        }
    }
}
