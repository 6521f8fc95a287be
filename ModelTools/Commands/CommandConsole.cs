using System;
using Spectre.Console;

namespace Edge.ModelTools.Commands;

/// <summary>Where commands print tables: as wide as the terminal, and wide enough for every table when it goes to a file.</summary>
internal static class CommandConsole
{
    private const int FileWidth = 200;

    /// <summary>A console on what <see cref="Console.Out"/> is now.</summary>
    public static IAnsiConsole Create()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected || !console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = FileWidth;
        }

        return console;
    }
}
