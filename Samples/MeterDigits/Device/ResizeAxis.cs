namespace Edge.MeterDigits.Device
{
    // Half-pixel centres: output o lies at ((o + 1/2) * in / out) - 1/2 of the input, here in 1/256 pixels, rounded down:
    // ((2 o + 1) * in * 128) / out - 128. With in <= 4096 and out <= 512 the product is below 2^12 * 2^10 * 2^7 = 2^29.
    // An input of twice the output or more is first averaged over whole blocks of "in / out" pixels; what is left over at the
    // edges is cut off evenly.

    /// <summary>Where each output pixel of one axis lies between two input pixels, for a resize to a fixed size.</summary>
    internal sealed class ResizeAxis
    {
        /// <summary>Largest output.</summary>
        public const int MaxOutput = 512;

        /// <summary>Fractions are in 1/256 of a pixel.</summary>
        public const int One = 256;

        private readonly int[] _index;
        private readonly int[] _fraction;

        /// <summary>Makes an axis.</summary>
        /// <param name="output">Output pixels, 1 to <see cref="MaxOutput"/>.</param>
        public ResizeAxis(int output)
        {
            _index = new int[output];
            _fraction = new int[output];
        }

        /// <summary>Input pixels averaged into one.</summary>
        public int Block { get; private set; }

        /// <summary>Input pixels skipped at the beginning.</summary>
        public int Start { get; private set; }

        /// <summary>Blocks.</summary>
        public int Count { get; private set; }

        /// <summary>Sets the input's size. Allocates nothing.</summary>
        /// <param name="input">Input pixels, 1 to <see cref="MeterFrame.MaxSize"/>.</param>
        public void SetInput(int input)
        {
            int output = _index.Length;
            Block = input / output;
            if (Block < 1)
            {
                Block = 1;
            }

            Count = input / Block;
            Start = (input - (Count * Block)) / 2;
            for (int o = 0; o < output; o++)
            {
                int position = ((((2 * o) + 1) * Count * (One / 2)) / output) - (One / 2);
                if (position < 0)
                {
                    position = 0;
                }

                int index = position / One;
                bool isLast = index >= Count - 1;
                _index[o] = isLast ? Count - 1 : index;
                _fraction[o] = isLast ? 0 : position - (index * One);
            }
        }

        /// <summary>Block before output <paramref name="output"/>.</summary>
        public int GetIndex(int output)
        {
            return _index[output];
        }

        /// <summary>Way to the next block, 0 to 255 in 1/256; 0 at the last block.</summary>
        public int GetFraction(int output)
        {
            return _fraction[output];
        }
    }
}
