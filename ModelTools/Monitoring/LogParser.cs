using System;
using System.Collections.Generic;
using System.Globalization;
using Edge.Firmware.Logging;

namespace Edge.ModelTools.Monitoring;

// EDGE,<kind>,<field>,...,<check>. A line counts when its check is right and it has as many fields as its header line named
// (or as this version's firmware has, when the log begins after the headers; fewer are an earlier version's, new fields come
// last). Of a line into which another has run, the part from the last "EDGE," on is tried: the one that was written last is
// often whole.

/// <summary>Reads the machine-readable lines of the device's log, whatever stands around them.</summary>
internal sealed class LogParser
{
    private const string Start = LogLine.Prefix + ",";
    private const int CheckDigits = 4;
    private const string HeaderKind = "H";

    private readonly Dictionary<string, string[]> _fields = new()
    {
        ["B"] = FirmwareLog.BootFields.Split(','),
        ["M"] = FirmwareLog.ModelFields.Split(','),
        [InferenceLogLine.Kind] = InferenceLogLine.Fields.Split(','),
        ["G"] = FirmwareLog.GroupFields.Split(','),
        ["D"] = FirmwareLog.DutyFields.Split(','),
        ["E"] = FirmwareLog.ErrorFields.Split(','),
    };

    private readonly HashSet<string> _named = [];

    /// <summary>Lines that began like one of ours and were torn, mixed or of unknown form.</summary>
    public int DamagedLines { get; private set; }

    /// <summary>Lines for machines that were read, headers included.</summary>
    public int WholeLines { get; private set; }

    /// <summary>Reads a line.</summary>
    /// <param name="line">Without its line end.</param>
    /// <returns>The entry, or null: a line for people, a header, the boot loader's, or damaged.</returns>
    public LogEntry? Parse(string line)
    {
        int start = line.IndexOf(Start, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        int last = line.LastIndexOf(Start, StringComparison.Ordinal);
        if (TryRead(line[start..], out LogEntry? entry))
        {
            return entry;
        }

        DamagedLines++;
        return last > start && TryRead(line[last..], out entry) ? entry : null;
    }

    private bool TryRead(string line, out LogEntry? entry)
    {
        entry = null;
        string text = line.TrimEnd('\r', ' ');
        int comma = text.LastIndexOf(',');
        if (comma < 0 || text.Length - comma - 1 != CheckDigits || !HasCheck(text, comma))
        {
            return false;
        }

        string[] parts = text[Start.Length..comma].Split(',');
        string kind = parts[0];
        if (kind == HeaderKind)
        {
            if (parts.Length < 3)
            {
                return false;
            }

            _fields[parts[1]] = parts[2..];
            _named.Add(parts[1]);
            WholeLines++;
            return true;
        }

        if (!_fields.TryGetValue(kind, out string[]? names))
        {
            return false;
        }

        if (!_named.Contains(kind) && parts.Length - 1 < names.Length)
        {
            names = names[..(parts.Length - 1)];
        }

        if (names.Length != parts.Length - 1)
        {
            return false;
        }

        entry = new LogEntry(kind, names, parts[1..]);
        WholeLines++;
        return true;
    }

    private static bool HasCheck(string text, int length)
    {
        return ushort.TryParse(text.AsSpan(length + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort check)
            && Crc16.Compute(text.ToCharArray(), length) == check;
    }
}
