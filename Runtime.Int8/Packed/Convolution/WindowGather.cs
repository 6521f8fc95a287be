using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Copies the windows of some pixels of a convolution one behind the other, [pixel][tap], to the scratch bytes behind the table of results. A native copy
    /// costs as much as six multiply-accumulates and brings a whole kernel row; where windows are as wide as the image, as in one-dimensional networks, a whole window.
    /// </summary>
    internal sealed class WindowGather
    {
        /// <summary>Index of the first window.</summary>
        public const int Start = ResultTable.End;

        // Rows that lie one behind the other below which pieces take as long as rows.
        private const int LeastRowsOfPiece = 3;

        // The convolution, the group of the call, its first output row.
        private Stage _stage;
        private int _firstInput;
        private int _groupChannels;
        private int _firstRow;

        /// <summary>Whether windows are as wide as the image, so that their rows lie one behind the other as those of the image do.</summary>
        public static bool IsColumn(Stage stage)
        {
            return stage.Groups == 1 && stage.PadLeft == 0 && stage.Output.Width == 1 && stage.KernelW == stage.Input.Width;
        }

        /// <summary>Begins with the rows of a call.</summary>
        /// <param name="stage">The convolution.</param>
        /// <param name="first">First output row.</param>
        /// <param name="firstOutput">First output channel, which says the group.</param>
        public void Begin(Stage stage, int first, int firstOutput)
        {
            _stage = stage;
            _groupChannels = stage.Input.Channels / stage.Groups;
            _firstInput = firstOutput / (stage.Output.Channels / stage.Groups) * _groupChannels;
            _firstRow = first;
        }

        /// <summary>Forgets the convolution.</summary>
        public void End()
        {
            _stage = null;
        }

        /// <summary>Copies some taps of some windows.</summary>
        /// <param name="firstPixel">First pixel, from the first one of the rows.</param>
        /// <param name="pixels">Pixels.</param>
        /// <param name="tap">First tap.</param>
        /// <param name="count">Taps, and bytes between two windows.</param>
        public void Run(int firstPixel, int pixels, int tap, int count)
        {
            Stage stage = _stage;
            if (IsColumn(stage) && stage.Input.BandRows >= LeastRowsOfPiece)
            {
                RunColumn(firstPixel, pixels, tap, count);
                return;
            }

            int width = stage.Output.Width;

            // Taps that lie one behind the other in an input row.
            int piece = stage.Groups == 1 ? stage.KernelW * _groupChannels : _groupChannels;
            int end = tap + count;
            for (int t = tap; t < end;)
            {
                int place = t / piece;
                int inPiece = t - (place * piece);
                int run = piece - inPiece < end - t ? piece - inPiece : end - t;
                int ky = stage.Groups == 1 ? place : place / stage.KernelW;
                int kx = stage.Groups == 1 ? 0 : place - (ky * stage.KernelW);
                int target = Start + t - tap;
                int oy = _firstRow + (firstPixel / width);
                int x = firstPixel - (firstPixel / width * width);
                int left = pixels;
                while (left > 0)
                {
                    int n = width - x < left ? width - x : left;
                    int index = (((x * stage.StrideW) - stage.PadLeft + kx) * stage.Input.Channels) + _firstInput + inPiece;
                    CopyRow((oy * stage.StrideH) - stage.PadTop + ky, index, run, target, count, n);
                    target += n * count;
                    left -= n;
                    oy++;
                    x = 0;
                }

                t += run;
            }
        }

        /// <summary>Copies some taps of windows that are as wide as the image: each in one piece, where its rows lie one behind the other.</summary>
        private void RunColumn(int firstPixel, int pixels, int tap, int count)
        {
            RowBuffer input = _stage.Input;
            byte[] windows = _stage.ScratchBytes;
            int rowBytes = input.RowBytes;
            int step = _stage.StrideH * rowBytes;
            int target = Start;

            // From the first byte of the image, which it may lie before.
            int place = ((((_firstRow + firstPixel) * _stage.StrideH) - _stage.PadTop) * rowBytes) + tap;
            for (int left = pixels; left > 0;)
            {
                int room = place < 0 ? 0 : BytesTogether(input, place);
                if (room < count)
                {
                    CopyPieces(place, count, target);
                    place += step;
                    target += count;
                    left--;
                    continue;
                }

                int inside = ((room - count) / step) + 1;
                inside = inside < left ? inside : left;
                left -= inside;
                int y = place / rowBytes;
                byte[] row = input.RowArray(y);
                int source = input.RowOffset(y) + place - (y * rowBytes);
                place += inside * step;
                for (int end = target + (inside * count); target < end; target += count)
                {
                    Array.Copy(row, source, windows, target, count);
                    source += step;
                }
            }
        }

        /// <summary>Copies some taps of a window that reaches over an end of the image, or over that of rows that lie one behind the other.</summary>
        private void CopyPieces(int place, int count, int target)
        {
            RowBuffer input = _stage.Input;
            byte[] windows = _stage.ScratchBytes;
            while (count > 0)
            {
                int piece = place < 0 ? -place : BytesTogether(input, place);
                bool isInside = place >= 0 && piece > 0;
                piece = piece > 0 && piece < count ? piece : count;
                if (isInside)
                {
                    int y = place / input.RowBytes;
                    Array.Copy(input.RowArray(y), input.RowOffset(y) + place - (y * input.RowBytes), windows, target, piece);
                }
                else
                {
                    ResultTable.Fill(windows, target, piece, (byte)input.ZeroPoint);
                }

                place += piece;
                target += piece;
                count -= piece;
            }
        }

        /// <summary>Bytes of the image that lie one behind the other from one of them on; 0 behind the image.</summary>
        private static int BytesTogether(RowBuffer input, int place)
        {
            int y = place / input.RowBytes;
            int left = input.Height - y;
            if (left <= 0)
            {
                return 0;
            }

            int rows = input.RowsTogether(y);
            return ((rows < left ? rows : left) * input.RowBytes) - (place - (y * input.RowBytes));
        }

        /// <summary>Copies a run of taps of pixels of one output row.</summary>
        /// <param name="iy">Input row, which may lie outside the image.</param>
        /// <param name="index">Index in the row of the first pixel's run, which may begin before it.</param>
        /// <param name="run">Bytes of a run.</param>
        /// <param name="target">Index in the scratch bytes.</param>
        /// <param name="stride">Bytes between the windows of two pixels.</param>
        /// <param name="pixels">Number of pixels.</param>
        private void CopyRow(int iy, int index, int run, int target, int stride, int pixels)
        {
            RowBuffer input = _stage.Input;
            byte[] windows = _stage.ScratchBytes;
            if (iy < 0 || iy >= input.Height)
            {
                ResultTable.Fill(windows, target, run, (byte)input.ZeroPoint);
                for (int source = target; pixels > 1; pixels--)
                {
                    target += stride;
                    Array.Copy(windows, source, windows, target, run);
                }

                return;
            }

            byte[] row = input.RowArray(iy);
            int offset = input.RowOffset(iy);
            int step = _stage.StrideW * input.Channels;
            int last = input.RowBytes - run;
            while (pixels > 0)
            {
                if (index < 0 || index > last)
                {
                    CopyEdge(row, offset, index, run, target);
                    index += step;
                    target += stride;
                    pixels--;
                    continue;
                }

                int inside = ((last - index) / step) + 1;
                inside = inside < pixels ? inside : pixels;
                pixels -= inside;
                for (int end = target + (inside * stride); target < end; target += stride)
                {
                    Array.Copy(row, offset + index, windows, target, run);
                    index += step;
                }
            }
        }

        /// <summary>Copies a run that reaches over an end of the row.</summary>
        private void CopyEdge(byte[] row, int offset, int index, int run, int target)
        {
            byte[] windows = _stage.ScratchBytes;
            byte zero = (byte)_stage.Input.ZeroPoint;
            int before = index < 0 ? -index : 0;
            int inside = _stage.Input.RowBytes - (index + before);
            inside = inside < run - before ? inside : run - before;
            if (inside <= 0)
            {
                ResultTable.Fill(windows, target, run, zero);
                return;
            }

            ResultTable.Fill(windows, target, before, zero);
            Array.Copy(row, offset + index + before, windows, target + before, inside);
            ResultTable.Fill(windows, target + before + inside, run - before - inside, zero);
        }
    }
}
