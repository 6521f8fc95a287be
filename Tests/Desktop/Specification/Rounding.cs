using System;

namespace Edge.Tests.Desktop.Specification;

/// <summary>
/// The roundings of the specification, written from their definitions and in 128 bits, so that nothing can overflow unnoticed.
/// </summary>
internal static class Rounding
{
    /// <summary>
    /// a * b / 2^31 as gemmlowp rounds it: half a unit is added towards the sign of the product (for negative ones, one less),
    /// then the division truncates. The one product that does not fit saturates.
    /// </summary>
    public static int HighMultiply(int a, int b)
    {
        if (a == int.MinValue && b == int.MinValue)
        {
            return int.MaxValue;
        }

        Int128 product = (Int128)a * b;
        Int128 nudge = product >= 0 ? 1L << 30 : 1 - (1L << 30);
        return (int)((product + nudge) / (1L << 31));
    }

    /// <summary>value / 2^exponent to the nearest, ties away from zero.</summary>
    public static int Divide(int value, int exponent)
    {
        if (exponent == 0)
        {
            return value;
        }

        Int128 magnitude = value < 0 ? -(Int128)value : value;
        Int128 quotient = (magnitude + ((Int128)1 << (exponent - 1))) >> exponent;
        return (int)(value < 0 ? -quotient : quotient);
    }

    /// <summary>
    /// value * multiplier with two roundings: left shift in 32 bits (wrapping), rounded high product, rounded right shift.
    /// </summary>
    public static int Multiply(int value, ScaledMultiplier multiplier)
    {
        int shifted = multiplier.Exponent > 0 ? unchecked((int)((long)value << multiplier.Exponent)) : value;
        return Divide(HighMultiply(shifted, multiplier.Mantissa), multiplier.Exponent > 0 ? 0 : -multiplier.Exponent);
    }

    /// <summary>value * 2^exponent, saturated to 32 bits.</summary>
    public static int ShiftLeft(int value, int exponent)
    {
        return (int)Int128.Clamp((Int128)value << exponent, int.MinValue, int.MaxValue);
    }

    /// <summary>A real value to the nearest integer, ties away from zero.</summary>
    public static double Nearest(double value) => value < 0 ? -Math.Floor(0.5 - value) : Math.Floor(value + 0.5);

    /// <summary>Limited to int8.</summary>
    public static sbyte ToInt8(long value) => (sbyte)Math.Clamp(value, sbyte.MinValue, sbyte.MaxValue);
}
