namespace Edge.Runtime.Int8
{
    /// <summary>An int8 input that is held in one array, [H, W, C].</summary>
    internal sealed class Int8InputRows : InputRows
    {
        private sbyte[] _input;

        /// <summary>Sets the array that the next inference reads.</summary>
        public void SetInput(sbyte[] input)
        {
            _input = input;
        }

        /// <summary>The array, for native code that reads it whole.</summary>
        internal sbyte[] Array
        {
            get { return _input; }
        }

        /// <inheritdoc/>
        public override void ReadRow(int y, byte[] destination, int offset, int count)
        {
            Read(_input, y * count, destination, offset, count);
        }

        /// <inheritdoc/>
        internal override void ReadRows(int first, int rows, byte[] destination, int offset, int count)
        {
            Read(_input, first * count, destination, offset, rows * count);
        }

        private static void Read(sbyte[] input, int source, byte[] destination, int offset, int count)
        {
            // x ^ -128 is x + 128 in the byte that is kept, and its constant is the cheaper one.
            int end = offset + count;
            for (int last = end - 16; offset <= last; offset += 16)
            {
                destination[offset] = (byte)(input[source] ^ -128);
                destination[offset + 1] = (byte)(input[source + 1] ^ -128);
                destination[offset + 2] = (byte)(input[source + 2] ^ -128);
                destination[offset + 3] = (byte)(input[source + 3] ^ -128);
                destination[offset + 4] = (byte)(input[source + 4] ^ -128);
                destination[offset + 5] = (byte)(input[source + 5] ^ -128);
                destination[offset + 6] = (byte)(input[source + 6] ^ -128);
                destination[offset + 7] = (byte)(input[source + 7] ^ -128);
                destination[offset + 8] = (byte)(input[source + 8] ^ -128);
                destination[offset + 9] = (byte)(input[source + 9] ^ -128);
                destination[offset + 10] = (byte)(input[source + 10] ^ -128);
                destination[offset + 11] = (byte)(input[source + 11] ^ -128);
                destination[offset + 12] = (byte)(input[source + 12] ^ -128);
                destination[offset + 13] = (byte)(input[source + 13] ^ -128);
                destination[offset + 14] = (byte)(input[source + 14] ^ -128);
                destination[offset + 15] = (byte)(input[source + 15] ^ -128);
                source += 16;
            }

            for (; offset < end; offset++)
            {
                destination[offset] = (byte)(input[source] ^ -128);
                source++;
            }
        }
    }
}
