using System;
using System.CommandLine;
using System.Text.Json;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Signing;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge sign</c>: a model for boards that trust a key.</summary>
internal static class SignCommand
{
    private const string AnyBoard = "any";

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        NfTools tools = NfTools.Load();
        var model = new Argument<string>("MODEL") { Description = "Blob (.edge8)." };
        var key = new Option<string>("--key") { Description = "The secret that edge key new wrote.", Required = true, HelpName = "NAME.key" };
        var output = new Option<string?>("--output", "-o") { Description = "Where to write the signature. Default: MODEL.edge8.sig, where deploy and verify look for it.", HelpName = "FILE.sig" };
        var version = new Option<int?>("--version") { Description = "Version of the model, above all that the key has signed. Default: one above.", HelpName = "N" };
        var board = new Option<string>("--board") { Description = $"The only boards that may run it, by the chip of one: {tools.BoardNames}; or any.", DefaultValueFactory = _ => AnyBoard, HelpName = "BOARD" };
        var downgrade = new Option<bool>("--downgrade") { Description = "Boards take it in place of a higher version, too." };
        var skip = new Option<int>("--skip-leaves") { Description = "After the list of spent leaves was lost or the key moved: leave out so many, more than may have been spent without this list.", HelpName = "N" };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("sign", "Sign a model for boards whose app trusts the key (edge pack --trust).") { model, key, output, version, board, downgrade, skip, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(model)!;
            byte[] blob = BlobFile.Read(path);
            Int8Model loaded = BlobFile.Load(path, blob, new ReferenceKernels());
            if (loaded.SelfTest is null)
            {
                throw new EdgeException(DiagnosticId.SelfTestMissing, path, "it has no self-test, without which no board confirms a signed model", "convert the model anew");
            }

            KeyFiles files = KeyFiles.Named(parsed.GetValue(key)!);
            string target = parsed.GetValue(output) ?? SignatureBlock.PathFor(path);
            string name = parsed.GetValue(board)!;
            var options = new SignOptions
            {
                Version = parsed.GetValue(version),
                Chip = name == AnyBoard ? null : tools.Find(name).CurrentTable,
                IsDowngrade = parsed.GetValue(downgrade),
                SkippedLeaves = NumberOption.Require("--skip-leaves", parsed.GetValue(skip), 0),
            };

            // Before a leaf is spent.
            OutputFile.Require([target], path, files.Private, files.Public, files.State);
            (SignatureBlock block, int leaf) = ModelSigner.Sign(files, LeafLedger.UserFolder, blob, options);
            OutputFile.Write(target, block.Bytes);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(new { signature = target, manifest = VerifyCommand.Describe(block.Manifest), leaf, left = PrivateKey.Leaves - 1 - leaf }, JsonOutput.Options));
            }
            else
            {
                Console.WriteLine($"{target}: {VerifyCommand.Text(block.Manifest)}");
                Console.WriteLine($"signature {leaf + 1} of {PrivateKey.Leaves} of this key");
            }

            return 0;
        });
        return command;
    }
}
