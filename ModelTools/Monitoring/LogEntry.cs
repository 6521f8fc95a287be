using System.Collections.Generic;
using System.Globalization;

namespace Edge.ModelTools.Monitoring;

/// <summary>One whole line of the device's log; docs/energy.md lists kinds and fields.</summary>
/// <param name="Kind">B, M, I, G, D or E.</param>
/// <param name="Names">Names of the fields in their order.</param>
/// <param name="Values">Their values as printed; "-" is not known.</param>
internal sealed record LogEntry(string Kind, IReadOnlyList<string> Names, IReadOnlyList<string> Values)
{
    /// <summary>A field as text.</summary>
    /// <returns>The text, or null when it is not known or there is no such field.</returns>
    public string? Text(string name)
    {
        for (int i = 0; i < Names.Count; i++)
        {
            if (Names[i] == name)
            {
                return Values[i] == "-" ? null : Values[i];
            }
        }

        return null;
    }

    /// <summary>A field as a number.</summary>
    /// <returns>The number, or null when it is not known or none.</returns>
    public long? Number(string name)
    {
        return long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;
    }
}
