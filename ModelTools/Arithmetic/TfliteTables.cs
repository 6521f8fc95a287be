using System;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Arithmetic;

/// <summary>
/// Tables of the elementwise functions of imported int8 models: entry q + 128 is what the TFLM reference kernel gives for
/// the input q. The kernels look at nothing but q, so a table is exact. Formulas and sources: docs/quantization.md, part 1.
/// </summary>
internal static class TfliteTables
{
    private const int Entries = 256;
    private const int Lowest = sbyte.MinValue;
    private const int Highest = sbyte.MaxValue;

    // LOGISTIC and TANH take their argument in Q4.27.
    private const int ArgumentIntegerBits = 4;
    private const int ArgumentFractionalBits = 27;

    /// <summary>Table of a function.</summary>
    /// <param name="attributes">Function and its parameters, as TFLite has them.</param>
    /// <param name="input">Per-tensor quantization of the input.</param>
    /// <param name="output">Per-tensor quantization of the output.</param>
    /// <returns>256 values; index q + 128.</returns>
    /// <exception cref="ArgumentOutOfRangeException">TFLite has no int8 kernel for the function.</exception>
    public static sbyte[] Build(UnaryAttributes attributes, QuantizationParameters input, QuantizationParameters output) => attributes.Function switch
    {
        UnaryFunction.Relu => BuildClip(input, output, 0, float.PositiveInfinity),
        UnaryFunction.Relu6 => BuildRelu6(input),
        UnaryFunction.ReluN1To1 => BuildClip(input, output, -1, 1),
        UnaryFunction.Clip => BuildClip(input, output, attributes.Alpha, attributes.Beta),
        UnaryFunction.LeakyRelu => BuildLeakyRelu(input, output, attributes.Alpha),
        UnaryFunction.HardSwish => BuildHardSwish(input, output),
        UnaryFunction.Sigmoid => BuildLogistic(input),
        UnaryFunction.Tanh => BuildTanh(input),
        UnaryFunction.Abs => BuildAbs(input, output),
        UnaryFunction.Elu => BuildInFloat(input, output, x => x < 0 ? MathF.Exp(x) - 1 : x),
        UnaryFunction.Exp => BuildInFloat(input, output, MathF.Exp),
        UnaryFunction.Gelu => BuildInFloat(input, output, x => 0.5f * x * (1 + (float)ErrorFunction.Erf(x * (float)Math.Sqrt(0.5)))),
        UnaryFunction.GeluTanh => BuildInFloat(input, output, GeluTanh),
        _ => throw new ArgumentOutOfRangeException(nameof(attributes), attributes.Function, "no int8 kernel in TFLite"),
    };

    /// <summary>Table of QUANTIZE between int8 tensors: (q - z_in) * s_in / s_out + z_out.</summary>
    public static sbyte[] BuildRequantize(QuantizationParameters input, QuantizationParameters output)
    {
        FixedPointMultiplier scaling = FixedPointMultiplier.FromReal((double)input.Scale / output.Scale);
        return Tabulate(q => Scaled(q - input.ZeroPoint, scaling) + output.ZeroPoint);
    }

    /// <summary>Whether HARD_SWISH between these scales is one the reference kernel can compute.</summary>
    public static bool IsHardSwishPossible(QuantizationParameters input, QuantizationParameters output)
    {
        return HighResolution(input.Scale) / output.Scale < 1;
    }

    /// <summary>Rescaled, then clamped to [minimum, maximum]; the ratio of the scales is rounded to float32 first.</summary>
    private static sbyte[] BuildClip(QuantizationParameters input, QuantizationParameters output, float minimum, float maximum)
    {
        FixedPointMultiplier scaling = FixedPointMultiplier.FromReal(input.Scale / output.Scale);
        int lower = Bound(minimum, output, Lowest);
        int upper = Bound(maximum, output, Highest);
        return Tabulate(q => Math.Min(Math.Max(Scaled(q - input.ZeroPoint, scaling) + output.ZeroPoint, lower), upper));
    }

    /// <summary>
    /// Clamped to 0 and 6 in the input's quantization and not rescaled: the TFLM kernel takes it for granted that input and
    /// output agree.
    /// </summary>
    private static sbyte[] BuildRelu6(QuantizationParameters input)
    {
        int six = Bound(6, input, Highest);
        return Tabulate(q => q > six ? six : q < input.ZeroPoint ? input.ZeroPoint : q);
    }

    /// <summary>Two multipliers, both from float32 arithmetic; alpha may be negative.</summary>
    private static sbyte[] BuildLeakyRelu(QuantizationParameters input, QuantizationParameters output, float alpha)
    {
        FixedPointMultiplier identity = FixedPointMultiplier.FromReal(input.Scale / output.Scale);
        float slope = input.Scale * alpha / output.Scale;
        FixedPointMultiplier negative = FixedPointMultiplier.FromReal(Math.Abs(slope));
        int sign = slope < 0 ? -1 : 1;
        return Tabulate(q =>
        {
            int x = q - input.ZeroPoint;
            return (x >= 0 ? Scaled(x, identity) : sign * Scaled(x, negative)) + output.ZeroPoint;
        });
    }

    /// <summary>|q - z_in| rescaled, unless both scales are the same.</summary>
    private static sbyte[] BuildAbs(QuantizationParameters input, QuantizationParameters output)
    {
        FixedPointMultiplier scaling = FixedPointMultiplier.FromReal(input.Scale / output.Scale);
        bool isSame = input.Scale == output.Scale;
        return Tabulate(q =>
        {
            int x = Math.Abs(q - input.ZeroPoint);
            return (isSame ? x : Scaled(x, scaling)) + output.ZeroPoint;
        });
    }

    /// <summary>Functions for which TFLite itself fills a table: dequantized, computed and quantized in float32.</summary>
    private static sbyte[] BuildInFloat(QuantizationParameters input, QuantizationParameters output, Func<float, float> function)
    {
        float inverse = 1 / output.Scale;
        return Tabulate(q =>
        {
            float value = function(input.Scale * (q - input.ZeroPoint));
            return (int)Math.Clamp(MathF.Round(value * inverse, MidpointRounding.AwayFromZero) + output.ZeroPoint, Lowest, Highest);
        });
    }

    private static float GeluTanh(float x)
    {
        const float SquareRootOfTwoOverPi = 0.7978845608f;
        return 0.5f * x * (1 + MathF.Tanh(SquareRootOfTwoOverPi * (x + (0.044715f * x * x * x))));
    }

    private static sbyte[] BuildLogistic(QuantizationParameters input)
    {
        return BuildSaturating(input, x => FixedPoint.DivideByPowerOfTwo(GemmlowpFunctions.Logistic(x, ArgumentIntegerBits), 23) + Lowest);
    }

    private static sbyte[] BuildTanh(QuantizationParameters input)
    {
        return BuildSaturating(input, x => FixedPoint.DivideByPowerOfTwo(GemmlowpFunctions.Tanh(x, ArgumentIntegerBits), 24));
    }

    /// <summary>Beyond what Q4.27 holds the function is at its ends; the radius test comes first, also for q = zero point.</summary>
    private static sbyte[] BuildSaturating(QuantizationParameters input, Func<int, int> function)
    {
        FixedPointMultiplier scaling = ArgumentScaling(input.Scale, out double radius);
        return Tabulate(q =>
        {
            int x = q - input.ZeroPoint;
            return x <= -radius ? Lowest : x >= radius ? Highest : function(Scaled(x, scaling));
        });
    }

    /// <summary>Scale to Q4.27, and the largest |q - zeroPoint| that stays inside: floor(15 * 2^27 / 2^shift).</summary>
    private static FixedPointMultiplier ArgumentScaling(float scale, out double radius)
    {
        double real = (double)scale * (1 << ArgumentFractionalBits);
        int shift = Math.ILogB(real) + 1;
        radius = Math.Floor(Math.ScaleB(((1 << ArgumentIntegerBits) - 1) * (double)(1 << ArgumentFractionalBits), -shift));

        // At radius 0 nothing is scaled any more, so the multiplier need not exist.
        return radius < 1 ? default : FixedPointMultiplier.FromReal(real);
    }

    /// <summary>
    /// x * min(max(x + 3, 0), 6) / 6 in int16: x on 1/128 of the input's scale; the ramp as a saturated value in [-1, 1] mapped
    /// to [0, 1]; their product without rounding, to cancel the bias of the roundings before it.
    /// </summary>
    private static sbyte[] BuildHardSwish(QuantizationParameters input, QuantizationParameters output)
    {
        const float RampScale = 3f / 32768; // on which the real value 3 is 2^15
        float highResolution = HighResolution(input.Scale);
        FixedPointMultiplier outputScaling = FixedPointMultiplier.FromReal(highResolution / output.Scale);
        FixedPointMultiplier rampScaling = FixedPointMultiplier.FromReal(highResolution / RampScale);
        if (outputScaling.Shift > 0)
        {
            throw new EdgeException(
                DiagnosticId.TfliteScaleConstraint, "HARD_SWISH", $"output scale {output.Scale} is too fine for input scale {input.Scale}", "quantize with the TFLite converter");
        }

        short outputMultiplier = ToInt16(outputScaling.Multiplier);
        short rampMultiplier = ToInt16(rampScaling.Multiplier);
        return Tabulate(q =>
        {
            short x = (short)((q - input.ZeroPoint) << 7);
            short scaled = HighProduct16(x, outputMultiplier);
            int ramp = Ramp(x, rampMultiplier, rampScaling.Shift);
            short product = (short)(ramp * scaled / (1 << 15)); // towards zero; ramp is at least 0, so it cannot overflow
            return (short)(FixedPoint.DivideByPowerOfTwo(product, -outputScaling.Shift) + output.ZeroPoint);
        });
    }

    /// <summary>The ramp as Q0.15 in [0, 1): all but one bit of a left shift comes before the multiplication, so that saturation happens last.</summary>
    private static int Ramp(short x, short multiplier, int shift)
    {
        short value = x;
        if (shift > 0)
        {
            value = Saturated16((long)value << (shift - 1));
        }

        value = HighProduct16(value, multiplier);
        if (shift > 0)
        {
            value = Saturated16((long)value << 1);
        }

        if (shift < 0)
        {
            value = (short)FixedPoint.DivideByPowerOfTwo(value, -shift);
        }

        return (value + (1 << 15)) >> 1;
    }

    private static float HighResolution(float scale) => 1f / 128 * scale;

    /// <summary>Q31 multiplier rounded to Q15.</summary>
    private static short ToInt16(int multiplier)
    {
        return multiplier >= int.MaxValue - (1 << 15) ? short.MaxValue : (short)((multiplier + (1 << 15)) >> 16);
    }

    /// <summary>Rounded high half of twice the product; multipliers are never -2^15, so it cannot overflow.</summary>
    private static short HighProduct16(short a, short b) => (short)(((a * b) + (1 << 14)) >> 15);

    private static short Saturated16(long value) => (short)Math.Clamp(value, short.MinValue, short.MaxValue);

    private static int Scaled(int value, FixedPointMultiplier scaling)
    {
        return FixedPoint.RequantizeDouble(value, scaling.Multiplier, scaling.Shift);
    }

    /// <summary>A real bound as a quantized one: value / scale in float32, half away from zero; <paramref name="end"/> where there is none.</summary>
    private static int Bound(float value, QuantizationParameters quantization, int end)
    {
        float steps = MathF.Round(value / quantization.Scale, MidpointRounding.AwayFromZero);
        return (int)Math.Clamp((double)steps + quantization.ZeroPoint, Lowest, Highest) is int bound && float.IsFinite(value) ? bound : end;
    }

    private static sbyte[] Tabulate(Func<int, int> function)
    {
        var table = new sbyte[Entries];
        for (int q = Lowest; q <= Highest; q++)
        {
            table[q - Lowest] = (sbyte)Math.Clamp(function(q), Lowest, Highest);
        }

        return table;
    }
}
