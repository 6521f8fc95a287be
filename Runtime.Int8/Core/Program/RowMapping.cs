using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8
{
    /// <summary>Which input rows an operator needs for its output rows.</summary>
    internal static class RowMapping
    {
        /// <summary>First row of input <paramref name="index"/> that output row <paramref name="oy"/> needs; above <see cref="Last"/> when it needs none.</summary>
        public static int First(Stage stage, int index, int oy)
        {
            int row = Row(stage, index, oy, false);
            return row < 0 ? 0 : row;
        }

        /// <summary>Last row of input <paramref name="index"/> that output row <paramref name="oy"/> needs; -1 when it needs none yet.</summary>
        public static int Last(Stage stage, int index, int oy)
        {
            int row = Row(stage, index, oy, true);
            int last = stage.Inputs[index].Height - 1;
            return row < last ? row : last;
        }

        /// <summary>Rows of the inputs in front of input <paramref name="index"/> (Concat along H).</summary>
        public static int RowsBefore(Stage stage, int index)
        {
            int rows = 0;
            for (int i = 0; i < index; i++)
            {
                rows += stage.Inputs[i].Height;
            }

            return rows;
        }

        private static int Row(Stage stage, int index, int oy, bool isLast)
        {
            RowBuffer input = stage.Inputs[index];
            switch (stage.OpCode)
            {
                case OpCode.Conv2D:
                case OpCode.DepthwiseConv2D:
                case OpCode.AveragePool:
                case OpCode.MaxPool:
                    return (oy * stage.StrideH) - stage.PadTop + (isLast ? stage.KernelH - 1 : 0);
                case OpCode.Pad:
                    return oy - stage.PadTop;
                case OpCode.Reshape:
                    long element = isLast ? (((long)oy + 1) * stage.Output.RowBytes) - 1 : (long)oy * stage.Output.RowBytes;
                    return (int)(element / input.RowBytes);
                case OpCode.Transpose:
                    return stage.Axes % 3 == 0 ? oy : isLast ? input.Height - 1 : 0;
                case OpCode.Concat:
                    return stage.Axes == 0 ? oy - RowsBefore(stage, index) : oy;
                case OpCode.Resize:
                    return stage.Parameters[stage.BiasBase + oy];
                default:
                    return input.Height == 1 ? 0 : oy;
            }
        }
    }
}
