namespace Edge.Runtime.Int8.Kernels.Reference
{
    /// <summary>Any function of one element: out = table[u].</summary>
    internal static class Table
    {
        public static void Run(Stage stage, int first, int count)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            for (int oy = first; oy < first + count; oy++)
            {
                byte[] inputRow = input.RowArray(oy);
                byte[] outputRow = output.RowArray(oy);
                int source = input.RowOffset(oy);
                int target = output.RowOffset(oy);
                for (int i = 0; i < output.RowBytes; i++)
                {
                    outputRow[target + i] = stage.Table[stage.TableOffset + inputRow[source + i]];
                }
            }
        }
    }
}
