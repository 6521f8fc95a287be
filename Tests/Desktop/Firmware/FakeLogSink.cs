using System.Collections.Generic;
using System.Linq;
using Edge.Firmware.Board;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>Keeps the log.</summary>
internal sealed class FakeLogSink : ILogSink
{
    public List<string> Lines { get; } = [];

    public void WriteLine(string line) => Lines.Add(line);

    /// <summary>Fields of the lines of a kind, without prefix, kind and check.</summary>
    public string[][] Of(string kind) =>
        Lines.Where(line => line.StartsWith($"EDGE,{kind},", System.StringComparison.Ordinal)).Select(line => line.Split(',')[2..^1]).ToArray();

    /// <summary>Numbers of the logged errors.</summary>
    public string[] Errors => Of("E").Select(fields => fields[0]).ToArray();
}
