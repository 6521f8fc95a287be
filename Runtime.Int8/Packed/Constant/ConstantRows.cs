using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// The input rows of one output row, padded on all sides, one behind the other: where generated code reads the windows of a
    /// convolution from, those of three thirds of the row at a time.
    /// </summary>
    internal static class ConstantRows
    {
        /// <summary>Most bytes of such rows.</summary>
        public const int MostBytes = 3072;

        /// <summary>Pixels of a third of a row, rounded up.</summary>
        public static int Steps(int width)
        {
            return (width + 2) / 3;
        }

        /// <summary>Bytes of a padded row, as long as if all thirds were whole.</summary>
        public static int RowBytes(Stage stage)
        {
            return ((((3 * Steps(stage.Output.Width)) - 1) * stage.StrideW) + stage.KernelW) * stage.Input.Channels;
        }

        /// <summary>Fills what lies beside the image.</summary>
        public static void Pad(Stage stage, byte[] rows)
        {
            ResultTable.Fill(rows, 0, stage.KernelH * RowBytes(stage), (byte)stage.Input.ZeroPoint);
        }

        /// <summary>Copies the input rows of an output row between what <see cref="Pad"/> filled.</summary>
        /// <param name="stage">The convolution.</param>
        /// <param name="rows">Receives them, each <see cref="RowBytes"/> long.</param>
        /// <param name="oy">The output row.</param>
        /// <param name="isNext">Whether the rows of the one before are there: those that stay move up together, because finding a row costs more than copying it.</param>
        public static void Copy(Stage stage, byte[] rows, int oy, bool isNext)
        {
            RowBuffer input = stage.Input;
            int rowBytes = RowBytes(stage);
            int left = stage.PadLeft * input.Channels;
            int count = rowBytes - left < input.RowBytes ? rowBytes - left : input.RowBytes;
            int iy = (oy * stage.StrideH) - stage.PadTop;
            int end = iy + stage.KernelH;
            int kept = stage.KernelH - stage.StrideH;
            if (isNext && kept > 0)
            {
                Array.Copy(rows, stage.StrideH * rowBytes, rows, 0, kept * rowBytes);
                iy += kept;
                left += kept * rowBytes;
            }

            for (; iy < end; iy++)
            {
                if (iy >= 0 && iy < input.Height)
                {
                    Array.Copy(input.RowArray(iy), input.RowOffset(iy), rows, left, count);
                }
                else
                {
                    ResultTable.Fill(rows, left, count, (byte)input.ZeroPoint);
                }

                left += rowBytes;
            }
        }
    }
}
