namespace Edge.Runtime.Int8.Kernels.Reference
{
    /// <summary>
    /// Softmax over channels: e^(beta * scale * (q - max)) comes from a table of Q0.31 values that the converter computed with
    /// gemmlowp's exp_on_negative_values, the rest is TFLite reference/softmax.h (90b983c): sum in Q12.19, reciprocal by
    /// Newton-Raphson, output at scale 1/256 and zero point -128. Up to 2^12 channels.
    /// </summary>
    internal static class Softmax
    {
        private const int SumIntegerBits = 12;
        private const int OutputBits = 8;

        public static void Run(Stage stage, int first, int count)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            int channels = input.Channels;
            int[] exponentials = stage.Parameters;
            int table = stage.ParameterBase;
            for (int oy = first; oy < first + count; oy++)
            {
                byte[] inputRow = input.RowArray(oy);
                byte[] outputRow = output.RowArray(oy);
                for (int ox = 0; ox < input.Width; ox++)
                {
                    int start = input.RowOffset(oy) + (ox * channels);
                    int target = output.RowOffset(oy) + (ox * channels);
                    int max = 0;
                    for (int c = 0; c < channels; c++)
                    {
                        max = inputRow[start + c] > max ? inputRow[start + c] : max;
                    }

                    int sum = 0;
                    for (int c = 0; c < channels; c++)
                    {
                        sum += FixedPoint.DivideByPowerOfTwo(exponentials[table + max - inputRow[start + c]], SumIntegerBits);
                    }

                    int headroom = 0;
                    while (((uint)sum << headroom) < 0x80000000u)
                    {
                        headroom++;
                    }

                    // The leading one is dropped: what is left is x of 1 / (1 + x), Q0.31.
                    int reciprocal = FixedPoint.ReciprocalOfOnePlus((int)(((uint)sum << headroom) - 0x80000000u));
                    // headroom counts the sign bit: bits over unit = 12 - headroom.
                    int exponent = SumIntegerBits - headroom + 31 - OutputBits;
                    for (int c = 0; c < channels; c++)
                    {
                        int product = FixedPoint.HighProduct(reciprocal, exponentials[table + max - inputRow[start + c]]);
                        int value = FixedPoint.DivideByPowerOfTwo(product, exponent);
                        outputRow[target + c] = (byte)(value > 255 ? 255 : value);
                    }
                }
            }
        }
    }
}
