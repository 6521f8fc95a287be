namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Divides output rows of a depthwise 3x3 among the three lanes: three blocks one below the other, as wide as the output; or,
    /// where there are few rows, three blocks side by side. A kernel goes through all blocks at once, from left to right.
    /// <para>
    /// Blocks side by side treat their sides as the sides of the image, which makes outputs at inner sides wrong. They overlap,
    /// so that another block has the right one: it comes later where a left side was wrong; at the last step, where right sides
    /// are, the lanes of inner ones store to the place of lane 0, the rightmost block, which is stored last.
    /// </para>
    /// </summary>
    internal sealed class DepthwiseBlocks
    {
        /// <summary>Output rows of this division.</summary>
        public int Count;

        /// <summary>Rows of a block.</summary>
        public int Rows;

        /// <summary>Columns of a block.</summary>
        public int Columns;

        /// <summary>Whether blocks lie side by side.</summary>
        public bool IsAcross;

        /// <summary>First output row of each lane's block; lane 2 is the first block, lane 0 the last.</summary>
        public int Row0, Row1, Row2;

        /// <summary>First output column of each lane's block.</summary>
        public int Column0, Column1, Column2;

        /// <summary>Whether the last input column of a row of outputs lies outside the image.</summary>
        public bool HasRight;

        /// <summary>Bits of the lanes whose first input row lies inside the image.</summary>
        public long KeepTop;

        /// <summary>Bits of the lanes whose last input row lies inside the image.</summary>
        public long KeepBottom;

        /// <summary>Divides the first of some output rows.</summary>
        /// <param name="stage">At most one row or column of padding on each side.</param>
        /// <param name="first">First output row.</param>
        /// <param name="count">Rows, at least 1.</param>
        /// <param name="most">Most rows of a block.</param>
        public void Divide(Stage stage, int first, int count, int most)
        {
            int width = stage.Output.Width;
            int stride = stage.StrideH;
            HasRight = ((width - 1) * stride) + 3 - stage.PadLeft > stage.Input.Width;

            // Outputs at the sides of a block that another block has to make: see above. With stride 2 left sides are right.
            int wrong = (HasRight ? 1 : 0) + (stride == 1 ? stage.PadLeft : 0);
            int down = count < 3 * most ? count : 3 * most;
            int across = count < most ? count : most;
            Rows = (down + 2) / 3;
            Columns = (width + (2 * wrong) + 2) / 3;
            Columns = Columns < width ? Columns : width;

            // A column costs as much as half a row more.
            IsAcross = Columns * (1 + (2 * across)) * down < width * (1 + (2 * Rows)) * across;
            if (IsAcross)
            {
                Rows = across;
                Count = across;
                Row0 = first;
                Row1 = first;
                Column0 = width - Columns;
                Column1 = Columns - wrong < Column0 ? Columns - wrong : Column0;
            }
            else
            {
                Columns = width;
                Count = down;
                Row0 = first + down - Rows;
                Row1 = first + Rows < Row0 ? first + Rows : Row0;
                Column0 = 0;
                Column1 = 0;
            }

            Row2 = first;
            Column2 = 0;
            int bottom = stage.Input.Height + stage.PadTop - ((Rows - 1) * stride) - 3;
            KeepTop = KeepFrom((stage.PadTop + stride - 1) / stride, int.MaxValue);
            KeepBottom = KeepFrom(int.MinValue, bottom < 0 ? -1 : bottom / stride);
        }

        /// <summary>Finds an input row; the nearest one where it lies outside the image.</summary>
        /// <param name="buffer">Input.</param>
        /// <param name="y">Row.</param>
        /// <param name="column">Column whose index is wanted.</param>
        /// <param name="row">The array that holds the row.</param>
        /// <param name="index">Index of the column's first channel.</param>
        public static void Find(RowBuffer buffer, int y, int column, out byte[] row, out int index)
        {
            y = y < 0 ? 0 : y < buffer.Height ? y : buffer.Height - 1;
            row = buffer.RowArray(y);
            index = buffer.RowOffset(y) + (column * buffer.Channels);
        }

        /// <summary>Stores three results of which at least one may lie outside the window, each to an array of its own.</summary>
        public static void Store(
            Stage stage, int oc, long sum, long shared, long scale, long offset, long start, long outside, long tie,
            byte[] output0, int o0, byte[] output1, int o1, byte[] output2, int o2)
        {
            byte[] scratch = stage.ScratchBytes;
            LaneResult.Store(stage, oc, sum, shared, scale, offset, start, outside, tie, scratch, 0, 1, 2);
            output2[o2] = scratch[2];
            output1[o1] = scratch[1];
            output0[o0] = scratch[0];
        }

        /// <summary>Bits of the lanes whose blocks begin within a range of output rows.</summary>
        private long KeepFrom(int lowest, int highest)
        {
            long keep = Row0 >= lowest && Row0 <= highest ? Lanes.Mask : 0;
            keep |= Row1 >= lowest && Row1 <= highest ? Lanes.Mask << Lanes.Bits : 0;
            return keep | (Row2 >= lowest && Row2 <= highest ? Lanes.Mask << (2 * Lanes.Bits) : 0);
        }
    }
}
