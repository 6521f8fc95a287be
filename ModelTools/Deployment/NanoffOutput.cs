using System;
using System.Text.RegularExpressions;

namespace Edge.ModelTools.Deployment;

// Forms after nanoff 2.5.162: "Error E6000: Couldn't open ...", "Connected to:" and then "ESP32-S3 (...)",
// "  Target:   ESP32_REV3", "  CLR Version: 1.17.0.339".

/// <summary>Reads what nanoff prints.</summary>
internal static partial class NanoffOutput
{
    /// <summary>Number of the error, such as 6000, or null.</summary>
    public static int? ErrorCode(string output)
    {
        Match match = ErrorPattern().Match(output);
        return match.Success ? int.Parse(match.Groups[1].Value) : null;
    }

    /// <summary>The line with the error, or the last line.</summary>
    public static string ErrorLine(string output)
    {
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Array.Find(lines, line => ErrorPattern().IsMatch(line)) ?? (lines.Length == 0 ? "it printed nothing" : lines[^1]);
    }

    /// <summary>Version of the tool, three numbers, or null.</summary>
    public static string? ToolVersion(string output)
    {
        Match match = VersionPattern().Match(output);
        return match.Success ? match.Value : null;
    }

    /// <summary>Kind of chip, such as ESP32-S3, or null.</summary>
    public static string? Chip(string output)
    {
        Match match = ChipPattern().Match(output);
        return match.Success ? match.Groups[1].Value : null;
    }

    /// <summary>Target of the running firmware, or null.</summary>
    public static string? Target(string output)
    {
        Match match = TargetPattern().Match(output);
        return match.Success ? match.Groups[1].Value : null;
    }

    /// <summary>Version of the running firmware, or null.</summary>
    public static Version? FirmwareVersion(string output)
    {
        Match match = ClrPattern().Match(output);
        return match.Success && Version.TryParse(match.Groups[1].Value, out Version? version) ? version : null;
    }

    /// <summary>Whether a file was not written; nanoff returns 0 all the same.</summary>
    public static bool HasFailedFile(string output)
    {
        return output.Contains("Error deploying content file", StringComparison.Ordinal) || output.Contains("Exception deploying content file", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\bE([1-9]\d{3})\b")]
    private static partial Regex ErrorPattern();

    [GeneratedRegex(@"\b\d+\.\d+\.\d+\b")]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"Connected to:\s*(ESP32(?:-[A-Z]\d+)?)\b")]
    private static partial Regex ChipPattern();

    [GeneratedRegex(@"^\s*Target:\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex TargetPattern();

    [GeneratedRegex(@"^\s*CLR Version:\s+([\d.]+)", RegexOptions.Multiline)]
    private static partial Regex ClrPattern();
}
