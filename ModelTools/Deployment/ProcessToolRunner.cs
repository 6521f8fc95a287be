using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;

namespace Edge.ModelTools.Deployment;

/// <summary>Runs programs of this machine.</summary>
internal sealed class ProcessToolRunner : IToolRunner
{
    private readonly string _searchPath;

    /// <summary>Makes a runner.</summary>
    /// <param name="searchPath">Folders as in the variable PATH.</param>
    public ProcessToolRunner(string searchPath)
    {
        _searchPath = searchPath;
    }

    /// <inheritdoc />
    public string? Find(string name)
    {
        string[] names = OperatingSystem.IsWindows() ? [name + ".exe", name + ".cmd"] : [name];
        return _searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names.Select(each => Path.Combine(folder, each)))
            .FirstOrDefault(File.Exists);
    }

    /// <inheritdoc />
    public ToolResult Run(string path, IReadOnlyList<string> arguments, TextWriter? echo)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false },
        };
        var output = new StringBuilder();
        void Take(object sender, DataReceivedEventArgs e)
        {
            if (e.Data is null)
            {
                return;
            }

            lock (output)
            {
                output.Append(e.Data).Append('\n');
                echo?.WriteLine("  " + e.Data);
            }
        }

        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return new ToolResult(process.ExitCode, output.ToString());
    }
}
