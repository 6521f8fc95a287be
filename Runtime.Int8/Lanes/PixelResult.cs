namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Results of some pixels from sums in 32 bits, one at a time: as the reference's, with what all channels share in locals. For few results a
    /// clamp costs less than the table of results, which the next convolution may want as it is.
    /// </summary>
    internal static class PixelResult
    {
        /// <summary>Stores results of consecutive channels of consecutive pixels.</summary>
        /// <param name="stage">The convolution.</param>
        /// <param name="down">How far sums are shifted left in the scratch longs, [pixel][channel] from index 0 on.</param>
        /// <param name="correction">Added to each sum.</param>
        /// <param name="output">Array of the results.</param>
        /// <param name="o">Index of the first one.</param>
        /// <param name="firstChannel">Its output channel.</param>
        /// <param name="channels">Output channels.</param>
        /// <param name="pixels">Pixels.</param>
        public static void Store(Stage stage, int down, int correction, byte[] output, int o, int firstChannel, int channels, int pixels)
        {
            int s = 0;
            long[] sums = stage.Lanes;
            int[] parameters = stage.Parameters;
            int first = stage.ParameterBase + firstChannel - stage.FirstChannel;
            int stride = stage.ParameterStride;
            int stride2 = 2 * stride;
            bool isSingle = stage.Rounding == RoundingMode.Single;
            int zero = stage.ResultZeroPoint;
            int min = stage.ActivationMin;
            int max = stage.ActivationMax;
            byte[] table = stage.HasTable ? stage.Table : null;
            int tableOffset = stage.TableOffset;
            int gap = stage.Output.Channels - channels;
            int last = first + channels;
            for (; pixels > 0; pixels--)
            {
                for (int index = first; index < last; index++)
                {
                    int sum = (int)(sums[s] >> down) + correction + parameters[index];
                    int multiplier = parameters[index + stride];
                    int shift = parameters[index + stride2];
                    int u;
                    if (isSingle)
                    {
                        u = (int)((((long)sum * multiplier) + (1L << (30 - shift))) >> (31 - shift)) + zero;
                    }
                    else
                    {
                        u = FixedPoint.RequantizeDouble(sum, multiplier, shift) + zero;
                    }

                    u = u < min ? min : u > max ? max : u;
                    output[o] = table == null ? (byte)u : table[tableOffset + u];
                    o++;
                    s++;
                }

                o += gap;
            }
        }
    }
}
