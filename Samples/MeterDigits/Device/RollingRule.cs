namespace Edge.MeterDigits.Device
{
    // A wheel of a mechanical counter turns while the wheel to its right goes from 9 to 0; the last one turns all the time.
    // So a wheel that shows no single digit
    //   - is turning when it is the last one, when the one to its right is turning, or when that shows 9 or 0 and is itself the
    //     last, or next to a wheel that turns or shows 9 or 0 (and so on to the last one);
    //   - is hidden otherwise (glare, dirt, a dark segment).
    // A turning wheel counts as the lower of its two values until its right neighbour counts as 0. A wheel that is turned together
    // with the one to its left goes from 9 to 0, whatever the picture says.

    /// <summary>Tells turning wheels from hidden ones and decides which of its two values a turning wheel counts as.</summary>
    internal static class RollingRule
    {
        private const int Nine = 9;

        /// <summary>Fills in State and Value of every digit from what was seen. Values of turning leading wheels are the picture's; hidden ones are Unknown, -1.</summary>
        /// <param name="digits">Most significant first.</param>
        /// <param name="isRolling">Digits are on wheels; false: what is not readable is hidden.</param>
        /// <param name="minConfidencePermille">A digit that was seen with less confidence is hidden.</param>
        public static void Run(DigitResult[] digits, bool isRolling, int minConfidencePermille)
        {
            bool isCarrying = true; // everything to the right is at or near its passage from 9 to 0
            for (int i = digits.Length - 1; i >= 0; i--)
            {
                DigitResult digit = digits[i];
                bool isDigit = digit.SeenClass != DigitResult.NotReadable;
                bool isReadable = isDigit && digit.ConfidencePermille >= minConfidencePermille;
                digit.State = isReadable ? DigitState.Read : !isDigit && isRolling && isCarrying ? DigitState.Rolling : DigitState.Unknown;
                digit.Value = isReadable ? digit.SeenClass : -1;
                isCarrying &= digit.State == DigitState.Rolling || digit.Value == 0 || digit.Value == Nine;
            }

            for (int i = digits.Length - 1; i >= 0; i--)
            {
                if (digits[i].State == DigitState.Rolling)
                {
                    int lower = IsTurnedTogether(digits, i) ? Nine : digits[i].PairLower;
                    digits[i].Value = IsPast(digits, i) ? (lower + 1) % 10 : lower;
                }
            }
        }

        /// <summary>Whether a turning wheel is the first of a row of turning wheels: only the picture tells its two values.</summary>
        public static bool IsFirst(DigitResult[] digits, int index)
        {
            return digits[index].State == DigitState.Rolling && !IsTurnedTogether(digits, index);
        }

        /// <summary>The wheels that turn with the last one count as what they are when the turn is complete.</summary>
        public static void Complete(DigitResult[] digits)
        {
            for (int i = digits.Length - 1; i >= 0 && digits[i].State == DigitState.Rolling; i--)
            {
                digits[i].Value = IsTurnedTogether(digits, i) ? 0 : (digits[i].PairLower + 1) % 10;
            }
        }

        private static bool IsTurnedTogether(DigitResult[] digits, int index)
        {
            return index > 0 && digits[index - 1].State == DigitState.Rolling;
        }

        // The right neighbour counts as 0: it has completed its turn, and so has this wheel.
        private static bool IsPast(DigitResult[] digits, int index)
        {
            return index + 1 < digits.Length && digits[index + 1].Value == 0;
        }
    }
}
