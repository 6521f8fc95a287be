namespace Edge.MeterDigits.Device
{
    /// <summary>Where one digit is in the frame, in pixels from the upper left corner.</summary>
    internal sealed class DigitBox
    {
        /// <summary>Makes a box.</summary>
        public DigitBox(int x, int y, int width, int height)
        {
            X = x;
            Y = y;
            Width = width;
            Height = height;
        }

        /// <summary>Left edge.</summary>
        public int X { get; }

        /// <summary>Upper edge.</summary>
        public int Y { get; }

        /// <summary>Pixels across.</summary>
        public int Width { get; }

        /// <summary>Pixels down.</summary>
        public int Height { get; }

        /// <summary>Whether two boxes have a pixel in common.</summary>
        public bool Overlaps(DigitBox other)
        {
            return X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;
        }
    }
}
