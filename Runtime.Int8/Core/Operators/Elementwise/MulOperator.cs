using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>a * b, broadcast (squeeze-excite scale included); reference kernel <see cref="Kernels.Reference.Elementwise"/>.</summary>
    internal sealed class MulOperator : BinaryOperator
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "Mul"; }
        }

        /// <inheritdoc/>
        public override void Decode(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
            OperatorFields.DecodeMultipliers(cursor, stage, 1);
            OperatorFields.DecodeResult(cursor, stage);
        }
    }
}
