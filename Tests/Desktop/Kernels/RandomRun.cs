using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>Runs seeded random cases until enough results have been compared.</summary>
internal static class RandomRun
{
    private const int DefaultResults = 1_000_000;

    /// <summary>Runs cases; a case returns how many results it compared.</summary>
    /// <param name="kind">Its name is the seed.</param>
    /// <param name="run">A case of a seed.</param>
    /// <param name="defaultResults">Results to compare unless EDGE_RANDOM_ELEMENTS says how many.</param>
    public static void Until(string kind, Func<int, int> run, long defaultResults = DefaultResults)
    {
        string? wanted = Environment.GetEnvironmentVariable("EDGE_RANDOM_ELEMENTS");
        long results = wanted is null ? defaultResults : long.Parse(wanted, CultureInfo.InvariantCulture);
        int seed = kind.Aggregate(17, (hash, letter) => ((hash * 31) + letter) & 0xFFFFFF);
        for (long compared = 0; compared < results; seed++)
        {
            compared += run(seed);
        }
    }

    /// <summary>Rows for DynamicData.</summary>
    public static IEnumerable<object[]> Names(IEnumerable<string> kinds)
    {
        return kinds.Select(kind => new object[] { kind });
    }
}
