using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Edge.ModelTools.Packing.Specialization;

// sum(x * w) with equal magnitudes together: (x1 + x5 - x9) * 37 + ..., and those that differ by a power of two, too:
// (((x2 - x3) << 1) + x1) * 37. A term takes a load and an addition, 67; a multiplication 67, a shift 43. Lanes may wrap in
// between: the sum is exact modulo 2^64 and read when all of it is there.

/// <summary>The weighted sum of some taps of a channel.</summary>
internal static class TapSum
{
    /// <summary>Writes the sum, after an addition sign if <paramref name="before"/> is not empty.</summary>
    /// <param name="text">The method.</param>
    /// <param name="weights">Weights of all taps of the channel.</param>
    /// <param name="first">First tap.</param>
    /// <param name="end">Behind the last tap.</param>
    /// <param name="before">What it is added to, or nothing.</param>
    public static string Write(MethodText text, ReadOnlySpan<sbyte> weights, int first, int end, string before)
    {
        SortedDictionary<int, SortedDictionary<int, List<int>>> chains = [];
        for (int tap = first; tap < end; tap++)
        {
            int magnitude = Math.Abs((int)weights[tap]);
            if (magnitude > 0)
            {
                int level = int.TrailingZeroCount(magnitude);
                Get(Get(chains, magnitude >> level), level).Add(weights[tap] > 0 ? tap : ~tap);
            }
        }

        var sum = new StringBuilder(before);
        text.IlBytes += before.Length == 0 && chains.Count == 0 ? 3 : 0;
        foreach ((int odd, SortedDictionary<int, List<int>> levels) in chains.OrderBy(chain => IsNegative(chain.Value)))
        {
            bool isNegative = IsNegative(levels);
            text.IlBytes += sum.Length == 0 && isNegative ? 2 : 0;
            sum.Append(sum.Length == 0 ? (isNegative ? "0L - " : string.Empty) : (isNegative ? " - " : " + "));
            sum.Append(Chain(text, odd, levels, isNegative));
        }

        return sum.Length == 0 ? "0L" : sum.ToString();
    }

    /// <summary>From the largest power of two down: shift, add the next.</summary>
    private static string Chain(MethodText text, int odd, SortedDictionary<int, List<int>> levels, bool isNegative)
    {
        string sum = string.Empty;
        int last = 0;
        foreach ((int level, List<int> taps) in levels.Reverse())
        {
            if (sum.Length > 0)
            {
                sum = $"(({sum}) << {last - level})";
                text.IlBytes += 3;
            }

            foreach (int tap in taps.OrderBy(tap => (tap < 0) != isNegative))
            {
                sum += sum.Length == 0 ? string.Empty : (tap < 0) != isNegative ? " - " : " + ";
                sum += $"x{(tap < 0 ? ~tap : tap)}";
                text.IlBytes += MethodText.LocalBytes + 1;
            }

            last = level;
        }

        if (odd == 1)
        {
            text.IlBytes += last == 0 ? 0 : 3;
            return last == 0 ? $"({sum})" : $"(({sum}) << {last})";
        }

        text.IlBytes++;
        return $"(({sum}) * {text.Constant(odd << last)})";
    }

    // No tap of the first level is positive.
    private static bool IsNegative(SortedDictionary<int, List<int>> levels)
    {
        return levels.Last().Value.TrueForAll(tap => tap < 0);
    }

    private static T Get<T>(SortedDictionary<int, T> items, int key)
        where T : new()
    {
        if (!items.TryGetValue(key, out T? item))
        {
            item = new T();
            items.Add(key, item);
        }

        return item;
    }
}
