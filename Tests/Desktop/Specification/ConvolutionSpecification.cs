using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Specification;

/// <summary>
/// CONV_2D and DEPTHWISE_CONV_2D: sum of (w - zw) * (x - zx) over the taps inside the image, plus bias, scaled by
/// s_x * s_w[channel] / s_y, plus zero point, clamped.
/// </summary>
internal static class ConvolutionSpecification
{
    /// <summary>Runs one operator.</summary>
    /// <param name="isLegacyUInt8">Whether the product of the scales is rounded to float32, as for uint8 models.</param>
    public static sbyte[] Run(Operator op, sbyte[] input, bool isLegacyUInt8)
    {
        var attributes = (ConvAttributes)op.Attributes!;
        Tensor x = op.Inputs[0];
        Tensor weights = op.Inputs[1];
        int[]? bias = op.Inputs.Count > 2 ? op.Inputs[2].Int32s : null;
        bool isDepthwise = op.Kind == OperatorKind.DepthwiseConv2D;
        int height = x.Shape[1];
        int width = x.Shape[2];
        int channels = x.Shape[3];
        int kernelH = weights.Shape[1];
        int kernelW = weights.Shape[2];
        int outputH = op.Output.Shape[1];
        int outputW = op.Output.Shape[2];
        int outputChannels = op.Output.Shape[3];
        int groupChannels = isDepthwise ? 1 : weights.Shape[3];
        int channelsPerGroup = isDepthwise ? outputChannels / channels : outputChannels / attributes.Groups;
        ActivationRange range = ActivationRange.Of(attributes.Activation, op.Output.Quantization!);
        ScaledMultiplier[] multipliers = Multipliers(op, outputChannels, isLegacyUInt8);
        int[] values = Centered(input, x.Quantization!);
        int[] taps = Centered(weights.Int8s, weights.Quantization!);
        var output = new sbyte[op.Output.ElementCount];
        for (int oy = 0; oy < outputH; oy++)
        {
            for (int ox = 0; ox < outputW; ox++)
            {
                for (int oc = 0; oc < outputChannels; oc++)
                {
                    long sum = bias is null ? 0 : bias[oc];
                    for (int ky = 0; ky < kernelH; ky++)
                    {
                        int y = (oy * attributes.StrideH) - attributes.Padding.Top + ky;
                        for (int kx = 0; kx < kernelW; kx++)
                        {
                            int column = (ox * attributes.StrideW) - attributes.Padding.Left + kx;
                            if (y < 0 || y >= height || column < 0 || column >= width)
                            {
                                continue;
                            }

                            int pixel = (((y * width) + column) * channels) + (oc / channelsPerGroup * groupChannels);
                            int tap = isDepthwise
                                ? (((ky * kernelW) + kx) * outputChannels) + oc
                                : ((((oc * kernelH) + ky) * kernelW) + kx) * groupChannels;
                            for (int ic = 0; ic < groupChannels; ic++)
                            {
                                sum += (long)values[pixel + ic] * taps[tap + ic];
                            }
                        }
                    }

                    long scaled = (long)Rounding.Multiply(unchecked((int)sum), multipliers[oc]) + op.Output.Quantization!.ZeroPoint;
                    output[(((oy * outputW) + ox) * outputChannels) + oc] = range.Limit(scaled);
                }
            }
        }

        return output;
    }

    /// <summary>Values less their zero point; along an axis every zero point is 0.</summary>
    public static int[] Centered(sbyte[] values, QuantizationParameters quantization)
    {
        int zeroPoint = quantization.ZeroPoints.Length == 1 ? quantization.ZeroPoint : 0;
        var centered = new int[values.Length];
        for (int i = 0; i < centered.Length; i++)
        {
            centered[i] = values[i] - zeroPoint;
        }

        return centered;
    }

    private static ScaledMultiplier[] Multipliers(Operator op, int count, bool isLegacyUInt8)
    {
        float inputScale = op.Inputs[0].Quantization!.Scale;
        float outputScale = op.Output.Quantization!.Scale;
        var multipliers = new ScaledMultiplier[count];
        for (int oc = 0; oc < count; oc++)
        {
            float weightScale = op.Inputs[1].Quantization!.ScaleAt(oc);
            double product = isLegacyUInt8 ? inputScale * weightScale : (double)inputScale * weightScale;
            multipliers[oc] = ScaledMultiplier.Of(product / outputScale);
        }

        return multipliers;
    }
}
