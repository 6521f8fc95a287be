namespace Edge.Runtime.Int8.Operators
{
    /// <summary>Rows of a network output; the executor copies them, the loader compares their shape with the interface.</summary>
    internal sealed class OutputOperator : Operator
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "Output"; }
        }

        /// <inheritdoc/>
        public override bool IsShapeValid(Stage stage)
        {
            return stage.Input == stage.Output;
        }
    }
}
