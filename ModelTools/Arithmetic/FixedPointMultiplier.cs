using System;

namespace Edge.ModelTools.Arithmetic;

/// <summary>
/// A real multiplier as Multiplier * 2^(Shift - 31): TFLite's QuantizeMultiplier
/// (tensorflow/lite/kernels/internal/quantization_util.cc, tflite-micro 90b983c).
/// </summary>
/// <param name="Multiplier">0, or 2^30 to 2^31 - 1.</param>
/// <param name="Shift">-31 to 30; positive is left.</param>
internal readonly record struct FixedPointMultiplier(int Multiplier, int Shift)
{
    /// <summary>
    /// Quantizes a multiplier: fraction in [0.5, 1) times 2^31, rounded half away from zero; below 2^-32 it becomes 0.
    /// </summary>
    /// <param name="value">At least 0 and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative, not finite, or 2^30 and above.</exception>
    public static FixedPointMultiplier FromReal(double value)
    {
        if (!double.IsFinite(value) || value < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "a multiplier is finite and at least 0");
        }

        if (value == 0)
        {
            return new FixedPointMultiplier(0, 0);
        }

        // frexp: value = fraction * 2^exponent with fraction in [0.5, 1); exact, also for subnormal numbers.
        int exponent = Math.ILogB(value) + 1;
        double fraction = Math.ScaleB(value, -exponent);
        long quantized = (long)Math.Round(fraction * (1L << 31), MidpointRounding.AwayFromZero);
        if (quantized == 1L << 31)
        {
            quantized /= 2;
            exponent++;
        }

        if (exponent < -31)
        {
            return new FixedPointMultiplier(0, 0);
        }

        if (exponent > 30)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "a multiplier is below 2^30");
        }

        return new FixedPointMultiplier((int)quantized, exponent);
    }
}
