using System;
using System.IO;
using Edge.ModelTools.Signing;

namespace Edge.Tests.Desktop.Signing;

/// <summary>A key in a folder of its own, gone when disposed.</summary>
internal sealed class TemporaryKey : IDisposable
{
    public TemporaryKey()
    {
        Folder = Directory.CreateTempSubdirectory("edge-key-").FullName;
        Files = KeyFiles.Named(Path.Combine(Folder, "owner"));
        Own = Path.Combine(Folder, "machine");
        Public = ModelSigner.Create(Files, Own);
    }

    public string Folder { get; }

    /// <summary>The machine's own folder of lists.</summary>
    public string Own { get; }

    public KeyFiles Files { get; }

    public PublicKey Public { get; }

    public string OwnList => Path.Combine(Own, Public.Id + KeyFiles.StateEnding);

    public (SignatureBlock Block, int Leaf) Sign(byte[] model, SignOptions? options = null) => ModelSigner.Sign(Files, Own, model, options ?? new SignOptions());

    public LeafLedger Ledger(string? own = null) => new(Files, Public.Id, own ?? Own);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
