using System;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Lowering;

/// <summary>
/// Clamps of fused activations in the quantized domain: q = zero point + round(f / scale), float32 division, half away from
/// zero, within int8 (TFLite kernel_util.cc CalculateActivationRangeQuantized, tflite-micro 90b983c).
/// </summary>
internal static class ActivationClamp
{
    /// <summary>Sets the operator's clamp from <paramref name="clamp"/>, in offset binary.</summary>
    public static void Apply(DeviceOperator op, Clamp? clamp, QuantizationParameters output)
    {
        op.ActivationMin = clamp is null || float.IsNegativeInfinity(clamp.Min) ? 0 : Quantize(clamp.Min, output);
        op.ActivationMax = clamp is null || float.IsPositiveInfinity(clamp.Max) ? 255 : Quantize(clamp.Max, output);
        if (op.ActivationMax < op.ActivationMin)
        {
            op.ActivationMax = op.ActivationMin;
        }
    }

    private static int Quantize(float value, QuantizationParameters output)
    {
        double quantized = output.ZeroPoint + (double)MathF.Round(value / output.Scale, MidpointRounding.AwayFromZero);
        return (int)Math.Clamp(quantized, -128, 127) + 128;
    }
}
