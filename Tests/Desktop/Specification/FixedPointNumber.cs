using System;

namespace Edge.Tests.Desktop.Specification;

/// <summary>
/// A signed 32-bit fixed-point number with a given count of integer bits, and the operations gemmlowp's exponential, logistic
/// and tanh are made of. Products add the integer bits; a change of format saturates or rounds.
/// </summary>
internal readonly record struct FixedPointNumber(int Raw, int IntegerBits)
{
    private int FractionalBits => 31 - IntegerBits;

    /// <summary>1; with no integer bits, the largest value below it.</summary>
    public static FixedPointNumber One(int integerBits) => new(integerBits == 0 ? int.MaxValue : 1 << (31 - integerBits), integerBits);

    /// <summary>A constant given in Q0.31 or with integer bits.</summary>
    public static FixedPointNumber Constant(double value, int integerBits)
    {
        double raw = Rounding.Nearest(value * Math.Pow(2, 31 - integerBits));
        return new((int)Math.Clamp(raw, int.MinValue, int.MaxValue), integerBits);
    }

    public static FixedPointNumber operator +(FixedPointNumber a, FixedPointNumber b) => a with { Raw = checked(a.Raw + b.Raw) };

    public static FixedPointNumber operator -(FixedPointNumber a, FixedPointNumber b) => a with { Raw = checked(a.Raw - b.Raw) };

    public static FixedPointNumber operator *(FixedPointNumber a, FixedPointNumber b)
    {
        return new(Rounding.HighMultiply(a.Raw, b.Raw), a.IntegerBits + b.IntegerBits);
    }

    /// <summary>The same value with other integer bits.</summary>
    public FixedPointNumber To(int integerBits)
    {
        return new(
            integerBits < IntegerBits ? Rounding.ShiftLeft(Raw, IntegerBits - integerBits) : Rounding.Divide(Raw, integerBits - IntegerBits), integerBits);
    }

    /// <summary>Divided by 2^exponent in the same format, rounded.</summary>
    public FixedPointNumber Over(int exponent) => this with { Raw = Rounding.Divide(Raw, exponent) };

    /// <summary>
    /// e^x for x at most 0: x is split into a rest in [-1/4, 0) for a series around -1/8, and quarters, each bit of whose count
    /// contributes a factor e^-(2^k).
    /// </summary>
    public FixedPointNumber Exponential()
    {
        if (Raw == 0)
        {
            return One(0);
        }

        long quarter = 1L << (FractionalBits - 2);
        long rest = (((Raw % quarter) + quarter) % quarter) - quarter;
        long quarters = (rest - Raw) / quarter;
        FixedPointNumber t = new FixedPointNumber((int)rest, IntegerBits).To(0) + Constant(1.0 / 8, 0);
        FixedPointNumber t2 = t * t;
        FixedPointNumber t3 = t2 * t;
        FixedPointNumber t4 = t2 * t2;
        FixedPointNumber higherTerms = (((t4.Over(2) + t3) * Constant(1.0 / 3, 0)) + t2).Over(1);
        FixedPointNumber center = Constant(Math.Exp(-1.0 / 8), 0);
        FixedPointNumber result = center + (center * (t + higherTerms));
        for (int k = -2; k < IntegerBits && quarters >> (k + 2) != 0; k++)
        {
            if ((quarters >> (k + 2) & 1) != 0)
            {
                result *= Constant(Math.Exp(-Math.Pow(2, k)), 0);
            }
        }

        return result;
    }

    /// <summary>2 / (1 + x) for x in [0, 1), with 2 integer bits: Newton-Raphson on d = (1 + x) / 2 from 48/17 - 32/17 d, three steps.</summary>
    public FixedPointNumber TwiceReciprocalOfOnePlus()
    {
        var d = new FixedPointNumber((int)(((long)Raw + int.MaxValue + 1) / 2), 0);
        FixedPointNumber estimate = Constant(48.0 / 17, 2) + (d * Constant(-32.0 / 17, 2));
        for (int i = 0; i < 3; i++)
        {
            estimate += (estimate * (One(2) - (d * estimate))).To(2);
        }

        return estimate;
    }

    /// <summary>1 / (1 + e^-x).</summary>
    public FixedPointNumber Logistic()
    {
        if (Raw == 0)
        {
            return new(1 << 30, 0);
        }

        FixedPointNumber magnitude = (this with { Raw = -Math.Abs(Raw) }).Exponential().TwiceReciprocalOfOnePlus();

        // Half of it: the same bits with one integer bit less.
        FixedPointNumber positive = new FixedPointNumber(magnitude.Raw, 1).To(0);
        return Raw > 0 ? positive : One(0) - positive;
    }

    /// <summary>(1 - e^-2x) / (1 + e^-2x).</summary>
    public FixedPointNumber Tanh()
    {
        if (Raw == 0)
        {
            return new(0, 0);
        }

        FixedPointNumber power = new FixedPointNumber(-Math.Abs(Raw), IntegerBits + 1).Exponential();
        FixedPointNumber magnitude = (power.TwiceReciprocalOfOnePlus() - One(2)).To(0);
        return Raw > 0 ? magnitude : magnitude with { Raw = -magnitude.Raw };
    }
}
