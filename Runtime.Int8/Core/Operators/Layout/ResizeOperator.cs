using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>
    /// Nearest-neighbour resize by maps: the input row of each output row, then the input column of each output column, uint16 in the
    /// weights section; reference kernel <see cref="Kernels.Reference.Layout.Resize"/>.
    /// </summary>
    internal sealed class ResizeOperator : Operator
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "Resize"; }
        }

        /// <inheritdoc/>
        public override bool HasRowMap
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override void Decode(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
            OperatorFields.DecodeNumbers(cursor, stage, weightsOrigin);
        }

        /// <inheritdoc/>
        public override bool IsShapeValid(Stage stage)
        {
            return stage.Input.Channels == stage.Output.Channels;
        }

        /// <inheritdoc/>
        public override int FirstRow(Stage stage, int index, int oy)
        {
            return stage.Parameters[stage.ParameterBase + oy];
        }

        /// <inheritdoc/>
        public override long WeightBytes(Stage stage)
        {
            return 2L * ParameterInts(stage);
        }

        /// <inheritdoc/>
        public override int ParameterInts(Stage stage)
        {
            return stage.Output.Height + stage.Output.Width;
        }

        /// <inheritdoc/>
        public override void Load(Stage stage, WeightWindow window)
        {
            window.ReadNumbers(stage.WeightPosition, stage.Parameters, stage.ParameterBase, ParameterInts(stage), 2);
        }

        /// <summary>Maps ascend and stay inside the input.</summary>
        public override ModelError CheckWeights(Stage stage, WeightWindow window)
        {
            Load(stage, window);
            return OperatorShapes.Ascends(stage.Parameters, stage.ParameterBase, stage.Output.Height, stage.Input.Height)
                && OperatorShapes.Ascends(stage.Parameters, stage.ParameterBase + stage.Output.Height, stage.Output.Width, stage.Input.Width)
                ? ModelError.None : ModelError.BadShape;
        }
    }
}
