using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Both convolutions, any shape, one result at a time: the loops of the reference without its calls. For calls of so few results that whatever
    /// another kernel prepares would cost more than they do; cheaper than the reference for each of them.
    /// </summary>
    internal static class SingleResults
    {
        /// <summary>Runs <see cref="KernelSet.Conv2D"/> or <see cref="KernelSet.DepthwiseConv2D"/>.</summary>
        public static void Run(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            // The first four locals have the cheapest instructions.
            int i, w, last, sum;
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            byte[] weights = stage.Weights;
            int[] parameters = stage.Parameters;
            int pixel = input.Channels;
            int zero = 128 + stage.WeightZeroPoint;
            int groupInputs = 1;
            int groupOutputs = stage.ChannelMultiplier;
            if (stage.OpCode == OpCode.Conv2D)
            {
                groupInputs = pixel / stage.Groups;
                groupOutputs = output.Channels / stage.Groups;
            }

            for (int oy = first; oy < first + count; oy++)
            {
                byte[] results = output.RowArray(oy);
                int o = output.RowOffset(oy);
                for (int ox = 0; ox < output.Width; ox++)
                {
                    int left = (ox * stage.StrideW) - stage.PadLeft;
                    for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)
                    {
                        int index = oc - stage.FirstChannel;
                        w = stage.WeightsOffset + (index * stage.TapsPerChannel);
                        index += stage.ParameterBase;
                        sum = parameters[index];
                        int column = (oc / groupOutputs * groupInputs) + (left * pixel);
                        int iy = (oy * stage.StrideH) - stage.PadTop;
                        for (int end = iy + stage.KernelH; iy < end; iy++)
                        {
                            if (iy < 0 || iy >= input.Height)
                            {
                                for (last = w + (stage.KernelW * groupInputs); w < last; w++)
                                {
                                    sum += input.ZeroPoint * (weights[w] - zero);
                                }

                                continue;
                            }

                            byte[] row = input.RowArray(iy);
                            int start = input.RowOffset(iy) + column;
                            int ix = left;
                            for (int right = ix + stage.KernelW; ix < right; ix++)
                            {
                                last = w + groupInputs;
                                if (ix < 0 || ix >= input.Width)
                                {
                                    for (; w < last; w++)
                                    {
                                        sum += input.ZeroPoint * (weights[w] - zero);
                                    }
                                }
                                else
                                {
                                    for (i = start; w < last; w++)
                                    {
                                        sum += row[i] * (weights[w] - zero);
                                        i++;
                                    }
                                }

                                start += pixel;
                            }
                        }

                        int stride = stage.ParameterStride;
                        int multiplier = parameters[index + stride];
                        int shift = parameters[index + (2 * stride)];
                        int u = stage.ResultZeroPoint;
                        if (stage.Rounding == RoundingMode.Single)
                        {
                            u += (int)((((long)sum * multiplier) + (1L << (30 - shift))) >> (31 - shift));
                        }
                        else
                        {
                            u += FixedPoint.RequantizeDouble(sum, multiplier, shift);
                        }

                        if (u < stage.ActivationMin)
                        {
                            u = stage.ActivationMin;
                        }
                        else if (u > stage.ActivationMax)
                        {
                            u = stage.ActivationMax;
                        }

                        results[o + oc] = stage.HasTable ? stage.Table[stage.TableOffset + u] : (byte)u;
                    }

                    o += output.Channels;
                }
            }
        }
    }
}
