using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using Edge.ModelTools.Commands;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools;

/// <summary>The <c>edge</c> command line. Exit 0: done; 1: the input is at fault (one line on stderr); 2: usage.</summary>
internal static class Program
{
    private const int UsageError = 2;

    /// <summary>Runs one command.</summary>
    public static int Main(string[] args)
    {
        RootCommand root = BuildRoot();
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (ParseError error in parsed.Errors)
            {
                Console.Error.WriteLine($"usage: {error.Message} (edge {parsed.CommandResult.Command.Name} --help)");
            }

            return UsageError;
        }

        if (args.Length == 0)
        {
            root.Parse("--help").Invoke();
            return UsageError;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (EdgeException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    private static RootCommand BuildRoot()
    {
        return new RootCommand("Edge: int8 MBConv networks in C# on ESP32-class microcontrollers.")
        {
            ConvertCommand.Build(),
            InspectCommand.Build(),
            ArchCommand.Build(),
            RunCommand.Build(),
            EvalCommand.Build(),
            CompareCommand.Build(),
            DemoCommand.Build(),
            ProfileCommand.Build(),
            BlocksCommand.Build(),
            PackCommand.Build(),
            BoardsCommand.Build(),
            DeployCommand.Build(new SystemSerialPorts()),
            MonitorCommand.Build(new SystemSerialPorts()),
            MeterCommand.Build(),
        };
    }
}
