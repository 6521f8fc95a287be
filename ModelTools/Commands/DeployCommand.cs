using System;
using System.CommandLine;
using Edge.ModelTools.Deployment;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge deploy</c>: firmware, app or model to a board, with the pinned nanoff.</summary>
internal static class DeployCommand
{
    private const int DefaultHostBaud = 115200;
    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(60);

    /// <summary>Makes the command.</summary>
    public static Command Build(ISerialPorts ports)
    {
        NfTools tools = NfTools.Load();
        var board = new Option<string?>("--board") { Description = $"The board: {tools.BoardNames}. Default: what the device says it is.", HelpName = "BOARD" };
        var port = new Option<string?>("--port") { Description = "Serial port; may be left out when there is only one.", HelpName = "PORT" };
        var model = new Option<string?>("--model") { Description = "Send a blob, with MODEL.edge8.sig if there is one, to the app on the board instead of deploying the app.", HelpName = "MODEL.edge8" };
        var app = new Option<string>("--app") { Description = "Image of the app.", DefaultValueFactory = _ => tools.Image, HelpName = "FILE.bin" };
        var firmware = new Option<bool>("--firmware") { Description = "First write the pinned nanoFramework firmware of the board." };
        var erase = new Option<bool>("--erase") { Description = "With --firmware: clear the whole flash, models included." };
        var via = new Option<string>("--via") { Description = "How a model is sent: file (nanoff, drive I:) or host (second serial port, host protocol).", DefaultValueFactory = _ => "file" };
        var baud = new Option<int>("--baud") { Description = "Speed of the host protocol.", DefaultValueFactory = _ => DefaultHostBaud };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print the commands and run nothing; without --board, for every board." };
        var command = new Command("deploy", "Bring firmware, app or model to a board with the pinned nanoff; prints what it runs.")
        {
            board, port, model, app, firmware, erase, via, baud, dryRun,
        };
        command.SetAction(parsed =>
        {
            bool isHost = IsHost(parsed.GetValue(via)!);
            if (parsed.GetValue(erase) && !parsed.GetValue(firmware))
            {
                throw new EdgeException(DiagnosticId.BadOption, "--erase", "only writing the firmware clears the flash", "add --firmware");
            }

            NumberOption.Require("--baud", parsed.GetValue(baud), 1);
            var options = new DeployOptions
            {
                Board = parsed.GetValue(board),
                Port = parsed.GetValue(port),
                Model = parsed.GetValue(model),
                App = parsed.GetValue(app)!,
                WritesFirmware = parsed.GetValue(firmware),
                ErasesAll = parsed.GetValue(erase),
                HostBaud = isHost ? parsed.GetValue(baud) : null,
                IsDryRun = parsed.GetValue(dryRun),
            };
            var runner = new ProcessToolRunner(Environment.GetEnvironmentVariable("PATH") ?? string.Empty);
            new Deployer(tools, runner, ports, Console.Out, s_wait).Run(options);
            return 0;
        });
        return command;
    }

    private static bool IsHost(string via)
    {
        return via switch
        {
            "file" => false,
            "host" => true,
            _ => throw new EdgeException(DiagnosticId.BadOption, "--via", $"'{via}' is not a way", "use file or host"),
        };
    }
}
