using System.Collections.Generic;

namespace Edge.ModelTools.Monitoring;

/// <summary>Everything a log has said so far: inferences, statistics, errors, restarts.</summary>
internal sealed class MonitorSession
{
    private readonly LogParser _parser = new();
    private readonly List<LogEntry> _inferences = [];
    private readonly Dictionary<(string, string), ModelSeries> _series = [];
    private readonly SortedDictionary<long, int> _errors = [];

    /// <summary>Lines of kind I in their order.</summary>
    public IReadOnlyList<LogEntry> Inferences => _inferences;

    /// <summary>Statistics by model and label, in the order of appearance.</summary>
    public IReadOnlyCollection<ModelSeries> Series => _series.Values;

    /// <summary>Error code to number of lines.</summary>
    public IReadOnlyDictionary<long, int> Errors => _errors;

    /// <summary>Starts of the firmware.</summary>
    public int Starts { get; private set; }

    /// <summary>Last line of kind B, or null.</summary>
    public LogEntry? Boot { get; private set; }

    /// <summary>Last line of kind M, or null.</summary>
    public LogEntry? Model { get; private set; }

    /// <summary>Torn, mixed or unknown lines.</summary>
    public int DamagedLines => _parser.DamagedLines;

    /// <summary>Lines for machines that were read.</summary>
    public int WholeLines => _parser.WholeLines;

    /// <summary>Takes a line.</summary>
    /// <returns>What it said, or null.</returns>
    public LogEntry? Add(string line)
    {
        LogEntry? entry = _parser.Parse(line);
        switch (entry?.Kind)
        {
            case "B":
                Starts++;
                Boot = entry;
                break;
            case "M":
                Model = entry;
                break;
            case "I":
                AddInference(entry);
                break;
            case "E":
                long code = entry.Number("code") ?? 0;
                _errors[code] = _errors.GetValueOrDefault(code) + 1;
                break;
        }

        return entry;
    }

    private void AddInference(LogEntry entry)
    {
        _inferences.Add(entry);
        (string Model, string Label) key = (entry.Text("model") ?? "-", entry.Text("label") ?? "-");
        if (!_series.TryGetValue(key, out ModelSeries? series))
        {
            series = new ModelSeries(key.Model, key.Label);
            _series.Add(key, series);
        }

        series.Add(entry);
    }
}
