using System;

namespace Edge.Runtime.Int8.Weights
{
    /// <summary>A blob that is already in memory.</summary>
    public sealed class MemoryWeightSource : WeightSource
    {
        private readonly byte[] _blob;

        /// <summary>Wraps a blob.</summary>
        /// <param name="blob">The whole .edge8 blob; not copied.</param>
        public MemoryWeightSource(byte[] blob)
        {
            _blob = blob;
        }

        /// <inheritdoc/>
        public override int Length
        {
            get { return _blob.Length; }
        }

        /// <inheritdoc/>
        public override int Read(int position, byte[] destination, int offset, int count)
        {
            int available = _blob.Length - position;
            int copied = available < count ? available : count;
            if (copied <= 0)
            {
                return 0;
            }

            Array.Copy(_blob, position, destination, offset, copied);
            return copied;
        }
    }
}
