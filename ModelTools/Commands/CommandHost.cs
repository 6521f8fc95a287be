using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Terminal;

namespace Edge.ModelTools.Commands;

/// <summary>Runs one command and turns whatever is thrown into one line. Exit 0: done; 1: the input is at fault; 2: usage.</summary>
internal static class CommandHost
{
    private const int InputError = 1;
    private const int UsageError = 2;

    /// <summary>Runs a command line.</summary>
    /// <param name="build">Makes the commands.</param>
    /// <param name="arguments">What the user typed.</param>
    /// <returns>The exit code; nothing is thrown.</returns>
    public static int Run(Func<RootCommand> build, string[] arguments)
    {
        Screen.KeepPlain();
        try
        {
            return Invoke(build(), arguments);
        }
        catch (Exception exception)
        {
            return Tell(exception, arguments);
        }
    }

    /// <summary>Prints the one line for an exception.</summary>
    /// <returns>The exit code.</returns>
    public static int Tell(Exception exception, string[] arguments)
    {
        EdgeException told = FaultReport.Cause(exception) as EdgeException ?? FaultReport.Write(exception, arguments);
        try
        {
            ProgressReporter.Hide();
            Console.Error.WriteLine(told.Message);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // Nobody listens any more; the exit code still says it.
        }

        return told.Id == DiagnosticId.BadOption ? UsageError : InputError;
    }

    private static int Invoke(RootCommand root, string[] arguments)
    {
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            string help = parsed.CommandResult.Command is RootCommand ? "edge --help" : $"edge {parsed.CommandResult.Command.Name} --help";
            string faults = string.Join(" ", parsed.Errors.Select(error => Sentence(error.Message)).Distinct());
            Console.Error.WriteLine(OneLine.Of($"usage: {faults} ({help})"));
            return UsageError;
        }

        if (arguments.Length == 0)
        {
            root.Parse("--help").Invoke();
            return UsageError;
        }

        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    /// <summary>The parser's message for people who do not know the types of .NET.</summary>
    private static string Sentence(string message)
    {
        return message
            .Replace("as expected type 'System.Int32'", "as a whole number", StringComparison.Ordinal)
            .Replace("as expected type 'System.Double'", "as a number", StringComparison.Ordinal)
            .Replace("as expected type 'System.Nullable`1[System.Double]'", "as a number", StringComparison.Ordinal);
    }
}
