using System;
using System.CommandLine;
using System.Text.Json;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Signing;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge key</c>: keys that sign models.</summary>
internal static class KeyCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var name = new Argument<string>("NAME") { Description = "Name of the key's files: NAME.key (secret), NAME.pub, NAME.state." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var create = new Command("new", "Make a key that signs 1,024 models (LMS, RFC 8554).") { name, json };
        create.SetAction(parsed =>
        {
            KeyFiles files = KeyFiles.Named(parsed.GetValue(name)!);
            PublicKey key = ModelSigner.Create(files, LeafLedger.UserFolder);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(new { keyId = key.Id, files.Private, files.Public, files.State, signatures = PrivateKey.Leaves }, JsonOutput.Options));
                return 0;
            }

            Console.WriteLine(OneLine.Of($"{files.Private}: the secret; keep it off machines that others use, and never copy it to a second one that signs"));
            Console.WriteLine(OneLine.Of($"{files.State}: which of its {PrivateKey.Leaves} signatures are spent; belongs to it, never restore an old copy"));
            Console.WriteLine(OneLine.Of($"{files.Public}: key {key.Id}, for edge pack --trust and edge verify"));
            return 0;
        });
        return new Command("key", "Make keys that sign models.") { create };
    }
}
