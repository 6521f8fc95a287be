namespace Edge.Firmware.Logging
{
    // Lines are put together in one array that is made once: strings of the parts would litter the heap between two inferences,
    // whose frames need it (Edge.Runtime.Int8.FrameHeadroom). Only the finished line is a string, because the console takes no other.

    /// <summary>Characters of a line that is being made.</summary>
    internal class LineBuffer
    {
        /// <summary>Longest line.</summary>
        protected const int Capacity = 640;

        private const int MostDigits = 20;

        /// <summary>The characters.</summary>
        protected readonly char[] Characters = new char[Capacity];

        /// <summary>How many there are.</summary>
        protected int Length;

        /// <summary>Starts anew.</summary>
        public LineBuffer Clear()
        {
            Length = 0;
            return this;
        }

        /// <summary>Appends text, as much as there is room for; null is nothing.</summary>
        public LineBuffer Put(string text)
        {
            int count = text == null ? 0 : text.Length;
            for (int i = 0; i < count && Length < Capacity; i++)
            {
                Characters[Length++] = text[i];
            }

            return this;
        }

        /// <summary>Appends a number.</summary>
        public LineBuffer PutNumber(long value)
        {
            return PutDigits(value, 1);
        }

        /// <summary>Appends a number of thousandths with its three decimals.</summary>
        public LineBuffer PutThousandths(long value)
        {
            if (value < 0)
            {
                Put("-");
                value = -value;
            }

            PutDigits(value / 1000, 1);
            Put(".");
            return PutDigits(value % 1000, 3);
        }

        /// <summary>The line.</summary>
        public string ToText()
        {
            return new string(Characters, 0, Length);
        }

        private LineBuffer PutDigits(long value, int least)
        {
            if (Length + MostDigits > Capacity)
            {
                return this;
            }

            if (value < 0)
            {
                Characters[Length++] = '-';
            }

            int first = Length;
            int digits = 0;
            while (value != 0 || digits < least)
            {
                long rest = value / 10;
                int digit = (int)(value - (rest * 10));
                Characters[Length++] = (char)('0' + (digit < 0 ? -digit : digit));
                value = rest;
                digits++;
            }

            // Lowest digit first so far.
            for (int last = Length - 1; first < last; first++, last--)
            {
                char swapped = Characters[first];
                Characters[first] = Characters[last];
                Characters[last] = swapped;
            }

            return this;
        }
    }
}
