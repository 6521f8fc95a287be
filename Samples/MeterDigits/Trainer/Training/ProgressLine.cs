using System;

namespace Edge.MeterDigits.Trainer.Training;

/// <summary>Progress on a terminal: one line that is overwritten; nothing but finished passes when output goes to a file.</summary>
internal sealed class ProgressLine
{
    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private readonly object _lock = new();

    /// <summary>Shows how far the present work is.</summary>
    public void Show(string what, int done, int all)
    {
        if (_isTerminal)
        {
            lock (_lock)
            {
                int filled = (int)(30L * done / all);
                Console.Error.Write($"\r[{new string('#', filled)}{new string('.', 30 - filled)}] {100L * done / all,3} % {what}   ");
            }
        }
    }

    /// <summary>Says something that stays.</summary>
    public void Say(string line)
    {
        lock (_lock)
        {
            if (_isTerminal)
            {
                Console.Error.Write("\r" + new string(' ', 100) + "\r");
            }
            Console.Out.WriteLine(line);
        }
    }
}
