namespace Edge.Runtime.Int8.Operators
{
    /// <summary>Maximum over the valid taps.</summary>
    internal sealed class MaxPoolOperator : PoolOperator
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "MaxPool"; }
        }
    }
}
