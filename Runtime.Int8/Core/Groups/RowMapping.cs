using Edge.Runtime.Int8.Operators;

namespace Edge.Runtime.Int8
{
    /// <summary>Which input rows an operator needs for its output rows, inside the image.</summary>
    internal static class RowMapping
    {
        /// <summary>First row of input <paramref name="index"/> that output row <paramref name="oy"/> needs; above <see cref="Last"/> when it needs none.</summary>
        public static int First(Stage stage, int index, int oy)
        {
            int row = OperatorTable.All[stage.OpCode].FirstRow(stage, index, oy);
            return row < 0 ? 0 : row;
        }

        /// <summary>Last row of input <paramref name="index"/> that output row <paramref name="oy"/> needs; -1 when it needs none yet.</summary>
        public static int Last(Stage stage, int index, int oy)
        {
            int row = OperatorTable.All[stage.OpCode].LastRow(stage, index, oy);
            int last = stage.Inputs[index].Height - 1;
            return row < last ? row : last;
        }
    }
}
