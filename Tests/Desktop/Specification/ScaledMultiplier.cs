using System;

namespace Edge.Tests.Desktop.Specification;

/// <summary>
/// A real multiplier as Mantissa * 2^(Exponent - 31), taken from the bits of the double: the 53-bit significand rounded to 31 bits,
/// ties upwards (it is positive). Below 2^-32 it is flushed to 0. TFLite calls this QuantizeMultiplier.
/// </summary>
internal readonly record struct ScaledMultiplier(int Mantissa, int Exponent)
{
    private const int SignificandBits = 53;
    private const int MantissaBits = 31;

    public static ScaledMultiplier Of(double value)
    {
        if (value == 0)
        {
            return default;
        }

        long bits = BitConverter.DoubleToInt64Bits(value);
        long significand = bits & ((1L << (SignificandBits - 1)) - 1);
        int exponent = (int)(bits >> (SignificandBits - 1)) & 0x7FF;
        if (bits < 0 || exponent == 0x7FF)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "multipliers are positive and finite");
        }

        if (exponent == 0)
        {
            return default; // subnormal: far below 2^-32
        }

        // value = significand * 2^(exponent - 1075) = fraction * 2^power with fraction in [0.5, 1).
        significand |= 1L << (SignificandBits - 1);
        int power = exponent - 1022;
        Int128 rounded = ((Int128)significand + (1L << (SignificandBits - MantissaBits - 1))) >> (SignificandBits - MantissaBits);
        if (rounded == 1L << MantissaBits)
        {
            rounded = 1L << (MantissaBits - 1);
            power++;
        }

        return power < -31 ? default : new ScaledMultiplier((int)rounded, power);
    }
}
