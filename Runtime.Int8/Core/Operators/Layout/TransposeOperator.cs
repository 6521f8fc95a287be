using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>Permutation of H, W, C: p0 + 3 p1 + 9 p2, output dimension i is input dimension p[i]; reference kernel <see cref="Kernels.Reference.Layout.Transpose"/>.</summary>
    internal sealed class TransposeOperator : Operator
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "Transpose"; }
        }

        /// <inheritdoc/>
        public override void Decode(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
            stage.Permutation = cursor.ReadRange(0, 26);
        }

        /// <inheritdoc/>
        public override bool IsShapeValid(Stage stage)
        {
            int p0 = stage.Permutation % 3;
            int p1 = (stage.Permutation / 3) % 3;
            int p2 = stage.Permutation / 9;
            return p0 != p1 && p1 != p2 && p0 != p2
                && stage.Output.Height == OperatorShapes.Dimension(stage.Input, p0)
                && stage.Output.Width == OperatorShapes.Dimension(stage.Input, p1)
                && stage.Output.Channels == OperatorShapes.Dimension(stage.Input, p2);
        }

        /// <inheritdoc/>
        public override int FirstRow(Stage stage, int index, int oy)
        {
            return stage.Permutation % 3 == 0 ? oy : 0;
        }

        /// <inheritdoc/>
        public override int LastRow(Stage stage, int index, int oy)
        {
            return stage.Permutation % 3 == 0 ? oy : stage.Input.Height - 1;
        }
    }
}
