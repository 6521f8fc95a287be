using System;

namespace Edge.Runtime.Int8
{
    /// <summary>A blob cannot be used. On the device this is a code and an offset; <c>edge inspect</c> prints the sentence.</summary>
    public class ModelFormatException : Exception
    {
        private readonly ModelError _error;
        private readonly int _offset;

        /// <summary>Makes the exception.</summary>
        /// <param name="error">What is wrong.</param>
        /// <param name="offset">Byte offset in the blob near which it was found.</param>
        public ModelFormatException(ModelError error, int offset)
        {
            _error = error;
            _offset = offset;
        }

        /// <summary>What is wrong.</summary>
        public ModelError Error
        {
            get { return _error; }
        }

        /// <summary>Byte offset in the blob near which it was found.</summary>
        public int Offset
        {
            get { return _offset; }
        }
    }
}
