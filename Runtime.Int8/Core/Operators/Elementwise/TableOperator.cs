namespace Edge.Runtime.Int8.Operators
{
    /// <summary>256-entry table: any function of one element; reference kernel <see cref="Kernels.Reference.Table"/>.</summary>
    internal sealed class TableOperator : Operator
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "Table"; }
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
            return stage.HasTable && OperatorShapes.IsSame(stage.Input, stage.Output);
        }
    }
}
