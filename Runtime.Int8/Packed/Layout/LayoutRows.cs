using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>Reshape as copies of whole stretches, and Transpose of a tensor that lies in one piece, by constant steps.</summary>
    internal static class LayoutRows
    {
        /// <summary>Runs <see cref="KernelSet.Reshape"/>: each copy ends where a row of the output or a stretch of the input does.</summary>
        public static void Reshape(Stage stage, int first, int count)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            int inputBytes = input.RowBytes;
            for (int end = first + count; first < end; first++)
            {
                byte[] row = output.RowArray(first);
                int o = output.RowOffset(first);
                int left = output.RowBytes;
                long element = (long)first * left;
                int iy = (int)(element / inputBytes);
                int skipped = (int)(element % inputBytes);
                while (left > 0)
                {
                    int rows = input.RowsTogether(iy);
                    int bytes = (rows * inputBytes) - skipped;
                    bytes = bytes < left ? bytes : left;
                    Array.Copy(input.RowArray(iy), input.RowOffset(iy) + skipped, row, o, bytes);
                    o += bytes;
                    left -= bytes;
                    iy += rows;
                    skipped = 0;
                }
            }
        }

        /// <summary>Runs <see cref="KernelSet.Transpose"/> of an input that lies in one piece.</summary>
        public static void Transpose(Stage stage, int first, int count)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            // Output dimension i is input dimension p[i]; Permutation = p0 + 3 p1 + 9 p2.
            byte[] source = input.RowArray(0);
            int start = input.RowOffset(0);
            int stepY = Step(input, stage.Permutation % 3);
            int stepX = Step(input, (stage.Permutation / 3) % 3);
            int step = Step(input, stage.Permutation / 9);
            int channels = output.Channels;
            for (int end = first + count; first < end; first++)
            {
                byte[] row = output.RowArray(first);
                int o = output.RowOffset(first);
                int pixel = start + (first * stepY);
                for (int rowEnd = o + output.RowBytes; o < rowEnd;)
                {
                    int i = pixel;
                    for (int last = o + channels; o < last; o++)
                    {
                        row[o] = source[i];
                        i += step;
                    }

                    pixel += stepX;
                }
            }
        }

        /// <summary>Distance of neighbours along a dimension.</summary>
        private static int Step(RowBuffer buffer, int dimension)
        {
            return dimension == 0 ? buffer.RowBytes : dimension == 1 ? buffer.Channels : 1;
        }
    }
}
