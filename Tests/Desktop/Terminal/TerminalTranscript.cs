using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Terminal;

/// <summary>What a terminal showed on its progress line, state by state.</summary>
internal static partial class TerminalTranscript
{
    /// <summary>Asserts that every state fits the width, that no phase ran backwards, and that the line is empty at the end.</summary>
    /// <returns>Number of states with a share.</returns>
    public static int RequireSteady(string transcript, int width)
    {
        var shares = new Dictionary<string, int>();
        int states = 0;
        string[] parts = transcript.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\r', '\n');
        foreach (string part in parts)
        {
            string line = part.TrimEnd();
            Assert.IsLessThan(width, line.Length, line);
            Match match = Share().Match(line);
            if (!match.Success)
            {
                continue;
            }

            string title = match.Groups[1].Value;
            int percent = int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
            Assert.IsGreaterThanOrEqualTo(shares.GetValueOrDefault(title), percent, $"'{line}' runs backwards");
            Assert.IsInRange(0, 100, percent);
            shares[title] = percent;
            states++;
        }

        Assert.AreEqual(string.Empty, parts[^1].Trim(), "the line is cleared");
        return states;
    }

    [GeneratedRegex(@"^(.*?)(?:  \[[#-]*\])?  +(\d+) %")]
    private static partial Regex Share();
}
