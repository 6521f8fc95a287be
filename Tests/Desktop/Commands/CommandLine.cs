using System.IO;
using Edge.ModelTools;
using Edge.Tests.Desktop.Terminal;

namespace Edge.Tests.Desktop.Commands;

/// <summary>Runs the tool as a shell would, with a console of its own.</summary>
internal static class CommandLine
{
    /// <summary>Exit code of a diagnostic: 2 when an option is at fault, 1 when the input is.</summary>
    public static int CodeOf(string id) => id == "EDGE0005" ? 2 : 1;

    /// <summary>Runs one command.</summary>
    /// <returns>Exit code, standard output, standard error.</returns>
    public static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = FlowConsole.Run(TextWriter.Synchronized(output), TextWriter.Synchronized(error), () => Program.Run(arguments));
        return (code, output.ToString(), error.ToString());
    }
}
