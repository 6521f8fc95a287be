namespace Edge.Runtime.Int8
{
    // Numbers of a linear congruential generator, anew for each row: a row may be asked for more than once.

    /// <summary>The input of a self-test: noise that a number stands for, so that a blob need not hold it.</summary>
    internal sealed class SelfTestRows : InputRows
    {
        private const int Multiplier = 1664525;
        private const int Increment = 1013904223;
        private const int RowStep = 0x2545F491;

        private readonly int _seed;

        /// <summary>Makes the input.</summary>
        /// <param name="seed">Any number.</param>
        public SelfTestRows(int seed)
        {
            _seed = seed;
        }

        /// <inheritdoc/>
        public override void ReadRow(int y, byte[] destination, int offset, int count)
        {
            int state = _seed + ((y + 1) * RowStep);
            for (int i = offset; i < offset + count; i++)
            {
                state = (state * Multiplier) + Increment;
                destination[i] = (byte)(state >> 24);
            }
        }
    }
}
