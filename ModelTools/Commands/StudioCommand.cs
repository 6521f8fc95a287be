using System;
using System.CommandLine;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Studio;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge studio</c>: a local web page to convert a model and look at what comes out.</summary>
internal static class StudioCommand
{
    private const int LargestPort = 65535;

    /// <summary>Makes the command.</summary>
    public static Command Build(ISerialPorts ports)
    {
        var model = new Argument<string?>("MODEL") { Description = "Trained model that the page begins with.", Arity = ArgumentArity.ZeroOrOne };
        var folder = new Option<string>("--folder") { Description = "Folder whose files the page may choose from.", DefaultValueFactory = _ => ".", HelpName = "DIR" };
        var port = new Option<int>("--port") { Description = "Port on 127.0.0.1; 0 takes a free one." };
        var command = new Command("studio", "Serve a page on this machine: drop a model, watch it convert, look at network, memory and accuracy, try pictures.") { model, folder, port };
        command.SetAction(parsed =>
        {
            int chosen = NumberOption.Require("--port", parsed.GetValue(port), 0);
            if (chosen > LargestPort)
            {
                throw new EdgeException(DiagnosticId.BadOption, "--port", $"{chosen} is no port", $"use 1 to {LargestPort}, or 0 for a free one");
            }

            Serve(new StudioSettings(parsed.GetValue(folder)!, parsed.GetValue(model), chosen, ports)).GetAwaiter().GetResult();
            return 0;
        });
        return command;
    }

    private static async Task Serve(StudioSettings settings)
    {
        using var stop = new ManualResetEventSlim();
        ConsoleCancelEventHandler handler = (_, e) =>
        {
            e.Cancel = true;
            stop.Set();
        };
        Console.CancelKeyPress += handler;
        using PosixSignalRegistration? end = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true; // dropped files are removed first
            stop.Set();
        });
        try
        {
            await using var server = new StudioServer(settings);
            await server.StartAsync().ConfigureAwait(false);
            Console.WriteLine($"{server.Address}");
            Console.WriteLine("open this address in a browser of this machine; Ctrl+C ends");
            stop.Wait();
        }
        finally
        {
            Console.CancelKeyPress -= handler;
        }
    }
}
