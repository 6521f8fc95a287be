namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>Any function of one element, out = table[u], two elements to a round.</summary>
    internal static class TableRows
    {
        /// <summary>Runs <see cref="KernelSet.Table"/>.</summary>
        public static void Run(Stage stage, int first, int count)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            byte[] table = stage.Table;
            int zero = stage.TableOffset;
            int rowBytes = output.RowBytes;
            for (int end = first + count; first < end; first++)
            {
                byte[] source = input.RowArray(first);
                byte[] row = output.RowArray(first);
                int i = input.RowOffset(first);
                int o = output.RowOffset(first);
                int rowEnd = o + rowBytes;
                for (int last = rowEnd - 1; o < last; o += 2)
                {
                    row[o] = table[zero + source[i]];
                    row[o + 1] = table[zero + source[i + 1]];
                    i += 2;
                }

                if (o < rowEnd)
                {
                    row[o] = table[zero + source[i]];
                }
            }
        }
    }
}
