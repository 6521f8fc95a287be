using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Specification;

/// <summary>PRELU: x - zx scaled by sx / sy where it is at least 0, else (x - zx) * (slope - zs) scaled by sx * ss / sy.</summary>
internal static class PReluSpecification
{
    public static sbyte[] Run(Operator op, sbyte[] input, sbyte[] slope)
    {
        QuantizationParameters x = op.Inputs[0].Quantization!;
        QuantizationParameters s = op.Inputs[1].Quantization!;
        QuantizationParameters y = op.Output.Quantization!;
        ScaledMultiplier positive = ScaledMultiplier.Of((double)x.Scale / y.Scale);
        ScaledMultiplier negative = ScaledMultiplier.Of((double)x.Scale * s.Scale / y.Scale);
        var output = new sbyte[input.Length];
        for (int i = 0; i < output.Length; i++)
        {
            int value = input[i] - x.ZeroPoint;
            int factor = slope[i % slope.Length] - s.ZeroPoint;
            int scaled = value >= 0 ? Rounding.Multiply(value, positive) : Rounding.Multiply(value * factor, negative);
            output[i] = Rounding.ToInt8((long)scaled + y.ZeroPoint);
        }

        return output;
    }
}
