using System;

namespace Edge.Runtime.Int8.Weights
{
    // The interpreter copies an array initializer from flash to the heap each time it runs, so a model as one array would lie
    // in SRAM whole. In pieces only the last one read does; models are read forward, so a piece is made about once a pass.

    /// <summary>A model that is static data of the app, cut into arrays of equal length. <c>edge pack</c> writes the class with the arrays.</summary>
    public abstract class PieceWeightSource : WeightSource
    {
        private readonly int _length;
        private readonly int _pieceLength;
        private byte[] _piece;
        private int _index = -1;

        /// <summary>Makes the source.</summary>
        /// <param name="length">Bytes of the model.</param>
        /// <param name="pieceLength">Bytes of every piece but the last.</param>
        protected PieceWeightSource(int length, int pieceLength)
        {
            _length = length;
            _pieceLength = pieceLength;
        }

        /// <inheritdoc />
        public override int Length
        {
            get { return _length; }
        }

        /// <inheritdoc />
        public override int Read(int position, byte[] destination, int offset, int count)
        {
            int available = _length - position;
            int copied = available < count ? available : count;
            if (position < 0 || copied <= 0)
            {
                return 0;
            }

            int end = position + copied;
            while (position < end)
            {
                int index = position / _pieceLength;
                if (index != _index)
                {
                    // The old piece first: two at a time are not needed.
                    _piece = null;
                    _index = -1;
                    _piece = GetPiece(index);
                    _index = index;
                }

                int start = position - (index * _pieceLength);
                int part = _piece.Length - start;
                if (part > end - position)
                {
                    part = end - position;
                }

                Array.Copy(_piece, start, destination, offset, part);
                position += part;
                offset += part;
            }

            return copied;
        }

        /// <summary>A fresh copy of a piece.</summary>
        /// <param name="index">0 for the piece with the model's first byte.</param>
        protected abstract byte[] GetPiece(int index);
    }
}
