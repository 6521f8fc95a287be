using System.IO;

namespace Edge.ModelTools.Signing;

/// <summary>The three files of a key, which lie beside each other under one name.</summary>
/// <param name="Private">The secret: whoever has it signs models.</param>
internal sealed record KeyFiles(string Private)
{
    /// <summary>Ending of the secret.</summary>
    public const string PrivateEnding = ".key";

    /// <summary>Ending of the public key.</summary>
    public const string PublicEnding = ".pub";

    /// <summary>Ending of the list of leaves that are spent.</summary>
    public const string StateEnding = ".state";

    /// <summary>The public key.</summary>
    public string Public => Path.ChangeExtension(Private, PublicEnding);

    /// <summary>The list of leaves that are spent.</summary>
    public string State => Path.ChangeExtension(Private, StateEnding);

    /// <summary>The files of a key by its name, with or without an ending.</summary>
    public static KeyFiles Named(string name)
    {
        return new(Path.GetExtension(name) is PrivateEnding or PublicEnding or StateEnding ? Path.ChangeExtension(name, PrivateEnding) : name + PrivateEnding);
    }
}
