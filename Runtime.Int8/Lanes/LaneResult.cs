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
    /// 512 to 1024 results, and d * scale stays below 2^62. Results above 0 begin where its upper half does: the highest bit of d in the window tells.
    /// </para>
    /// </summary>
    internal static class LaneResult
    {
        /// <summary>Right shift from the scaled sum to the table index.</summary>
        public const int Shift = 52;

        /// <summary>Scaled index of the middle of each window.</summary>
        public const long Middle = (long)(ResultTable.Base + ResultTable.Middle) << Shift;
        /// <summary>Multipliers from here on are scaled as they are.</summary>
        public const long SmallestMultiplier = 1L << 30;

        /// <summary>Largest e; the window then has 20 bits, as many as a sum needs on one side.</summary>
        public const int MaxExponent = 10;

        private const long HalfResult = 1L << (Shift - 1);
        private const int SignShift = 64 - Lanes.Bits;

        /// <summary>Index offset and rounding that all channels of an operator share, scaled; 0 where there is no table of results.</summary>
        public static long SharedOffset(Stage stage)
        {
            return ResultTable.HasRoom(stage) ? ((long)(stage.ResultZeroPoint + ResultTable.Base) << Shift) + HalfResult : 0;
        }

        /// <summary>Whether results of negative sums need the tie correction: double rounding, and not all of them are clamped.</summary>
        public static bool NeedsTies(Stage stage)
        {
            return stage.Rounding == RoundingMode.Double && stage.ActivationMin < stage.ResultZeroPoint;
        }

        /// <summary>Prepares an output channel.</summary>
        /// <param name="stage">Biases, multipliers, shifts.</param>
        /// <param name="oc">Output channel.</param>
        /// <param name="shared"><see cref="SharedOffset"/>.</param>
        /// <param name="scale">Multiplier, scaled.</param>
        /// <param name="offset">Added to d * scale.</param>
        /// <param name="start">Added to the packed sum: d's constant part, in each lane.</param>
        /// <param name="outside">Bits of the packed d that are 0 when all three lanes lie in the window; 0 when every sum does.</param>
        /// <param name="tie">Subtracted where d * scale + offset is below shared.</param>
        public static void Prepare(
            Stage stage, int oc, long shared, out long scale, out long offset, out long start, out long outside, out long tie)
        {
            if (shared == 0)
            {
                scale = 0;
                offset = 0;
                start = LaneExceptions.AlwaysStart;
                outside = LaneExceptions.Always;
                tie = 0;
                return;
            }

            int[] parameters = stage.Parameters;
            int stride = stage.ParameterStride;
            int index = stage.ParameterBase + oc - stage.FirstChannel;
            int bias = parameters[index];
            index += stride;
            long multiplier = parameters[index];
            int shift = parameters[index + stride];
            if (multiplier >= SmallestMultiplier && shift <= 0 && shift >= -MaxExponent)
            {
                multiplier <<= 21 + shift;
                long ties = 0;
                if (shift < 0 && stage.Rounding == RoundingMode.Double)
                {
                    // 2^31 << (21 - e); half of it is the high product's rounding.
                    ties = 1L << (Shift + shift);
                }

                long rounded = shared + (ties >> 1);

                // d = 0 is half a window below the middle.
                long window = 1L << (MaxExponent - shift);
                long low = (rounded + ((window >> 1) * multiplier) - Middle) / multiplier;
                long first = bias + low;
                if (first < Lanes.Half && first >= window - Lanes.Half)
                {
                    scale = multiplier;
                    offset = rounded - (low * multiplier);
                    start = first * Lanes.Ones;
                    outside = Lanes.All - ((window - 1) * Lanes.Ones);
                    tie = ties;
                    return;
                }
            }

            LaneExceptions.Prepare(stage, oc, shared, out scale, out offset, out start, out outside, out tie);
        }

        /// <summary>Stores three results of which at least one may lie outside the window, the last one first.</summary>
        /// <param name="stage">The operator.</param>
        /// <param name="oc">Output channel.</param>
        /// <param name="sum">Packed d.</param>
        /// <param name="shared"><see cref="SharedOffset"/>.</param>
        /// <param name="scale">From <see cref="Prepare"/>, as the four that follow.</param>
        /// <param name="output0">Array of the first lane's result; as those that follow for the others.</param>
        /// <param name="o0">Its index.</param>
        public static void Store(
            Stage stage, int oc, long sum, long shared, long scale, long offset, long start, long outside, long tie,
            byte[] output0, int o0, byte[] output1, int o1, byte[] output2, int o2)
        {
            if (outside == LaneExceptions.Always)
            {
                // Within the blob's lane bound, sum(u * w) + Half fits a lane.
                PlainResults.OfPixels(stage, oc, (sum + Lanes.Halves - start) & Lanes.All, output0, o0, output1, o1, output2, o2);
                return;
            }

            // The window's ends are saturated, and the result is monotone: d can be brought into the window.
            byte[] table = stage.ScratchBytes;
            long mask = Lanes.Mask;
            long first = ((start << SignShift) >> SignShift) - Lanes.Half;
            sum += Lanes.Halves - start;
            outside &= mask;
            long third = ((sum >> (2 * Lanes.Bits)) & mask) + first;
            long second = ((sum >> Lanes.Bits) & mask) + first;
            sum = (sum & mask) + first;
            if ((third & outside) != 0)
            {
                third = third < 0 ? 0 : mask - outside;
            }

            if ((second & outside) != 0)
            {
                second = second < 0 ? 0 : mask - outside;
            }

            if ((sum & outside) != 0)
            {
                sum = sum < 0 ? 0 : mask - outside;
            }

            third = (third * scale) + offset;
            second = (second * scale) + offset;
            sum = (sum * scale) + offset;
            if (tie != 0)
            {
                third -= ((third - shared) >> 63) & tie;
                second -= ((second - shared) >> 63) & tie;
                sum -= ((sum - shared) >> 63) & tie;
            }

            output2[o2] = table[(int)(third >> Shift)];
            output1[o1] = table[(int)(second >> Shift)];
            output0[o0] = table[(int)(sum >> Shift)];
        }

        /// <summary>The constant part of d in one lane, from start.</summary>
        public static long FirstOf(long start)
        {
            return (start << SignShift) >> SignShift;
        }
    }
}
