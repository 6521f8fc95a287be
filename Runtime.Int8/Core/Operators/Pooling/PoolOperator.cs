using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>What average and maximum over windows share; reference kernel <see cref="Kernels.Reference.Pool"/>.</summary>
    internal abstract class PoolOperator : Operator
    {
        /// <inheritdoc/>
        public override bool TakesTable
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override void Decode(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
            OperatorFields.DecodeWindow(cursor, stage);
            OperatorFields.DecodeResult(cursor, stage);
        }

        /// <inheritdoc/>
        public override bool IsShapeValid(Stage stage)
        {
            return stage.Input.Channels == stage.Output.Channels && OperatorShapes.HasWindow(stage, true);
        }

        /// <inheritdoc/>
        public override long Work(Stage stage)
        {
            RowBuffer input = stage.Input;
            int height = stage.KernelH < input.Height ? stage.KernelH : input.Height;
            int width = stage.KernelW < input.Width ? stage.KernelW : input.Width;
            return base.Work(stage) * height * width;
        }

        /// <inheritdoc/>
        public override int FirstRow(Stage stage, int index, int oy)
        {
            return (oy * stage.StrideH) - stage.PadTop;
        }

        /// <inheritdoc/>
        public override int LastRow(Stage stage, int index, int oy)
        {
            return (oy * stage.StrideH) - stage.PadTop + stage.KernelH - 1;
        }
    }
}
