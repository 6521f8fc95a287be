using System;
using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Both convolutions, any shape, nothing packed: the reference with what its loops share in locals, and taps that lie outside the image told
    /// apart once for a run of them instead of each. For few results, for sums that no lane holds, for weights with a zero point: never dearer
    /// than the reference. Arithmetic as the reference's, whose accumulator wraps, too.
    /// <para>
    /// Layout in the scratch longs: sums [pixel][channel] of some pixels of a row. A run are taps whose weights lie one behind the other and whose
    /// inputs have the same distance: a kernel row, or of a convolution with groups one column of it; or all rows above or below the image.
    /// </para>
    /// </summary>
    internal static class PixelSums
    {
        /// <summary>
        /// Runs <see cref="KernelSet.Conv2D"/> or <see cref="KernelSet.DepthwiseConv2D"/>; at least one scratch long. One method, because calls and
        /// what they load again would cost as much as a few results.
        /// </summary>
        public static void Run(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            // The first four locals have the cheapest instructions.
            int i, w, n, sum;
            bool isDepthwise = stage.OpCode == OpCode.DepthwiseConv2D;
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            byte[] weights = stage.Weights;
            long[] sums = stage.Lanes;
            int pixel = input.Channels;
            int taps = stage.TapsPerChannel;
            int zero = 128 + stage.WeightZeroPoint;
            int inputZero = input.ZeroPoint;
            int kernelH = stage.KernelH;
            int kernelW = stage.KernelW;
            int columns = kernelW;
            int columnTaps = 1; // inputs of a column of the window
            int step = pixel; // between the inputs of two taps
            int next = 1; // between the inputs of two channels
            int groupOutputs = stage.ChannelMultiplier;
            if (!isDepthwise)
            {
                columns = stage.Groups == 1 ? kernelW : 1;
                columnTaps = pixel / stage.Groups;
                groupOutputs = output.Channels / stage.Groups;
                step = 1;
                next = 0;
            }
            else if (groupOutputs > 1)
            {
                next = 0;
            }

            int step2 = 2 * step;
            int end = firstChannel + channelCount;
            for (int channels; firstChannel < end; firstChannel += channels)
            {
                // Channels that have the same inputs, or one each.
                channels = end - firstChannel;
                int firstInput = firstChannel;
                if (next == 0)
                {
                    int group = firstChannel / groupOutputs;
                    int left = ((group + 1) * groupOutputs) - firstChannel;
                    channels = left < channels ? left : channels;
                    firstInput = group * columnTaps;
                }

                channels = channels < sums.Length ? channels : sums.Length;
                int most = sums.Length / channels;
                int tile = 0;
                for (int x = 0, oy = first; oy < first + count; x += tile)
                {
                    if (x == output.Width)
                    {
                        x = 0;
                        tile = 0;
                        oy++;
                        continue;
                    }

                    tile = output.Width - x < most ? output.Width - x : most;
                    int last = tile * channels;
                    Array.Clear(sums, 0, last);
                    int top = (oy * stage.StrideH) - stage.PadTop;
                    int weight = stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * taps);
                    byte[] row = null;
                    int index = 0;
                    int run;
                    for (int ky = 0, kx = 0; ky < kernelH; weight += run)
                    {
                        int iy = top + ky;
                        bool isInside = iy >= 0 && iy < input.Height;
                        int ix = (x * stage.StrideW) - stage.PadLeft + kx;
                        if (isInside)
                        {
                            run = columns * columnTaps;
                            row = input.RowArray(iy);
                            index = input.RowOffset(iy) + firstInput;
                            kx += columns;
                            if (kx == kernelW)
                            {
                                kx = 0;
                                ky++;
                            }
                        }
                        else
                        {
                            // All kernel rows above the image, or all below it.
                            run = ky;
                            ky = iy < 0 && kernelH > -top ? -top : kernelH;
                            run = (ky - run) * kernelW * columnTaps;
                            if (inputZero == 0)
                            {
                                continue;
                            }
                        }

                        for (int s = 0; s < last; ix += stage.StrideW)
                        {
                            // Columns of the window inside the image.
                            int before = 0;
                            int inside = 0;
                            if (isInside)
                            {
                                before = ix < 0 ? ix > -columns ? -ix : columns : 0;
                                inside = input.Width - ix < columns ? input.Width - ix : columns;
                                inside = inside > before ? inside - before : 0;
                            }

                            int start = index + ((ix + before) * pixel);
                            before *= columnTaps;
                            inside *= columnTaps;
                            bool hasOutside = inside < run && inputZero != 0;
                            int firstWeight = weight;
                            for (int pixelEnd = s + channels; s < pixelEnd; s++)
                            {
                                i = start;
                                w = firstWeight;
                                sum = 0;
                                if (hasOutside)
                                {
                                    for (n = before; n > 0; n--)
                                    {
                                        sum += weights[w];
                                        w++;
                                    }

                                    w += inside;
                                    for (n = run - before - inside; n >= 4; n -= 4)
                                    {
                                        sum += weights[w] + weights[w + 1] + weights[w + 2] + weights[w + 3];
                                        w += 4;
                                    }

                                    for (; n > 0; n--)
                                    {
                                        sum += weights[w];
                                        w++;
                                    }

                                    sum = (sum - (zero * (run - inside))) * inputZero;
                                    w = firstWeight;
                                }

                                w += before;
                                for (n = inside; n >= 4; n -= 4)
                                {
                                    sum += (row[i] * (weights[w] - zero)) + (row[i + step] * (weights[w + 1] - zero));
                                    i += step2;
                                    sum += (row[i] * (weights[w + 2] - zero)) + (row[i + step] * (weights[w + 3] - zero));
                                    i += step2;
                                    w += 4;
                                }

                                if (n >= 2)
                                {
                                    sum += (row[i] * (weights[w] - zero)) + (row[i + step] * (weights[w + 1] - zero));
                                    i += step2;
                                    w += 2;
                                    n -= 2;
                                }

                                if (n != 0)
                                {
                                    sum += row[i] * (weights[w] - zero);
                                }

                                sums[s] += sum;
                                start += next;
                                firstWeight += taps;
                            }
                        }
                    }

                    PixelResult.Store(
                        stage, 0, 0, output.RowArray(oy), output.RowOffset(oy) + (x * output.Channels) + firstChannel, firstChannel, channels, tile);
                }
            }
        }
    }
}
