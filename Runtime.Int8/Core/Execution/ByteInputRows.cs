using System;

namespace Edge.Runtime.Int8
{
    /// <summary>An input that is already in offset binary (q + 128, as a uint8 model's input is), held in one array, [H, W, C].</summary>
    public sealed class ByteInputRows : InputRows
    {
        private byte[] _input;

        /// <summary>Sets the array that the next inference reads.</summary>
        public void SetInput(byte[] input)
        {
            _input = input;
        }

        /// <inheritdoc/>
        public override void ReadRow(int y, byte[] destination, int offset, int count)
        {
            Array.Copy(_input, y * count, destination, offset, count);
        }
    }
}
