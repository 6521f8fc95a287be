using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>Average over the valid taps. One over the whole height is added up row by row, so that no input row is kept.</summary>
    internal sealed class AveragePoolOperator : PoolOperator
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "AveragePool"; }
        }

        /// <inheritdoc/>
        public override void Decode(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
            base.Decode(cursor, stage, weightsOrigin);
            stage.AccumulatorBase = cursor.ReadUnsigned();
            stage.Accumulates = stage.Input != null && stage.Output.Height == 1 && stage.PadTop == 0
                && stage.KernelH == stage.Input.Height;
            stage.AccumulatorCount = stage.Accumulates ? stage.Output.RowBytes : 0;
        }
    }
}
