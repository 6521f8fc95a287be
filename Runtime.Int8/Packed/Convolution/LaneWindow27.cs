using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Convolution with 27 taps in three rows of nine (3x3 over three channels, the first layer of most networks), any stride and padding,
    /// with three output channels in the lanes of a long as in <see cref="LanePointwise"/>. Nine bytes of each of three input rows are read where
    /// they lie; the window of a pixel at the edge of the image is put together in the scratch bytes.
    /// </summary>
    internal sealed partial class LaneWindow27
    {
        /// <summary>Rows of a window.</summary>
        public const int Rows = 3;

        /// <summary>Taps in a row of a window.</summary>
        public const int RowTaps = 9;

        /// <summary>Taps of a window, and scratch longs.</summary>
        public const int Taps = Rows * RowTaps;

        /// <summary>Channels below which a pass would make most of its results twice.</summary>
        public const int LeastChannels = 8;

        // In the scratch bytes, where other kernels have weights: a window, and zero points of one row.
        private const int Window = 0;
        private const int ZeroPoints = 32;

        // Rows of the windows of an output row: arrays, and indexes of column 0. Null outside the image.
        private readonly byte[][] _rows = new byte[Rows][];
        private readonly int[] _offsets = new int[Rows];

        // A run of windows.
        private byte[] _row0;
        private byte[] _row1;
        private byte[] _row2;
        private int _index0;
        private int _index1;
        private int _index2;

        /// <summary>Stores all results of some rows.</summary>
        /// <param name="stage">The convolution.</param>
        /// <param name="first">First output row.</param>
        /// <param name="rows">Output rows.</param>
        /// <param name="firstOutput">First output channel.</param>
        /// <param name="channels">Output channels, at least 8.</param>
        public void Run(Stage stage, int first, int rows, int firstOutput, int channels)
        {
            int firstWeight = stage.WeightsOffset + ((firstOutput - stage.FirstChannel) * Taps);
            byte[] table = stage.ScratchBytes;
            for (int i = 0; i < RowTaps; i++)
            {
                table[ZeroPoints + i] = (byte)stage.Input.ZeroPoint;
            }

            long shared = LaneResult.SharedOffset(stage);
            int step = stage.StrideW * stage.Input.Channels;
            for (int channel = 0; channel < channels;)
            {
                // Channels at the end that make no pass of their own are taken together with some of those before them.
                int left = channels - channel;
                int count = left > 15 || (left > 9 && channels >= 18) ? 18 : 9;
                int start = count <= left ? channel : channels - count;
                start = start < 0 ? 0 : start;
                int last = start + count <= channels ? count - 3 : channels - start - 3;
                RunPass(
                    Lanes.Mask, table, stage.Lanes, stage.Weights, shared, stage, first, rows, firstOutput + start,
                    firstWeight + (start * Taps), count == 18, count == 18 ? 6 : last, last, step, stage.Output.Channels);
                channel = start + count;
            }

            _row0 = null;
            _row1 = null;
            _row2 = null;
        }

        /// <summary>Finds the input rows of an output row.</summary>
        private void FindRows(Stage stage, int y)
        {
            RowBuffer input = stage.Input;
            for (int ky = 0; ky < Rows; ky++)
            {
                int iy = (y * stage.StrideH) - stage.PadTop + ky;
                bool isInside = iy >= 0 && iy < input.Height;
                _rows[ky] = isInside ? input.RowArray(iy) : null;
                _offsets[ky] = isInside ? input.RowOffset(iy) : 0;
            }
        }

        /// <summary>Finds where the windows of the next output pixels lie.</summary>
        /// <returns>Their number: 1, or all whose windows lie inside the image.</returns>
        private int FindRun(Stage stage, int x)
        {
            RowBuffer input = stage.Input;
            int column = (x * stage.StrideW) - stage.PadLeft;
            int columns = input.Width - stage.KernelW - column;
            if (column >= 0 && columns >= 0 && _rows[0] != null && _rows[1] != null && _rows[2] != null)
            {
                int offset = column * input.Channels;
                _row0 = _rows[0];
                _row1 = _rows[1];
                _row2 = _rows[2];
                _index0 = _offsets[0] + offset;
                _index1 = _offsets[1] + offset;
                _index2 = _offsets[2] + offset;
                int run = (columns / stage.StrideW) + 1;
                int left = stage.Output.Width - x;
                return run < left ? run : left;
            }

            // Bytes before the image, inside, behind.
            int before = column < 0 ? -column * input.Channels : 0;
            before = before < RowTaps ? before : RowTaps;
            int inside = columns < 0 ? (stage.KernelW + columns) * input.Channels : RowTaps;
            inside = inside < before ? 0 : inside - before;
            byte[] window = stage.ScratchBytes;
            for (int ky = 0; ky < Rows; ky++)
            {
                int target = Window + (RowTaps * ky);
                int count = _rows[ky] != null ? inside : 0;
                if (count < RowTaps)
                {
                    Array.Copy(window, ZeroPoints, window, target, RowTaps);
                }

                if (count > 0)
                {
                    Array.Copy(_rows[ky], _offsets[ky] + (column * input.Channels) + before, window, target + before, count);
                }
            }

            _row0 = window;
            _row1 = window;
            _row2 = window;
            _index0 = Window;
            _index1 = Window + RowTaps;
            _index2 = Window + (2 * RowTaps);
            return 1;
        }
    }
}
