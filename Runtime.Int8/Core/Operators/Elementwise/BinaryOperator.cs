namespace Edge.Runtime.Int8.Operators
{
    /// <summary>What operators on two tensors with broadcasting share.</summary>
    internal abstract class BinaryOperator : Operator
    {
        /// <inheritdoc/>
        public override int InputCount
        {
            get { return 2; }
        }

        /// <inheritdoc/>
        public override bool CanRunInPlace
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override bool TakesTable
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override bool IsShapeValid(Stage stage)
        {
            return OperatorShapes.Broadcasts(stage);
        }
    }
}
