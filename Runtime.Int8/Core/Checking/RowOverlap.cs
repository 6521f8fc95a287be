namespace Edge.Runtime.Int8.Blob
{
    /// <summary>Which rows of a tensor another one's rows lie over.</summary>
    internal static class RowOverlap
    {
        /// <summary>
        /// Row <paramref name="y"/> of <paramref name="output"/> is written: rows of <paramref name="target"/> up to the last one that shares
        /// a byte with it count as lost.
        /// </summary>
        public static void Lose(RowBuffer target, RowBuffer output, int y)
        {
            int bank = output.BandIndexes[(y % output.RingRows) / output.BandRows];
            int start = output.RowOffset(y);
            int end = start + output.RowBytes;
            for (int band = 0; band < target.BandCount; band++)
            {
                int firstRow = band * target.BandRows;
                int rows = target.RingRows - firstRow < target.BandRows ? target.RingRows - firstRow : target.BandRows;
                int bandStart = target.BandOffsets[band];
                if (target.BandIndexes[band] != bank || end <= bandStart || start >= bandStart + (rows * target.RowBytes))
                {
                    continue;
                }

                int touched = (end - bandStart + target.RowBytes - 1) / target.RowBytes;
                int lost = firstRow + (touched < rows ? touched : rows);
                target.LostRows = target.LostRows > lost ? target.LostRows : lost;
            }
        }
    }
}
