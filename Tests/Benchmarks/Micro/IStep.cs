namespace Edge.Benchmarks.Micro
{
    /// <summary>Called through an interface by <see cref="Dispatch"/>.</summary>
    public interface IStep
    {
        /// <summary>Changes a value.</summary>
        /// <param name="value">Any value.</param>
        /// <returns>The changed value.</returns>
        int Advance(int value);
    }
}
