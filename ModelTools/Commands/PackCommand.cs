using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Packing;
using Edge.ModelTools.Packing.Contents;
using Edge.ModelTools.Packing.Specialization;
using Edge.ModelTools.Signing;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge pack</c>: a blob as nanoFramework source, to be built into the firmware app.</summary>
internal static class PackCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var model = new Argument<string>("MODEL") { Description = "Blob (.edge8)." };
        var output = new Option<string>("--output", "-o") { Description = "Folder to write to; the firmware app takes Firmware/Model.", Required = true, HelpName = "DIR" };
        var board = new Option<string?>("--board") { Description = $"Refuse what this board cannot hold: {NfTools.Load().BoardNames}. Default: tell for all.", HelpName = "BOARD" };
        var form = new Option<string?>("--as") { Description = $"resource or static. Default: static up to {DevicePackLimits.StaticBytes} bytes.", HelpName = "FORM" };
        var sample = new Option<string?>("--sample") { Description = "Input that the app runs on by itself: a picture, .npy or .bin.", HelpName = "FILE" };
        var specialize = new Option<bool>("--specialize") { Description = "Also write kernels with the model's weights as constants, to DIR/Specialized (docs/specialize.md)." };
        var flash = new Option<string?>("--specialize-flash") { Description = "Most flash for them, e.g. 500KB. Default: what app and model leave of the board's partition; 1 MB without --board.", HelpName = "SIZE" };
        var app = new Option<string?>("--namespace") { Description = "Write for an app of your own: namespace of the class. Default: the firmware app's.", HelpName = "NAME" };
        var trust = new Option<string?>("--trust") { Description = "Key that models from outside the app must be signed with (docs/security.md). Without it anybody who reaches the board may replace its model.", HelpName = "NAME.pub" };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("pack", "Write a blob as nanoFramework source that embeds it in the app.") { model, output, board, form, sample, specialize, flash, app, trust, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(model)!;
            byte[] blob = BlobFile.Read(path);
            Int8Model loaded = BlobFile.Load(path, blob, new ReferenceKernels());
            byte[]? input = parsed.GetValue(sample) is string file ? HostInput.Read(loaded.Input, file) : null;
            PackForm chosen = ParseForm(parsed.GetValue(form)) ?? ModelPacker.Choose(blob.Length + (input?.Length ?? 0));
            bool isSpecialized = parsed.GetValue(specialize);
            int? limit = ParseLimit(parsed.GetValue(flash), isSpecialized);
            PublicKey? key = ParseTrust(parsed.GetValue(trust), parsed.GetValue(app));
            PackedModel packed = ModelPacker.Pack(Path.GetFileName(path), blob, input, chosen, isSpecialized, ParseApp(parsed.GetValue(app), isSpecialized));

            packed = key is null ? packed : packed with { Files = [TrustedKeySource.Write(key), .. packed.Files] };

            NfTools tools = NfTools.Load();
            long appBytes = (tools.AppKB * 1024L) + packed.ImageBytes;
            Board? target = parsed.GetValue(board) is string name ? tools.Find(name) : null;
            long room = limit ?? (target is null ? SpecializedFlash.DefaultBytes : (target.DeployKB * 1024L) - appBytes);
            SpecializedSource? code = isSpecialized ? Specializer.Specialize(Path.GetFileName(path), blob, room) : null;
            HeapEstimate estimate = HeapEstimate.Of(blob);
            long heap = estimate.Bytes + (input?.Length ?? 0) + (chosen == PackForm.Static ? DevicePackLimits.PieceBytes : 0);
            IEnumerable<Board> boards = target is null ? tools.Boards : [target];
            BoardFit[] fits = [.. boards.Select(each => new BoardFit(each, appBytes + (code?.FlashBytes ?? 0), heap + (code?.HeapBytes ?? 0), code?.FlashBytes ?? 0))];
            if (fits.All(fit => !fit.FitsFlash || !fit.FitsHeap))
            {
                fits.MaxBy(fit => fit.FitsFlash ? fit.RamBytes : 0)!.Require(path);
            }

            PackFolder.Write(parsed.GetValue(output)!, packed, code, path, parsed.GetValue(sample), parsed.GetValue(trust));
            Print(packed, code, estimate, fits, parsed.GetValue(output)!, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Print(PackedModel packed, SpecializedSource? code, HeapEstimate heap, BoardFit[] fits, string folder, bool isJson)
    {
        if (isJson)
        {
            var result = new
            {
                form = packed.Form.ToString().ToLowerInvariant(),
                files = packed.Files.Select(file => file.Name),
                packed.ImageBytes,
                specialized = code is null ? null : SpecializedText.Describe(code),
                heap = new { heap.AppBytes, heap.PeakBytes, heap.OverheadBytes, heap.HeadroomBytes },
                boards = fits.Select(fit => new { fit.Board.Name, fit.ImageBytes, fit.PartitionBytes, fit.HeapBytes, fit.RamBytes, fits = fit.FitsFlash && fit.FitsHeap }),
            };
            Console.WriteLine(JsonSerializer.Serialize(result, JsonOutput.Options));
            return;
        }

        foreach (PackedFile file in packed.Files)
        {
            Console.WriteLine($"{Path.Combine(folder, file.Name)}: {file.Content.Length} bytes");
        }

        if (code is not null)
        {
            SpecializedText.Write(Console.Out, Path.Combine(folder, SpecializedSource.Folder), code);
        }

        Console.WriteLine(
            $"heap about {BoardFit.Kilobytes(heap.Bytes)} KB: interpreter and app {BoardFit.Kilobytes(heap.AppBytes)}, arrays of an inference {BoardFit.Kilobytes(heap.PeakBytes)}, "
            + $"objects and input {BoardFit.Kilobytes(heap.OverheadBytes)}, kept free for stack frames {BoardFit.Kilobytes(heap.HeadroomBytes)}");
        foreach (BoardFit fit in fits)
        {
            string verdict = fit.FitsFlash && fit.FitsHeap ? "fits" : fit.FitsFlash ? "TOO LARGE for the heap" : "TOO LARGE for the partition";
            Console.WriteLine(
                $"  {fit.Board.Name}: {verdict}; app and model about {BoardFit.Kilobytes(fit.ImageBytes)} of {fit.Board.DeployKB} KB (estimated), "
                + $"heap about {BoardFit.Kilobytes(fit.HeapBytes)} of about {fit.Board.RamKB} KB");
        }
    }

    private static int? ParseLimit(string? text, bool isSpecialized)
    {
        if (text is not null && !isSpecialized)
        {
            throw new EdgeException(DiagnosticId.BadOption, "--specialize-flash", "there is no code to limit", "add --specialize");
        }

        return text is null ? null : SizeOption.Parse("--specialize-flash", text);
    }

    private static PackedApp ParseApp(string? text, bool isSpecialized)
    {
        if (text is not null && isSpecialized)
        {
            throw new EdgeException(DiagnosticId.BadOption, "--namespace", "specialized kernels are projects of this repository's app", "leave out --namespace or --specialize");
        }

        return PackedApp.Of(text);
    }

    private static PublicKey? ParseTrust(string? file, string? app)
    {
        if (file is not null && app is not null)
        {
            throw new EdgeException(DiagnosticId.BadOption, "--trust", "only the firmware app checks signatures", "leave out --namespace");
        }

        return file is null ? null : PublicKey.Read(file);
    }

    private static PackForm? ParseForm(string? text)
    {
        return text switch
        {
            null => null,
            "resource" => PackForm.Resource,
            "static" => PackForm.Static,
            _ => throw new EdgeException(DiagnosticId.BadOption, "--as", $"'{text}' is not a form", "use resource or static"),
        };
    }
}
