using System;
using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Specification;

/// <summary>
/// ADD and SUB: both inputs are shifted left by 20 and brought to twice the larger scale, added, and scaled to the output. ADD
/// computes its multipliers in double, SUB in float32 (in uint8 models, in double as well).
/// </summary>
internal static class SumSpecification
{
    private const int LeftShift = 20;

    public static sbyte[] Run(Operator op, sbyte[] a, sbyte[] b, bool isLegacyUInt8)
    {
        QuantizationParameters qa = op.Inputs[0].Quantization!;
        QuantizationParameters qb = op.Inputs[1].Quantization!;
        QuantizationParameters quantization = op.Output.Quantization!;
        ActivationRange range = ActivationRange.Of(((ArithmeticAttributes)op.Attributes!).Activation, quantization);
        bool isInSingle = op.Kind == OperatorKind.Sub && !isLegacyUInt8;
        float commonScale = 2 * Math.Max(qa.Scale, qb.Scale);
        ScaledMultiplier forA = ScaledMultiplier.Of(isInSingle ? qa.Scale / commonScale : (double)qa.Scale / commonScale);
        ScaledMultiplier forB = ScaledMultiplier.Of(isInSingle ? qb.Scale / commonScale : (double)qb.Scale / commonScale);
        float outputStep = (1 << LeftShift) * quantization.Scale; // exact: a power of two
        ScaledMultiplier forOutput = ScaledMultiplier.Of(isInSingle ? commonScale / outputStep : (double)commonScale / outputStep);
        int sign = op.Kind == OperatorKind.Sub ? -1 : 1;
        return Broadcasting.Run(a, op.Inputs[0].Shape, b, op.Inputs[1].Shape, op.Output.Shape, (x, y) =>
        {
            int scaledA = Rounding.Multiply((x - qa.ZeroPoint) << LeftShift, forA);
            int scaledB = Rounding.Multiply((y - qb.ZeroPoint) << LeftShift, forB);
            return range.Limit((long)Rounding.Multiply(scaledA + (sign * scaledB), forOutput) + quantization.ZeroPoint);
        });
    }
}
