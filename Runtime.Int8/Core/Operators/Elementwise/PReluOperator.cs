using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>x or slope[c] * x; reference kernel <see cref="Kernels.Reference.Elementwise"/>.</summary>
    internal sealed class PReluOperator : BinaryOperator
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "PRelu"; }
        }

        /// <inheritdoc/>
        public override void Decode(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
            OperatorFields.DecodeMultipliers(cursor, stage, 2);
            OperatorFields.DecodeResult(cursor, stage);
        }
    }
}
