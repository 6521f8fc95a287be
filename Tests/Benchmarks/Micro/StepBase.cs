namespace Edge.Benchmarks.Micro
{
    /// <summary>Called virtually by <see cref="Dispatch"/>.</summary>
    public abstract class StepBase
    {
        /// <summary>Number of calls.</summary>
        protected int Calls;

        /// <summary>Changes a value.</summary>
        /// <param name="value">Any value.</param>
        /// <returns>The changed value.</returns>
        public abstract int Turn(int value);
    }
}
