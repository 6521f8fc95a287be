using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Depthwise convolution of any window, one output pixel and all its channels at a time, nothing packed: for lines of so few outputs that
    /// lanes would hold the same ones, and for sums that no lane holds. Arithmetic as the reference's, whose accumulator wraps, too.
    /// </summary>
    internal static class DepthwisePixels
    {
        /// <summary>Runs <see cref="KernelSet.DepthwiseConv2D"/>; as many output channels as input channels.</summary>
        public static void Run(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            RowBuffer output = stage.Output;
            int most = stage.Lanes.Length;
            for (int end = firstChannel + channelCount; firstChannel < end; firstChannel += most)
            {
                int channels = end - firstChannel < most ? end - firstChannel : most;
                for (int oy = first; oy < first + count; oy++)
                {
                    byte[] row = output.RowArray(oy);
                    int o = output.RowOffset(oy) + firstChannel;
                    for (int ox = 0; ox < output.Width; ox++)
                    {
                        Sum(stage, oy, ox, firstChannel, channels);
                        PixelResult.Store(stage, 0, 0, row, o, firstChannel, channels);
                        o += output.Channels;
                    }
                }
            }
        }

        private static void Sum(Stage stage, int oy, int ox, int firstChannel, int channels)
        {
            long[] sums = stage.Lanes;
            byte[] weights = stage.Weights;
            RowBuffer input = stage.Input;
            int taps = stage.TapsPerChannel, taps2 = 2 * taps, taps3 = 3 * taps, taps4 = 4 * taps;
            int fours = channels & ~3;
            int zero = input.ZeroPoint;
            int weight = stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * taps);
            Array.Clear(sums, 0, channels);
            for (int ky = 0; ky < stage.KernelH; ky++)
            {
                int iy = (oy * stage.StrideH) - stage.PadTop + ky;
                bool isInside = iy >= 0 && iy < input.Height;
                byte[] row = isInside ? input.RowArray(iy) : null;
                int offset = isInside ? input.RowOffset(iy) + firstChannel : 0;
                for (int kx = 0; kx < stage.KernelW; kx++)
                {
                    int ix = (ox * stage.StrideW) - stage.PadLeft + kx;
                    int w = weight;
                    if (row != null && ix >= 0 && ix < input.Width)
                    {
                        int i = offset + (ix * input.Channels);
                        int c = 0;
                        for (; c < fours; c += 4)
                        {
                            sums[c] += row[i] * (weights[w] + Lanes.WeightOffset);
                            sums[c + 1] += row[i + 1] * (weights[w + taps] + Lanes.WeightOffset);
                            sums[c + 2] += row[i + 2] * (weights[w + taps2] + Lanes.WeightOffset);
                            sums[c + 3] += row[i + 3] * (weights[w + taps3] + Lanes.WeightOffset);
                            i += 4;
                            w += taps4;
                        }

                        for (; c < channels; c++)
                        {
                            sums[c] += row[i] * (weights[w] + Lanes.WeightOffset);
                            i++;
                            w += taps;
                        }
                    }
                    else if (zero != 0)
                    {
                        for (int c = 0; c < channels; c++)
                        {
                            sums[c] += zero * (weights[w] + Lanes.WeightOffset);
                            w += taps;
                        }
                    }

                    weight++;
                }
            }
        }
    }
}
