namespace Edge.Runtime.Int8
{
    /// <summary>An int8 input that is held in one array, [H, W, C].</summary>
    public sealed class Int8InputRows : InputRows
    {
        private sbyte[] _input;

        /// <summary>Sets the array that the next inference reads.</summary>
        public void SetInput(sbyte[] input)
        {
            _input = input;
        }

        /// <inheritdoc/>
        public override void ReadRow(int y, byte[] destination, int offset, int count)
        {
            sbyte[] input = _input;
            int source = y * count;
            for (int i = 0; i < count; i++)
            {
                destination[offset + i] = (byte)(input[source + i] + 128);
            }
        }
    }
}
