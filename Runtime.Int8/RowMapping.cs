using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8
{
    /// <summary>Which input rows an operator needs for its output rows.</summary>
    internal static class RowMapping
    {
        /// <summary>First row of input <paramref name="index"/> that output row <paramref name="oy"/> needs; above <see cref="Last"/> when it needs none.</summary>
        public static int First(Stage stage, int index, int oy)
        {
            RowBuffer input = stage.Inputs[index];
            int row;
            switch (stage.OpCode)
            {
                case OpCode.Conv2D:
                case OpCode.DepthwiseConv2D:
                case OpCode.AveragePool:
                case OpCode.MaxPool:
                    row = (oy * stage.StrideH) - stage.PadTop;
                    break;
                case OpCode.Pad:
                    row = oy - stage.PadTop;
                    break;
                case OpCode.Reshape:
                    row = (int)((long)oy * stage.Output.RowBytes / input.RowBytes);
                    break;
                case OpCode.Transpose:
                    row = stage.Axes % 3 == 0 ? oy : 0;
                    break;
                case OpCode.Concat:
                    row = stage.Axes == 0 ? oy - RowsBefore(stage, index) : oy;
                    break;
                case OpCode.Resize:
                    row = stage.Parameters[stage.BiasBase + oy];
                    break;
                default:
                    row = input.Height == 1 ? 0 : oy;
                    break;
            }

            return row < 0 ? 0 : row;
        }

        /// <summary>Last row of input <paramref name="index"/> that output row <paramref name="oy"/> needs; -1 when it needs none yet.</summary>
        public static int Last(Stage stage, int index, int oy)
        {
            RowBuffer input = stage.Inputs[index];
            int row;
            switch (stage.OpCode)
            {
                case OpCode.Conv2D:
                case OpCode.DepthwiseConv2D:
                case OpCode.AveragePool:
                case OpCode.MaxPool:
                    row = (oy * stage.StrideH) - stage.PadTop + stage.KernelH - 1;
                    break;
                case OpCode.Pad:
                    row = oy - stage.PadTop;
                    break;
                case OpCode.Reshape:
                    row = (int)(((((long)oy + 1) * stage.Output.RowBytes) - 1) / input.RowBytes);
                    break;
                case OpCode.Transpose:
                    row = stage.Axes % 3 == 0 ? oy : input.Height - 1;
                    break;
                case OpCode.Concat:
                    row = stage.Axes == 0 ? oy - RowsBefore(stage, index) : oy;
                    break;
                case OpCode.Resize:
                    row = stage.Parameters[stage.BiasBase + oy];
                    break;
                default:
                    row = input.Height == 1 ? 0 : oy;
                    break;
            }

            return row < input.Height ? row : input.Height - 1;
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
    }
}
