namespace Edge.Runtime.Int8.Weights
{
    /// <summary>
    /// Where a blob's bytes come from: memory, a file, a resource, static data. Read forward in large pieces.
    /// </summary>
    public abstract class WeightSource
    {
        /// <summary>Number of bytes in the source.</summary>
        public abstract int Length { get; }

        /// <summary>Copies bytes of the blob.</summary>
        /// <param name="position">Offset in the blob, 0 to <see cref="Length"/> - <paramref name="count"/>.</param>
        /// <param name="destination">Receives the bytes.</param>
        /// <param name="offset">First index written.</param>
        /// <param name="count">Number of bytes.</param>
        /// <returns>Number of bytes copied; less than <paramref name="count"/> only when the source ends or fails.</returns>
        public abstract int Read(int position, byte[] destination, int offset, int count);
    }
}
