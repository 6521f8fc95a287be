using System;
using System.Globalization;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Devices;

/// <summary>Sizes on the command line: 64KB, 65536, 0.5MB (1 KB = 1,024 bytes).</summary>
internal static class SizeOption
{
    /// <summary>Reads a size.</summary>
    /// <param name="option">Name of the option, for the message.</param>
    /// <param name="text">The value.</param>
    /// <returns>Bytes, at least 1.</returns>
    /// <exception cref="EdgeException">Not a positive size.</exception>
    public static int Parse(string option, string text)
    {
        string upper = text.Trim().ToUpperInvariant();
        double unit = 1;
        foreach ((string suffix, double factor) in new[] { ("KB", 1024.0), ("MB", 1024.0 * 1024), ("K", 1024.0), ("M", 1024.0 * 1024), ("B", 1.0) })
        {
            if (upper.EndsWith(suffix, StringComparison.Ordinal))
            {
                unit = factor;
                upper = upper[..^suffix.Length];
                break;
            }
        }

        bool isNumber = double.TryParse(upper, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value);
        double bytes = Math.Floor(value * unit);
        if (!isNumber || !(bytes >= 1) || bytes > int.MaxValue)
        {
            throw new EdgeException(DiagnosticId.BadOption, option, $"'{text}' is not a size", "write a positive size such as 64KB");
        }

        return (int)bytes;
    }
}
