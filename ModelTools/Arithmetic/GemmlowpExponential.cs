using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Arithmetic;

/// <summary>
/// e^x for x at most 0 in fixed point, as gemmlowp's exp_on_negative_values computes it (fixedpoint/fixedpoint.h at 16e8662):
/// a fourth-order polynomial on (-1/4, 0], then one multiplication by e^-(2^k) for each bit of the rest.
/// </summary>
internal static class GemmlowpExponential
{
    /// <summary>Integer bits of softmax's scaled differences: Q5.26.</summary>
    private const int SoftmaxIntegerBits = 5;

    private const int ExpOfMinusOneEighth = 1895147668;
    private const int OneThird = 715827883;

    /// <summary>e^-(2^k) in Q0.31 for k = -2 to 4.</summary>
    private static readonly int[] s_factors = [1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242];

    /// <summary>e^(value * multiplier) in Q0.31; the product is in Q5.26.</summary>
    public static int OfNegative(FixedPointMultiplier multiplier, int value)
    {
        return OfNegative(FixedPoint.RequantizeDouble(value, multiplier.Multiplier, multiplier.Shift), SoftmaxIntegerBits);
    }

    /// <summary>e^x in Q0.31 for x in Q(<paramref name="integerBits"/>).(31 - integerBits), x at most 0.</summary>
    public static int OfNegative(int x, int integerBits)
    {
        if (x == 0)
        {
            return int.MaxValue;
        }

        int fractionalBits = 31 - integerBits;
        int oneQuarter = 1 << (fractionalBits - 2);
        int remainderBelow = (x & (oneQuarter - 1)) - oneQuarter;
        int result = OnLastQuarter(SaturatingShiftLeft(remainderBelow, integerBits));
        int rest = remainderBelow - x;
        for (int k = -2; k <= 4; k++)
        {
            if (integerBits > k && (rest & (1 << (fractionalBits + k))) != 0)
            {
                result = FixedPoint.HighProduct(result, s_factors[k + 2]);
            }
        }

        return result;
    }

    /// <summary>e^a for a in [-1/4, 0), both Q0.31: Taylor series around -1/8.</summary>
    private static int OnLastQuarter(int a)
    {
        int x = a + (1 << 28);
        int x2 = FixedPoint.HighProduct(x, x);
        int x3 = FixedPoint.HighProduct(x2, x);
        int x4 = FixedPoint.HighProduct(x2, x2);
        int x4Over4 = FixedPoint.DivideByPowerOfTwo(x4, 2);
        int higherTerms = FixedPoint.DivideByPowerOfTwo(FixedPoint.HighProduct(x4Over4 + x3, OneThird) + x2, 1);
        return ExpOfMinusOneEighth + FixedPoint.HighProduct(ExpOfMinusOneEighth, x + higherTerms);
    }

    private static int SaturatingShiftLeft(int value, int shift)
    {
        long wide = (long)value << shift;
        return wide > int.MaxValue ? int.MaxValue : wide < int.MinValue ? int.MinValue : (int)wide;
    }
}
