using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>A constant tensor, read whole from the weights section when its group begins.</summary>
    internal sealed class ConstantOperator : Operator
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "Constant"; }
        }

        /// <inheritdoc/>
        public override int InputCount
        {
            get { return 0; }
        }

        /// <inheritdoc/>
        public override void Decode(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
            stage.WeightPosition = weightsOrigin + cursor.ReadUnsigned();
        }

        /// <inheritdoc/>
        public override long WeightBytes(Stage stage)
        {
            return (long)stage.Output.Height * stage.Output.RowBytes;
        }

        /// <inheritdoc/>
        public override ModelError CheckWeights(Stage stage, WeightWindow window)
        {
            return stage.Output.RingRows == stage.Output.Height ? ModelError.None : ModelError.RingTooShallow;
        }

        /// <inheritdoc/>
        public override void Load(Stage stage, WeightWindow window)
        {
            RowBuffer output = stage.Output;
            int position = stage.WeightPosition;
            for (int y = 0; y < output.Height; y++)
            {
                window.ReadInto(position, output.RowArray(y), output.RowOffset(y), output.RowBytes);
                position += output.RowBytes;
            }
        }
    }
}
