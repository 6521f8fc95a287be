using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Specification;

/// <summary>MUL: (a - za) * (b - zb) scaled by sa * sb / sy, in double.</summary>
internal static class ProductSpecification
{
    public static sbyte[] Run(Operator op, sbyte[] a, sbyte[] b)
    {
        QuantizationParameters qa = op.Inputs[0].Quantization!;
        QuantizationParameters qb = op.Inputs[1].Quantization!;
        QuantizationParameters quantization = op.Output.Quantization!;
        ActivationRange range = ActivationRange.Of(((ArithmeticAttributes)op.Attributes!).Activation, quantization);
        ScaledMultiplier multiplier = ScaledMultiplier.Of((double)qa.Scale * qb.Scale / quantization.Scale);
        return Broadcasting.Run(a, op.Inputs[0].Shape, b, op.Inputs[1].Shape, op.Output.Shape, (x, y) =>
            range.Limit((long)Rounding.Multiply((x - qa.ZeroPoint) * (y - qb.ZeroPoint), multiplier) + quantization.ZeroPoint));
    }
}
