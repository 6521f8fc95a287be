using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Monitoring;

namespace Edge.ModelTools.Studio.Jobs;

/// <summary>Follows the log of one board, connected or saved, as <c>edge monitor</c> does.</summary>
internal sealed class BoardLink : IDisposable
{
    private const int MostLines = 200;
    private const int MostValues = 1000; // of a plot
    private const int TellEveryMs = 200;

    private readonly Lock _turn = new(); // tabs open and close one after the other
    private readonly Lock _gate = new();
    private readonly ISerialPorts _ports;
    private readonly StudioFiles _files;
    private readonly StudioEvents _events;
    private readonly Queue<string> _lines = [];
    private MonitorSession _session = new();
    private CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;
    private string? _source;
    private string? _error;
    private long _toldAt;

    /// <summary>Makes a link.</summary>
    public BoardLink(ISerialPorts ports, StudioFiles files, StudioEvents events)
    {
        _ports = ports;
        _files = files;
        _events = events;
    }

    /// <summary>Begins to read a port or a saved log, in place of what was read before.</summary>
    /// <exception cref="EdgeException">The port or the file cannot be opened.</exception>
    public void Open(BoardRequest request)
    {
        lock (_turn)
        {
            Close();
            Begin(request);
        }
    }

    /// <summary>Ends the reading; what was read stays.</summary>
    public void Close()
    {
        lock (_turn)
        {
            _stop.Cancel();
            _work.Wait();
            _stop.Dispose();
            _stop = new CancellationTokenSource();
        }
    }

    /// <summary>Waits for the end of a saved log.</summary>
    public Task Idle() => _work;

    /// <summary>What was read, for the page.</summary>
    public object State()
    {
        lock (_gate)
        {
            return new
            {
                ports = _ports.Names(),
                source = _source,
                isOpen = !_work.IsCompleted,
                error = _error,
                summary = _source is null ? [] : MonitorText.Summary(_session).ToArray(),
                lines = _lines.ToArray(),
                series = _session.Series.Select(series => new
                {
                    series.Model,
                    series.Label,
                    series.Inferences,
                    timeMs = Latest(series.TimeMs),
                    energyMj = Latest(series.EnergyMj),
                }).ToArray(),
            };
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _stop.Dispose();
    }

    private static object Latest(Series series)
    {
        return series.Count == 0
            ? new { count = 0, values = Array.Empty<double>(), median = 0.0, mean = 0.0, minimum = 0.0, maximum = 0.0 }
            : new { count = series.Count, values = series.Values.TakeLast(MostValues).ToArray(), median = series.Median, mean = series.Mean, minimum = series.Minimum, maximum = series.Maximum };
    }

    private void Begin(BoardRequest request)
    {
        if (request.Log is FileChoice choice)
        {
            string path = _files.Resolve(choice);
            InputFile.Require(path);
            FileStream stream = File.OpenRead(path);
            Begin(Path.GetFileName(path), stream, _ => LineSource.FromStream(stream));
            return;
        }

        if (request.Baud is int baud && baud < 1)
        {
            throw new EdgeException(DiagnosticId.BadOption, "speed", $"{baud} baud is out of range", "give a whole number from 1 up");
        }

        string name = PortChoice.Resolve(string.IsNullOrEmpty(request.Port) ? null : request.Port, _ports);
        ISerialLine line = _ports.Open(name, request.Baud ?? SerialSpeed.LogBaud);
        Begin(name, line, stop => LineSource.FromPort(line, null, stop));
    }

    private void Begin(string source, IDisposable owned, Func<CancellationToken, IEnumerable<string>> read)
    {
        lock (_gate)
        {
            _session = new MonitorSession();
            _lines.Clear();
            _source = source;
            _error = null;
        }

        CancellationToken stop = _stop.Token;
        _work = Task.Factory.StartNew(() => Follow(owned, read(stop), stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void Follow(IDisposable owned, IEnumerable<string> lines, CancellationToken stop)
    {
        try
        {
            foreach (string line in lines.TakeWhile(_ => !stop.IsCancellationRequested))
            {
                Add(line);
            }

            RequireLog(stop);
        }
        catch (Exception exception)
        {
            EdgeException told = FaultReport.Cause(exception) as EdgeException ?? FaultReport.Write(exception, ["studio"]);
            lock (_gate)
            {
                _error = told.Message;
            }
        }
        finally
        {
            owned.Dispose();
            _ = Task.Delay(TellEveryMs, CancellationToken.None).ContinueWith(_ => _events.Tell("board"), TaskScheduler.Default);
        }
    }

    private void Add(string line)
    {
        lock (_gate)
        {
            LogEntry? entry = _session.Add(line);
            string? text = entry is null ? null : MonitorText.Line(entry);
            if (text is not null)
            {
                _lines.Enqueue(text);
                if (_lines.Count > MostLines)
                {
                    _lines.Dequeue();
                }
            }
        }

        long now = Environment.TickCount64;
        if (now - _toldAt >= TellEveryMs)
        {
            _toldAt = now;
            _events.Tell("board");
        }
    }

    private void RequireLog(CancellationToken stop)
    {
        lock (_gate)
        {
            if (!stop.IsCancellationRequested && _session.WholeLines == 0)
            {
                _error = new EdgeException(
                    DiagnosticId.LogEmpty, _source!, $"no whole line of Edge's firmware, {_session.DamagedLines} damaged", "save the log with edge monitor --save, or at 921600 baud").Message;
            }
        }
    }
}
