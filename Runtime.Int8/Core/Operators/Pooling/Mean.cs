namespace Edge.Runtime.Int8.Kernels.Reference
{
    /// <summary>
    /// Mean over any of H, W and C: sums of u - zu, requantized with a multiplier that holds 1 / count.
    /// |u - zu| is at most 255, so 2^23 elements fit int32. After TFLite reference/reduce.h QuantizedMeanOrSum (90b983c).
    /// </summary>
    internal static class Mean
    {
        public const int AxisH = 1;
        public const int AxisW = 2;
        public const int AxisC = 4;

        /// <summary>Adds input row <paramref name="iy"/>.</summary>
        public static void Accumulate(Stage stage, int iy, bool isFirst)
        {
            RowBuffer input = stage.Input;
            int[] sums = stage.Accumulators;
            byte[] row = input.RowArray(iy);
            int offset = input.RowOffset(iy);
            int strideX = (stage.ReducedAxes & AxisW) != 0 ? 0 : stage.Output.Channels;
            int strideC = (stage.ReducedAxes & AxisC) != 0 ? 0 : 1;
            if (isFirst)
            {
                for (int i = 0; i < stage.AccumulatorCount; i++)
                {
                    sums[stage.AccumulatorBase + i] = 0;
                }
            }

            for (int ix = 0; ix < input.Width; ix++)
            {
                for (int ic = 0; ic < input.Channels; ic++)
                {
                    sums[stage.AccumulatorBase + (ix * strideX) + (ic * strideC)] += row[offset] - input.ZeroPoint;
                    offset++;
                }
            }
        }

        /// <summary>Requantizes the sums to output row <paramref name="oy"/>.</summary>
        public static void Finish(Stage stage, int oy)
        {
            byte[] row = stage.Output.RowArray(oy);
            int offset = stage.Output.RowOffset(oy);
            for (int i = 0; i < stage.AccumulatorCount; i++)
            {
                int sum = stage.Accumulators[stage.AccumulatorBase + i];
                int value = FixedPoint.Requantize(sum, stage.Multiplier0, stage.Shift0, stage.Rounding);
                row[offset + i] = Result.Clamp(stage, value + stage.ResultZeroPoint);
            }
        }
    }
}
