using System;
using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Specification;

/// <summary>The elementwise functions and QUANTIZE between int8 tensors, for one value at a time.</summary>
internal static class TableSpecification
{
    /// <summary>Result of an elementwise function for the input value <paramref name="q"/>.</summary>
    public static sbyte Evaluate(UnaryAttributes attributes, QuantizationParameters x, QuantizationParameters y, sbyte q) => attributes.Function switch
    {
        UnaryFunction.Relu => Clipped(x, y, q, new Clamp(0, float.PositiveInfinity)),
        UnaryFunction.ReluN1To1 => Clipped(x, y, q, new Clamp(-1, 1)),
        UnaryFunction.Clip => Clipped(x, y, q, new Clamp(attributes.Alpha, attributes.Beta)),
        UnaryFunction.Relu6 => Relu6(x, q),
        UnaryFunction.LeakyRelu => LeakyRelu(x, y, q, attributes.Alpha),
        UnaryFunction.HardSwish => HardSwish(x, y, q),
        UnaryFunction.Sigmoid => Sigmoid(x, q),
        UnaryFunction.Tanh => Tanh(x, q),
        UnaryFunction.Abs => Abs(x, y, q),
        UnaryFunction.Elu => InFloat(x, y, q, value => value < 0 ? (float)Math.Exp(value) - 1 : value),
        UnaryFunction.Exp => InFloat(x, y, q, value => (float)Math.Exp(value)),
        UnaryFunction.Gelu => InFloat(x, y, q, value => 0.5f * value * (1 + (float)ErrorFunction(value * (float)Math.Sqrt(0.5)))),
        UnaryFunction.GeluTanh => InFloat(x, y, q, value => 0.5f * value * (1 + (float)Math.Tanh((float)Math.Sqrt(2 / Math.PI) * (value + (0.044715f * value * value * value))))),
        _ => throw new NotSupportedException($"TFLite has no int8 kernel for {attributes.Function}"),
    };

    /// <summary>QUANTIZE.</summary>
    public static sbyte Requantize(QuantizationParameters x, QuantizationParameters y, sbyte q)
    {
        return Rounding.ToInt8((long)Rounding.Multiply(q - x.ZeroPoint, ScaledMultiplier.Of((double)x.Scale / y.Scale)) + y.ZeroPoint);
    }

    private static sbyte Clipped(QuantizationParameters x, QuantizationParameters y, int q, Clamp clamp)
    {
        long scaled = (long)Rounding.Multiply(q - x.ZeroPoint, ScaledMultiplier.Of(x.Scale / y.Scale)) + y.ZeroPoint;
        return ActivationRange.Of(clamp, y).Limit(scaled);
    }

    private static sbyte Relu6(QuantizationParameters x, int q)
    {
        double six = Rounding.Nearest(6 / x.Scale) + x.ZeroPoint;
        return (sbyte)(q > six ? six : Math.Max(q, x.ZeroPoint));
    }

    private static sbyte LeakyRelu(QuantizationParameters x, QuantizationParameters y, int q, float alpha)
    {
        int value = q - x.ZeroPoint;
        float ratio = value >= 0 ? x.Scale / y.Scale : x.Scale * alpha / y.Scale;
        int scaled = Rounding.Multiply(value, ScaledMultiplier.Of(Math.Abs(ratio)));
        return Rounding.ToInt8((long)(ratio < 0 ? -scaled : scaled) + y.ZeroPoint);
    }

    /// <summary>The magnitude of q - z is scaled, unless both scales agree.</summary>
    private static sbyte Abs(QuantizationParameters x, QuantizationParameters y, int q)
    {
        int magnitude = q < x.ZeroPoint ? x.ZeroPoint - q : q - x.ZeroPoint;
        return Rounding.ToInt8((long)(x.Scale == y.Scale ? magnitude : Rounding.Multiply(magnitude, ScaledMultiplier.Of(x.Scale / y.Scale))) + y.ZeroPoint);
    }

    /// <summary>Functions that TFLite computes in float32 when it fills its table; the quotient is a product with the reciprocal.</summary>
    private static sbyte InFloat(QuantizationParameters x, QuantizationParameters y, int q, Func<float, float> function)
    {
        float real = function(x.Scale * (q - x.ZeroPoint));
        float reciprocal = 1.0f / y.Scale;
        return Rounding.ToInt8((long)Rounding.Nearest(Math.Clamp(real * reciprocal, -1000, 1000)) + y.ZeroPoint);
    }

    /// <summary>2 / sqrt(pi) times the integral of e^(-t * t) from 0 to x, by Simpson's rule.</summary>
    private static double ErrorFunction(double x)
    {
        const int Steps = 600;
        double end = Math.Clamp(x, -6, 6); // beyond, it differs from 1 by less than 1e-16
        double sum = 1 + Math.Exp(-end * end);
        for (int i = 1; i < Steps; i++)
        {
            double t = end * i / Steps;
            sum += (i % 2 == 0 ? 2 : 4) * Math.Exp(-t * t);
        }

        return 2 / Math.Sqrt(Math.PI) * sum * end / Steps / 3;
    }

    private static sbyte Sigmoid(QuantizationParameters x, int q)
    {
        return Saturating(x, q, argument => Rounding.Divide(argument.Logistic().Raw, 31 - 8) - 128);
    }

    private static sbyte Tanh(QuantizationParameters x, int q)
    {
        return Saturating(x, q, argument => Rounding.Divide(argument.Tanh().Raw, 31 - 7));
    }

    /// <summary>A function of x in Q4.27; where x would not fit, one of the ends of int8.</summary>
    private static sbyte Saturating(QuantizationParameters x, int q, Func<FixedPointNumber, int> function)
    {
        const int IntegerBits = 4;
        int value = q - x.ZeroPoint;
        double scaling = (double)x.Scale * (1 << (31 - IntegerBits));
        double radius = Math.Floor(15.0 * (1 << 27) / Math.Pow(2, Math.Floor(Math.Log2(scaling)) + 1));
        if (value <= -radius || value >= radius)
        {
            return value <= -radius ? sbyte.MinValue : sbyte.MaxValue;
        }

        return Rounding.ToInt8(function(new FixedPointNumber(Rounding.Multiply(value, ScaledMultiplier.Of(scaling)), IntegerBits)));
    }

    /// <summary>
    /// Everything in 16 bits: x * 128; once times its scale over 128 over the output's, once as a ramp that is 1 at the real
    /// value 3 and saturates there, moved to [0, 1]; the product truncated, and scaled by what is left of the exponent.
    /// </summary>
    private static sbyte HardSwish(QuantizationParameters x, QuantizationParameters y, int q)
    {
        float fineScale = 1.0f / 128.0f * x.Scale;
        float rampScale = 3.0f / 32768.0f;
        ScaledMultiplier toOutput = ScaledMultiplier.Of(fineScale / y.Scale);
        ScaledMultiplier toRamp = ScaledMultiplier.Of(fineScale / rampScale);
        int fine = (q - x.ZeroPoint) * 128;
        int scaled = HighMultiply16(fine, Narrow(toOutput));
        int ramp = fine;
        if (toRamp.Exponent > 0)
        {
            ramp = Limit16((long)ramp * (1L << (toRamp.Exponent - 1)));
            ramp = HighMultiply16(ramp, Narrow(toRamp));
            ramp = Limit16(ramp * 2L);
        }
        else
        {
            ramp = Rounding.Divide(HighMultiply16(ramp, Narrow(toRamp)), -toRamp.Exponent);
        }

        int unit = (int)Math.Floor((ramp + 32768) / 2.0);
        int product = unit * scaled / 32768;
        return Rounding.ToInt8((long)Rounding.Divide(product, -toOutput.Exponent) + y.ZeroPoint);
    }

    private static int Narrow(ScaledMultiplier multiplier) => (int)Math.Min(Math.Floor((multiplier.Mantissa + 32768.0) / 65536), 32767);

    private static int HighMultiply16(int a, int b)
    {
        int product = a * b;
        return (product + (product >= 0 ? 1 << 14 : 1 - (1 << 14))) / 32768;
    }

    private static int Limit16(long value) => (int)Math.Clamp(value, short.MinValue, short.MaxValue);
}
