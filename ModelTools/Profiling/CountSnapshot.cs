using System.Linq;

namespace Edge.ModelTools.Profiling;

/// <summary>Readings of all counters of a <see cref="CountedAssemblies"/>, or the difference of two.</summary>
/// <param name="Counts">Executions by block.</param>
/// <param name="Sizes">Sums of lengths by size counter.</param>
internal sealed record CountSnapshot(long[] Counts, long[] Sizes)
{
    /// <summary>What was executed between two readings.</summary>
    /// <param name="earlier">The earlier reading, of the same assemblies.</param>
    /// <returns>The difference, counter by counter.</returns>
    public CountSnapshot Since(CountSnapshot earlier)
    {
        return new CountSnapshot(
            [.. Counts.Zip(earlier.Counts, (now, before) => now - before)],
            [.. Sizes.Zip(earlier.Sizes, (now, before) => now - before)]);
    }
}
