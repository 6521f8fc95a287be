using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>a + b or a - b, broadcast; reference kernel <see cref="Kernels.Reference.Elementwise"/>.</summary>
    internal sealed class AddOperator : BinaryOperator
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "Add"; }
        }

        /// <inheritdoc/>
        public override void Decode(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
            stage.Sign = cursor.ReadRange(0, 1) == 0 ? 1 : -1;
            stage.LeftShift = cursor.ReadRange(0, 30);
            OperatorFields.DecodeMultipliers(cursor, stage, 3);
            OperatorFields.DecodeResult(cursor, stage);
        }

        /// <inheritdoc/>
        public override bool IsQuantizationValid(Stage stage)
        {
            if (stage.Rounding == RoundingMode.Double)
            {
                // 255 << LeftShift must fit int32; the scaled terms are then at most 2^29 because multipliers are below one.
                return stage.LeftShift <= 22 && stage.Shift0 <= 0 && stage.Shift1 <= 0;
            }

            return stage.Multiplier0 < 1 << 21 && stage.Multiplier1 < 1 << 21 && stage.Shift0 <= -1 && stage.Shift0 >= -29;
        }
    }
}
