using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Terminal;

/// <summary>Runs a program of this build under a pseudo-terminal, by <c>script</c> of util-linux.</summary>
internal static class PseudoTerminal
{
    private const string Program = "/usr/bin/script";
    private const int LongestMs = 300_000;

    /// <summary>Ends the test as inconclusive where there is no such program.</summary>
    public static void Require()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Program))
        {
            Assert.Inconclusive("needs a pseudo-terminal: script of util-linux, on Linux");
        }
    }

    /// <summary>Runs an assembly beside the tests.</summary>
    /// <param name="columns">Width of the terminal.</param>
    /// <param name="environment">NAME=VALUE.</param>
    /// <param name="assembly">File name.</param>
    /// <returns>Exit code, and all that the terminal got.</returns>
    public static (int Code, string Transcript) Run(int columns, string[] environment, string assembly, params IEnumerable<string> arguments)
    {
        string command = $"stty cols {columns} rows 24; exec env {string.Join(' ', environment)} dotnet exec "
            + string.Join(' ', new[] { Path.Combine(AppContext.BaseDirectory, assembly) }.Concat(arguments).Select(argument => $"'{argument}'"));
        var start = new ProcessStartInfo(Program, ["--quiet", "--return", "--command", command, "/dev/null"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var reading = process.StandardOutput.ReadToEndAsync();
        Assert.IsTrue(process.WaitForExit(LongestMs), "the program hangs");
        return (process.ExitCode, reading.Result);
    }
}
