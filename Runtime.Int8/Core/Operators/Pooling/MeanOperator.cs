using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels.Reference;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>Mean over any of H, W, C, added up row by row; reference kernel <see cref="Mean"/>.</summary>
    internal sealed class MeanOperator : Operator
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "Mean"; }
        }

        /// <inheritdoc/>
        public override bool TakesTable
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override void Decode(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
            stage.ReducedAxes = cursor.ReadRange(1, Mean.AxisH | Mean.AxisW | Mean.AxisC);
            OperatorFields.DecodeMultipliers(cursor, stage, 1);
            OperatorFields.DecodeResult(cursor, stage);
            stage.AccumulatorBase = cursor.ReadUnsigned();
            stage.Accumulates = true;
            stage.AccumulatorCount = stage.Output.RowBytes;
        }

        /// <inheritdoc/>
        public override bool IsShapeValid(Stage stage)
        {
            return stage.Output.Height == ((stage.ReducedAxes & Mean.AxisH) != 0 ? 1 : stage.Input.Height)
                && stage.Output.Width == ((stage.ReducedAxes & Mean.AxisW) != 0 ? 1 : stage.Input.Width)
                && stage.Output.Channels == ((stage.ReducedAxes & Mean.AxisC) != 0 ? 1 : stage.Input.Channels);
        }

        /// <inheritdoc/>
        public override long Work(Stage stage)
        {
            return base.Work(stage) + ((long)stage.Input.Height * stage.Input.RowBytes);
        }

        /// <inheritdoc/>
        public override int FirstRow(Stage stage, int index, int oy)
        {
            return (stage.ReducedAxes & Mean.AxisH) != 0 ? 0 : oy;
        }

        /// <inheritdoc/>
        public override int LastRow(Stage stage, int index, int oy)
        {
            return (stage.ReducedAxes & Mean.AxisH) != 0 ? stage.Input.Height - 1 : oy;
        }
    }
}
