using Spectre.Console;

namespace Edge.ModelTools.Terminal;

/// <summary>Where commands print tables: as wide as the terminal, and as wide as every table when it goes to a file.</summary>
internal static class CommandConsole
{
    /// <summary>A console on what standard output is now.</summary>
    public static IAnsiConsole Create()
    {
        return Create(new ScreenOutput());
    }

    /// <summary>A console on an output.</summary>
    public static IAnsiConsole Create(IAnsiConsoleOutput output)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = output });
        console.Pipeline.Attach(new PlainTextHook());
        return console;
    }
}
