namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>Which rows of a buffer can be gone through without looking up each.</summary>
    internal static class LaneRows
    {
        /// <summary>Rows from <paramref name="y"/> that lie one behind the other in both, at most <paramref name="most"/> rows.</summary>
        public static int Together(RowBuffer a, RowBuffer b, int y, int most)
        {
            int rowsA = a.RowsTogether(y);
            int rowsB = b.RowsTogether(y);
            int rows = rowsA < rowsB ? rowsA : rowsB;
            return rows < most ? rows : most;
        }
    }
}
