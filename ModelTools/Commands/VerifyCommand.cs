using System;
using System.CommandLine;
using System.Text.Json;
using Edge.Firmware.Signing;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Signing;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge verify</c>: would a board that trusts this key take this model?</summary>
internal static class VerifyCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var model = new Argument<string>("MODEL") { Description = "Blob (.edge8)." };
        var key = new Option<string>("--key") { Description = "The public key that edge key new wrote.", Required = true, HelpName = "NAME.pub" };
        var signature = new Option<string?>("--signature") { Description = "The signature. Default: MODEL.edge8.sig.", HelpName = "FILE.sig" };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("verify", "Check the signature of a model as a board does.") { model, key, signature, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(model)!;
            byte[] blob = BlobFile.Read(path);
            PublicKey trusted = PublicKey.Read(parsed.GetValue(key)!);
            string file = parsed.GetValue(signature) ?? SignatureBlock.PathFor(path);
            SignatureBlock block = SignatureBlock.Read(file);
            block.RequireModel(file, blob);
            block.RequireKey(file, trusted);
            Console.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { signature = file, manifest = Describe(block.Manifest) }, JsonOutput.Options)
                : $"{file}: good; {Text(block.Manifest)}");
            return 0;
        });
        return command;
    }

    /// <summary>A manifest for a program.</summary>
    public static object Describe(ModelManifest manifest)
    {
        return new
        {
            manifest.Version,
            bytes = manifest.ModelLength,
            sha256 = Convert.ToHexStringLower(manifest.Sha256),
            hash = Convert.ToHexStringLower(manifest.Hash),
            chip = manifest.Chip ?? "any",
            keyId = Convert.ToHexStringLower(manifest.KeyId),
            manifest.IsDowngrade,
        };
    }

    /// <summary>A manifest for a person.</summary>
    public static string Text(ModelManifest manifest)
    {
        return $"version {manifest.Version}, {manifest.ModelLength} bytes, SHA-256 {Convert.ToHexStringLower(manifest.Sha256)}, boards: {manifest.Chip ?? "any"}, "
            + $"key {Convert.ToHexStringLower(manifest.KeyId)}{(manifest.IsDowngrade ? ", downgrade" : string.Empty)}";
    }
}
