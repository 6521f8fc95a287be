namespace Edge.Runtime.Int8.Kernels.Reference
{
    /// <summary>Operators that only move bytes: pad, reshape, transpose, concatenate, resize. They round nothing.</summary>
    internal static class Layout
    {
        /// <summary>out[y, x, c] = in[y - top, x - left, c - front], or PadValue outside.</summary>
        public static void Pad(Stage stage, int first, int count)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            for (int oy = first; oy < first + count; oy++)
            {
                byte[] row = output.RowArray(oy);
                int offset = output.RowOffset(oy);
                int iy = oy - stage.PadTop;
                bool isRowInside = iy >= 0 && iy < input.Height;
                for (int ox = 0; ox < output.Width; ox++)
                {
                    int ix = ox - stage.PadLeft;
                    bool isInside = isRowInside && ix >= 0 && ix < input.Width;
                    for (int oc = 0; oc < output.Channels; oc++)
                    {
                        int ic = oc - stage.PadFront;
                        row[offset] = isInside && ic >= 0 && ic < input.Channels
                            ? input.RowArray(iy)[input.RowOffset(iy) + (ix * input.Channels) + ic]
                            : (byte)stage.PadValue;
                        offset++;
                    }
                }
            }
        }

        /// <summary>Row-major order stays; rows are cut elsewhere.</summary>
        public static void Reshape(Stage stage, int first, int count)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            for (int oy = first; oy < first + count; oy++)
            {
                byte[] row = output.RowArray(oy);
                int offset = output.RowOffset(oy);
                long element = (long)oy * output.RowBytes;
                int iy = (int)(element / input.RowBytes);
                int index = (int)(element % input.RowBytes);
                for (int i = 0; i < output.RowBytes; i++)
                {
                    if (index == input.RowBytes)
                    {
                        index = 0;
                        iy++;
                    }

                    row[offset + i] = input.RowArray(iy)[input.RowOffset(iy) + index];
                    index++;
                }
            }
        }

        /// <summary>Output dimension i is input dimension p[i]; Permutation = p0 + 3 p1 + 9 p2.</summary>
        public static void Transpose(Stage stage, int first, int count)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            int p0 = stage.Permutation % 3;
            int p1 = (stage.Permutation / 3) % 3;
            for (int oy = first; oy < first + count; oy++)
            {
                byte[] row = output.RowArray(oy);
                int offset = output.RowOffset(oy);
                for (int ox = 0; ox < output.Width; ox++)
                {
                    for (int oc = 0; oc < output.Channels; oc++)
                    {
                        int iy = p0 == 0 ? oy : p1 == 0 ? ox : oc;
                        int ix = p0 == 1 ? oy : p1 == 1 ? ox : oc;
                        int ic = p0 == 2 ? oy : p1 == 2 ? ox : oc;
                        row[offset] = input.RowArray(iy)[input.RowOffset(iy) + (ix * input.Channels) + ic];
                        offset++;
                    }
                }
            }
        }

        /// <summary>Inputs one after the other along H, W or C (ConcatAxis = 0, 1, 2).</summary>
        public static void Concat(Stage stage, int first, int count)
        {
            RowBuffer output = stage.Output;
            for (int oy = first; oy < first + count; oy++)
            {
                byte[] row = output.RowArray(oy);
                int target = output.RowOffset(oy);
                int before = 0;
                for (int i = 0; i < stage.InputCount; i++)
                {
                    RowBuffer input = stage.Inputs[i];
                    if (stage.ConcatAxis == 0)
                    {
                        int iy = oy - before;
                        if (iy >= 0 && iy < input.Height)
                        {
                            CopyPixels(input, iy, row, target, output.Channels);
                        }

                        before += input.Height;
                    }
                    else
                    {
                        CopyPixels(input, oy, row, target, output.Channels);
                        target += stage.ConcatAxis == 1 ? input.RowBytes : input.Channels;
                    }
                }
            }
        }

        /// <summary>out[y, x] = in[rowMap[y], columnMap[x]].</summary>
        public static void Resize(Stage stage, int first, int count)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            int columnMap = stage.ParameterBase + output.Height;
            for (int oy = first; oy < first + count; oy++)
            {
                int iy = stage.Parameters[stage.ParameterBase + oy];
                byte[] row = output.RowArray(oy);
                int offset = output.RowOffset(oy);
                byte[] inputRow = input.RowArray(iy);
                for (int ox = 0; ox < output.Width; ox++)
                {
                    int source = input.RowOffset(iy) + (stage.Parameters[columnMap + ox] * input.Channels);
                    for (int oc = 0; oc < output.Channels; oc++)
                    {
                        row[offset] = inputRow[source + oc];
                        offset++;
                    }
                }
            }
        }

        private static void CopyPixels(RowBuffer input, int iy, byte[] row, int target, int pixelStride)
        {
            byte[] inputRow = input.RowArray(iy);
            int source = input.RowOffset(iy);
            if (pixelStride == input.Channels)
            {
                // Whole pixels, one behind the other: strips of columns are put together so, and rows.
                System.Array.Copy(inputRow, source, row, target, input.RowBytes);
                return;
            }

            for (int ix = 0; ix < input.Width; ix++)
            {
                for (int ic = 0; ic < input.Channels; ic++)
                {
                    row[target + (ix * pixelStride) + ic] = inputRow[source];
                    source++;
                }
            }
        }
    }
}
