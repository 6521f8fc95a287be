using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;

namespace Edge.ModelTools.Studio.Jobs;

/// <summary>A conversion at work. Any thread reports, any thread reads; cancelling takes effect at the next report.</summary>
internal sealed class ConversionJob
{
    private const double TellEveryMs = 120;

    private readonly Lock _gate = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<string> _notes = [];
    private readonly StudioEvents _events;
    private JobStatus _status = JobStatus.Running;
    private volatile bool _isCancelled;
    private string _phase = "reading the model";
    private double _share;
    private double _toldAtMs;
    private string? _error;
    private int? _conversion;

    /// <summary>Begins a job.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="name">What is converted.</param>
    /// <param name="events">Told when its state changes.</param>
    public ConversionJob(int id, string name, StudioEvents events)
    {
        Id = id;
        Name = name;
        _events = events;
    }

    /// <summary>Number of the job.</summary>
    public int Id { get; }

    /// <summary>What is converted.</summary>
    public string Name { get; }

    /// <summary>It has not ended.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate)
            {
                return _status is JobStatus.Running or JobStatus.Cancelling;
            }
        }
    }

    /// <summary>The user has asked for its end.</summary>
    public bool IsCancelled => _isCancelled;

    /// <summary>Takes a report of the work.</summary>
    /// <exception cref="OperationCanceledException">The user has asked for its end.</exception>
    public void Report(string phase, double share)
    {
        if (_isCancelled)
        {
            throw new OperationCanceledException();
        }

        lock (_gate)
        {
            bool isNew = phase != _phase;
            double now = _watch.Elapsed.TotalMilliseconds;
            _phase = phase;
            _share = double.IsNaN(share) ? _share : Math.Clamp(share, 0, 1);
            if (!isNew && now - _toldAtMs < TellEveryMs)
            {
                return;
            }

            _toldAtMs = now;
        }

        _events.Tell("job");
    }

    /// <summary>Takes a remark, a sentence.</summary>
    public void Remark(string text)
    {
        lock (_gate)
        {
            _notes.Add(text);
        }

        _events.Tell("job");
    }

    /// <summary>Asks for its end; a job that has ended stays as it is.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            if (_status != JobStatus.Running)
            {
                return;
            }

            _status = JobStatus.Cancelling;
        }

        _isCancelled = true;
        _events.Tell("job");
    }

    /// <summary>Ends the job.</summary>
    /// <param name="status">How it ended.</param>
    /// <param name="error">The one line of an error, or null.</param>
    /// <param name="conversion">Number of the conversion it made, or null.</param>
    public void End(JobStatus status, string? error, int? conversion)
    {
        lock (_gate)
        {
            _status = status;
            _error = error;
            _conversion = conversion;
            _share = status == JobStatus.Done ? 1 : _share;
            _watch.Stop();
        }

        _events.Tell("job");
    }

    /// <summary>Its state, for the page.</summary>
    public JobState State()
    {
        lock (_gate)
        {
            return new JobState(Id, Name, _status, _phase, _share, _watch.Elapsed.TotalSeconds, [.. _notes.Distinct()], _error, _conversion);
        }
    }
}
