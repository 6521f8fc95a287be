using System;
using System.Collections.Generic;
using System.Text;

namespace Edge.ModelTools.Monitoring;

/// <summary>Bytes as they arrive, in any pieces, to lines. Everything outside printable ASCII becomes "?"; NUL bytes of a resetting board too.</summary>
internal sealed class LineSplitter
{
    /// <summary>Longest line that is kept; the firmware's have at most 512 characters, so longer ones are noise.</summary>
    public const int LongestLine = 4096;

    private readonly StringBuilder _line = new();

    /// <summary>Takes bytes.</summary>
    /// <returns>The lines they complete, without their ends; empty ones are left out.</returns>
    public IReadOnlyList<string> Add(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<string>();
        foreach (byte value in bytes)
        {
            if (value is (byte)'\n' or (byte)'\r')
            {
                Take(lines);
                continue;
            }

            _line.Append(value is >= 0x20 and <= 0x7E ? (char)value : '?');
            if (_line.Length == LongestLine)
            {
                Take(lines);
            }
        }

        return lines;
    }

    /// <summary>What is left when the stream has ended, or null.</summary>
    public string? Rest()
    {
        string? rest = _line.Length == 0 ? null : _line.ToString();
        _line.Clear();
        return rest;
    }

    private void Take(List<string> lines)
    {
        if (_line.Length > 0)
        {
            lines.Add(_line.ToString());
            _line.Clear();
        }
    }
}
