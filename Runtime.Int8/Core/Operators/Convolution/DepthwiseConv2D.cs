namespace Edge.Runtime.Int8.Kernels.Reference
{
    /// <summary>
    /// Depthwise convolution by its definition: output channel oc reads input channel oc / multiplier.
    /// Bias and ranges as in <see cref="Conv2D"/>. After TFLite integer_ops/depthwise_conv.h (90b983c).
    /// </summary>
    internal static class DepthwiseConv2D
    {
        public static void Run(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            RowBuffer input = stage.Input; // [H, W, C]
            RowBuffer output = stage.Output; // [OH, OW, C * multiplier]
            byte[] weights = stage.Weights; // [C * multiplier, KH, KW], w + 128
            for (int oy = first; oy < first + count; oy++)
            {
                byte[] outputRow = output.RowArray(oy);
                int outputOffset = output.RowOffset(oy);
                for (int ox = 0; ox < output.Width; ox++)
                {
                    for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)
                    {
                        int ic = oc / stage.ChannelMultiplier;
                        int w = stage.WeightsOffset + ((oc - stage.FirstChannel) * stage.TapsPerChannel);
                        int acc = stage.Parameters[stage.ParameterBase + oc - stage.FirstChannel];
                        for (int ky = 0; ky < stage.KernelH; ky++)
                        {
                            int iy = (oy * stage.StrideH) - stage.PadTop + ky;
                            bool isRowInside = iy >= 0 && iy < input.Height;
                            byte[] inputRow = isRowInside ? input.RowArray(iy) : null;
                            int inputOffset = isRowInside ? input.RowOffset(iy) : 0;
                            for (int kx = 0; kx < stage.KernelW; kx++)
                            {
                                int ix = (ox * stage.StrideW) - stage.PadLeft + kx;
                                int u = isRowInside && ix >= 0 && ix < input.Width
                                    ? inputRow[inputOffset + (ix * input.Channels) + ic]
                                    : input.ZeroPoint;
                                acc += u * (weights[w] - 128 - stage.WeightZeroPoint);
                                w++;
                            }
                        }

                        outputRow[outputOffset + (ox * output.Channels) + oc] = Result.OfChannel(stage, acc, oc);
                    }
                }
            }
        }
    }
}
