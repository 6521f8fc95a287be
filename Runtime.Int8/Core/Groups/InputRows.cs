namespace Edge.Runtime.Int8
{
    /// <summary>
    /// Delivers the network's input row by row, top to bottom, as a camera or the host gives it,
    /// so that the image never has to be held whole. Each row is asked for <see cref="Int8Model.InputPasses"/> times per inference, once
    /// for most models; rows at the bottom that no window reaches may not be asked for.
    /// </summary>
    public abstract class InputRows
    {
        /// <summary>Writes row <paramref name="y"/>, Width * Channels bytes in offset binary (q + 128), index x * Channels + c.</summary>
        /// <param name="y">Row, 0 to Height - 1, ascending; a further pass begins with 0 again.</param>
        /// <param name="destination">Receives the row.</param>
        /// <param name="offset">Index of the first byte.</param>
        /// <param name="count">Bytes of a row.</param>
        public abstract void ReadRow(int y, byte[] destination, int offset, int count);

        /// <summary>Writes some rows one behind the other.</summary>
        internal virtual void ReadRows(int first, int rows, byte[] destination, int offset, int count)
        {
            for (int y = first; y < first + rows; y++)
            {
                ReadRow(y, destination, offset, count);
                offset += count;
            }
        }
    }
}
