using System;
using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Specification;

/// <summary>
/// A fused clamp in the output's quantization: zero point + round(bound / scale), the division in float32, within int8.
/// </summary>
internal readonly record struct ActivationRange(int Lowest, int Highest)
{
    public static ActivationRange Of(Clamp? clamp, QuantizationParameters output)
    {
        return new ActivationRange(
            clamp is null || float.IsInfinity(clamp.Min) ? sbyte.MinValue : Math.Max(sbyte.MinValue, Quantized(clamp.Min, output)),
            clamp is null || float.IsInfinity(clamp.Max) ? sbyte.MaxValue : Math.Min(sbyte.MaxValue, Quantized(clamp.Max, output)));
    }

    /// <summary>The value limited to the range; the upper end wins where the range is empty.</summary>
    public sbyte Limit(long value) => (sbyte)Math.Min(Math.Max(value, Lowest), Highest);

    private static int Quantized(float bound, QuantizationParameters output)
    {
        float steps = bound / output.Scale;
        double quantized = output.ZeroPoint + Rounding.Nearest(steps);
        return (int)Math.Clamp(quantized, int.MinValue, int.MaxValue);
    }
}
