using System;
using System.Collections.Generic;
using Edge.ModelTools.Monitoring;
using Edge.ModelTools.Terminal;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Edge.ModelTools.Commands;

/// <summary>Shows a log while it is read: a line for each entry and, on a terminal, the running statistics below them.</summary>
internal static class MonitorView
{
    private const int LongestQuote = 60;

    /// <summary>Reads lines to their end.</summary>
    /// <param name="session">Takes the lines.</param>
    /// <param name="lines">The log.</param>
    /// <param name="limit">Inferences to read, or 0 for all.</param>
    /// <param name="isLive">The log comes from a board: the statistics run along.</param>
    public static void Read(MonitorSession session, IEnumerable<string> lines, int limit, bool isLive)
    {
        IAnsiConsole console = CommandConsole.Create();
        if (!isLive || !console.Profile.Out.IsTerminal)
        {
            Read(session, lines, limit, console, null);
            return;
        }

        console.Live(new Text("waiting for the board")).AutoClear(true).Start(context =>
            Read(session, lines, limit, console, target =>
            {
                context.UpdateTarget(target);
                context.Refresh();
            }));
    }

    private static void Read(MonitorSession session, IEnumerable<string> lines, int limit, IAnsiConsole console, Action<IRenderable>? show)
    {
        int damaged = 0;
        foreach (string line in lines)
        {
            LogEntry? entry = session.Add(line);
            if (session.DamagedLines > damaged)
            {
                damaged = session.DamagedLines;
                console.WriteLine("damaged line left out: " + (line.Length > LongestQuote ? line[..LongestQuote] + "..." : line));
            }

            if (entry is not null && MonitorText.Line(entry) is string text)
            {
                console.WriteLine(text);
            }

            if (entry?.Kind == "I")
            {
                show?.Invoke(MonitorText.Statistics(session, console));
                if (limit > 0 && session.Inferences.Count >= limit)
                {
                    return;
                }
            }
        }
    }
}
