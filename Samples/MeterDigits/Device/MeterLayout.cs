using Edge.Firmware.Faults;

namespace Edge.MeterDigits.Device
{
    /// <summary>What stays the same from picture to picture: where the digits are and what they mean.</summary>
    internal sealed class MeterLayout
    {
        /// <summary>Most digits; the reading fits long.</summary>
        public const int MaxDigits = 12;

        /// <summary>Usual <see cref="MinConfidencePermille"/>: a dark place of a display looks like an 8 of 550 to 820, digits mostly give 900 and more.</summary>
        public const int DefaultMinConfidencePermille = 870;

        /// <summary>Fewest pixels across and down of a box.</summary>
        public const int MinBoxSize = 4;

        private readonly DigitBox[] _boxes;

        /// <summary>Makes a layout; <see cref="Check"/> tells whether it can be used.</summary>
        /// <param name="frameWidth">Width of the frame that the boxes were drawn on.</param>
        /// <param name="frameHeight">Its height.</param>
        /// <param name="boxes">One for each digit, the most significant first.</param>
        /// <param name="decimals">Digits behind the decimal point.</param>
        /// <param name="isRolling">Digits are printed on wheels that turn; false for displays.</param>
        /// <param name="minConfidencePermille">A digit whose confidence is below counts as hidden, 0 to 1000.</param>
        /// <param name="maxIncrease">Largest credible increase since the previous reading, in units of the last digit; 0 takes a hundredth of the counter's range.</param>
        public MeterLayout(int frameWidth, int frameHeight, DigitBox[] boxes, int decimals, bool isRolling, int minConfidencePermille, long maxIncrease)
        {
            FrameWidth = frameWidth;
            FrameHeight = frameHeight;
            _boxes = boxes;
            Decimals = decimals;
            IsRolling = isRolling;
            MinConfidencePermille = minConfidencePermille;
            Range = 1;
            for (int i = 0; i < boxes.Length && i < MaxDigits; i++)
            {
                Range *= 10;
            }

            long hundredth = Range / 100;
            MaxIncrease = maxIncrease > 0 ? maxIncrease : hundredth > 0 ? hundredth : 1;
        }

        /// <summary>Width of the frame in pixels.</summary>
        public int FrameWidth { get; }

        /// <summary>Height of the frame in pixels.</summary>
        public int FrameHeight { get; }

        /// <summary>Digits behind the decimal point.</summary>
        public int Decimals { get; }

        /// <summary>Digits are printed on wheels.</summary>
        public bool IsRolling { get; }

        /// <summary>A digit whose confidence is below counts as hidden.</summary>
        public int MinConfidencePermille { get; }

        /// <summary>Largest credible increase, in units of the last digit.</summary>
        public long MaxIncrease { get; }

        /// <summary>10 to the number of digits: the counter starts over at this value.</summary>
        public long Range { get; }

        /// <summary>Number of digits.</summary>
        public int DigitCount
        {
            get { return _boxes.Length; }
        }

        /// <summary>A digit's box; 0 is the most significant.</summary>
        public DigitBox GetBox(int index)
        {
            return _boxes[index];
        }

        /// <summary>Finds what is wrong with the layout.</summary>
        /// <param name="index">Receives the index of the box at fault, or -1.</param>
        /// <returns><see cref="FirmwareError.None"/> when it can be used.</returns>
        public FirmwareError Check(out int index)
        {
            index = -1;
            if (_boxes.Length == 0 || _boxes.Length > MaxDigits || Decimals < 0 || Decimals > _boxes.Length || MaxIncrease >= Range
                || FrameWidth < 1 || FrameWidth > MeterFrame.MaxSize || FrameHeight < 1 || FrameHeight > MeterFrame.MaxSize)
            {
                return MeterError.LayoutBad;
            }

            for (index = 0; index < _boxes.Length; index++)
            {
                DigitBox box = _boxes[index];
                if (box.Width < MinBoxSize || box.Height < MinBoxSize || box.X < 0 || box.Y < 0
                    || box.X > FrameWidth - box.Width || box.Y > FrameHeight - box.Height)
                {
                    return MeterError.BoxOutside;
                }

                for (int other = 0; other < index; other++)
                {
                    if (box.Overlaps(_boxes[other]))
                    {
                        return MeterError.BoxesOverlap;
                    }
                }
            }

            index = -1;
            return FirmwareError.None;
        }
    }
}
