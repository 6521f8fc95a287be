namespace Edge.Runtime.Int8.Kernels
{
    /// <summary>
    /// Fixed-point rounding. The real multiplier is Multiplier * 2^(Shift - 31), Multiplier 0 or in [2^30, 2^31).
    /// Double rounding equals TFLite's MultiplyByQuantizedMultiplier (gemmlowp SaturatingRoundingDoublingHighMul, then
    /// RoundingDivideByPOT; tensorflow/lite/kernels/internal/common.cc at tflite-micro 90b983c).
    /// </summary>
    internal static class FixedPoint
    {
        private const long HalfQ31 = 1L << 30;

        /// <summary>value * multiplier * 2^(shift - 31), rounded as <paramref name="mode"/> says.</summary>
        /// <param name="value">Accumulator.</param>
        /// <param name="multiplier">Q31 multiplier, at least 0.</param>
        /// <param name="shift">-31 to 30; positive is left.</param>
        /// <param name="mode">The blob's rounding.</param>
        public static int Requantize(int value, int multiplier, int shift, RoundingMode mode)
        {
            return mode == RoundingMode.Double
                ? RequantizeDouble(value, multiplier, shift)
                : RequantizeSingle(value, multiplier, shift);
        }

        /// <summary>High product rounded half up, then the right shift rounded half away from zero.</summary>
        public static int RequantizeDouble(int value, int multiplier, int shift)
        {
            if (shift > 0)
            {
                // TFLite shifts in 32 bits and lets the product wrap.
                return HighProduct(value << shift, multiplier);
            }

            return DivideByPowerOfTwo(HighProduct(value, multiplier), -shift);
        }

        /// <summary>(value * multiplier + half) >> (31 - shift): one rounding, half up.</summary>
        public static int RequantizeSingle(int value, int multiplier, int shift)
        {
            int total = 31 - shift;
            return (int)((((long)value * multiplier) + (1L << (total - 1))) >> total);
        }

        /// <summary>
        /// Rounded high half of twice the product: (a * b + 2^30) >> 31 equals gemmlowp's nudge and truncating division
        /// for every pair but INT_MIN * INT_MIN, which cannot occur because b is at least 0.
        /// </summary>
        public static int HighProduct(int a, int b)
        {
            return (int)((((long)a * b) + HalfQ31) >> 31);
        }

        /// <summary>
        /// Saturating variant of <see cref="HighProduct"/> for operands that may both be INT_MIN.
        /// </summary>
        public static int SaturatingHighProduct(int a, int b)
        {
            return a == b && a == int.MinValue ? int.MaxValue : HighProduct(a, b);
        }

        /// <summary>value / 2^exponent, ties away from zero; exponent 0 to 31.</summary>
        public static int DivideByPowerOfTwo(int value, int exponent)
        {
            if (exponent == 0)
            {
                return value;
            }

            return (int)((value + (1L << (exponent - 1)) + (value >> 31)) >> exponent);
        }

        /// <summary>sum / count, ties away from zero; count at least 1.</summary>
        public static int DivideRounded(int sum, int count)
        {
            return sum > 0 ? (sum + (count / 2)) / count : (sum - (count / 2)) / count;
        }

        /// <summary>
        /// Sum of two products with one rounding shift, for single-rounding Add: (a * ma + b * mb + half) >> shift.
        /// |a|, |b| at most 255 and |ma|, |mb| below 2^21, so the sum stays below 2^30.
        /// </summary>
        public static int SumSingle(int a, int multiplierA, int b, int multiplierB, int shift)
        {
            return ((a * multiplierA) + (b * multiplierB) + (1 << (shift - 1))) >> shift;
        }

        /// <summary>
        /// 1 / (1 + x) for x in [0, 1), Q0.31 to Q0.31: three Newton-Raphson steps from 48/17 - 32/17 d
        /// (gemmlowp fixedpoint.h, one_over_one_plus_x_for_x_in_0_1).
        /// </summary>
        public static int ReciprocalOfOnePlus(int x)
        {
            const int Constant48Over17 = 1515870810;
            const int ConstantMinus32Over17 = -1010580540;
            // Rounded half of (x + 1).
            int half = (int)(((long)x + int.MaxValue + 1) >> 1);
            int estimate = Constant48Over17 + SaturatingHighProduct(half, ConstantMinus32Over17);
            for (int i = 0; i < 3; i++)
            {
                int product = SaturatingHighProduct(half, estimate);
                int remainder = (1 << 29) - product;
                estimate += ShiftLeftSaturating(SaturatingHighProduct(estimate, remainder), 2);
            }

            return ShiftLeftSaturating(estimate, 1);
        }

        /// <summary>
        /// 1 / sqrt(value) as a multiplier and shift for <see cref="RequantizeDouble"/>, by five Newton-Raphson steps in Q3.28 from 1
        /// (TFLite quantization_util.cc / common.h, GetInvSqrtQuantizedMultiplierExp with reverse_shift -1). Values up to 1 count as 1.
        /// </summary>
        /// <param name="value">0 to 2^29 - 1.</param>
        public static int InverseSquareRoot(int value, out int shift)
        {
            const int One = 1 << 28;
            const int HalfThree = (1 << 28) + (1 << 27);
            const int HalfSquareRootOfTwo = 1518500250; // Q0.31
            if (value <= 1)
            {
                shift = 0;
                return int.MaxValue;
            }

            int right = 11;
            while (value < 1 << 27)
            {
                value <<= 2;
                right--;
            }

            int half = DivideByPowerOfTwo(value >> 1, 1);
            int x = One;
            for (int i = 0; i < 5; i++)
            {
                // Products of Q3.28 have six integer bits; shifting by three brings them back.
                int square = SaturatingHighProduct(x, x);
                int cube = ShiftLeftSaturating(SaturatingHighProduct(square, x), 6);
                int difference = SaturatingHighProduct(HalfThree, x) - SaturatingHighProduct(half, cube);
                x = ShiftLeftSaturating(difference, 3);
            }

            x = SaturatingHighProduct(x, HalfSquareRootOfTwo);
            shift = right < 0 ? 0 : -right;
            return right < 0 ? x << -right : x;
        }

        private static int ShiftLeftSaturating(int value, int shift)
        {
            long wide = (long)value << shift;
            return wide > int.MaxValue ? int.MaxValue : wide < int.MinValue ? int.MinValue : (int)wide;
        }
    }
}
