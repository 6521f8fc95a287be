namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Three results from their packed sums without a table of results: what <see cref="FixedPoint.Requantize"/> and <see cref="Reference.Result"/> do is
    /// written out, because their calls take more than the arithmetic. As in <see cref="LaneResult"/> the two roundings of double rounding are one
    /// shift: half of the high product is added, and 2^31 is taken off where that is below zero. Sums have <see cref="Lanes.Half"/> on top in each lane.
    /// </summary>
    internal static class PlainResults
    {
        private const int NoShift = 31;

        /// <summary>Stores results of three output channels of a pixel.</summary>
        /// <param name="stage">The convolution.</param>
        /// <param name="oc">First output channel.</param>
        /// <param name="sum">Packed sums.</param>
        /// <param name="output">Array of the results.</param>
        /// <param name="o">Index of the first one.</param>
        public static void OfChannels(Stage stage, int oc, long sum, byte[] output, int o)
        {
            // The first four locals have the cheapest instructions.
            long product;
            int total, u;
            int index = stage.ParameterBase + oc - stage.FirstChannel;
            int[] parameters = stage.Parameters;
            int stride = stage.ParameterStride;
            int zero = stage.ResultZeroPoint, min = stage.ActivationMin, max = stage.ActivationMax;
            byte[] table = stage.HasTable ? stage.Table : null;
            int first = stage.TableOffset;
            long half = stage.Rounding == RoundingMode.Double ? 1L << 30 : 0;
            long sign = -2 * half;
            for (int end = o + 3; o < end; o++)
            {
                int acc = (int)(sum & Lanes.Mask) - Lanes.Half + parameters[index];
                total = NoShift - parameters[index + (2 * stride)];
                if (total > NoShift)
                {
                    product = ((long)acc * parameters[index + stride]) + half;
                    u = (int)((product + (1L << (total - 1)) + ((product >> 63) & sign)) >> total) + zero;
                    u = u < min ? min : u > max ? max : u;
                    output[o] = table == null ? (byte)u : table[first + u];
                }
                else
                {
                    output[o] = Reference.Result.OfChannel(stage, acc, oc);
                }

                sum >>= Lanes.Bits;
                index++;
                oc++;
            }
        }

        /// <summary>Stores results of the same output channel.</summary>
        /// <param name="stage">The convolution.</param>
        /// <param name="oc">Output channel.</param>
        /// <param name="sum">Packed sums.</param>
        /// <param name="output0">Array of the first lane's result; as those that follow for the others.</param>
        /// <param name="o0">Its index.</param>
        public static void OfPixels(Stage stage, int oc, long sum, byte[] output0, int o0, byte[] output1, int o1, byte[] output2, int o2)
        {
            long product;
            int u;
            int index = stage.ParameterBase + oc - stage.FirstChannel;
            int stride = stage.ParameterStride;
            int bias = stage.Parameters[index] - Lanes.Half;
            long multiplier = stage.Parameters[index + stride];
            int total = NoShift - stage.Parameters[index + (2 * stride)];
            int first = (int)(sum & Lanes.Mask) + bias, second = (int)((sum >> Lanes.Bits) & Lanes.Mask) + bias, third = (int)(sum >> (2 * Lanes.Bits)) + bias;
            if (total <= NoShift)
            {
                output2[o2] = Reference.Result.OfChannel(stage, third, oc);
                output1[o1] = Reference.Result.OfChannel(stage, second, oc);
                output0[o0] = Reference.Result.OfChannel(stage, first, oc);
                return;
            }

            int zero = stage.ResultZeroPoint, min = stage.ActivationMin, max = stage.ActivationMax;
            byte[] table = stage.HasTable ? stage.Table : null;
            int offset = stage.TableOffset;
            long high = stage.Rounding == RoundingMode.Double ? 1L << 30 : 0;
            long sign = -2 * high;
            long half = 1L << (total - 1);
            product = (third * multiplier) + high;
            u = (int)((product + half + ((product >> 63) & sign)) >> total) + zero;
            u = u < min ? min : u > max ? max : u;
            output2[o2] = table == null ? (byte)u : table[offset + u];
            product = (second * multiplier) + high;
            u = (int)((product + half + ((product >> 63) & sign)) >> total) + zero;
            u = u < min ? min : u > max ? max : u;
            output1[o1] = table == null ? (byte)u : table[offset + u];
            product = (first * multiplier) + high;
            u = (int)((product + half + ((product >> 63) & sign)) >> total) + zero;
            u = u < min ? min : u > max ? max : u;
            output0[o0] = table == null ? (byte)u : table[offset + u];
        }
    }
}
