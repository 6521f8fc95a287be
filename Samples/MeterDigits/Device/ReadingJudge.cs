namespace Edge.MeterDigits.Device
{
    // With a previous reading, in this order:
    //   1. No digit is hidden, the pictures of turning wheels are clear, and the reading is plausible: it stands.
    //   2. Otherwise open digits (hidden ones, and turning wheels whose values only the picture tells) become those of the smallest
    //      reading that is not below the previous one, if that is plausible.
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
            bool isUnclear = false;
            for (int i = 0; i < digits.Length; i++)
            {
                bool isTurning = RollingRule.IsOpen(digits, i);
                bool isUnknown = digits[i].State == DigitState.Unknown;
                isOpen[i] = isTurning || isUnknown;
                isHidden |= isUnknown;
                isUnclear |= isTurning && !digits[i].IsPairClear;
            }

            reading.Status = isHidden ? MeterStatus.Incomplete : MeterStatus.Read;
            reading.HasValue = !isHidden;
            if (reading.Previous != MeterReading.NoPrevious)
            {
                Compare(reading, layout, isOpen, isHidden || isUnclear);
            }

            reading.Value = reading.HasValue ? Plausibility.Join(digits) : 0;
        }

        private static void Compare(MeterReading reading, MeterLayout layout, bool[] isOpen, bool mustFill)
        {
            DigitResult[] digits = reading.Digits;
            MeterStatus status = MeterStatus.Incomplete;
            if (reading.HasValue)
            {
                status = Plausibility.Judge(Plausibility.Join(digits), reading.Previous, layout.Range, layout.MaxIncrease);
                if (status == MeterStatus.Read && !mustFill)
                {
                    return;
                }
            }

            bool isAnyOpen = false;
            for (int i = 0; i < digits.Length; i++)
            {
                isAnyOpen |= isOpen[i];
            }

            if (isAnyOpen && Fill(reading, layout, isOpen))
            {
                return;
            }

            reading.Status = status;
        }

        // Tries the smallest reading from the previous one on; puts everything back when even that is not plausible.
        private static bool Fill(MeterReading reading, MeterLayout layout, bool[] isOpen)
        {
            DigitResult[] digits = reading.Digits;
            Plausibility.FillFromPrevious(digits, isOpen, reading.Previous);
            if (Plausibility.Judge(Plausibility.Join(digits), reading.Previous, layout.Range, layout.MaxIncrease) != MeterStatus.Read)
            {
                RollingRule.Run(digits, layout.IsRolling, layout.MinConfidencePermille);
                return false;
            }

            for (int i = 0; i < digits.Length; i++)
            {
                digits[i].State = digits[i].State == DigitState.Unknown ? DigitState.Filled : digits[i].State;
            }

            reading.HasValue = true;
            return true;
        }
    }
}
