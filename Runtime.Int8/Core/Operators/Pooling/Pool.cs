namespace Edge.Runtime.Int8.Kernels.Reference
{
    /// <summary>
    /// Average and maximum over the taps of a window that lie in the image; input and output have the same scale. Averages are
    /// of u - ResultZeroPoint, rounded half away from zero: 128 there makes it q, as TFLite's integer_ops/pooling.h has it
    /// (90b983c), and 0 the unsigned value of its uint8 kernel.
    /// </summary>
    internal static class Pool
    {
        /// <summary>Runs <see cref="Blob.OpCode.AveragePool"/> or <see cref="Blob.OpCode.MaxPool"/>.</summary>
        public static void Run(Stage stage, int first, int count)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            bool isMax = stage.OpCode == Blob.OpCode.MaxPool;
            for (int oy = first; oy < first + count; oy++)
            {
                int top = (oy * stage.StrideH) - stage.PadTop;
                int kyStart = top < 0 ? -top : 0;
                int kyEnd = input.Height - top < stage.KernelH ? input.Height - top : stage.KernelH;
                for (int ox = 0; ox < output.Width; ox++)
                {
                    int left = (ox * stage.StrideW) - stage.PadLeft;
                    int kxStart = left < 0 ? -left : 0;
                    int kxEnd = input.Width - left < stage.KernelW ? input.Width - left : stage.KernelW;
                    for (int oc = 0; oc < output.Channels; oc++)
                    {
                        int sum = 0;
                        int max = 0;
                        for (int ky = kyStart; ky < kyEnd; ky++)
                        {
                            byte[] row = input.RowArray(top + ky);
                            int offset = input.RowOffset(top + ky);
                            for (int kx = kxStart; kx < kxEnd; kx++)
                            {
                                int u = row[offset + ((left + kx) * input.Channels) + oc];
                                sum += u - stage.ResultZeroPoint;
                                max = u > max ? u : max;
                            }
                        }

                        int taps = (kyEnd - kyStart) * (kxEnd - kxStart);
                        int value = isMax ? max : FixedPoint.DivideRounded(sum, taps) + stage.ResultZeroPoint;
                        output.RowArray(oy)[output.RowOffset(oy) + (ox * output.Channels) + oc] = Result.Clamp(stage, value);
                    }
                }
            }
        }

        /// <summary>Adds input row <paramref name="iy"/> to the sums of an average over the whole height.</summary>
        public static void Accumulate(Stage stage, int iy, bool isFirst)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            int[] sums = stage.Accumulators;
            byte[] row = input.RowArray(iy);
            int offset = input.RowOffset(iy);
            int index = stage.AccumulatorBase;
            for (int ox = 0; ox < output.Width; ox++)
            {
                int left = (ox * stage.StrideW) - stage.PadLeft;
                int kxStart = left < 0 ? -left : 0;
                int kxEnd = input.Width - left < stage.KernelW ? input.Width - left : stage.KernelW;
                for (int oc = 0; oc < output.Channels; oc++)
                {
                    int sum = isFirst ? 0 : sums[index];
                    for (int kx = kxStart; kx < kxEnd; kx++)
                    {
                        sum += row[offset + ((left + kx) * input.Channels) + oc] - stage.ResultZeroPoint;
                    }

                    sums[index] = sum;
                    index++;
                }
            }
        }

        /// <summary>Divides those sums.</summary>
        public static void Finish(Stage stage)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            byte[] row = output.RowArray(0);
            int offset = output.RowOffset(0);
            int index = stage.AccumulatorBase;
            for (int ox = 0; ox < output.Width; ox++)
            {
                int left = (ox * stage.StrideW) - stage.PadLeft;
                int kxStart = left < 0 ? -left : 0;
                int kxEnd = input.Width - left < stage.KernelW ? input.Width - left : stage.KernelW;
                int taps = input.Height * (kxEnd - kxStart);
                for (int oc = 0; oc < output.Channels; oc++)
                {
                    row[offset] = Result.Clamp(stage, FixedPoint.DivideRounded(stage.Accumulators[index], taps) + stage.ResultZeroPoint);
                    offset++;
                    index++;
                }
            }
        }
    }
}
