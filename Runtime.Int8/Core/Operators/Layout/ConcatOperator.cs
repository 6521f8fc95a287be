using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>Concatenation along H, W or C; reference kernel <see cref="Kernels.Reference.Layout.Concat"/>.</summary>
    internal sealed class ConcatOperator : Operator
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "Concat"; }
        }

        /// <summary>Any number, but not 0.</summary>
        public override int InputCount
        {
            get { return -1; }
        }

        /// <inheritdoc/>
        public override void Decode(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
            stage.ConcatAxis = cursor.ReadRange(0, 2);
        }

        /// <inheritdoc/>
        public override bool IsShapeValid(Stage stage)
        {
            int total = 0;
            for (int i = 0; i < stage.InputCount; i++)
            {
                RowBuffer input = stage.Inputs[i];
                for (int axis = 0; axis < 3; axis++)
                {
                    if (axis != stage.ConcatAxis && OperatorShapes.Dimension(input, axis) != OperatorShapes.Dimension(stage.Output, axis))
                    {
                        return false;
                    }
                }

                total += OperatorShapes.Dimension(input, stage.ConcatAxis);
            }

            return total == OperatorShapes.Dimension(stage.Output, stage.ConcatAxis);
        }

        /// <inheritdoc/>
        public override int FirstRow(Stage stage, int index, int oy)
        {
            if (stage.ConcatAxis != 0)
            {
                return oy;
            }

            for (int i = 0; i < index; i++)
            {
                oy -= stage.Inputs[i].Height;
            }

            return oy;
        }
    }
}
