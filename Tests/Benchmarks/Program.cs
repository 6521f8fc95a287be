using System;

namespace Edge.Benchmarks;

/// <summary>Counts weighted instructions on the desktop; the numbers are the same on every machine.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["micro"]:
                MicroBenchmarks.Print(Console.Out);
                return 0;
            default:
                Console.Error.WriteLine("usage: micro");
                return 2;
        }
    }
}
