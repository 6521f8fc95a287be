using System;
using System.CommandLine;
using Edge.ModelTools.Commands;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Terminal;

namespace Edge.ModelTools;

/// <summary>The <c>edge</c> command line. Exit 0: done; 1: the input is at fault (one line on stderr); 2: usage.</summary>
internal static class Program
{
    /// <summary>Runs one command as a process of its own.</summary>
    public static int Main(string[] args)
    {
        // What a thread of ours throws comes here and nowhere else; without this the process would abort with a stack trace.
        AppDomain.CurrentDomain.UnhandledException += (_, fault) => Environment.Exit(CommandHost.Tell((Exception)fault.ExceptionObject, args));
        Screen.Attach();
        return Run(args);
    }

    /// <summary>Runs one command.</summary>
    public static int Run(string[] args) => CommandHost.Run(BuildRoot, args);

    /// <summary>Makes the commands.</summary>
    public static RootCommand BuildRoot()
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
            KeyCommand.Build(),
            SignCommand.Build(),
            VerifyCommand.Build(),
            PackCommand.Build(),
            BoardsCommand.Build(),
            DeployCommand.Build(new SystemSerialPorts()),
            MonitorCommand.Build(new SystemSerialPorts()),
            MeterCommand.Build(),
            StudioCommand.Build(new SystemSerialPorts()),
            DoctorCommand.Build(new SystemSerialPorts()),
        };
    }
}
