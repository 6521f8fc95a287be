namespace Edge.Runtime.Int8.Kernels.Reference
{
    /// <summary>
    /// Convolution by its definition; pointwise, grouped and fully connected are special cases.
    /// acc = bias' + sum u * (w - zw) with bias' = bias - zu * sum(w - zw) over all taps, so that padding counts as zu.
    /// |u * (w - zw)| is at most 255 * 255 below 2^16, so 2^15 taps fit int32; beyond that sums wrap exactly as TFLite's do.
    /// After TFLite integer_ops/conv.h (90b983c).
    /// </summary>
    internal static class Conv2D
    {
        public static void Run(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            RowBuffer input = stage.Input; // [H, W, groups * groupChannels]
            RowBuffer output = stage.Output; // [OH, OW, OC]
            byte[] weights = stage.Weights; // [OC, KH, KW, groupChannels], w + 128
            int groupChannels = input.Channels / stage.Groups;
            int channelsPerGroup = output.Channels / stage.Groups;
            for (int oy = first; oy < first + count; oy++)
            {
                byte[] outputRow = output.RowArray(oy);
                int outputOffset = output.RowOffset(oy);
                for (int ox = 0; ox < output.Width; ox++)
                {
                    for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)
                    {
                        int inputChannel = (oc / channelsPerGroup) * groupChannels;
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
                                bool isInside = isRowInside && ix >= 0 && ix < input.Width;
                                int pixel = inputOffset + (ix * input.Channels) + inputChannel;
                                for (int ic = 0; ic < groupChannels; ic++)
                                {
                                    int u = isInside ? inputRow[pixel + ic] : input.ZeroPoint;
                                    acc += u * (weights[w] - 128 - stage.WeightZeroPoint);
                                    w++;
                                }
                            }
                        }

                        outputRow[outputOffset + (ox * output.Channels) + oc] = Result.OfChannel(stage, acc, oc);
                    }
                }
            }
        }
    }
}
