using System;
using System.Collections.Generic;
using System.IO;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Terminal;

// One line that is written over itself, by whoever reports: no thread, no timer, nothing that could fail behind the work's back.
// The library's progress draws on a thread of its own and estimates speeds from samples: an estimate that overflowed ended the process.

/// <summary>Shows how far a work is, on one line of a terminal. Whatever fails here ends the showing, never the work.</summary>
internal sealed class ProgressDisplay
{
    private const int RedrawMs = 100;
    private const int WidestBar = 40;
    private const int NarrowestBar = 6;
    private const int ShortestTitle = 8;

    private readonly object _gate = new();
    private readonly TextWriter _writer;
    private readonly Func<int> _width;
    private readonly bool _isDumb;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, ProgressPhase> _phases = [];
    private string _shownTitle = string.Empty;
    private int _shownLength;
    private long _shownAt;
    private bool _isBroken;

    /// <summary>Makes a display.</summary>
    /// <param name="writer">The terminal.</param>
    /// <param name="width">Its columns now.</param>
    /// <param name="isDumb">It cannot return to the beginning of a line: each phase is named once, on a line of its own.</param>
    /// <param name="clock">For the time that remains.</param>
    public ProgressDisplay(TextWriter writer, Func<int> width, bool isDumb, TimeProvider clock)
    {
        _writer = writer;
        _width = width;
        _isDumb = isDumb;
        _clock = clock;
    }

    /// <summary>Takes a report of the work; any thread, any order, any value.</summary>
    public void Report(string what, double share)
    {
        Guard(() =>
        {
            bool isNew = !_phases.TryGetValue(what, out ProgressPhase? phase);
            if (phase is null)
            {
                phase = new ProgressPhase(OneLine.Of(what), _clock);
                _phases.Add(what, phase);
            }

            phase.Report(share);
            if (_isDumb)
            {
                if (isNew)
                {
                    _writer.WriteLine($"{phase.Title} ...");
                }
            }
            else if (phase.Title != _shownTitle || _clock.GetElapsedTime(_shownAt).TotalMilliseconds >= RedrawMs)
            {
                Draw(phase);
            }
        });
    }

    /// <summary>Clears the line, for other text; the next report draws it again.</summary>
    public void Hide()
    {
        Guard(() =>
        {
            if (_shownLength > 0)
            {
                Overwrite(string.Empty);
                _writer.Write('\r');
                _writer.Flush();
                _shownLength = 0;
                _shownTitle = string.Empty;
            }
        });
    }

    /// <summary>The line for a phase in <paramref name="width"/> columns: title, bar, percent, time that remains.</summary>
    public static string Line(ProgressPhase phase, int width)
    {
        string percent = $"{(int)(100 * phase.Share),3} %";
        string remaining = phase.RemainingSeconds is double seconds ? "  " + Duration(seconds) : string.Empty;
        int room = width - 1 - percent.Length - 2; // the last column stays free: some terminals wrap there
        if (room < ShortestTitle)
        {
            return percent.Trim();
        }

        string title = ShortName.Of(phase.Title, Math.Max(ShortestTitle, room - NarrowestBar - 4 - remaining.Length));
        int bar = Math.Min(WidestBar, room - title.Length - 4 - remaining.Length);
        if (bar < NarrowestBar)
        {
            return $"{ShortName.Of(title, room)}  {percent}";
        }

        int done = (int)(bar * phase.Share);
        return $"{title}  [{new string('#', done)}{new string('-', bar - done)}]  {percent}{remaining}";
    }

    private static string Duration(double seconds)
    {
        return seconds switch
        {
            < 60 => $"{(int)Math.Ceiling(seconds)} s left",
            < 3600 => $"{(int)Math.Ceiling(seconds / 60)} min left",
            _ => $"{(int)Math.Ceiling(seconds / 3600)} h left",
        };
    }

    private void Draw(ProgressPhase phase)
    {
        string line = Line(phase, _width());
        Overwrite(line);
        _writer.Flush();
        _shownTitle = phase.Title;
        _shownAt = _clock.GetTimestamp();
    }

    private void Overwrite(string line)
    {
        _writer.Write('\r' + line + new string(' ', Math.Max(0, _shownLength - line.Length)));
        _shownLength = line.Length;
    }

    private void Guard(Action show)
    {
        lock (_gate)
        {
            if (_isBroken)
            {
                return;
            }

            try
            {
                show();
            }
            catch (Exception)
            {
                // A terminal that is gone, a text it cannot show: the work goes on unseen.
                _isBroken = true;
            }
        }
    }
}
