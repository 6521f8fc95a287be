using System;
using System.Collections.Generic;
using System.IO;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Monitoring;
using Edge.ModelTools.Signing;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Deployment;

/// <summary>Brings firmware, app or model to a board: checks first, prints every command, runs the pinned tool.</summary>
internal sealed class Deployer
{
    private const string AnyPort = "PORT";

    private readonly NfTools _tools;
    private readonly IToolRunner _runner;
    private readonly ISerialPorts _ports;
    private readonly TextWriter _output;
    private readonly TimeSpan _wait;

    /// <summary>Makes a deployer.</summary>
    /// <param name="tools">Pinned tools and boards.</param>
    /// <param name="runner">Runs nanoff.</param>
    /// <param name="ports">Serial ports.</param>
    /// <param name="output">Told of everything that is done.</param>
    /// <param name="wait">Longest wait for the board's word.</param>
    public Deployer(NfTools tools, IToolRunner runner, ISerialPorts ports, TextWriter output, TimeSpan wait)
    {
        _tools = tools;
        _runner = runner;
        _ports = ports;
        _output = output;
        _wait = wait;
    }

    /// <summary>Does it.</summary>
    /// <exception cref="EdgeException">It could not be done; what runs on the board stays.</exception>
    public void Run(DeployOptions options)
    {
        Board? board = options.Board is null ? null : _tools.Find(options.Board);
        byte[]? blob = options.Model is null ? null : ReadModel(options.Model);
        byte[]? block = blob is null ? null : ReadSignature(options.Model!, blob);
        if (options.WritesFirmware && (board is null || blob is not null) && !options.IsDryRun)
        {
            throw board is null
                ? new EdgeException(DiagnosticId.BadOption, "--firmware", "the board is not named", "add --board: " + _tools.BoardNames)
                : new EdgeException(DiagnosticId.BadOption, "--firmware", "a model is sent to an app that runs", "write firmware and app first, then send the model");
        }

        if (options.IsDryRun)
        {
            DryRun(options, board, blob, block);
        }
        else if (blob is null)
        {
            DeployApp(options, board);
        }
        else if (options.HostBaud is int baud)
        {
            SendOverHost(options, board, blob, block, baud);
        }
        else
        {
            SendFile(options, board, blob, block);
        }
    }

    private static byte[] ReadModel(string path)
    {
        byte[] blob = BlobFile.Read(path);
        BlobFile.Load(path, blob, new ReferenceKernels());
        return blob;
    }

    // The signature lies beside the model; whether it holds is the board's business, whose key this machine need not have.
    private byte[]? ReadSignature(string path, byte[] blob)
    {
        string file = SignatureBlock.PathFor(path);
        if (!File.Exists(file))
        {
            return null;
        }

        SignatureBlock block = SignatureBlock.Read(file);
        block.RequireModel(file, blob);
        _output.WriteLine($"{file}: signed, version {block.Manifest.Version}");
        return block.Bytes;
    }

    private void DeployApp(DeployOptions options, Board? board)
    {
        var app = new FileInfo(options.App);
        if (!app.Exists)
        {
            throw new EdgeException(DiagnosticId.AppMissing, options.App, "the app has not been built", "build Firmware/Firmware.nfproj in Release (docs/boards.md step 4), or name the image with --app");
        }

        RequireFits(app, board);
        string port = PortChoice.Resolve(options.Port, _ports);
        Nanoff nanoff = Nanoff.Find(_runner, _tools.NanoffVersion, _output);
        if (options.WritesFirmware)
        {
            BoardCheck.RequireChip(board!, port, nanoff.Run(NanoffCommand.ChipDetails(port), port));
            nanoff.Run(NanoffCommand.Firmware(board!, port, options.ErasesAll), port);
        }
        else
        {
            string details = nanoff.Run(NanoffCommand.DeviceDetails(port), port);
            RequireFits(app, BoardCheck.RequireFirmware(board, _tools, port, details, _output.WriteLine));
        }

        nanoff.Run(NanoffCommand.App(port, options.App), port);
        _output.WriteLine($"deployed; look at its log: edge monitor --port {port}");
    }

    private void SendFile(DeployOptions options, Board? board, byte[] blob, byte[]? block)
    {
        if (board is not null)
        {
            SlotFile.RequireRoom(options.Model!, blob.Length + (block?.Length ?? 0), board, 3);
        }

        string port = PortChoice.Resolve(options.Port, _ports);
        Nanoff nanoff = Nanoff.Find(_runner, _tools.NanoffVersion, _output);
        string details = nanoff.Run(NanoffCommand.DeviceDetails(port), port);
        board = BoardCheck.RequireFirmware(board, _tools, port, details, _output.WriteLine);
        SlotFile.RequireRoom(options.Model!, blob.Length + (block?.Length ?? 0), board, 3);
        using (var files = new FileList(SlotFile.Make(blob, block)))
        {
            if (NanoffOutput.HasFailedFile(nanoff.Run(NanoffCommand.Files(port, files.Path), port)))
            {
                throw new EdgeException(
                    DiagnosticId.StorageFull,
                    port,
                    $"the board did not take {FileList.Destination}: drive I: is most likely full",
                    "the model that runs is untouched; use --via host, a smaller model, an SD card, or edge pack");
            }
        }

        _output.WriteLine($"sent {blob.Length} bytes as {FileList.Destination}; restarting the board");
        using ISerialLine line = _ports.Open(port, SerialSpeed.LogBaud);
        LogEntry model = ModelConfirmation.Require(line, port, Convert.ToHexStringLower(ModelDigest.Of(blob)), _wait);
        _output.WriteLine(MonitorText.Line(model));
    }

    private void SendOverHost(DeployOptions options, Board? board, byte[] blob, byte[]? block, int baud)
    {
        if (board is not null)
        {
            SlotFile.RequireRoom(options.Model!, blob.Length + (block?.Length ?? 0), board, 2);
        }

        string port = PortChoice.Resolve(options.Port, _ports);
        using ISerialLine line = _ports.Open(port, baud);
        _output.WriteLine($"{port}, {baud} baud, host protocol");
        new HostUploader(line, port, _wait).Send(blob, block, _output);
    }

    private void DryRun(DeployOptions options, Board? board, byte[]? blob, byte[]? block)
    {
        string port = options.Port ?? AnyPort;
        IReadOnlyList<Board> boards = board is null ? _tools.Boards : [board];
        foreach (Board each in boards)
        {
            _output.WriteLine($"{each.Name}: {each.Title}");
            foreach (string line in Steps(options, each, port, blob, block))
            {
                _output.WriteLine("  " + line);
            }
        }
    }

    private static IEnumerable<string> Steps(DeployOptions options, Board board, string port, byte[]? blob, byte[]? block)
    {
        if (blob is not null)
        {
            SlotFile.RequireRoom(options.Model!, blob.Length + (block?.Length ?? 0), board, options.HostBaud is null ? 3 : 2);
            if (options.HostBaud is int baud)
            {
                return [$"open {port} at {baud} baud, send 'model load {blob.Length} HASH{(block is null ? string.Empty : " " + block.Length)}%', {(block is null ? string.Empty : "the signature, ")}the bytes, 'model commit%', 'model which%'"];
            }

            return
            [
                NanoffCommand.DeviceDetails(port).ToString(),
                NanoffCommand.Files(port, "FOLDER/files.json").ToString(),
                "    FOLDER is temporary, files.json is " + FileList.Format("FOLDER/model.new"),
                $"restart the board, read on {port} at {SerialSpeed.LogBaud} baud which model runs",
            ];
        }

        NanoffCommand[] first = options.WritesFirmware
            ? [NanoffCommand.ChipDetails(port), NanoffCommand.Firmware(board, port, options.ErasesAll)]
            : [NanoffCommand.DeviceDetails(port)];
        return Array.ConvertAll([.. first, NanoffCommand.App(port, options.App)], (NanoffCommand command) => command.ToString());
    }

    private static void RequireFits(FileInfo app, Board? board)
    {
        if (board is not null && app.Length > board.DeployKB * 1024L)
        {
            throw new EdgeException(
                DiagnosticId.AppTooLarge,
                app.FullName,
                $"{app.Length} bytes; the deployment partition of {board.Name} has {board.DeployKB} KB",
                "embed a smaller model (edge pack --board), or use a board with more flash");
        }
    }
}
