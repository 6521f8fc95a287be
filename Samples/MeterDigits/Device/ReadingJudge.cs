namespace Edge.MeterDigits.Device
{
    // A turning wheel whose picture does not tell its two values is unknown, as is the last digit when it is hidden, and so is the reading:
    // nothing else tells them. Otherwise, with a previous reading, in this order:
    //   1. No digit is hidden, and the reading is plausible: it stands.
    //   2. Hidden digits become those of the smallest reading that is not below the previous one, with the last turn as it is seen or
    //      complete, whichever gives less: a wheel that was read as nearly there is seen turning once more. If that is plausible, it stands. A hidden digit
    //      that would be another than before, because those behind it are below what they were, is believed only soon after its turn: else one that was misread would make it turn.
    //   3. Otherwise turning wheels keep the picture's value and hidden digits stay unknown.
    // Without one, turning wheels take the picture's value, and hidden digits stay unknown.

    /// <summary>Makes a reading of what was seen: rolling-digit rule, previous reading, plausibility.</summary>
    internal static class ReadingJudge
    {
        /// <summary>Fills in states, values and status. Allocates nothing.</summary>
        /// <param name="reading">Digits with what was seen, and the previous reading.</param>
        /// <param name="layout">Number of digits, wheels or display, largest credible increase.</param>
        /// <param name="isOpen">Scratch, one entry for each digit.</param>
        public static void Run(MeterReading reading, MeterLayout layout, bool[] isOpen)
        {
            DigitResult[] digits = reading.Digits;
            RollingRule.Run(digits, layout.IsRolling, layout.MinConfidencePermille);
            bool isHidden = false;
            bool isTurning = false;
            for (int i = 0; i < digits.Length; i++)
            {
                isOpen[i] = digits[i].State == DigitState.Unknown;
                isHidden |= isOpen[i];
                isTurning |= digits[i].State == DigitState.Rolling;
            }

            bool isUnclear = (isTurning && ForgetUnclear(digits)) || isOpen[digits.Length - 1];
            reading.HasValue = !isHidden && !isUnclear;
            reading.Status = reading.HasValue ? MeterStatus.Read : MeterStatus.Incomplete;
            if (reading.Previous != MeterReading.NoPrevious && !isUnclear)
            {
                Compare(reading, layout, isOpen, isTurning);
            }

            reading.Value = reading.HasValue ? Plausibility.Join(digits) : 0;
        }

        // From the right, so that a wheel still knows that the one to its left turns with it.
        private static bool ForgetUnclear(DigitResult[] digits)
        {
            bool isAny = false;
            for (int i = digits.Length - 1; i >= 0; i--)
            {
                if (RollingRule.IsFirst(digits, i) && !digits[i].IsPairClear)
                {
                    digits[i].State = DigitState.Unknown;
                    digits[i].Value = -1;
                    isAny = true;
                }
            }

            return isAny;
        }

        private static void Compare(MeterReading reading, MeterLayout layout, bool[] isOpen, bool isTurning)
        {
            DigitResult[] digits = reading.Digits;
            bool isHidden = !reading.HasValue;
            MeterStatus status = isHidden ? MeterStatus.Incomplete : Plausibility.Judge(Plausibility.Join(digits), reading.Previous, layout.Range, layout.MaxIncrease);
            if (status == MeterStatus.Read)
            {
                return;
            }

            if (isTurning)
            {
                long increase = IncreaseOfFilled(reading, layout, isOpen);
                RollingRule.Complete(digits);
                if (IncreaseOfFilled(reading, layout, isOpen) >= increase)
                {
                    RollingRule.Run(digits, layout.IsRolling, layout.MinConfidencePermille);
                }
            }

            if (!Fill(reading, layout, isOpen))
            {
                RollingRule.Run(digits, layout.IsRolling, layout.MinConfidencePermille);
                reading.Status = status;
            }
        }

        private static long IncreaseOfFilled(MeterReading reading, MeterLayout layout, bool[] isOpen)
        {
            Plausibility.FillFromPrevious(reading.Digits, isOpen, reading.Previous);
            return Plausibility.Increase(Plausibility.Join(reading.Digits), reading.Previous, layout.Range);
        }

        // Tries the smallest reading from the previous one on; without open digits, the reading as it is.
        private static bool Fill(MeterReading reading, MeterLayout layout, bool[] isOpen)
        {
            DigitResult[] digits = reading.Digits;
            Plausibility.FillFromPrevious(digits, isOpen, reading.Previous);
            long value = Plausibility.Join(digits);
            if (Plausibility.Judge(value, reading.Previous, layout.Range, layout.MaxIncrease) != MeterStatus.Read
                || !HasJustTurned(digits, isOpen, reading.Previous, Plausibility.Increase(value, reading.Previous, layout.Range)))
            {
                return false;
            }

            for (int i = 0; i < digits.Length; i++)
            {
                digits[i].State = isOpen[i] ? DigitState.Filled : digits[i].State;
            }

            reading.HasValue = true;
            return true;
        }

        // Whether hidden digits are as they were, or the increase is at most a quarter of a turn of the last one that is not.
        private static bool HasJustTurned(DigitResult[] digits, bool[] isOpen, long previous, long increase)
        {
            long turn = 1;
            for (int i = digits.Length - 1; i >= 0; i--)
            {
                if (isOpen[i] && digits[i].Value != previous % 10)
                {
                    return 4 * increase <= turn;
                }

                previous /= 10;
                turn *= 10;
            }

            return true;
        }
    }
}
