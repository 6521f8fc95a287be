using System;

namespace Edge.Runtime.Int8
{
    /// <summary>A blob cannot be used. On the device this is a code and an offset; <c>edge inspect</c> prints the sentence.</summary>
    public class ModelFormatException : Exception
    {
        private readonly ModelError _error;
        private readonly int _offset;
        private readonly int _group = -1;
        private readonly int _stage = -1;

        /// <summary>Makes the exception.</summary>
        /// <param name="error">What is wrong.</param>
        /// <param name="offset">Byte offset in the blob near which it was found.</param>
        public ModelFormatException(ModelError error, int offset)
        {
            _error = error;
            _offset = offset;
        }

        /// <summary>Makes the exception for a stage.</summary>
        /// <param name="error">What is wrong.</param>
        /// <param name="offset">Byte offset in the blob near which it was found.</param>
        /// <param name="group">Number of the group.</param>
        /// <param name="stage">Number of the stage in its group.</param>
        public ModelFormatException(ModelError error, int offset, int group, int stage)
        {
            _error = error;
            _offset = offset;
            _group = group;
            _stage = stage;
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

        /// <summary>Number of the group at fault, or -1 when it is none's.</summary>
        public int Group
        {
            get { return _group; }
        }

        /// <summary>Number of the stage at fault in its group, or -1 when it is none's.</summary>
        public int Stage
        {
            get { return _stage; }
        }
    }
}
