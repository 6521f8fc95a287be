namespace Edge.Runtime.Int8.Operators
{
    /// <summary>Rows of the network's input; the executor reads them, the loader compares their shape with the interface.</summary>
    internal sealed class InputOperator : Operator
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "Input"; }
        }

        /// <inheritdoc/>
        public override int InputCount
        {
            get { return 0; }
        }
    }
}
