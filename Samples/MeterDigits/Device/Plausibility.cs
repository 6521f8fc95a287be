namespace Edge.MeterDigits.Device
{
    /// <summary>Joins digits to a reading and compares it with the previous one. Counters start over at 10^digits; all values are in units of the last digit.</summary>
    internal static class Plausibility
    {
        /// <summary>Value of digits that are all known.</summary>
        public static long Join(DigitResult[] digits)
        {
            long value = 0;
            for (int i = 0; i < digits.Length; i++)
            {
                value = (value * 10) + digits[i].Value;
            }

            return value;
        }

        /// <summary>How far the counter has gone since the previous reading, over its end if need be: 0 to range - 1.</summary>
        public static long Increase(long value, long previous, long range)
        {
            long increase = value - previous;
            return increase < 0 ? increase + range : increase;
        }

        /// <summary>Judges a reading whose digits are all known.</summary>
        public static MeterStatus Judge(long value, long previous, long range, long maxIncrease)
        {
            if (Increase(value, previous, range) <= maxIncrease)
            {
                return MeterStatus.Read;
            }

            return value < previous ? MeterStatus.Backwards : MeterStatus.Jump;
        }

        // The longest beginning that equals the previous reading gives the smallest value above it: at the place behind it the
        // digit is larger, and all open places further right are 0. If even the first place cannot be larger, the counter has
        // started over, and all open places are 0.

        /// <summary>Fills open digits so that the reading is the smallest that is not less than the previous one.</summary>
        /// <param name="digits">Values of those that are not open are fixed; the others receive theirs.</param>
        /// <param name="isOpen">Which digits are open.</param>
        /// <param name="previous">Previous reading.</param>
        public static void FillFromPrevious(DigitResult[] digits, bool[] isOpen, long previous)
        {
            int equal = 0; // places whose digit is, or can be, that of the previous reading
            while (equal < digits.Length && (isOpen[equal] || digits[equal].Value == DigitAt(previous, digits.Length - 1 - equal)))
            {
                equal++;
            }

            int larger = equal;
            while (larger >= 0 && larger < digits.Length && !CanBeLarger(digits[larger], isOpen[larger], DigitAt(previous, digits.Length - 1 - larger)))
            {
                larger--;
            }

            for (int i = 0; i < digits.Length; i++)
            {
                if (isOpen[i])
                {
                    int old = DigitAt(previous, digits.Length - 1 - i);
                    digits[i].Value = i < larger ? old : i == larger ? old + 1 : 0;
                }
            }
        }

        private static bool CanBeLarger(DigitResult digit, bool isOpen, int old)
        {
            return isOpen ? old < 9 : digit.Value > old;
        }

        private static int DigitAt(long value, int place)
        {
            for (int i = 0; i < place; i++)
            {
                value /= 10;
            }

            return (int)(value % 10);
        }
    }
}
