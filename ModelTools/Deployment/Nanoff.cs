using System.IO;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Deployment;

/// <summary>The pinned nanoff: found, its version checked, every call printed, its failures told apart.</summary>
internal sealed class Nanoff
{
    private readonly IToolRunner _runner;
    private readonly string _path;
    private readonly TextWriter _output;

    private Nanoff(IToolRunner runner, string path, TextWriter output)
    {
        _runner = runner;
        _path = path;
        _output = output;
    }

    /// <summary>Finds the tool.</summary>
    /// <param name="runner">Runs it.</param>
    /// <param name="version">The pinned version.</param>
    /// <param name="output">Receives each command and what it prints.</param>
    /// <exception cref="EdgeException">It is not installed, or another version is.</exception>
    public static Nanoff Find(IToolRunner runner, string version, TextWriter output)
    {
        string install = $"dotnet tool update -g nanoff --version {version} --allow-downgrade";
        string path = runner.Find(NanoffCommand.Tool)
            ?? throw new EdgeException(DiagnosticId.NanoffMissing, NanoffCommand.Tool, "it is not on the PATH", "install it: " + install);
        string? found = NanoffOutput.ToolVersion(runner.Run(path, NanoffCommand.Version().Arguments, null).Output);
        return found == version
            ? new Nanoff(runner, path, output)
            : throw new EdgeException(DiagnosticId.NanoffVersion, path, $"this is version {found ?? "unknown"}, nf-tools.json pins {version} and other versions have other options", install);
    }

    /// <summary>Runs a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="port">Its port, for messages.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="EdgeException">It failed.</exception>
    public string Run(NanoffCommand command, string port)
    {
        _output.WriteLine(command);
        ToolResult result = _runner.Run(_path, command.Arguments, _output);
        int? error = NanoffOutput.ErrorCode(result.Output);
        if (result.ExitCode == 0 && error is null)
        {
            return result.Output;
        }

        string line = NanoffOutput.ErrorLine(result.Output);
        throw error switch
        {
            // E6000, E4005: the port cannot be opened; E6002: another instance of the tool has it.
            6000 or 6002 or 4005 => new EdgeException(DiagnosticId.PortBusy, port, line, "close the other program that has the port (terminal, debugger, edge monitor), and check its name"),
            2000 or 9010 => new EdgeException(DiagnosticId.BoardSilent, port, line, "press RESET; a board without nanoFramework firmware needs edge deploy --firmware"),
            4000 => new EdgeException(DiagnosticId.BoardSilent, port, line, "hold BOOT, press and release RESET, release BOOT, and try again"),
            _ => new EdgeException(DiagnosticId.NanoffFailed, command.ToString(), $"exit code {result.ExitCode}, {line}", "see what nanoff printed above"),
        };
    }
}
