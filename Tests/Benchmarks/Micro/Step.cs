namespace Edge.Benchmarks.Micro
{
    /// <summary>The object that <see cref="Dispatch"/> calls in each of three ways.</summary>
    public sealed class Step : StepBase, IStep
    {
        private readonly int _amount;

        /// <summary>Makes a step.</summary>
        /// <param name="amount">What it adds.</param>
        public Step(int amount)
        {
            _amount = amount;
        }

        /// <inheritdoc/>
        public override int Turn(int value)
        {
            Calls++;
            return value ^ _amount;
        }

        /// <inheritdoc/>
        public int Advance(int value)
        {
            return value + _amount;
        }

        /// <summary>Changes a value without being virtual.</summary>
        /// <param name="value">Any value.</param>
        /// <returns>The changed value.</returns>
        public int Move(int value)
        {
            return value - Calls;
        }
    }
}
