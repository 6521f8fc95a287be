using System;
using System.IO;
using Edge.ModelTools;

namespace Edge.Tests.Desktop.Commands;

/// <summary>Runs the tool as a shell would. It takes the process's console: tests that use it do not run in parallel.</summary>
internal static class CommandLine
{
    /// <summary>Exit code of a diagnostic: 2 when an option is at fault, 1 when the input is.</summary>
    public static int CodeOf(string id) => id == "EDGE0005" ? 2 : 1;

    /// <summary>Runs one command.</summary>
    /// <returns>Exit code, standard output, standard error.</returns>
    public static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        TextWriter oldOutput = Console.Out;
        TextWriter oldError = Console.Error;
        using var output = new StringWriter();
        using var error = new StringWriter();
        try
        {
            Console.SetOut(output);
            Console.SetError(error);
            return (Program.Run(arguments), output.ToString(), error.ToString());
        }
        finally
        {
            Console.SetOut(oldOutput);
            Console.SetError(oldError);
        }
    }
}
