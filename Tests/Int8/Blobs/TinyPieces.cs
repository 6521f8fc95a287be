using System;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Int8.App;

namespace Edge.Tests.Int8.Blobs
{
    /// <summary>The tiny model in pieces of 37 bytes, which no section begins or ends at.</summary>
    internal sealed class TinyPieces : PieceWeightSource
    {
        private const int PieceBytes = 37;

        /// <summary>Makes the source.</summary>
        public TinyPieces()
            : base(TinyBlob.Bytes().Length, PieceBytes)
        {
        }

        /// <inheritdoc />
        protected override byte[] GetPiece(int index)
        {
            byte[] blob = TinyBlob.Bytes();
            int start = index * PieceBytes;
            int left = blob.Length - start;
            var piece = new byte[left < PieceBytes ? left : PieceBytes];
            Array.Copy(blob, start, piece, 0, piece.Length);
            return piece;
        }
    }
}
