namespace Edge.MeterDigits.Device
{
    /// <summary>What was found out about one digit.</summary>
    internal sealed class DigitResult
    {
        /// <summary><see cref="SeenClass"/> of a box that shows no readable digit.</summary>
        public const int NotReadable = 10;

        /// <summary>What the network saw: 0 to 9 or <see cref="NotReadable"/>.</summary>
        public int SeenClass;

        /// <summary>Confidence of <see cref="SeenClass"/>, 0 to 1000.</summary>
        public int ConfidencePermille;

        /// <summary>Lower of the two neighbouring digits that the picture resembles most, 0 to 9 (9 with 0).</summary>
        public int PairLower;

        /// <summary>The two digits that the picture resembles most are neighbours, as they are on a wheel between two values, and each is twice as likely as any other.</summary>
        public bool IsPairClear;

        /// <summary>How <see cref="Value"/> came about.</summary>
        public DigitState State;

        /// <summary>Digit of the reading, 0 to 9; -1 when <see cref="State"/> is Unknown.</summary>
        public int Value;

        /// <summary>Time of the inference with crop and resize, microseconds; 0 without a clock.</summary>
        public long Microseconds;

        /// <summary>Energy of the inference, nanojoules; 0 without a meter.</summary>
        public long Nanojoules;
    }
}
