using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Specification;

/// <summary>
/// FULLY_CONNECTED over rows. With one scale for all weights the product s_x * s_w is rounded to float32 before the
/// division; with one for each output it is not.
/// </summary>
internal static class FullyConnectedSpecification
{
    public static sbyte[] Run(Operator op, sbyte[] input)
    {
        Tensor weights = op.Inputs[1];
        int[]? bias = op.Inputs.Count > 2 ? op.Inputs[2].Int32s : null;
        int outputs = weights.Shape[0];
        int columns = weights.Shape[1];
        float inputScale = op.Inputs[0].Quantization!.Scale;
        QuantizationParameters quantization = op.Output.Quantization!;
        ActivationRange range = ActivationRange.Of(((FullyConnectedAttributes)op.Attributes!).Activation, quantization);
        int[] values = ConvolutionSpecification.Centered(input, op.Inputs[0].Quantization!);
        int[] taps = ConvolutionSpecification.Centered(weights.Int8s, weights.Quantization!);
        var output = new sbyte[values.Length / columns * outputs];
        for (int i = 0; i < output.Length; i++)
        {
            int row = i / outputs;
            int oc = i % outputs;
            long sum = bias is null ? 0 : bias[oc];
            for (int ic = 0; ic < columns; ic++)
            {
                sum += (long)values[(row * columns) + ic] * taps[(oc * columns) + ic];
            }

            bool isPerTensor = weights.Quantization!.Scales.Length == 1;
            float weightScale = weights.Quantization.ScaleAt(oc);
            double product = isPerTensor ? inputScale * weightScale : (double)inputScale * weightScale;
            ScaledMultiplier multiplier = ScaledMultiplier.Of(product / quantization.Scale);
            output[i] = range.Limit((long)Rounding.Multiply(unchecked((int)sum), multiplier) + quantization.ZeroPoint);
        }

        return output;
    }
}
