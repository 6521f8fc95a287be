using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Divides output rows of a depthwise convolution among the three lanes: three blocks one below the other, as wide as the
    /// output; or, where there are few rows, three blocks side by side. A kernel goes through all blocks at once, from left to
    /// right.
    /// <para>
    /// One below the other, lane 0 has the first block, and each block begins where the one before it ends, so that a kernel shifts a row that
    /// two blocks see from lane to lane; rows beyond the last wanted one are made and stored where the first row's results come right after them.
    /// The kernel of 3x3 with stride 2, where blocks have but one row in common, takes blocks that overlap, the last one in lane 0.
    /// </para>
    /// <para>
    /// Side by side, lane 2 has the first block, lane 0 the last; blocks overlap where columns do not divide by three.
    /// </para>
    /// <para>
    /// Kernels of 3x3 treat the sides of each block as the sides of the image, which makes outputs at inner sides wrong. Such
    /// blocks overlap so far that another one has the right output: it comes later where a left side was wrong; at the last
    /// step, where right sides are, the other lanes store to the place of lane 0, the rightmost block, which is stored last.
    /// Larger kernels mask the one lane whose side is a side of the image.
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

        /// <summary>Input columns from the first that lies inside the image for all blocks to the last.</summary>
        public int InnerColumns;

        /// <summary>Input columns behind the inner ones.</summary>
        public int RightColumns;

        /// <summary>
        /// Whether three results that are all 0 are left as they were cleared (<see cref="ClearRows"/>). Not of blocks side by side: what they make
        /// wrong has to be overwritten.
        /// </summary>
        public bool LeavesZeros;

        /// <summary>Whether rows are made that are not wanted. The first row is stored in their place, and so has to be stored whatever it is.</summary>
        public bool IsPartial;

        private bool _isCleared;
        private readonly int[] _rows = new int[3];
        private readonly int[] _columns = new int[3];
        private int _end;
        private Stage _stage;

        /// <summary>Clears output rows, if the lowest result is stored as 0 and all channels are made.</summary>
        /// <param name="stage">The convolution; the table of results is built.</param>
        /// <param name="first">First output row.</param>
        /// <param name="count">Rows that will be divided.</param>
        /// <param name="channels">Channels of the call.</param>
        /// <param name="zero">Place of the result 0 in the table.</param>
        /// <returns>Whether they are cleared.</returns>
        public bool ClearRows(Stage stage, int first, int count, int channels, int zero)
        {
            RowBuffer output = stage.Output;
            _isCleared = channels == output.Channels && stage.ActivationMin >= stage.ResultZeroPoint && ResultTable.HasRoom(stage)
                && stage.ScratchBytes[zero] == 0;
            for (int end = _isCleared ? first + count : first; first < end; first += count)
            {
                count = output.RowsTogether(first);
                count = count < end - first ? count : end - first;
                Array.Clear(output.RowArray(first), output.RowOffset(first), count * output.RowBytes);
            }

            return _isCleared;
        }

        /// <summary>Divides the first of some output rows.</summary>
        /// <param name="stage">A square kernel with equal strides, padding on the left smaller than the kernel.</param>
        /// <param name="first">First output row.</param>
        /// <param name="count">Rows, at least 1.</param>
        /// <param name="most">Most rows of a block.</param>
        public void Divide(Stage stage, int first, int count, int most)
        {
            _stage = stage;
            int stride = stage.StrideW;
            int width = stage.Output.Width;
            int inputWidth = stage.Input.Width;
            int behind = stage.KernelW - stage.PadLeft; // the first column that the first output does not see

            // Outputs at the sides of a 3x3 block that another block has to make. With stride 2 left sides are right.
            int wrong = 0;
            if (stage.KernelW == 3)
            {
                wrong = (stride == 1 ? stage.PadLeft : 0) + (((width - 1) * stride) + behind > inputWidth ? 1 : 0);
            }

            int down = count < 3 * most ? count : 3 * most;
            int across = count < most ? count : most;
            Rows = (down + 2) / 3;
            Columns = (width + (2 * wrong) + 2) / 3;
            int lastColumn = width - Columns;
            int middleColumn = Columns - wrong < lastColumn ? Columns - wrong : lastColumn;

            // Each outer block may have one side of the image, the middle one none.
            int steps = stage.KernelW == 3 ? (Columns * stride) + stride - 1 : ((Columns - 1) * stride) + stage.KernelW;
            IsAcross = Cost(stage, steps, Columns, across) * down < Cost(stage, width * stride, width, Rows) * across
                && (stage.KernelW == 3
                    || (lastColumn * stride <= inputWidth && middleColumn * stride >= stage.PadLeft
                        && ((middleColumn + Columns - 1) * stride) + behind <= inputWidth));
            if (IsAcross)
            {
                Rows = across;
                Count = across;
                _rows[0] = first;
                _rows[1] = first;
                _rows[2] = first;
                _columns[0] = lastColumn;
                _columns[1] = middleColumn;
            }
            else
            {
                Columns = width;
                Count = down;
                int lastRow = first + down - Rows;
                _rows[0] = IsApart(stage) ? first : lastRow;
                _rows[1] = IsApart(stage) || first + Rows < lastRow ? first + Rows : lastRow;
                _rows[2] = IsApart(stage) ? first + (2 * Rows) : first;
                _columns[0] = 0;
                _columns[1] = 0;
            }

            _end = first + Count;
            IsPartial = IsApart(stage) && 3 * Rows > Count;
            LeavesZeros = _isCleared && !IsAcross;
            int seen = ((Columns - 1) * stride) + behind;
            InnerColumns = inputWidth - (_columns[0] * stride);
            InnerColumns = InnerColumns < seen ? InnerColumns : seen;
            RightColumns = seen - InnerColumns;
        }

        /// <summary>Bits of the lanes whose input row lies inside the image.</summary>
        /// <param name="tap">Row of the kernel for the first output row of each block; beyond the kernel for later ones.</param>
        public long KeepRows(int tap)
        {
            long keep = 0;
            for (int lane = 0; lane < 3; lane++)
            {
                int y = InputRow(tap, lane);
                keep |= y >= 0 && y < _stage.Input.Height ? Lanes.Mask << (lane * Lanes.Bits) : 0;
            }

            return keep;
        }

        /// <summary>Finds an input row of each block: its array, and the index of the first output column times the stride.</summary>
        /// <param name="tap">As for <see cref="KeepRows"/>; the nearest row is found where it lies outside the image.</param>
        public void FindInput(int tap, out byte[] row0, out int index0, out byte[] row1, out int index1, out byte[] row2, out int index2)
        {
            RowBuffer input = _stage.Input;
            int pixel = _stage.StrideW * input.Channels;
            Find(input, InputRow(tap, 0), _columns[0] * pixel, out row0, out index0);
            Find(input, InputRow(tap, 1), _columns[1] * pixel, out row1, out index1);
            Find(input, InputRow(tap, 2), _columns[2] * pixel, out row2, out index2);
        }

        /// <summary>Finds an output row of each block: its array, and an index in it.</summary>
        /// <param name="y">Row of the block; the first row, whose results are stored last, is found for rows that are not wanted.</param>
        /// <param name="lag">How many columns in front of the block the indexes are.</param>
        public void FindOutput(int y, int lag, out byte[] row0, out int index0, out byte[] row1, out int index1, out byte[] row2, out int index2)
        {
            RowBuffer output = _stage.Output;
            int pixel = output.Channels;
            Find(output, OutputRow(y, 0), (_columns[0] - lag) * pixel, out row0, out index0);
            Find(output, OutputRow(y, 1), (_columns[1] - lag) * pixel, out row1, out index1);
            Find(output, OutputRow(y, 2), (_columns[2] - lag) * pixel, out row2, out index2);
        }

        private static void Find(RowBuffer buffer, int y, int inRow, out byte[] row, out int index)
        {
            y = y < 0 ? 0 : y < buffer.Height ? y : buffer.Height - 1;

            // As RowBuffer.RowArray and RowOffset.
            int bandRows = buffer.BandRows;
            int slot = y % buffer.RingRows;
            int band = slot / bandRows;
            row = buffer.BandBanks[band];
            index = buffer.BandOffsets[band] + ((slot - (band * bandRows)) * buffer.RowBytes) + inRow;
        }

        /// <summary>Hundreds of weighted instructions for a channel: its weights, packing, products and results.</summary>
        private static int Cost(Stage stage, int inputColumns, int columns, int rows)
        {
            int taps = stage.TapsPerChannel;
            int inputRows = stage.KernelH + ((rows - 1) * stage.StrideH);
            return (3 * taps) + 60 + (inputColumns * inputRows * 10) + (columns * rows * (24 + (taps * 4 / 3)));
        }

        /// <summary>Whether blocks one below the other are exactly as many rows apart as they have, so that kernels can shift a row of one to the next.</summary>
        private static bool IsApart(Stage stage)
        {
            return stage.KernelW > 3 || stage.StrideW == 1;
        }

        private int OutputRow(int y, int lane)
        {
            y += _rows[lane];
            return y < _end ? y : _rows[0];
        }

        private int InputRow(int tap, int lane)
        {
            return (_rows[lane] * _stage.StrideH) - _stage.PadTop + tap;
        }
    }
}
