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
            // x ^ -128 is x + 128 in the byte that is kept, and its constant is the cheaper one.
            sbyte[] input = _input;
            int source = y * count;
            for (int last = offset + count - 8; offset <= last; offset += 8)
            {
                destination[offset] = (byte)(input[source] ^ -128);
                destination[offset + 1] = (byte)(input[source + 1] ^ -128);
                destination[offset + 2] = (byte)(input[source + 2] ^ -128);
                destination[offset + 3] = (byte)(input[source + 3] ^ -128);
                destination[offset + 4] = (byte)(input[source + 4] ^ -128);
                destination[offset + 5] = (byte)(input[source + 5] ^ -128);
                destination[offset + 6] = (byte)(input[source + 6] ^ -128);
                destination[offset + 7] = (byte)(input[source + 7] ^ -128);
                source += 8;
            }

            for (count &= 7; count > 0; count--)
            {
                destination[offset] = (byte)(input[source] ^ -128);
                offset++;
                source++;
            }
        }
    }
}
