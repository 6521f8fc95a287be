using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Monitoring;
using Edge.ModelTools.Terminal;
using Spectre.Console;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge monitor</c>: reads the device's log, live or saved; statistics, CSV, plot.</summary>
internal static class MonitorCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build(ISerialPorts ports)
    {
        var port = new Option<string?>("--port") { Description = "Serial port of the board; may be left out when there is only one.", HelpName = "PORT" };
        var baud = new Option<int>("--baud") { Description = "Speed of the port.", DefaultValueFactory = _ => SerialSpeed.LogBaud };
        var replay = new Option<string?>("--replay") { Description = "Read a saved log instead of a board.", HelpName = "LOG" };
        var save = new Option<string?>("--save") { Description = "Also write what the board sends to a file, byte for byte.", HelpName = "LOG" };
        var csv = new Option<string?>("--csv") { Description = "At the end, write the inferences as a table.", HelpName = "FILE" };
        var plot = new Option<string?>("--plot") { Description = "At the end, draw time and energy.", HelpName = "FILE.png" };
        var count = new Option<int>("--count") { Description = "End after this many inferences; 0: at Ctrl+C." };
        var command = new Command("monitor", "Read the device's log: table, running statistics, plot, CSV; live or from a saved log.")
        {
            port, baud, replay, save, csv, plot, count,
        };
        command.SetAction(parsed =>
        {
            string? saved = parsed.GetValue(replay);
            if (saved is not null && (parsed.GetValue(port) ?? parsed.GetValue(save)) is not null)
            {
                throw new EdgeException(DiagnosticId.BadOption, "--replay", "a saved log has no port and is saved already", "leave out --port and --save");
            }

            int limit = NumberOption.Require("--count", parsed.GetValue(count), 0);
            NumberOption.Require("--baud", parsed.GetValue(baud), 1);
            OutputFile.Require([parsed.GetValue(csv), parsed.GetValue(plot), parsed.GetValue(save)], saved);
            var session = new MonitorSession();
            if (saved is not null)
            {
                using Stream stream = OpenLog(saved);
                MonitorView.Read(session, LineSource.FromStream(stream), limit, false);
                if (session.WholeLines == 0)
                {
                    throw new EdgeException(DiagnosticId.LogEmpty, saved, $"no whole line of Edge's firmware, {session.DamagedLines} damaged", "save the log with edge monitor --save, or at 921600 baud");
                }
            }
            else
            {
                ReadLive(session, ports, PortChoice.Resolve(parsed.GetValue(port), ports), parsed.GetValue(baud), parsed.GetValue(save), limit);
            }

            Report(session, parsed.GetValue(csv), parsed.GetValue(plot));
            return 0;
        });
        return command;
    }

    private static void ReadLive(MonitorSession session, ISerialPorts ports, string name, int baud, string? save, int limit)
    {
        using ISerialLine line = ports.Open(name, baud);
        using var stop = new CancellationTokenSource();
        using FileStream? copy = save is null ? null : CreateCopy(save);
        ConsoleCancelEventHandler handler = (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        Console.CancelKeyPress += handler;
        try
        {
            Console.WriteLine($"{name}, {baud} baud; Ctrl+C ends");
            MonitorView.Read(session, LineSource.FromPort(line, copy, stop.Token), limit, true);
        }
        catch (EdgeException exception) when (exception.Id == DiagnosticId.PortFailed && session.Inferences.Count > 0)
        {
            // Unplugged in the middle: what was read is worth its report.
            Console.Error.WriteLine(exception.Message);
        }
        finally
        {
            Console.CancelKeyPress -= handler;
        }
    }

    private static void Report(MonitorSession session, string? csv, string? plot)
    {
        if (session.Inferences.Count > 0)
        {
            IAnsiConsole console = CommandConsole.Create();
            console.Write(MonitorText.Statistics(session, console));
        }

        foreach (string line in MonitorText.Summary(session))
        {
            Console.WriteLine(line);
        }

        if (csv is not null)
        {
            OutputFile.Write(csv, MonitorCsv.Format(session.Inferences));
        }

        if (plot is not null)
        {
            OutputFile.Write(plot, MonitorPlot.Draw(session));
        }
    }

    /// <summary>The saved log grows as the board sends it: whatever the path is, it is written through.</summary>
    private static FileStream CreateCopy(string path)
    {
        try
        {
            return File.Create(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(DiagnosticId.OutputNotWritable, path, exception.Message, "give a path in an existing folder that you may write to", exception);
        }
    }

    private static FileStream OpenLog(string path)
    {
        InputFile.Require(path);
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EdgeException(DiagnosticId.FileNotFound, path, "no such file", "check the path");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(DiagnosticId.FileNotReadable, path, exception.Message, "check its permissions");
        }
    }
}
