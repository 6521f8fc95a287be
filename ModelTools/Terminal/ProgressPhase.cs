using System;

namespace Edge.ModelTools.Terminal;

/// <summary>One phase of a work: its share only grows, whatever is reported.</summary>
internal sealed class ProgressPhase
{
    private const double RestartShare = 0.5; // a phase that was done and reports less is done once more
    private const double ForesightShare = 0.02; // below, nothing can be said about the time that remains
    private const double ForesightSeconds = 1;
    private const double LongestSeconds = 99 * 3600;

    private readonly string _name;
    private readonly TimeProvider _clock;
    private long _start;
    private int _round = 1;

    /// <summary>Begins a phase.</summary>
    public ProgressPhase(string name, TimeProvider clock)
    {
        _name = name;
        _clock = clock;
        _start = clock.GetTimestamp();
    }

    /// <summary>Its name; a phase that runs again has a number.</summary>
    public string Title => _round == 1 ? _name : FormattableString.Invariant($"{_name} ({_round})");

    /// <summary>0 to 1; falls only when <see cref="Title"/> changes.</summary>
    public double Share { get; private set; }

    /// <summary>Seconds until the phase is done at the speed so far, or null when that cannot be said.</summary>
    public double? RemainingSeconds
    {
        get
        {
            double elapsed = _clock.GetElapsedTime(_start).TotalSeconds;
            if (Share < ForesightShare || elapsed < ForesightSeconds)
            {
                return null;
            }

            double remaining = elapsed * (1 - Share) / Share;
            return remaining <= LongestSeconds ? remaining : null;
        }
    }

    /// <summary>Takes a report.</summary>
    /// <param name="share">Should be 0 to 1; NaN says nothing.</param>
    public void Report(double share)
    {
        if (double.IsNaN(share))
        {
            return;
        }

        if (Share >= 1 && share < RestartShare)
        {
            _round++;
            _start = _clock.GetTimestamp();
            Share = 0;
        }

        Share = Math.Max(Share, Math.Clamp(share, 0, 1));
    }
}
