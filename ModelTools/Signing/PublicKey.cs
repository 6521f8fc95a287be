using System;
using Edge.Firmware.Signing;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Signing;

/// <summary>A public key, as it lies in a file: what the app on a board trusts.</summary>
internal sealed class PublicKey
{
    private const string Header = "edge public key 1";
    private const string KeyName = "lms";

    private PublicKey(byte[] bytes, LmsVerifier verifier)
    {
        Bytes = bytes;
        Verifier = verifier;
    }

    /// <summary>The key as RFC 8554 writes it.</summary>
    public byte[] Bytes { get; }

    /// <summary>The device's own check.</summary>
    public LmsVerifier Verifier { get; }

    /// <summary>Its identity, as messages show it.</summary>
    public string Id => Convert.ToHexStringLower(Verifier.KeyId);

    /// <summary>Takes a key.</summary>
    /// <returns>The key, or null when it is of no kind that a board knows.</returns>
    public static PublicKey? Of(byte[] bytes)
    {
        LmsVerifier? verifier = LmsVerifier.Open(bytes);
        return verifier is null ? null : new PublicKey(bytes, verifier);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="EdgeException">It is none.</exception>
    public static PublicKey Read(string path)
    {
        string[] lines = TextLines.Read(path);
        byte[]? bytes = lines.Length == 2 && lines[0] == Header ? TextLines.Hex(lines[1], KeyName, LmsVerifier.PublicKeyLength) : null;
        PublicKey? key = bytes is null ? null : Of(bytes);
        return key ?? throw new EdgeException(DiagnosticId.KeyInvalid, path, "this is no public key", "give the .pub file that edge key new wrote");
    }

    /// <summary>The text of its file.</summary>
    public string ToText()
    {
        return $"{Header}\n{KeyName} {Convert.ToHexStringLower(Bytes)}\n";
    }
}
