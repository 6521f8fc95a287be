using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Convolution with three rows of nine or of three taps (3x3 over three channels or one, the first layer of most networks), any stride and
    /// padding, with three output channels in the lanes of a long as in LanePointwise. Inputs are read where they lie in three
    /// rows; the window of a pixel at a side of the image is put together in the scratch bytes.
    /// </summary>
    internal abstract class LaneWindow
    {
        /// <summary>Rows of a window.</summary>
        public const int Rows = 3;

        /// <summary>Channels below which a pass would make most of its results twice.</summary>
        public const int LeastChannels = 8;

        private const int MostTriples = 6;

        // In the scratch bytes, in front of the table or behind it: a window, and zero points of a whole one or, where they have room, of an input row.
        private const int WindowBytes = 32;
        private const int MostZeroPoints = ResultTable.Start - WindowBytes;

        // Rows of the windows of an output row: arrays, and indexes of column 0. Null outside the image.
        private readonly byte[][] _rows = new byte[Rows][];
        private readonly int[] _offsets = new int[Rows];

        private readonly int _rowTaps;
        private readonly int _window;
        private readonly int _zeroPoints;

        // What stands for a row outside the image: the zero points, or null where a row of them has no room.
        private byte[] _zeroRow;

        // A run of windows.
        protected byte[] _row0;
        protected byte[] _row1;
        protected byte[] _row2;
        protected int _index0;
        protected int _index1;
        protected int _index2;

        /// <summary>Makes the kernel of a shape.</summary>
        /// <param name="rowTaps">Taps in a row of a window; scratch longs are at least three times as many.</param>
        /// <param name="window">Index of free scratch bytes, as many as lie in front of <see cref="ResultTable"/>.</param>
        protected LaneWindow(int rowTaps, int window)
        {
            _rowTaps = rowTaps;
            _window = window;
            _zeroPoints = window + WindowBytes;
        }

        /// <summary>Stores all results of some rows.</summary>
        /// <param name="stage">The convolution.</param>
        /// <param name="first">First output row.</param>
        /// <param name="rows">Output rows.</param>
        /// <param name="firstOutput">First output channel.</param>
        /// <param name="channels">Output channels, at least 8.</param>
        public void Run(Stage stage, int first, int rows, int firstOutput, int channels)
        {
            int taps = Rows * _rowTaps;
            int firstWeight = stage.WeightsOffset + ((firstOutput - stage.FirstChannel) * taps);
            byte[] table = stage.ScratchBytes;
            int rowBytes = stage.Input.RowBytes;
            _zeroRow = rowBytes <= MostZeroPoints ? table : null;
            ResultTable.Fill(table, _zeroPoints, _zeroRow != null && rowBytes > taps ? rowBytes : taps, (byte)stage.Input.ZeroPoint);
            long shared = LaneResult.SharedOffset(stage);
            int step = stage.StrideW * stage.Input.Channels;
            int left = (channels + 2) / 3;
            int channel = 0;
            for (int passes = (left + MostTriples - 1) / MostTriples; passes > 0; passes--)
            {
                // All passes take as many triples, or one less; the last triple overlaps the one before it where channels do not divide.
                int triples = (left + passes - 1) / passes;
                int last = 3 * (triples - 1);
                int overlap = channel + last + 3 - channels;
                overlap = overlap > 0 ? overlap : 0;
                last -= overlap;
                RunPass(
                    Lanes.Mask, table, stage.Lanes, stage.Weights, shared, stage, first, rows, firstOutput + channel, firstWeight + (channel * taps),
                    triples > 3, triples > 4, triples > 5, triples > 3 ? 6 : last, last, overlap, step, stage.Output.Channels);
                channel += 3 * triples;
                left -= triples;
            }

            _row0 = null;
            _row1 = null;
            _row2 = null;
            _zeroRow = null;
        }

        /// <summary>Stores the results of one pass.</summary>
        /// <param name="mask"><see cref="Lanes.Mask"/>.</param>
        /// <param name="table">The scratch bytes.</param>
        /// <param name="lanes">The scratch longs.</param>
        /// <param name="weights">Weights.</param>
        /// <param name="shared"><see cref="LaneResult.SharedOffset"/>.</param>
        /// <param name="stage">The convolution.</param>
        /// <param name="y">First output row.</param>
        /// <param name="rows">Output rows.</param>
        /// <param name="oc">First output channel of the pass.</param>
        /// <param name="firstWeight">Index of its weights.</param>
        /// <param name="hasFour">At least four triples of channels, not three.</param>
        /// <param name="hasFive">At least five.</param>
        /// <param name="hasSix">Six.</param>
        /// <param name="third">First channel of the third triple, from the first channel of the pass.</param>
        /// <param name="last">As <paramref name="third"/>, of the last triple.</param>
        /// <param name="overlap">Channels of the last triple that the one before it stores.</param>
        /// <param name="step">Bytes between the windows of two pixels.</param>
        /// <param name="pixel">Bytes of an output pixel.</param>
        protected abstract void RunPass(
            long mask, byte[] table, long[] lanes, byte[] weights, long shared, Stage stage, int y, int rows, int oc, int firstWeight,
            bool hasFour, bool hasFive, bool hasSix, int third, int last, int overlap, int step, int pixel);

        /// <summary>Finds the input rows of an output row.</summary>
        protected void FindRows(Stage stage, int y)
        {
            RowBuffer input = stage.Input;
            for (int ky = 0; ky < Rows; ky++)
            {
                int iy = (y * stage.StrideH) - stage.PadTop + ky;
                bool isInside = iy >= 0 && iy < input.Height;
                _rows[ky] = isInside ? input.RowArray(iy) : _zeroRow;
                _offsets[ky] = isInside ? input.RowOffset(iy) : _zeroPoints;
            }
        }

        /// <summary>Finds where the windows of the next output pixels lie.</summary>
        /// <returns>Their number: 1, or all whose windows lie inside the image.</returns>
        protected int FindRun(Stage stage, int x)
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
            int rowTaps = _rowTaps;
            int before = column < 0 ? -column * input.Channels : 0;
            before = before < rowTaps ? before : rowTaps;
            int inside = columns < 0 ? (stage.KernelW + columns) * input.Channels : rowTaps;
            inside = inside < before ? 0 : inside - before;
            byte[] window = stage.ScratchBytes;
            int first = _window;
            Array.Copy(window, _zeroPoints, window, first, Rows * rowTaps);
            if (inside > 0)
            {
                int source = (column * input.Channels) + before;
                int target = first + before;
                for (int ky = 0; ky < Rows; ky++)
                {
                    if (_rows[ky] != null)
                    {
                        Array.Copy(_rows[ky], _offsets[ky] + source, window, target, inside);
                    }

                    target += rowTaps;
                }
            }

            _row0 = window;
            _row1 = window;
            _row2 = window;
            _index0 = first;
            _index1 = first + rowTaps;
            _index2 = first + (2 * rowTaps);
            return 1;
        }
    }
}
