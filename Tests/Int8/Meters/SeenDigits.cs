using Edge.MeterDigits.Device;

namespace Edge.Tests.Int8.Meters
{
    /// <summary>Readings written as text: what was seen in, what was made of it out.</summary>
    internal static class SeenDigits
    {
        /// <summary>Judges what was seen.</summary>
        /// <param name="seen">A digit each, 'N' for not readable, 'a' to 'j' for not readable and clearly between 0 and 1 to between 9 and 0, '?' for a digit without confidence.</param>
        /// <param name="previous">Previous reading, or -1.</param>
        /// <param name="maxIncrease">Largest credible increase, or 0 for the usual one.</param>
        /// <param name="isRolling">Wheels.</param>
        /// <returns>Reading, status and one letter for each digit's state: "0123 read RRRT".</returns>
        public static string Judge(string seen, long previous, long maxIncrease, bool isRolling)
        {
            var boxes = new DigitBox[seen.Length];
            for (int i = 0; i < boxes.Length; i++)
            {
                boxes[i] = new DigitBox(i * 4, 0, 4, 4);
            }

            var layout = new MeterLayout(seen.Length * 4, 4, boxes, 0, isRolling, MeterLayout.DefaultMinConfidencePermille, maxIncrease);
            var reading = new MeterReading(seen.Length);
            for (int i = 0; i < seen.Length; i++)
            {
                Set(reading.Digits[i], seen[i]);
            }

            reading.Previous = previous;
            ReadingJudge.Run(reading, layout, new bool[seen.Length]);
            string states = "";
            for (int i = 0; i < seen.Length; i++)
            {
                DigitState state = reading.Digits[i].State;
                states += state == DigitState.Read ? "R" : state == DigitState.Rolling ? "T" : state == DigitState.Filled ? "F" : "U";
            }

            return reading.ToText(0) + " " + MeterLog.NameOf(reading.Status) + " " + states;
        }

        private static void Set(DigitResult digit, char seen)
        {
            bool isDigit = seen >= '0' && seen <= '9';
            bool isBetween = seen >= 'a' && seen <= 'j';
            digit.SeenClass = isDigit ? seen - '0' : seen == '?' ? 5 : DigitResult.NotReadable;
            digit.ConfidencePermille = seen == '?' ? 300 : 950;
            digit.PairLower = isBetween ? seen - 'a' : 0;
            digit.IsPairClear = isBetween;
        }
    }
}
