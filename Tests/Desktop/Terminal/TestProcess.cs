using System;
using System.Threading;
using Edge.ModelTools;

namespace Edge.Tests.Desktop.Terminal;

/// <summary>Entry point of the test assembly as a program, for what a test can only see from outside.</summary>
internal static class TestProcess
{
    /// <summary>Does what the argument names.</summary>
    public static int Main(string[] args)
    {
        switch (args.Length == 0 ? string.Empty : args[0])
        {
            case "progress":
                return HostileWork.RunOnTerminal();
            case "thread":
                Program.Main(["boards", "--json"]);
                var thread = new Thread(() => throw new InvalidOperationException("thrown by a thread"));
                thread.Start();
                thread.Join();
                Thread.Sleep(Timeout.Infinite);
                return 0;
            default:
                Console.Error.WriteLine("run the tests with dotnet test");
                return 2;
        }
    }
}
