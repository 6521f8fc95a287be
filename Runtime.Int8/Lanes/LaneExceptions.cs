namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Channels whose multiplier or bias does not fit the window scheme of <see cref="LaneResult"/>: dead channels, multipliers
    /// flushed to 0 or below 2^-11, biases beyond the lanes, multipliers of one and more; and every channel where there is no table of results. Slow to prepare, mostly not slow to run.
    /// </summary>
    internal static class LaneExceptions
    {
        /// <summary>Value of outside for which every result is computed as the reference does.</summary>
        public const long Always = -1;

        /// <summary>Start with it: no packed sum is 0, so that each fails the test against Always.</summary>
        public const long AlwaysStart = Reach * Lanes.Ones;

        // With more a window of 2^20 sums, half a lane, leads beyond the table, and out of 64 bits.
        private const long MostScale = 1L << (LaneResult.Shift - 10);

        // Sums within the blob's lane bound, 255 * 4112, stay below this on both sides.
        private const int Reach = Lanes.Half - 1;

        /// <summary>As <see cref="LaneResult.Prepare"/>.</summary>
        public static void Prepare(
            Stage stage, int oc, long shared, out long scale, out long offset, out long start, out long outside, out long tie)
        {
            int index = stage.ParameterBase + oc - stage.FirstChannel;
            long bias = stage.Parameters[index];
            int multiplier = stage.Parameters[index + stage.ParameterStride];
            int shift = stage.Parameters[index + (2 * stage.ParameterStride)];
            start = AlwaysStart;
            outside = 0;
            tie = 0;
            long lowest = bias - Reach;
            long highest = bias + Reach;
            if (shift <= 0 && lowest >= int.MinValue && highest <= int.MaxValue)
            {
                int low = FixedPoint.Requantize((int)lowest, multiplier, shift, stage.Rounding) + stage.ResultZeroPoint;
                int high = FixedPoint.Requantize((int)highest, multiplier, shift, stage.Rounding) + stage.ResultZeroPoint;
                int lowIndex = Clamp(stage, low) + ResultTable.Base;
                int highIndex = Clamp(stage, high) + ResultTable.Base;
                if (lowIndex == highIndex)
                {
                    scale = 0;
                    offset = (long)lowIndex << LaneResult.Shift;
                    return;
                }

                if (shift < -21)
                {
                    // Over all sums the result takes two values: a step where d reaches the first sum with the second. Found here: a call would
                    // make the deepest chain of frames deeper.
                    int below = 0;
                    int reached = 2 * Lanes.Half;
                    while (reached - below > 1)
                    {
                        int middle = (below + reached) / 2;
                        bool isHigh = FixedPoint.Requantize((int)lowest + middle, multiplier, shift, stage.Rounding) + stage.ResultZeroPoint == high;
                        reached = isHigh ? middle : reached;
                        below = isHigh ? below : middle;
                    }

                    scale = 1L << 31;
                    offset = ((long)highIndex << LaneResult.Shift) - ((long)reached << 31);
                    return;
                }

                scale = (long)multiplier << (21 + shift);
                long sum = shared;
                if (stage.Rounding == RoundingMode.Double && shift < 0)
                {
                    tie = 1L << (LaneResult.Shift + shift);
                    sum += tie >> 1;
                }

                if (low > -ResultTable.Below && high < ResultTable.Entries - ResultTable.Below)
                {
                    // Every sum has an entry: no window is needed.
                    offset = sum + (lowest * scale);
                    return;
                }

                if (scale <= MostScale && FitsCentredWindow(stage, bias, sum, scale, out offset, out long first))
                {
                    start = first * Lanes.Ones;
                    outside = Lanes.All - ((long)(Lanes.Half - 1) * Lanes.Ones);
                    return;
                }
            }

            scale = 0;
            offset = 0;
            tie = 0;
            outside = Always;
        }

        /// <summary>A window of 2^20 sums around u = 128, whose ends are saturated.</summary>
        private static bool FitsCentredWindow(Stage stage, long bias, long sum, long scale, out long offset, out long first)
        {
            long middle = (((long)(128 + ResultTable.Base) << LaneResult.Shift) - sum) / scale;
            long low = (Lanes.Half / 2) - middle;
            offset = sum - (low * scale);
            first = bias + low;
            long lowIndex = offset >> LaneResult.Shift;
            long highIndex = (((Lanes.Half - 1) * scale) + offset) >> LaneResult.Shift;
            return first >= 0 && first < Lanes.Half
                && lowIndex > ResultTable.Start && lowIndex <= ResultTable.Base + stage.ActivationMin
                && highIndex < ResultTable.Start + ResultTable.Entries && highIndex >= ResultTable.Base + stage.ActivationMax;
        }

        private static int Clamp(Stage stage, int value)
        {
            return value < stage.ActivationMin ? stage.ActivationMin : value > stage.ActivationMax ? stage.ActivationMax : value;
        }
    }
}
