namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Sums of the pixels of a row, channel by channel, for means and averages over the whole image: eight pixels in one
    /// expression, the zero point taken off once. A row of at most 2^15 pixels adds less than 2^23.
    /// </summary>
    internal static class ChannelSums
    {
        /// <summary>Whether a mean adds up whole rows: W is averaged, C is not.</summary>
        public static bool IsMeanOfRows(Stage stage)
        {
            const int Axes = Reference.Mean.AxisW | Reference.Mean.AxisC;
            return (stage.Axes & Axes) == Reference.Mean.AxisW;
        }

        /// <summary>Whether an average pool's windows are whole rows.</summary>
        public static bool IsAverageOfRows(Stage stage)
        {
            return stage.Output.Width == 1 && stage.PadLeft == 0 && stage.KernelW >= stage.Input.Width;
        }

        /// <summary>Adds input row <paramref name="iy"/>, each value less <paramref name="zero"/>, to one accumulator for each channel.</summary>
        public static void Add(Stage stage, int iy, bool isFirst, int zero)
        {
            RowBuffer input = stage.Input;
            int[] sums = stage.Accumulators;
            byte[] row = input.RowArray(iy);
            int start = input.RowOffset(iy);
            int channels = input.Channels;
            int p2 = 2 * channels, p3 = 3 * channels, p4 = 4 * channels, p5 = 5 * channels, p6 = 6 * channels, p7 = 7 * channels, p8 = 8 * channels;
            int pixels = input.Width;
            int eights = (pixels - 8) * channels;
            int zeros = zero * pixels;
            int target = stage.AccumulatorBase;
            for (int channelEnd = start + channels; start < channelEnd; start++)
            {
                int sum = isFirst ? -zeros : sums[target] - zeros;
                int i = start;
                for (int end = start + eights; i <= end; i += p8)
                {
                    sum += row[i] + row[i + channels] + row[i + p2] + row[i + p3] + row[i + p4] + row[i + p5] + row[i + p6] + row[i + p7];
                }

                if ((pixels & 4) != 0)
                {
                    sum += row[i] + row[i + channels] + row[i + p2] + row[i + p3];
                    i += p4;
                }

                if ((pixels & 2) != 0)
                {
                    sum += row[i] + row[i + channels];
                    i += p2;
                }

                if ((pixels & 1) != 0)
                {
                    sum += row[i];
                }

                sums[target] = sum;
                target++;
            }
        }
    }
}
