using System;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// From ranges to scales and zero points, as the TFLite int8 specification asks: real = scale * (q - zeroPoint), q in -128..127 for
/// activations, zero exactly representable.
/// </summary>
internal static class AffineParameters
{
    /// <summary>Lowest int8 value.</summary>
    public const int Lowest = -128;

    /// <summary>Highest int8 value.</summary>
    public const int Highest = 127;

    private const int Steps = Highest - Lowest;
    private const float SmallestScale = 1e-12f; // keeps every product of two scales a normal float

    /// <summary>Outputs between 0 and 1: sigmoid, hard-sigmoid, softmax. The scale is TFLite's, 1/256.</summary>
    public static QuantizationParameters Unit => new(1f / 256, Lowest);

    /// <summary>Outputs between -1 and 1: tanh.</summary>
    public static QuantizationParameters SignedUnit => new(1f / 128, 0);

    /// <summary>Per-tensor parameters for a range, which is widened to hold zero.</summary>
    public static QuantizationParameters Of(ActivationRange range)
    {
        double min = Math.Min(range.Min, 0);
        double max = Math.Max(range.Max, 0);
        if (max <= min)
        {
            return new QuantizationParameters(1f / 256, Lowest); // the tensor is always zero: any scale will do
        }

        float scale = Math.Max((float)((max - min) / Steps), SmallestScale);
        double zeroPoint = Math.Round(Lowest - (min / scale), MidpointRounding.AwayFromZero);
        return new QuantizationParameters(scale, (int)Math.Clamp(zeroPoint, Lowest, Highest));
    }

    /// <summary>The real values that the parameters represent.</summary>
    public static ActivationRange RangeOf(QuantizationParameters parameters) =>
        new((Lowest - parameters.ZeroPoint) * parameters.Scale, (Highest - parameters.ZeroPoint) * parameters.Scale);

    /// <summary>Quantizes one value: rounds to nearest, ties away from zero, and saturates.</summary>
    public static sbyte Quantize(float real, QuantizationParameters parameters)
    {
        double q = Math.Round((double)real / parameters.Scale, MidpointRounding.AwayFromZero) + parameters.ZeroPoint;
        return (sbyte)Math.Clamp(q, Lowest, Highest);
    }
}
