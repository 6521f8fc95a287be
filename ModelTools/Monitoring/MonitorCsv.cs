using System.Collections.Generic;
using System.Text;

namespace Edge.ModelTools.Monitoring;

/// <summary>The inferences as a table for other programs: the log's own field names and values, "-" left empty.</summary>
internal static class MonitorCsv
{
    /// <summary>The file's bytes. The names are those of the first line; a field that a later line lacks is empty.</summary>
    public static byte[] Format(IReadOnlyList<LogEntry> inferences)
    {
        var text = new StringBuilder();
        IReadOnlyList<string> names = inferences.Count == 0 ? [] : inferences[0].Names;
        text.AppendJoin(',', names).Append('\n');
        foreach (LogEntry entry in inferences)
        {
            for (int i = 0; i < names.Count; i++)
            {
                text.Append(i == 0 ? string.Empty : ",").Append(entry.Text(names[i]));
            }

            text.Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
