namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>Which rows of a buffer can be gone through without looking up each.</summary>
    internal static class LaneRows
    {
        /// <summary>Rows from <paramref name="y"/> that lie one behind the other in one array.</summary>
        public static int Together(RowBuffer buffer, int y)
        {
            int slot = y % buffer.RingRows;
            int left = buffer.RingRows - slot;
            int inBand = buffer.BandRows - (slot % buffer.BandRows);
            return left < inBand ? left : inBand;
        }

        /// <summary>The same for two buffers, at most <paramref name="most"/> rows.</summary>
        public static int Together(RowBuffer a, RowBuffer b, int y, int most)
        {
            int rowsA = Together(a, y);
            int rowsB = Together(b, y);
            int rows = rowsA < rowsB ? rowsA : rowsB;
            return rows < most ? rows : most;
        }
    }
}
