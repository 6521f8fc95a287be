using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop;

/// <summary>
/// Notes why tests were skipped, and leaves one line about it beside the assembly; the project prints it after a run, since the
/// console of a test run tells only how many there were.
/// </summary>
[TestClass]
public static class SkippedTests
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "skipped.txt";

    private static readonly ConcurrentDictionary<string, int> s_reasons = new();

    [GlobalTestCleanup]
    public static void Note(TestContext context)
    {
        if (context.CurrentTestOutcome == UnitTestOutcome.Inconclusive)
        {
            s_reasons.AddOrUpdate(Reason(context.TestException?.Message ?? string.Empty), 1, (_, count) => count + 1);
        }
    }

    [AssemblyCleanup]
    public static void Write() => File.WriteAllText(Path.Combine(AppContext.BaseDirectory, FileName), Line(s_reasons.ToArray().Select(each => (each.Key, each.Value))) + "\n");

    /// <summary>The line: how many, and why, the most frequent reason first.</summary>
    internal static string Line(System.Collections.Generic.IEnumerable<(string Reason, int Count)> reasons)
    {
        (string Reason, int Count)[] ordered = [.. reasons.OrderByDescending(each => each.Count).ThenBy(each => each.Reason, StringComparer.Ordinal)];
        return ordered.Length == 0
            ? "no test was skipped"
            : $"{ordered.Sum(each => each.Count)} tests skipped: {string.Join("; ", ordered.Select(each => $"{each.Count} x {each.Reason}"))}";
    }

    private static string Reason(string message)
    {
        const string Prefix = "Assert.Inconclusive failed. ";
        string text = message.ReplaceLineEndings(" ").Trim();
        return text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;
    }
}
